#include "services/expert/store/testing/fake_expert_store.h"

#include "services/expert/store/testing/store_conformance.h"

namespace lianfang::expert {

INSTANTIATE_TEST_SUITE_P(Fake, ExpertStoreConformance,
                         ::testing::Values([] { return std::make_unique<FakeExpertStore>(); }));

}  // namespace lianfang::expert
