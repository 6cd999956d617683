#include "common/pg/transaction.h"

#include <optional>
#include <string>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/pg/error.h"

namespace lianfang {
namespace {

constexpr int kAttempts = 5;

// 1 ms doubling, with full jitter, so that those who collided do not collide again.
void BackOff(int attempt) {
  thread_local absl::BitGen random;
  absl::SleepFor(absl::Microseconds(absl::Uniform(random, 0, 1000 << attempt)));
}

// Runs `once` on a lent connection until it succeeds, fails for good, or the attempts or the time are used up.
template <typename Once>
absl::Status RunWithRetries(PgPool& pool, absl::Time deadline, Once once) {
  for (int attempt = 0;; ++attempt) {
    if (absl::Now() >= deadline) return absl::DeadlineExceededError("the time for this call is used up");
    auto lease = pool.Acquire(deadline);
    if (!lease.ok()) return lease.status();
    std::optional<PgError> error;
    try {
      const absl::Status status = once(**lease);
      if (!status.ok()) (*lease)->timeout() = {};  // rolled back, and with it perhaps the setting
      return status;
    } catch (const std::exception& exception) {
      error = ReadPgException(exception);
    }
    (*lease)->timeout() = {};
    if (error->failure == PgFailure::kConnection || error->failure == PgFailure::kInDoubt) lease->Discard();
    if (error->failure == PgFailure::kFinal || attempt + 1 == kAttempts || absl::Now() >= deadline)
      return error->status;
    BackOff(attempt);
  }
}

}  // namespace

void PgTransaction::Prepare(const Query& query) {
  connection_.Prepare(query);
  if (connection_.timeout() == query.timeout) return;
  work_.exec(absl::StrCat("SET statement_timeout = ", query.timeout.count()));
  connection_.timeout() = query.timeout;
}

absl::Status RunTransaction(PgPool& pool, absl::Time deadline, const PgWork& work) {
  return RunWithRetries(pool, deadline, [&work](PgConnection& connection) {
    pqxx::work transaction(connection.raw());
    PgTransaction view(connection, transaction);
    const absl::Status status = work(view);
    if (status.ok()) {
      transaction.commit();
    } else {
      transaction.abort();
    }
    return status;
  });
}

absl::Status RunReads(PgPool& pool, absl::Time deadline, const PgWork& work) {
  return RunWithRetries(pool, deadline, [&work](PgConnection& connection) {
    pqxx::nontransaction reads(connection.raw());
    PgTransaction view(connection, reads);
    return work(view);
  });
}

}  // namespace lianfang
