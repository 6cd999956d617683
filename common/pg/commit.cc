#include "common/pg/commit.h"

#include <libpq-fe.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/log.h"

namespace lianfang {
namespace {

struct FreeResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, FreeResult>;

// libpqxx 6.4 shows libpq's connection to large objects only.
class RawConnection : public pqxx::largeobject {
 public:
  static PGconn* Of(const pqxx::dbtransaction& transaction) { return raw_connection(transaction); }
};

// Whether the socket has something to read, an end included, before `deadline`.
bool AwaitReadable(int socket, absl::Time deadline) {
  while (true) {
    pollfd wanted{socket, POLLIN, 0};
    const absl::Duration left = std::max(deadline - absl::Now(), absl::ZeroDuration());
    const int ready =
        poll(&wanted, 1, static_cast<int>(absl::ToInt64Milliseconds(absl::Ceil(left, absl::Milliseconds(1)))));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

// Sessions of the server that still wait. Each is known by its socket, which is kept open beside libpq's own: the server writes to it when
// the wait is over.
class HangingCommits {
 public:
  void Add(int socket) {
    const int kept = dup(socket);
    if (kept < 0) return;
    absl::MutexLock lock(&mutex_);
    sockets_.push_back(kept);
  }

  // How many there are, without those that have been answered since.
  int Count() {
    absl::MutexLock lock(&mutex_);
    sockets_.erase(std::remove_if(sockets_.begin(), sockets_.end(),
                                  [](int socket) {
                                    const bool over = AwaitReadable(socket, absl::InfinitePast());
                                    if (over) close(socket);
                                    return over;
                                  }),
                   sockets_.end());
    return static_cast<int>(sockets_.size());
  }

 private:
  absl::Mutex mutex_;
  std::vector<int> sockets_ ABSL_GUARDED_BY(mutex_);
};

HangingCommits& Hanging() {
  static auto& hanging = *new HangingCommits;
  return hanging;
}

// The next result of the connection, or null after the last one.
Result NextResult(PGconn* connection, absl::Time deadline) {
  while (PQisBusy(connection) != 0) {
    if (!AwaitReadable(PQsocket(connection), deadline)) {
      Log(LogLevel::kWarning, "commit_unanswered");
      Hanging().Add(PQsocket(connection));
      throw CommitUnanswered("COMMIT was not answered in time");
    }
    if (PQconsumeInput(connection) == 0) throw pqxx::in_doubt_error(PQerrorMessage(connection));
  }
  return Result(PQgetResult(connection));
}

// Throws what libpqxx would for the server's refusal of a COMMIT.
void ThrowRefusal(PGconn* connection, const PGresult* result) {
  const std::string message = PQresultErrorMessage(result);
  const char* code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string state = code == nullptr ? "" : code;
  // A connection that is gone, or an answer that says so, leaves open whether it happened.
  if (PQstatus(connection) != CONNECTION_OK || state.empty() || absl::StartsWith(state, "08") ||
      absl::StartsWith(state, "57P") || state == "40003") {
    throw pqxx::in_doubt_error(message);
  }
  if (state == "40001") throw pqxx::serialization_failure(message);
  if (state == "40P01") throw pqxx::deadlock_detected(message);
  throw pqxx::sql_error(message, "COMMIT", state.c_str());
}

}  // namespace

void CommitWithin(const pqxx::dbtransaction& transaction, absl::Duration bound) {
  const absl::Time deadline = absl::Now() + bound;
  PGconn* const connection = RawConnection::Of(transaction);
  if (PQsendQuery(connection, "COMMIT") == 0) throw pqxx::in_doubt_error(PQerrorMessage(connection));
  const Result answer = NextResult(connection, deadline);
  if (answer == nullptr) throw pqxx::in_doubt_error(PQerrorMessage(connection));
  if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) ThrowRefusal(connection, answer.get());
  // COMMIT of a transaction that has failed is answered by ROLLBACK.
  if (std::strcmp(PQcmdStatus(answer.get()), "COMMIT") != 0) {
    throw pqxx::sql_error("the transaction had failed before COMMIT", "COMMIT", "25P02");
  }
  while (NextResult(connection, deadline) != nullptr) {
  }
}

absl::Status CommitsAreAnswered() {
  if (Hanging().Count() < kMostHangingCommits) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kUnavailable,
                         "the database does not confirm what is written: no standby answers; try again later",
                         "COMMITS_HANG");
}

absl::Status CommitInDoubt() {
  return ErrorWithReason(
      absl::StatusCode::kUnavailable,
      "the database has not confirmed the change; it may have happened: ask again with the same request id",
      "COMMIT_IN_DOUBT");
}

}  // namespace lianfang
