// A schema with what every service has: the request log, and the chains of audit rows. Dropped again.
#ifndef LIANFANG_COMMON_AUDIT_TESTING_AUDIT_SCHEMA_H_
#define LIANFANG_COMMON_AUDIT_TESTING_AUDIT_SCHEMA_H_

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/pg/pool.h"
#include "common/testing/environment.h"

namespace lianfang {

// The database is LIANFANG_TEST_DATABASE_URL's; the tests run in the checkout, where the SQL is.
class AuditSchema {
 public:
  explicit AuditSchema(const std::string& name) : name_(name) {
    pqxx::nontransaction work(administrator_);
    work.exec(absl::StrCat("DROP SCHEMA IF EXISTS ", name_, " CASCADE; CREATE SCHEMA ", name_,
                           "; SET client_min_messages = warning; SET search_path = ", name_, ", pg_temp"));
    work.exec(
        "CREATE TABLE request_log (actor text, request_id uuid, method text, request_hash bytea, response bytea,"
        "  create_time timestamptz, PRIMARY KEY (actor, request_id))");
    for (const char* file : {"audit_trail.sql", "request_log_pruning.sql"}) work.exec(Read(file));
  }
  ~AuditSchema() { pqxx::nontransaction(administrator_).exec(absl::StrCat("DROP SCHEMA ", name_, " CASCADE")); }
  AuditSchema(const AuditSchema&) = delete;
  AuditSchema& operator=(const AuditSchema&) = delete;

  // Of a service that works in the schema.
  PgPool::Options PoolOptions(int size = 4) const {
    const std::string url = RequiredVariable("LIANFANG_TEST_DATABASE_URL");
    PgPool::Options options;
    options.url = absl::StrCat(url, absl::StrContains(url, "?") ? "&" : "?", "options=-csearch_path%3D", name_);
    options.size = size;
    return options;
  }

  // As the administrator.
  pqxx::result Execute(const std::string& sql) { return pqxx::nontransaction(administrator_).exec(sql); }
  std::vector<std::string> Column(const std::string& query) {
    std::vector<std::string> values;
    for (const pqxx::row& row : Execute(query)) values.push_back(row[0].as<std::string>());
    return values;
  }

 private:
  static std::string Read(const std::string& file) {
    std::ifstream in("common/audit/sql/" + file);
    if (!in) throw std::runtime_error("run the tests in the checkout: no " + file);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }

  const std::string name_;
  pqxx::connection administrator_{RequiredVariable("LIANFANG_TEST_DATABASE_URL")};
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_AUDIT_TESTING_AUDIT_SCHEMA_H_
