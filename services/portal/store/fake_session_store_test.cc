#include "services/portal/store/testing/fake_session_store.h"

#include "common/testing/fake_clock.h"
#include "services/portal/store/testing/session_store_conformance.h"

namespace lianfang::portal {
namespace {

INSTANTIATE_TEST_SUITE_P(Fake, SessionStoreConformance, ::testing::Values(MakeStore([] {
                           const auto clock = std::make_shared<FakeClock>(absl::FromUnixSeconds(1'000'000));
                           return StoreUnderTest{std::make_unique<FakeSessionStore>(*clock),
                                                 [clock](absl::Duration time) { clock->Advance(time); }};
                         })));

}  // namespace
}  // namespace lianfang::portal
