#include "common/pg/pool.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/pg/error.h"

namespace lianfang {

void PgConnection::Prepare(const Query& query) {
  if (prepared_.insert(query.name).second) connection_.prepare(query.name, query.sql);
}

absl::StatusOr<PgPool::Lease> PgPool::Acquire(absl::Time deadline) {
  std::unique_ptr<PgConnection> connection;
  {
    absl::MutexLock lock(&mutex_);
    const auto free = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return free_places_ > 0; };
    if (!mutex_.AwaitWithDeadline(absl::Condition(&free), std::min(deadline, absl::Now() + options_.wait))) {
      return absl::ResourceExhaustedError(
          absl::StrCat("no database connection was free in time (", options_.size, " in use)"));
    }
    --free_places_;
    if (!idle_.empty()) {
      connection = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (connection == nullptr) {
    try {
      connection = std::make_unique<PgConnection>(options_.url);
    } catch (const std::exception& error) {
      Return(nullptr);
      return ReadPgException(error).status;
    }
  }
  return Lease(*this, std::move(connection));
}

void PgPool::Return(std::unique_ptr<PgConnection> connection) {
  absl::MutexLock lock(&mutex_);
  ++free_places_;
  if (connection != nullptr) idle_.push_back(std::move(connection));
}

}  // namespace lianfang
