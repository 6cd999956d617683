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

// What the server is told, so that it gives up a process whose network is gone. Its kernel's own bound is two hours, and as long would be locked
// what a transaction of that process had locked. A pooler has settings of its own for that.
constexpr char kServerBounds[] =
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; "
    "SET tcp_user_timeout = 20000;";

// `url` with the bounds before its own parameters, which prevail.
std::string WithNetworkBounds(const std::string& url) {
  if (!absl::StrContains(url, "://")) return url;
  const size_t mark = url.find('?');
  if (mark == std::string::npos) return absl::StrCat(url, "?", kNetworkBounds);
  return absl::StrCat(url.substr(0, mark + 1), kNetworkBounds, "&", url.substr(mark + 1));
}

}  // namespace

PgConnection::PgConnection(const std::string& url, PgPooling pooling, const char* session_setup)
    : connection_(url), pooling_(pooling) {
  if (pooling_ == PgPooling::kSession)
    pqxx::nontransaction(connection_).exec(absl::StrCat(kServerBounds, session_setup));
}

void PgConnection::Prepare(const Query& query) {
  if (prepared_.insert(query.name).second) connection_.prepare(query.name, query.sql);
}

PgPool::Gauges::Gauges(Metrics& metrics, int size)
    : wait_seconds(metrics.Seconds("lianfang_pg_pool_wait_seconds", "Time that a caller waited for a connection.", {})),
      in_use(metrics.Gauge("lianfang_pg_pool_in_use_connections", "Connections lent at the moment.", {})),
      exhausted(metrics.Counter("lianfang_pg_pool_exhausted_total", "Callers who got no connection in time.", {})),
      refused(metrics.Counter("lianfang_pg_connect_failures_total", "Connections that could not be opened.", {})) {
  metrics.Gauge("lianfang_pg_pool_size_connections", "Connections that the pools of the process may hold.", {})
      .Increment(size);
}

PgPool::PgPool(Options options) : options_(std::move(options)), free_places_(options_.size) {
  if (options_.metrics != nullptr) gauges_.emplace(*options_.metrics, options_.size);
}

absl::StatusOr<std::unique_ptr<PgConnection>> PgPool::TakePlace(absl::Time deadline) {
  const absl::Time start = absl::Now();
  absl::MutexLock lock(&mutex_);
  const auto free = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return free_places_ > 0; };
  const bool found = mutex_.AwaitWithDeadline(absl::Condition(&free), std::min(deadline, start + options_.wait));
  if (gauges_.has_value()) {
    gauges_->wait_seconds.Observe(absl::ToDoubleSeconds(absl::Now() - start));
    if (found) {
      gauges_->in_use.Increment();
    } else {
      gauges_->exhausted.Increment();
    }
  }
  if (!found) {
    return absl::ResourceExhaustedError(
        absl::StrCat("no database connection was free in time (", options_.size, " in use)"));
  }
  --free_places_;
  if (idle_.empty()) return nullptr;
  std::unique_ptr<PgConnection> connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

absl::StatusOr<PgPool::Lease> PgPool::Acquire(absl::Time deadline) {
  auto connection = TakePlace(deadline);
  if (!connection.ok()) return connection.status();
  if (*connection != nullptr) return Lease(*this, *std::move(connection));
  try {
    return Lease(*this, std::make_unique<PgConnection>(WithNetworkBounds(options_.url), options_.pooling,
                                                       options_.session_setup));
  } catch (const std::exception& error) {
    Return(nullptr);
    if (gauges_.has_value()) gauges_->refused.Increment();
    return ReadPgException(error).status;
  }
}

void PgPool::Return(std::unique_ptr<PgConnection> connection) {
  if (gauges_.has_value()) gauges_->in_use.Decrement();
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
