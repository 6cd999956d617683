// On a real database: testing/empty_database.h says which.
#include "services/evaluation/store/pg_evaluation_store.h"

#include <pqxx/pqxx>
#include <string>

#include "services/evaluation/store/testing/empty_database.h"
#include "services/evaluation/store/testing/store_conformance.h"

namespace lianfang::evaluation {
namespace {

// A store with the pool that it works on.
class OwnedPgStore : private PgPool, public PgEvaluationStore {
 public:
  explicit OwnedPgStore(const std::string& url)
      : PgPool({.url = url}), PgEvaluationStore(static_cast<PgPool&>(*this)) {}
};

std::unique_ptr<EvaluationStore> MakeEmptyStore() { return std::make_unique<OwnedPgStore>(EmptyDatabase()); }

INSTANTIATE_TEST_SUITE_P(Pg, StoreConformanceTest, testing::Values(MakeEmptyStore));

TEST(PgEvaluationStoreTest, TheServiceCannotChangeItsHistory) {
  for (const char* statement :
       {"DELETE FROM return_changes", "UPDATE obligation_changes SET document = ''", "TRUNCATE plan_editions",
        "DELETE FROM stream_cursors", "DELETE FROM evaluations", "UPDATE changelog SET payload = ''"}) {
    pqxx::connection connection(RequiredVariable("LIANFANG_TEST_EVALUATION_DATABASE_URL"));
    pqxx::work work(connection);
    EXPECT_THROW(work.exec(statement), pqxx::insufficient_privilege) << statement;
  }
}

TEST(PgEvaluationStoreTest, AnUnreachableDatabaseIsUnavailable) {
  PgPool pool({.url = "postgresql://127.0.0.1:1/none?connect_timeout=1"});
  PgEvaluationStore store(pool);
  const absl::Time deadline = absl::Now() + absl::Seconds(10);
  EXPECT_EQ(store.LoadCursor(Stream::kReturns, deadline).status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace lianfang::evaluation
