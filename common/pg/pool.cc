#include "common/pg/pool.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/pg/error.h"

namespace lianfang {
namespace {

// Statement timeouts are the server's: of a server that no longer answers only the client can tell, and without these
// it would wait for hours.
constexpr char kNetworkBounds[] =
    "connect_timeout=5&keepalives_idle=10&keepalives_interval=5&keepalives_count=3&tcp_user_timeout=20000";

// `url` with the bounds before its own parameters, which prevail.
std::string WithNetworkBounds(const std::string& url) {
  if (!absl::StrContains(url, "://")) return url;
  const size_t mark = url.find('?');
  if (mark == std::string::npos) return absl::StrCat(url, "?", kNetworkBounds);
  return absl::StrCat(url.substr(0, mark + 1), kNetworkBounds, "&", url.substr(mark + 1));
}

}  // namespace

void PgConnection::Prepare(const Query& query) {
  if (prepared_.insert(query.name).second) connection_.prepare(query.name, query.sql);
}

PgPool::PgPool(Options options) : options_(std::move(options)), free_places_(options_.size) {}

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
      connection = std::make_unique<PgConnection>(WithNetworkBounds(options_.url));
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

void PgPool::DropIdle() {
  std::vector<std::unique_ptr<PgConnection>> idle;  // closed outside the lock
  absl::MutexLock lock(&mutex_);
  idle.swap(idle_);
}

}  // namespace lianfang
