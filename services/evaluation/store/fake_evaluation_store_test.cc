#include "services/evaluation/store/testing/fake_evaluation_store.h"

#include "services/evaluation/store/testing/store_conformance.h"

namespace lianfang::evaluation {

INSTANTIATE_TEST_SUITE_P(Fake, StoreConformanceTest,
                         testing::Values([] { return std::make_unique<FakeEvaluationStore>(); }));

}  // namespace lianfang::evaluation
