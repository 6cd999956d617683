// What every AppraisalStore does, as tests. A store instantiates AppraisalConformanceTest with how it is made, empty.
#ifndef LIANFANG_SERVICES_EVALUATION_STORE_TESTING_APPRAISAL_CONFORMANCE_H_
#define LIANFANG_SERVICES_EVALUATION_STORE_TESTING_APPRAISAL_CONFORMANCE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "services/evaluation/store/appraisal_store.h"

namespace lianfang::evaluation {

class AppraisalConformanceTest : public testing::TestWithParam<std::function<std::unique_ptr<AppraisalStore>()>> {
 protected:
  AppraisalConformanceTest() : store_(GetParam()()) {}

  // Runs the work under a request id of its own.
  absl::StatusOr<std::string> Change(const AppraisalStore::Work& work);

  const std::unique_ptr<AppraisalStore> store_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_STORE_TESTING_APPRAISAL_CONFORMANCE_H_
