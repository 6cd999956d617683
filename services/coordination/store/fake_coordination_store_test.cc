#include "services/coordination/store/testing/fake_coordination_store.h"

#include "common/changelog/resource_change.h"
#include "services/coordination/store/testing/store_conformance.h"

namespace lianfang::coordination {
namespace {

class TellingFake : public FakeCoordinationStore, public ChangedResources {
 public:
  std::vector<std::string> ReadChanged() override {
    std::vector<std::string> names;
    for (const Change& change : changes()) names.push_back(ParseResourceChange(change.payload)->resource);
    return names;
  }
};

}  // namespace

INSTANTIATE_TEST_SUITE_P(Fake, CoordinationStoreConformance,
                         ::testing::Values([] { return std::make_unique<TellingFake>(); }));

}  // namespace lianfang::coordination
