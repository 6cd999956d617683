#include "services/submission/store/testing/fake_draft_store.h"

#include "services/submission/store/testing/draft_store_conformance.h"

namespace lianfang::submission {
namespace {

INSTANTIATE_TEST_SUITE_P(Fake, DraftStoreTest, testing::Values(DraftStoreMaker([] {
                           auto written = std::make_unique<FakeSubmissionStore>();
                           auto drafts = std::make_unique<FakeDraftStore>(*written);
                           return DraftStores{std::move(written), std::move(drafts)};
                         })));

}  // namespace
}  // namespace lianfang::submission
