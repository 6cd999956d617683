// COMMIT with a bound on the wait for its answer.
//
// A commit that waits for a synchronous standby is bounded by nothing of PostgreSQL's: `statement_timeout` has ended by then, and to cancel
// the wait would make the commit visible without the standby. So the wait is bounded here. When the bound is reached, the commit is in doubt:
// the server goes on waiting, nobody sees what was written until a standby has it, and it may be lost with the primary. The caller asks again
// by its request id (common/pg/request_log.h).
#ifndef LIANFANG_COMMON_PG_COMMIT_H_
#define LIANFANG_COMMON_PG_COMMIT_H_

#include <pqxx/pqxx>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace lianfang {

// The answer to COMMIT did not come in time. The connection must be thrown away: its answer may still come.
class CommitUnanswered : public pqxx::in_doubt_error {
 public:
  using pqxx::in_doubt_error::in_doubt_error;
};

// Sends COMMIT in `transaction` and waits for the answer for at most `bound`. Throws CommitUnanswered when it does not come,
// pqxx::in_doubt_error when the connection breaks, and otherwise what libpqxx throws for the server's error.
void CommitWithin(const pqxx::dbtransaction& transaction, absl::Duration bound);

// OK, or UNAVAILABLE with reason COMMITS_HANG while as many sessions of the server as kMostHangingCommits still wait for a standby after
// this process gave up on them. Each holds a connection of the server and its locks; to add more would use up `max_connections`, and reads
// would fail, too.
inline constexpr int kMostHangingCommits = 8;
absl::Status CommitsAreAnswered();

// UNAVAILABLE with reason COMMIT_IN_DOUBT, for the caller.
absl::Status CommitInDoubt();

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PG_COMMIT_H_
