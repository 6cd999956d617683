// Transactions on a pool: what fails by bad luck is run again, what fails for good comes back as a status.
//
//   absl::Status status = RunTransaction(pool, deadline, [&](PgTransaction& transaction) {
//     const pqxx::result rows = transaction.Execute(kLockPlan, plan_id);
//     if (rows.empty()) return absl::NotFoundError("…");        // rolls back
//     transaction.Execute(kInsertReturn, …);
//     return absl::OkStatus();                                  // commits
//   });
//
// Prepared statements cannot carry a comment that varies. So the statement that begins a transaction names the call
// that it is for (common/origin.h), as sqlcommenter writes it, and makes the trace the session's application_name until
// the end of the transaction: PostgreSQL shows that beside every statement, in pg_stat_activity and in its log. Reads
// outside a transaction begin nothing and name nothing.
#ifndef LIANFANG_COMMON_PG_TRANSACTION_H_
#define LIANFANG_COMMON_PG_TRANSACTION_H_

#include <functional>
#include <pqxx/pqxx>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/pg/parameters.h"
#include "common/pg/pool.h"
#include "common/pg/query.h"

namespace lianfang {

// A transaction under way, or single statements outside one. Lives on one thread.
class PgTransaction {
 public:
  PgTransaction(PgConnection& connection, pqxx::transaction_base& work) : connection_(connection), work_(work) {}

  // Runs a named statement. Arguments as libpqxx takes them: numbers, std::string, pqxx::binarystring, arrays by
  // common/pg/array.h, absent values as std::optional. Throws as libpqxx does; the runner catches.
  template <typename... Args>
  pqxx::result Execute(const Query& query, Args&&... args) {
    SetTimeout(query);
    if (connection_.pooling() == PgPooling::kTransaction) {
      return work_.exec_params(query.sql, std::forward<Args>(args)...);
    }
    connection_.Prepare(query);
    return work_.exec_prepared(query.name, std::forward<Args>(args)...);
  }

  // The same for a statement with named parameters.
  pqxx::result Execute(const NamedQuery& query, const NamedParameters& parameters) {
    return Execute(query.numbered(), pqxx::prepare::make_dynamic_params(parameters.For(query)));
  }

 private:
  void SetTimeout(const Query& query);

  PgConnection& connection_;
  pqxx::transaction_base& work_;
};

using PgWork = std::function<absl::Status(PgTransaction&)>;

// Runs `work` in one transaction (read committed). OK commits, anything else rolls back and is returned. Serialization
// failures, deadlocks, connections that broke and commits in doubt run `work` again, at most five times: `work` must
// therefore be repeatable — start from nothing, and look its request id up first (common/pg/request_log.h), which tells
// whether a commit in doubt happened.
absl::Status RunTransaction(PgPool& pool, absl::Time deadline, const PgWork& work);

// Runs reads that all see the database as it is at one instant (repeatable read, read only), however long they take.
// Broken connections are tried again like above, from the beginning, and then as of a later instant.
absl::Status RunSnapshot(PgPool& pool, absl::Time deadline, const PgWork& work);

// Runs reads, each statement for itself; behind a pooler in one transaction, since only there a time limit holds.
// Broken connections are tried again like above.
absl::Status RunReads(PgPool& pool, absl::Time deadline, const PgWork& work);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PG_TRANSACTION_H_
