#include "services/fund/store/testing/fake_fund_store.h"

#include <memory>
#include <string>
#include <vector>

#include "common/changelog/resource_change.h"
#include "services/fund/store/testing/store_conformance.h"

namespace lianfang::fund {
namespace {

// Both replicas are one: there is nothing beside the memory.
class OneFake : public Stores {
 public:
  FundStore& first() override { return store_; }
  FundStore& second() override { return store_; }
  std::vector<std::string> ReadChanged() override {
    std::vector<std::string> names;
    for (const Change& change : store_.changes()) names.push_back(ParseResourceChange(change.payload)->resource);
    return names;
  }

 private:
  FakeFundStore store_;
};

}  // namespace

INSTANTIATE_TEST_SUITE_P(Fake, FundStoreConformance, ::testing::Values([] { return std::make_unique<OneFake>(); }));

}  // namespace lianfang::fund
