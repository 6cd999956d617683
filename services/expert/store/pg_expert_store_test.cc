// The PostgreSQL store against a real database, which tests/run provides.
#include "services/expert/store/pg_expert_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "common/changelog/changelog.h"
#include "common/testing/environment.h"
#include "services/expert/domain/testing/sample.h"
#include "services/expert/store/resource_change.h"
#include "services/expert/store/testing/saved_rows.h"
#include "services/expert/store/testing/store_conformance.h"

namespace lianfang::expert {
namespace {

// A store on empty tables. The administrator empties them, the service's role may not; its advisory lock keeps other
// tests out while this store lives.
class EmptyStore : public PgExpertStore, public ChangedResources {
 public:
  EmptyStore()
      : PgExpertStore(pool_),
        administrator_(RequiredVariable("LIANFANG_TEST_DATABASE_URL")),
        pool_({.url = RequiredVariable("LIANFANG_TEST_EXPERT_DATABASE_URL")}) {
    pqxx::nontransaction work(administrator_);
    work.exec("SELECT pg_advisory_lock(hashtext('expert tests'))");
    work.exec(
        "TRUNCATE expert.bookings, expert.changelog, expert.deliveries, expert.draws, expert.invitations, "
        "expert.engagements, "
        "expert.experts, expert.plans, expert.request_log");
    work.exec("UPDATE expert.cursors SET cursor = ''");
    work.exec("UPDATE expert.changelog_head SET position = 0");
  }

  // Runs a file of statements as the administrator.
  void Run(const std::string& path) {
    std::ifstream file(path);
    ASSERT_TRUE(file) << path;
    pqxx::nontransaction(administrator_).exec(std::string(std::istreambuf_iterator<char>(file), {}));
  }

  std::vector<std::string> ReadChanged() override {
    std::vector<std::string> names;
    const auto changes = ReadAllChanges(pool_, absl::InfiniteFuture(), 0, 1000);
    EXPECT_TRUE(changes.ok()) << changes.status();
    for (const auto& change : *changes) names.push_back(ReadResourceChange(change->payload)->resource);
    return names;
  }

 private:
  pqxx::connection administrator_;
  PgPool pool_;
};

// A database from before there was a changelog: a follower that begins at the beginning is told of all that is there.
TEST(UpgradedDatabaseTest, TheChangelogBeginsWithEveryResource) {
  EmptyStore store;
  ASSERT_TRUE(SaveMembers(store, {testing::Member(2), testing::Member(1)}).ok());
  ASSERT_TRUE(Save(store, [](ExpertTransaction& rows) {
                absl::Status saved = rows.SaveEngagement({testing::Planned(), "140581"});
                DrawRecord draw;
                draw.seed = {"k1", "sealed"};
                rows.SaveDraw(testing::Planned().name(), draw);
                return saved;
              }).ok());
  store.Run("services/expert/migrations/revert/changelog.sql");
  store.Run("services/expert/migrations/deploy/changelog.sql");
  EXPECT_THAT(store.ReadChanged(),
              ::testing::ElementsAre("experts/e001", "experts/e002", "engagements/review", "engagements/review/draw"));
  ASSERT_TRUE(SaveMembers(store, {testing::Member(3)}).ok());
  EXPECT_EQ(store.ReadChanged().back(), "experts/e003") << "and goes on from there";
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Pg, ExpertStoreConformance, ::testing::Values([] { return std::make_unique<EmptyStore>(); }));

}  // namespace lianfang::expert
