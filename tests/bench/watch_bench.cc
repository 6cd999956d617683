// What a commit costs while so many streams tell it: one process reads the change, each stream takes it from there.
//
//   LIANFANG_TEST_DATABASE_URL=… LIANFANG_TEST_SUBMISSION_DATABASE_URL=… watch_bench
//
// Appends changes to the changelog of the test database, and has 1, 10, 100 and 1,000 feeds take each of them. Prints the
// processor time of this process per commit and per stream, and PostgreSQL's transactions per commit, which must not grow
// with the streams. Empties the test database's changelog: never point it at another.
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <memory>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/changelog/tailer.h"
#include "common/testing/environment.h"

namespace lianfang {
namespace {

constexpr int kCommits = 200;
constexpr size_t kPayload = 2000;  // about a return's

PgPool::Options Database() {
  PgPool::Options options;
  options.url = RequiredVariable("LIANFANG_TEST_SUBMISSION_DATABASE_URL");
  return options;
}

double ProcessorMicros() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

// Wakes of all feeds, counted.
class Wakes {
 public:
  void Add() {
    absl::MutexLock lock(&mutex_);
    ++count_;
  }
  void Await(int64_t count) {
    absl::MutexLock lock(&mutex_);
    const auto there = [&] { return count_ >= count; };
    mutex_.Await(absl::Condition(&there));
  }

 private:
  absl::Mutex mutex_;
  int64_t count_ = 0;
};

absl::StatusOr<std::optional<std::string>> Encode(const std::string& payload, const std::string& cursor) {
  return payload + cursor;
}

void Append(PgPool& pool, const std::string& payload) {
  const absl::Status status = RunTransaction(pool, absl::Now() + absl::Seconds(20), [&](PgTransaction& transaction) {
    AppendChanges(transaction, {{"returns", payload}}, absl::Now());
    return absl::OkStatus();
  });
  if (!status.ok()) std::abort();
}

void Empty() {
  pqxx::connection administrator(RequiredVariable("LIANFANG_TEST_DATABASE_URL"));
  pqxx::work work(administrator);
  work.exec("TRUNCATE submission.changelog");
  work.exec("UPDATE submission.changelog_head SET position = 0");
  work.commit();
}

// Statements that read the table so far, by the scans that they began.
int64_t Scans() {
  pqxx::connection administrator(RequiredVariable("LIANFANG_TEST_DATABASE_URL"));
  pqxx::nontransaction work(administrator);
  work.exec("SELECT pg_stat_clear_snapshot()");
  return work
      .exec1(
          "SELECT coalesce(seq_scan, 0) + coalesce(idx_scan, 0) FROM pg_stat_user_tables "
          "WHERE schemaname = 'submission' AND relname = 'changelog'")[0]
      .as<int64_t>();
}

void Measure(int streams) {
  Empty();
  PgPool pool(Database());
  Metrics metrics;
  ChangelogTailer tailer(pool, metrics, absl::Hours(1), absl::Hours(1));
  Wakes wakes;
  std::deque<ChangelogFeed> feeds;
  for (int i = 0; i < streams; ++i) {
    feeds.emplace_back(pool, tailer, "returns", Cursor(), Encode);
    feeds.back().Subscribe([&wakes] { wakes.Add(); });
    if (!feeds.back().Pull().ok()) std::abort();
  }
  int64_t told = 0;
  const auto tell = [&] {
    Append(pool, std::string(kPayload, 'x'));
    tailer.Ring();
    wakes.Await(told += streams);
    for (ChangelogFeed& feed : feeds) {
      if (feed.Pull()->size() != 1) std::abort();
    }
  };
  tell();                            // the window is open from here on
  absl::SleepFor(absl::Seconds(1));  // PostgreSQL's statistics come late
  const int64_t scans = Scans();
  const double before = ProcessorMicros();
  for (int i = 0; i < kCommits; ++i) tell();
  const double micros = (ProcessorMicros() - before) / kCommits;
  absl::SleepFor(absl::Seconds(1));
  std::printf("%8d streams  %10.0f us per commit  %8.1f us per stream  %6.2f readings per commit\n", streams, micros,
              micros / streams, static_cast<double>(Scans() - scans) / kCommits);
}

}  // namespace
}  // namespace lianfang

int main() {
  for (const int streams : {1, 10, 100, 1000}) lianfang::Measure(streams);
}
