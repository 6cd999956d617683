// Transactions on a pool: what fails by bad luck is run again, what fails for good comes back as a status.
//
//   absl::Status status = RunTransaction(pool, deadline, [&](PgTransaction& transaction) {
//     const pqxx::result rows = transaction.Execute(kLockPlan, plan_id);
//     if (rows.empty()) return absl::NotFoundError("…");        // rolls back
//     transaction.Execute(kInsertReturn, …);
//     return absl::OkStatus();                                  // commits
//   });
#ifndef LIANFANG_COMMON_PG_TRANSACTION_H_
#define LIANFANG_COMMON_PG_TRANSACTION_H_

#include <functional>
#include <pqxx/pqxx>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/pg/pool.h"
#include "common/pg/query.h"

namespace lianfang {

// A transaction under way, or a single statement outside one. Lives on one thread.
class PgTransaction {
 public:
  PgTransaction(PgConnection& connection, pqxx::transaction_base& work) : connection_(connection), work_(work) {}

  // Runs a named statement. Arguments as libpqxx takes them: numbers, std::string, pqxx::binarystring, arrays by
  // common/pg/array.h, absent values as std::optional. Throws as libpqxx does; the runner catches.
  template <typename... Args>
  pqxx::result Execute(const Query& query, Args&&... args) {
    Prepare(query);
    return work_.exec_prepared(query.name, std::forward<Args>(args)...);
  }

 private:
  void Prepare(const Query& query);

  PgConnection& connection_;
  pqxx::transaction_base& work_;
};

using PgWork = std::function<absl::Status(PgTransaction&)>;

// Runs `work` in one transaction (read committed). OK commits, anything else rolls back and is returned. Serialization
// failures, deadlocks, connections that broke and commits in doubt run `work` again, at most five times: `work` must
// therefore be repeatable — start from nothing, and look its request id up first (common/pg/request_log.h), which tells
// whether a commit in doubt happened.
absl::Status RunTransaction(PgPool& pool, absl::Time deadline, const PgWork& work);

// Runs reads, each statement for itself. Broken connections are tried again like above.
absl::Status RunReads(PgPool& pool, absl::Time deadline, const PgWork& work);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PG_TRANSACTION_H_
