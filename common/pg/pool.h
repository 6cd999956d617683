// Connections to PostgreSQL, shared by threads: one connection to one thread at a time, and a bounded wait for it.
#ifndef LIANFANG_COMMON_PG_POOL_H_
#define LIANFANG_COMMON_PG_POOL_H_

#include <memory>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/metrics.h"
#include "common/pg/query.h"

namespace lianfang {

// What lasts on a connection from one transaction to the next.
enum class PgPooling {
  kSession,      // what is prepared and set there
  kTransaction,  // nothing: a pooler (pgbouncer in transaction mode) may send each transaction to another session
};

// One connection, with what is prepared on it.
class PgConnection {
 public:
  // Throws as libpqxx does.
  PgConnection(const std::string& url, PgPooling pooling, const char* session_setup);

  pqxx::connection& raw() { return connection_; }
  PgPooling pooling() const { return pooling_; }
  // Makes sure that `query` is prepared. Throws as libpqxx does.
  void Prepare(const Query& query);
  // The statement timeout in force, as far as this process set it; a rollback may undo a setting, so forget it then.
  std::chrono::milliseconds& timeout() { return timeout_; }

 private:
  pqxx::connection connection_;
  const PgPooling pooling_;
  absl::flat_hash_set<absl::string_view> prepared_;  // names of constant queries
  std::chrono::milliseconds timeout_{0};
};

// Thread-safe.
class PgPool {
 public:
  struct Options {
    std::string url;  // postgresql://user:password@host:port/database
    PgPooling pooling = PgPooling::kSession;
    const char* session_setup = "";  // a statement for every new session; behind a pooler, which lends them out, none
    int size = 8;
    absl::Duration wait = absl::Seconds(5);  // for a connection; then RESOURCE_EXHAUSTED
    Metrics* metrics = nullptr;              // where waits are shown; null: nowhere
  };

  explicit PgPool(Options options);

  // A connection, lent until the lease ends.
  class Lease {
   public:
    Lease(PgPool& pool, std::unique_ptr<PgConnection> connection) : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&& other) noexcept : pool_(other.pool_), connection_(std::move(other.connection_)) {
      other.pool_ = nullptr;
    }
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (pool_ != nullptr) pool_->Return(std::move(connection_));
    }
    PgConnection& operator*() { return *connection_; }
    PgConnection* operator->() { return connection_.get(); }
    // Throws the connection away instead of giving it back, and the idle ones with it: what broke this one (a restart
    // of the database) has most likely broken them, and each would cost somebody an attempt.
    void Discard() {
      connection_.reset();
      pool_->DropIdle();
    }

   private:
    PgPool* pool_;
    std::unique_ptr<PgConnection> connection_;
  };

  // RESOURCE_EXHAUSTED when none is free before `deadline` or the pool's bound; UNAVAILABLE when the database cannot be
  // reached.
  absl::StatusOr<Lease> Acquire(absl::Time deadline);

 private:
  // What operators see of a pool.
  struct Gauges {
    Gauges(Metrics& metrics, int size);

    prometheus::Histogram& wait_seconds;
    prometheus::Gauge& in_use;
    prometheus::Counter& exhausted;
    prometheus::Counter& refused;
  };

  // Takes a place and, where there is one, an idle connection; null, with the place, where there is none.
  absl::StatusOr<std::unique_ptr<PgConnection>> TakePlace(absl::Time deadline);
  void Return(std::unique_ptr<PgConnection> connection);
  void DropIdle();

  const Options options_;
  std::optional<Gauges> gauges_;
  absl::Mutex mutex_;
  std::vector<std::unique_ptr<PgConnection>> idle_ ABSL_GUARDED_BY(mutex_);
  int free_places_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PG_POOL_H_
