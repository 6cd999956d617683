// The conformance suite against PostgreSQL, and what only its audit log shows.
#include "services/submission/store/pg_draft_store.h"

#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "services/submission/store/testing/draft_store_conformance.h"
#include "services/submission/store/testing/owning_store.h"
#include "services/submission/store/testing/pg_test_database.h"

namespace lianfang::submission {
namespace {

// The store with the pool it needs.
class OwningDraftStore : public PgDraftStore {
 public:
  explicit OwningDraftStore(std::unique_ptr<PgPool> pool) : PgDraftStore(*pool), pool_(std::move(pool)) {}

 private:
  std::unique_ptr<PgPool> pool_;
};

INSTANTIATE_TEST_SUITE_P(PostgreSQL, DraftStoreTest, testing::Values(DraftStoreMaker([] {
                           EmptyTables();
                           return DraftStores{
                               std::make_unique<OwningStore>(std::make_unique<PgPool>(TestDatabase())),
                               std::make_unique<OwningDraftStore>(std::make_unique<PgPool>(TestDatabase()))};
                         })));

// Who saved and who deleted is on record; what was saved is not.
TEST(PgDraftStoreTest, ASaveAndADeletionAreAudited) {
  EmptyTables();
  OwningDraftStore drafts(std::make_unique<PgPool>(TestDatabase()));
  const DraftKey key{"gaoping-2021-2025", "2019-140581-coal-mining", {"emergency", "140581"}};
  const RequestKey request{"spiffe://someone", "Service.SaveDraft", "5f3b2c1a-0000-4000-8000-000000000001",
                           std::string(32, 'h')};
  StoredDraft draft{{}, request.request_hash};
  draft.draft.set_note("机密备注");
  draft.draft.set_etag(request.request_id);
  const absl::Time now = absl::FromUnixSeconds(1653019200);
  ASSERT_TRUE(*drafts.SaveDraft(key, "", draft, request, now, absl::InfiniteFuture()));
  EXPECT_FALSE(*drafts.SaveDraft(key, "stale", {{}, request.request_hash}, request, now, absl::InfiniteFuture()));
  ASSERT_TRUE(drafts.DeleteDraft(key, request, now, absl::InfiniteFuture()).ok());
  ASSERT_TRUE(drafts.DeleteDraft(key, request, now, absl::InfiniteFuture()).ok()) << "nothing is there: no row";

  pqxx::connection administrator(RequiredVariable("LIANFANG_TEST_DATABASE_URL"));
  pqxx::work work(administrator);
  const pqxx::result rows = work.exec("SELECT resource, detail FROM submission.audit_events ORDER BY sequence");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_STREQ(rows[0][0].c_str(), "plans/gaoping-2021-2025/drafts/2019-140581-coal-mining");
  EXPECT_STREQ(rows[0][1].c_str(), "saved a draft");
  EXPECT_STREQ(rows[1][1].c_str(), "deleted a draft");
}

}  // namespace
}  // namespace lianfang::submission
