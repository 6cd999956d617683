// The PostgreSQL store against a real database, which tests/run provides.
#include "services/coordination/store/pg_coordination_store.h"

#include <gtest/gtest.h>

#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "common/changelog/changelog.h"
#include "common/changelog/resource_change.h"
#include "common/testing/environment.h"
#include "services/coordination/store/testing/store_conformance.h"

namespace lianfang::coordination {
namespace {

// A store on empty tables. The administrator empties them, the service's role may not; its advisory lock keeps other tests out while this
// store lives.
class EmptyStore : public PgCoordinationStore, public ChangedResources {
 public:
  EmptyStore()
      : PgCoordinationStore(pool_),
        administrator_(RequiredVariable("LIANFANG_TEST_DATABASE_URL")),
        pool_({.url = RequiredVariable("LIANFANG_TEST_COORDINATION_DATABASE_URL")}) {
    pqxx::nontransaction work(administrator_);
    work.exec("SELECT pg_advisory_lock(hashtext('coordination tests'))");
    work.exec("TRUNCATE coordination.changelog, coordination.documents, coordination.plans, coordination.request_log");
    work.exec("UPDATE coordination.changelog_head SET position = 0");
  }

  std::vector<std::string> ReadChanged() override {
    std::vector<std::string> names;
    const auto changes = ReadAllChanges(pool_, absl::InfiniteFuture(), 0, 1000);
    EXPECT_TRUE(changes.ok()) << changes.status();
    for (const auto& change : *changes) names.push_back(ParseResourceChange(change->payload)->resource);
    return names;
  }

 private:
  pqxx::connection administrator_;
  PgPool pool_;
};

}  // namespace

INSTANTIATE_TEST_SUITE_P(Pg, CoordinationStoreConformance,
                         ::testing::Values([] { return std::make_unique<EmptyStore>(); }));

}  // namespace lianfang::coordination
