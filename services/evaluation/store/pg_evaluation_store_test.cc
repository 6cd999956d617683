// Needs LIANFANG_TEST_EVALUATION_DATABASE_URL (the service's role) and LIANFANG_TEST_DATABASE_URL (an administrator,
// who alone may empty append-only tables); tests/run sets both.
#include "services/evaluation/store/pg_evaluation_store.h"

#include <cstdlib>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>

#include "services/evaluation/store/testing/store_conformance.h"

namespace lianfang::evaluation {
namespace {

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set");
  return value;
}

void EmptyTables() {
  pqxx::connection connection(Variable("LIANFANG_TEST_DATABASE_URL"));
  pqxx::work work(connection);
  work.exec("TRUNCATE evaluation.plan_editions, evaluation.obligation_changes, evaluation.return_changes");
  work.exec("UPDATE evaluation.stream_cursors SET cursor = ''");
  work.commit();
}

// A store with the pool that it works on.
class OwnedPgStore : private PgPool, public PgEvaluationStore {
 public:
  explicit OwnedPgStore(const std::string& url)
      : PgPool({.url = url}), PgEvaluationStore(static_cast<PgPool&>(*this)) {}
};

std::unique_ptr<EvaluationStore> MakeEmptyStore() {
  EmptyTables();
  return std::make_unique<OwnedPgStore>(Variable("LIANFANG_TEST_EVALUATION_DATABASE_URL"));
}

INSTANTIATE_TEST_SUITE_P(Pg, StoreConformanceTest, testing::Values(MakeEmptyStore));

TEST(PgEvaluationStoreTest, TheServiceCannotChangeItsHistory) {
  for (const char* statement : {"DELETE FROM return_changes", "UPDATE obligation_changes SET document = ''",
                                "TRUNCATE plan_editions", "DELETE FROM stream_cursors"}) {
    pqxx::connection connection(Variable("LIANFANG_TEST_EVALUATION_DATABASE_URL"));
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
