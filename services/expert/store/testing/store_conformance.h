// What every ExpertStore keeps to, as tests with the store as parameter:
//
//   INSTANTIATE_TEST_SUITE_P(Fake, ExpertStoreConformance,
//                            ::testing::Values([] { return std::make_unique<FakeExpertStore>(); }));
#ifndef LIANFANG_SERVICES_EXPERT_STORE_TESTING_STORE_CONFORMANCE_H_
#define LIANFANG_SERVICES_EXPERT_STORE_TESTING_STORE_CONFORMANCE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "services/expert/store/expert_store.h"

namespace lianfang::expert {

// Makes an empty store.
using StoreFactory = std::function<std::unique_ptr<ExpertStore>()>;

class ExpertStoreConformance : public ::testing::TestWithParam<StoreFactory> {
 protected:
  void SetUp() override { store_ = GetParam()(); }

  std::unique_ptr<ExpertStore> store_;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_STORE_TESTING_STORE_CONFORMANCE_H_
