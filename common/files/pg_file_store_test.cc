// The conformance suite against PostgreSQL, in the tables of the submission schema.
#include "common/files/pg_file_store.h"

#include <gtest/gtest.h>

#include <memory>
#include <pqxx/pqxx>
#include <utility>

#include "common/files/testing/file_store_conformance.h"
#include "common/testing/environment.h"

namespace lianfang {
namespace {

PgPool::Options TestDatabase() {
  PgPool::Options options;
  options.url = RequiredVariable("LIANFANG_TEST_SUBMISSION_DATABASE_URL");
  return options;
}

// The store with the pool it needs.
class OwningFileStore : public PgFileStore {
 public:
  explicit OwningFileStore(std::unique_ptr<PgPool> pool) : PgFileStore(*pool), pool_(std::move(pool)) {}

 private:
  std::unique_ptr<PgPool> pool_;
};

INSTANTIATE_TEST_SUITE_P(PostgreSQL, FileStoreTest, testing::Values(FileStoreMaker([] {
                           pqxx::connection administrator(RequiredVariable("LIANFANG_TEST_DATABASE_URL"));
                           pqxx::nontransaction(administrator)
                               .exec(
                                   "TRUNCATE submission.files, submission.file_chunks, submission.file_uploads, "
                                   "submission.file_upload_chunks");
                           return std::make_unique<OwningFileStore>(std::make_unique<PgPool>(TestDatabase()));
                         })));

// What is attached can be taken back by nobody who serves it.
TEST(PgFileStoreTest, TheServiceMayNeitherChangeNorRemoveContent) {
  pqxx::connection service(RequiredVariable("LIANFANG_TEST_SUBMISSION_DATABASE_URL"));
  for (const char* statement : {"DELETE FROM files", "DELETE FROM file_chunks", "UPDATE file_chunks SET data = 'x'",
                                "UPDATE files SET size_bytes = 1", "TRUNCATE files CASCADE"}) {
    EXPECT_THROW(pqxx::nontransaction(service).exec(statement), pqxx::insufficient_privilege) << statement;
  }
}

}  // namespace
}  // namespace lianfang
