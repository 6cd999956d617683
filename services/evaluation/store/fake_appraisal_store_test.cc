#include "services/evaluation/store/testing/fake_appraisal_store.h"

#include "services/evaluation/store/testing/appraisal_conformance.h"

namespace lianfang::evaluation {

INSTANTIATE_TEST_SUITE_P(Fake, AppraisalConformanceTest,
                         testing::Values([] { return std::make_unique<FakeAppraisalStore>(); }));

}  // namespace lianfang::evaluation
