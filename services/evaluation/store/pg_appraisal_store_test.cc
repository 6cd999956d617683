// On a real database: testing/empty_database.h says which.
#include "services/evaluation/store/pg_appraisal_store.h"

#include <pqxx/pqxx>
#include <string>

#include "services/evaluation/store/testing/appraisal_conformance.h"
#include "services/evaluation/store/testing/empty_database.h"

namespace lianfang::evaluation {
namespace {

// A store with the pool that it works on.
class OwnedPgStore : private PgPool, public PgAppraisalStore {
 public:
  explicit OwnedPgStore(const std::string& url) : PgPool({.url = url}), PgAppraisalStore(static_cast<PgPool&>(*this)) {}
};

std::unique_ptr<AppraisalStore> MakeEmptyStore() { return std::make_unique<OwnedPgStore>(EmptyDatabase()); }

INSTANTIATE_TEST_SUITE_P(Pg, AppraisalConformanceTest, testing::Values(MakeEmptyStore));

TEST(PgAppraisalStoreTest, TheServiceCannotChangeAnEditionNorRemoveAConcealment) {
  for (const char* statement : {"UPDATE appraisal_editions SET document = ''", "DELETE FROM appraisal_editions",
                                "DELETE FROM concealments", "DELETE FROM request_log"}) {
    pqxx::connection connection(RequiredVariable("LIANFANG_TEST_EVALUATION_DATABASE_URL"));
    pqxx::work work(connection);
    EXPECT_THROW(work.exec(statement), pqxx::insufficient_privilege) << statement;
  }
}

}  // namespace
}  // namespace lianfang::evaluation
