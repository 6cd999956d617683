// The conformance suite against PostgreSQL. tests/run gives the server: LIANFANG_TEST_DATABASE_URL (administrator, to
// empty the tables) and LIANFANG_TEST_SUBMISSION_DATABASE_URL (the service's own role).
#include "services/submission/store/pg_submission_store.h"

#include "common/testing/environment.h"
#include "services/submission/store/testing/store_conformance.h"

namespace lianfang::submission {
namespace {

// The store with the pool it needs.
class OwningStore : public PgSubmissionStore {
 public:
  OwningStore(std::unique_ptr<PgPool> pool, const SigningKey& key)
      : PgSubmissionStore(*pool, *pool, key), pool_(std::move(pool)) {}

 private:
  std::unique_ptr<PgPool> pool_;
};

void EmptyTables() {
  pqxx::connection admin(RequiredVariable("LIANFANG_TEST_DATABASE_URL"));
  pqxx::work work(admin);
  work.exec("SET search_path = submission");
  work.exec("TRUNCATE returns, obligations, plans, seals, ledger, ledger_heads, changelog, request_log, audit_log");
  work.exec("UPDATE changelog_head SET position = 0");
  work.commit();
}

INSTANTIATE_TEST_SUITE_P(PostgreSQL, SubmissionStoreTest, testing::Values(StoreMaker([](const SigningKey& key) {
                           EmptyTables();
                           PgPool::Options options;
                           options.url = RequiredVariable("LIANFANG_TEST_SUBMISSION_DATABASE_URL");
                           return std::make_unique<OwningStore>(std::make_unique<PgPool>(options), key);
                         })));

}  // namespace
}  // namespace lianfang::submission
