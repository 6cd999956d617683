#include "services/exchange/store/testing/fake_reconciliation_store.h"

#include <memory>

#include "services/exchange/store/testing/reconciliation_conformance.h"

namespace lianfang::exchange {

INSTANTIATE_TEST_SUITE_P(Fake, ReconciliationStoreConformance,
                         ::testing::Values([] { return std::make_unique<FakeReconciliationStore>(); }));

}  // namespace lianfang::exchange
