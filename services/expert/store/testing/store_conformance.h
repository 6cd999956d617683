// What every ExpertStore keeps to, as tests with the store as parameter:
//
//   INSTANTIATE_TEST_SUITE_P(Fake, ExpertStoreConformance,
//                            ::testing::Values([] { return std::make_unique<FakeExpertStore>(); }));
#ifndef LIANFANG_SERVICES_EXPERT_STORE_TESTING_STORE_CONFORMANCE_H_
#define LIANFANG_SERVICES_EXPERT_STORE_TESTING_STORE_CONFORMANCE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "services/expert/store/expert_store.h"

namespace lianfang::expert {

// What a store under test tells besides: names of what changed so far, in order.
class ChangedResources {
 public:
  virtual ~ChangedResources() = default;
  virtual std::vector<std::string> ReadChanged() = 0;
};

// Makes an empty store, which is a ChangedResources, too.
using StoreFactory = std::function<std::unique_ptr<ExpertStore>()>;

class ExpertStoreConformance : public ::testing::TestWithParam<StoreFactory> {
 protected:
  void SetUp() override { store_ = GetParam()(); }

  std::unique_ptr<ExpertStore> store_;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_STORE_TESTING_STORE_CONFORMANCE_H_
