// What every EvaluationStore must do. A test program instantiates the suite with its way to an empty store:
//
//   INSTANTIATE_TEST_SUITE_P(Fake, StoreConformanceTest, testing::Values(MakeFakeStore));
#ifndef LIANFANG_SERVICES_EVALUATION_STORE_TESTING_STORE_CONFORMANCE_H_
#define LIANFANG_SERVICES_EVALUATION_STORE_TESTING_STORE_CONFORMANCE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "services/evaluation/store/evaluation_store.h"

namespace lianfang::evaluation {

using MakeStore = std::function<std::unique_ptr<EvaluationStore>()>;

class StoreConformanceTest : public testing::TestWithParam<MakeStore> {
 protected:
  void SetUp() override { store_ = GetParam()(); }

  std::unique_ptr<EvaluationStore> store_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_STORE_TESTING_STORE_CONFORMANCE_H_
