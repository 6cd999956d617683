#include "services/submission/store/testing/fake_ledger_store.h"

#include "services/submission/store/testing/ledger_store_conformance.h"

namespace lianfang::submission {
namespace {

INSTANTIATE_TEST_SUITE_P(Fake, LedgerStoreTest, testing::Values(LedgerStoreMaker([] {
                           auto written = std::make_unique<FakeSubmissionStore>();
                           auto ledger = std::make_unique<FakeLedgerStore>(*written);
                           return LedgerStores{std::move(written), std::move(ledger)};
                         })));

}  // namespace
}  // namespace lianfang::submission
