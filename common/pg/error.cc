#include "common/pg/error.h"

#include <pqxx/pqxx>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "common/log.h"
#include "common/pg/commit.h"

namespace lianfang {
namespace {

// What PostgreSQL says of an error without what it quotes: the first line, as DETAIL and CONTEXT quote rows; nothing of
// data exceptions (class 22), which quote the value itself.
absl::string_view WithoutData(absl::string_view state, absl::string_view what) {
  return absl::StartsWith(state, "22") ? "" : what.substr(0, what.find('\n'));
}

PgError FromSqlError(const pqxx::sql_error& error) {
  const std::string& state = error.sqlstate();
  Log(LogLevel::kWarning, "sql_error", {{"sqlstate", state}, {"what", WithoutData(state, error.what())}});
  if (state == "57014") return {absl::DeadlineExceededError("the database did not answer in time"), PgFailure::kFinal};
  // 53300: too many connections; 57P: shutting down; 08: connection.
  if (state == "53300" || absl::StartsWith(state, "57P") || absl::StartsWith(state, "08")) {
    return {absl::UnavailableError("the database is not available"), PgFailure::kConnection};
  }
  // A primary that has become a standby, or a session that began while it was one: another connection finds the new primary.
  if (state == "25006")
    return {absl::UnavailableError("the database takes no changes at the moment"), PgFailure::kConnection};
  // Other 53: out of memory or disk. The connection is good, and another try would not be better.
  if (absl::StartsWith(state, "53")) {
    return {absl::ResourceExhaustedError("the database is out of memory or disk"), PgFailure::kFinal};
  }
  // Raised by triggers of our own schemas: this process is out of date, and one that is not can do it.
  if (state == "LF001") {
    return {absl::UnavailableError("this replica is being replaced; try again"), PgFailure::kFinal};
  }
  if (state == "23505") return {absl::AlreadyExistsError("it exists already"), PgFailure::kFinal};
  return {absl::InternalError("the database refused a statement; the server's log has the reason"), PgFailure::kFinal};
}

}  // namespace

PgError ReadPgException(const std::exception& exception) {
  // The order matters: in 6.4 serialization_failure and in_doubt_error are siblings of sql_error, not children.
  if (dynamic_cast<const pqxx::in_doubt_error*>(&exception) != nullptr) return {CommitInDoubt(), PgFailure::kInDoubt};
  if (dynamic_cast<const pqxx::transaction_rollback*>(&exception) != nullptr) {
    return {absl::AbortedError("too much contention; try again"), PgFailure::kTransient};
  }
  if (dynamic_cast<const pqxx::broken_connection*>(&exception) != nullptr) {
    Log(LogLevel::kWarning, "database_connection", {{"what", exception.what()}});
    return {absl::UnavailableError("the database is not available"), PgFailure::kConnection};
  }
  if (const auto* sql = dynamic_cast<const pqxx::sql_error*>(&exception)) return FromSqlError(*sql);
  Log(LogLevel::kError, "store_exception", {{"what", exception.what()}});
  return {absl::InternalError("internal error; the server's log has the reason"), PgFailure::kFinal};
}

}  // namespace lianfang
