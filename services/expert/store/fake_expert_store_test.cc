#include "services/expert/store/testing/fake_expert_store.h"

#include <memory>
#include <string>
#include <vector>

#include "services/expert/store/resource_change.h"
#include "services/expert/store/testing/store_conformance.h"

namespace lianfang::expert {
namespace {

class EmptyStore : public FakeExpertStore, public ChangedResources {
 public:
  std::vector<std::string> ReadChanged() override {
    std::vector<std::string> names;
    for (const Change& change : changes()) names.push_back(ReadResourceChange(change.payload)->resource);
    return names;
  }
};

}  // namespace

INSTANTIATE_TEST_SUITE_P(Fake, ExpertStoreConformance,
                         ::testing::Values([] { return std::make_unique<EmptyStore>(); }));

}  // namespace lianfang::expert
