// What every ReconciliationStore keeps to, as tests with the store as parameter.
#ifndef LIANFANG_SERVICES_EXCHANGE_STORE_TESTING_RECONCILIATION_CONFORMANCE_H_
#define LIANFANG_SERVICES_EXCHANGE_STORE_TESTING_RECONCILIATION_CONFORMANCE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "services/exchange/store/reconciliation_store.h"

namespace lianfang::exchange {

// Makes an empty store.
using ReconciliationStoreFactory = std::function<std::unique_ptr<ReconciliationStore>()>;

class ReconciliationStoreConformance : public ::testing::TestWithParam<ReconciliationStoreFactory> {
 protected:
  void SetUp() override { store_ = GetParam()(); }

  std::unique_ptr<ReconciliationStore> store_;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_STORE_TESTING_RECONCILIATION_CONFORMANCE_H_
