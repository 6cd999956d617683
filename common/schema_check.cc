#include "common/schema_check.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/pg/reading.h"

namespace lianfang {
namespace {

constexpr absl::Duration kReadTimeout = absl::Seconds(5);
// Sqitch's register of the service, in a schema that the role may read (deploy/lib/migrations.sh).
constexpr char kDeployed[] = "SELECT change FROM sqitch_SERVICE.changes";

std::string RegisterQuery(const std::string& service) {
  std::string sql = kDeployed;
  return sql.replace(sql.find("SERVICE"), 7, service);
}

absl::StatusOr<std::set<std::string>> ReadDeployed(PgPool& pool, const std::string& sql) {
  return Reading<std::set<std::string>>(
      pool, absl::Now() + kReadTimeout, [&sql](PgTransaction& reads, std::set<std::string>& changes) {
        for (const pqxx::row& row : reads.Execute({"deployed_changes", sql.c_str()})) {
          changes.insert(row[0].as<std::string>());
        }
      });
}

}  // namespace

absl::Status CheckSchema(absl::string_view service, const std::vector<std::string>& known,
                         const std::set<std::string>& deployed) {
  for (const std::string& change : known) {
    if (deployed.count(change) == 0) {
      return absl::FailedPreconditionError(
          absl::StrCat("the schema ", service, " lacks the change ", change, "; deploy/migrate makes it"));
    }
  }
  for (const std::string& change : deployed) {
    if (absl::StartsWith(change, kContraction) && std::count(known.begin(), known.end(), change) == 0) {
      return absl::FailedPreconditionError(absl::StrCat("the schema ", service, " is of a later version: its change ",
                                                        change, " has taken away what this version needs"));
    }
  }
  return absl::OkStatus();
}

void AwaitSchema(Server& server, PgPool& pool, const std::string& service) {
  server.ReadyOnce([&pool, service, sql = RegisterQuery(service)]() -> absl::Status {
    const auto deployed = ReadDeployed(pool, sql);
    if (!deployed.ok()) {
      return absl::FailedPreconditionError(
          absl::StrCat("the changes of the schema ", service, " cannot be read: ", deployed.status().message()));
    }
    return CheckSchema(service, KnownChanges(service), *deployed);
  });
}

}  // namespace lianfang
