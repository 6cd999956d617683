#include "common/pg/transaction.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/origin.h"
#include "common/pg/commit.h"
#include "common/pg/error.h"

namespace lianfang {
namespace {

constexpr int kAttempts = 5;
// How long a COMMIT may take. A disk that stalls takes a second or two; a standby that is gone never answers.
constexpr absl::Duration kLongestCommit = absl::Seconds(10);
constexpr absl::Duration kShortestBound = absl::Seconds(1);  // for callers whose time is nearly over
constexpr std::chrono::milliseconds kUsualTimeout = Query{}.timeout;

// As in a URL, which is how sqlcommenter keeps a value from ending its quotes or the comment.
std::string Encoded(absl::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains("-._~", c)) {
      encoded.push_back(c);
    } else {
      absl::StrAppend(&encoded, "%", absl::Hex(static_cast<unsigned char>(c), absl::kZeroPad2));
    }
  }
  return encoded;
}

// What begins a transaction, with everything that holds until its end: one message to the server, however much it says.
// A transaction for many callers (the ledger's) is named after one of them.
std::string BeginStatement(PgPooling pooling, absl::string_view mode) {
  std::string begin = absl::StrCat("BEGIN", mode);
  const Origin* origin = WorkingFor::Current();
  if (origin != nullptr) {
    const std::string trace = Encoded(origin->traceparent);
    absl::StrAppend(&begin, " /*method='", Encoded(origin->method), "',traceparent='", trace,
                    "'*/; SET LOCAL application_name = '", trace, "'");
  }
  if (pooling == PgPooling::kTransaction) {
    absl::StrAppend(&begin, "; SET LOCAL statement_timeout = ", kUsualTimeout.count());
  }
  return begin;
}

// A transaction of libpqxx that begins with a statement of ours.
class Transaction : public pqxx::dbtransaction {
 public:
  Transaction(PgConnection& connection, absl::string_view mode, absl::Time deadline)
      : namedclass("transaction"),
        dbtransaction(connection.raw()),
        begin_(BeginStatement(connection.pooling(), mode)),
        deadline_(deadline) {
    if (connection.pooling() == PgPooling::kTransaction) connection.timeout() = kUsualTimeout;
    Begin();
  }
  ~Transaction() override { End(); }

 private:
  void do_begin() override { direct_exec(begin_.c_str()); }

  void do_commit() override {
    CommitWithin(*this, std::clamp(deadline_ - absl::Now(), kShortestBound, kLongestCommit));
  }

  const std::string begin_;
  const absl::Time deadline_;
};

absl::Status RunOnce(PgConnection& connection, absl::Time deadline, const PgWork& work, absl::string_view mode = "") {
  Transaction transaction(connection, mode, deadline);
  PgTransaction view(connection, transaction);
  const absl::Status status = work(view);
  if (status.ok()) {
    transaction.commit();
  } else {
    transaction.abort();
  }
  return status;
}

// 1 ms doubling, with full jitter, so that those who collided do not collide again.
void BackOff(int attempt) {
  thread_local absl::BitGen random;
  absl::SleepFor(absl::Microseconds(absl::Uniform(random, 0, 1000 << attempt)));
}

// Whether another attempt may end differently. After a COMMIT that nobody answered it would wait for the locks of the first one.
bool MayRetry(const std::exception& exception, PgFailure failure) {
  return failure != PgFailure::kFinal && dynamic_cast<const CommitUnanswered*>(&exception) == nullptr;
}

// Runs `once` on a lent connection until it succeeds, fails for good, or the attempts or the time are used up.
template <typename Once>
absl::Status RunWithRetries(PgPool& pool, absl::Time deadline, Once once) {
  for (int attempt = 0;; ++attempt) {
    if (absl::Now() >= deadline) return absl::DeadlineExceededError("the time for this call is used up");
    auto lease = pool.Acquire(deadline);
    if (!lease.ok()) return lease.status();
    std::optional<PgError> error;
    bool again = false;
    try {
      const absl::Status status = once(**lease);
      if (!status.ok()) (*lease)->timeout() = {};  // rolled back, and with it perhaps the setting
      return status;
    } catch (const std::exception& exception) {
      error = ReadPgException(exception);
      again = MayRetry(exception, error->failure);
    }
    (*lease)->timeout() = {};
    if (error->failure == PgFailure::kConnection || error->failure == PgFailure::kInDoubt) lease->Discard();
    if (!again || attempt + 1 == kAttempts || absl::Now() >= deadline) return error->status;
    BackOff(attempt);
  }
}

}  // namespace

void PgTransaction::SetTimeout(const Query& query) {
  if (connection_.timeout() == query.timeout) return;
  const absl::string_view set = connection_.pooling() == PgPooling::kTransaction ? "SET LOCAL" : "SET";
  work_.exec(absl::StrCat(set, " statement_timeout = ", query.timeout.count()));
  connection_.timeout() = query.timeout;
}

absl::Status RunTransaction(PgPool& pool, absl::Time deadline, const PgWork& work) {
  if (absl::Status status = CommitsAreAnswered(); !status.ok()) return status;
  return RunWithRetries(pool, deadline,
                        [&work, deadline](PgConnection& connection) { return RunOnce(connection, deadline, work); });
}

absl::Status RunSnapshot(PgPool& pool, absl::Time deadline, const PgWork& work) {
  return RunWithRetries(pool, deadline, [&work, deadline](PgConnection& connection) {
    return RunOnce(connection, deadline, work, " ISOLATION LEVEL REPEATABLE READ READ ONLY");
  });
}

absl::Status RunReads(PgPool& pool, absl::Time deadline, const PgWork& work) {
  return RunWithRetries(pool, deadline, [&work, deadline](PgConnection& connection) {
    if (connection.pooling() == PgPooling::kTransaction) return RunOnce(connection, deadline, work);
    pqxx::nontransaction reads(connection.raw());
    PgTransaction view(connection, reads);
    return work(view);
  });
}

}  // namespace lianfang
