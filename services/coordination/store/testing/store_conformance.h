// What every CoordinationStore keeps to, as tests with the store as parameter:
//
//   INSTANTIATE_TEST_SUITE_P(Fake, CoordinationStoreConformance,
//                            ::testing::Values([] { return std::make_unique<FakeCoordinationStore>(); }));
#ifndef LIANFANG_SERVICES_COORDINATION_STORE_TESTING_STORE_CONFORMANCE_H_
#define LIANFANG_SERVICES_COORDINATION_STORE_TESTING_STORE_CONFORMANCE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "services/coordination/store/coordination_store.h"

namespace lianfang::coordination {

// What a store under test tells besides: names of what changed so far, in order.
class ChangedResources {
 public:
  virtual ~ChangedResources() = default;
  virtual std::vector<std::string> ReadChanged() = 0;
};

// Makes an empty store, which is a ChangedResources, too.
using StoreFactory = std::function<std::unique_ptr<CoordinationStore>()>;

class CoordinationStoreConformance : public ::testing::TestWithParam<StoreFactory> {
 protected:
  void SetUp() override { store_ = GetParam()(); }

  std::unique_ptr<CoordinationStore> store_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_STORE_TESTING_STORE_CONFORMANCE_H_
