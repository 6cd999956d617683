// What every ExchangeStore keeps to, as tests with the store as parameter:
//
//   INSTANTIATE_TEST_SUITE_P(Fake, ExchangeStoreConformance,
//                            ::testing::Values([] { return std::make_unique<FakeExchangeStore>(); }));
#ifndef LIANFANG_SERVICES_EXCHANGE_STORE_TESTING_STORE_CONFORMANCE_H_
#define LIANFANG_SERVICES_EXCHANGE_STORE_TESTING_STORE_CONFORMANCE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "services/exchange/store/exchange_store.h"

namespace lianfang::exchange {

// Makes an empty store.
using StoreFactory = std::function<std::unique_ptr<ExchangeStore>()>;

class ExchangeStoreConformance : public ::testing::TestWithParam<StoreFactory> {
 protected:
  void SetUp() override { store_ = GetParam()(); }

  std::unique_ptr<ExchangeStore> store_;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_STORE_TESTING_STORE_CONFORMANCE_H_
