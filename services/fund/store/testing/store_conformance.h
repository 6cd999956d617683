// What every FundStore keeps to, as tests with the store as parameter:
//
//   INSTANTIATE_TEST_SUITE_P(Fake, FundStoreConformance, ::testing::Values([] { return MakeStores(); }));
#ifndef LIANFANG_SERVICES_FUND_STORE_TESTING_STORE_CONFORMANCE_H_
#define LIANFANG_SERVICES_FUND_STORE_TESTING_STORE_CONFORMANCE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "services/fund/store/fund_store.h"

namespace lianfang::fund {

// Empty stores of one database, as replicas have them.
class Stores {
 public:
  virtual ~Stores() = default;
  virtual FundStore& first() = 0;
  virtual FundStore& second() = 0;
  // Names of what changed so far, in order.
  virtual std::vector<std::string> ReadChanged() = 0;
};

using StoreFactory = std::function<std::unique_ptr<Stores>()>;

class FundStoreConformance : public ::testing::TestWithParam<StoreFactory> {
 protected:
  void SetUp() override { stores_ = GetParam()(); }

  FundStore& store() { return stores_->first(); }

  std::unique_ptr<Stores> stores_;
};

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_STORE_TESTING_STORE_CONFORMANCE_H_
