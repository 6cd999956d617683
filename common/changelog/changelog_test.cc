// The changelog on the tables of the submission schema: order, gaps, feeds that wake.
#include "common/changelog/changelog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/audit/pg_audit_store.h"
#include "common/changelog/tailer.h"
#include "common/errors.h"
#include "common/testing/environment.h"

namespace lianfang {
namespace {

class ChangelogTest : public testing::Test {
 protected:
  ChangelogTest() : pool_(Options()) {
    pqxx::connection admin(RequiredVariable("LIANFANG_TEST_DATABASE_URL"));
    pqxx::work work(admin);
    work.exec("TRUNCATE submission.changelog");
    work.exec("UPDATE submission.changelog_head SET position = 0");
    work.exec("UPDATE submission.changelog_horizon SET pruned_through = 0");
    work.commit();
  }

  static PgPool::Options Options() {
    PgPool::Options options;
    options.url = RequiredVariable("LIANFANG_TEST_SUBMISSION_DATABASE_URL");
    return options;
  }

  absl::Status Append(const std::vector<Change>& changes, bool commit = true) {
    return RunTransaction(pool_, absl::Now() + absl::Seconds(20), [&](PgTransaction& transaction) {
      AppendChanges(transaction, changes, absl::Now());
      return commit ? absl::OkStatus() : absl::AbortedError("rolled back");
    });
  }

  Changes Read(const std::string& topic, int64_t after = 0, int limit = 10'000) {
    return *ReadChanges(pool_, absl::Now() + absl::Seconds(20), topic, after, limit);
  }

  Cursor Head() { return *ReadHead(pool_, absl::Now() + absl::Seconds(20)); }

  void Admin(const std::string& sql) {
    pqxx::connection admin(RequiredVariable("LIANFANG_TEST_DATABASE_URL"));
    pqxx::work work(admin);
    work.exec(sql);
    work.commit();
  }

  PgPool pool_;
  Metrics metrics_;
};

TEST_F(ChangelogTest, PositionsFollowTheOrderAndTopicsAreApart) {
  ASSERT_TRUE(Append({{"a", "1"}, {"b", "2"}, {"a", "3"}}).ok());
  const auto a = Read("a");
  ASSERT_EQ(a.size(), 2u);
  EXPECT_EQ(a[0]->position, 1);
  EXPECT_EQ(a[1]->position, 3);
  EXPECT_EQ(a[1]->payload, "3");
  EXPECT_EQ(Read("a", 1).size(), 1u);
  EXPECT_EQ(Read("a", 0, 1).size(), 1u);
  EXPECT_EQ(Head().position, 3);
}

TEST_F(ChangelogTest, ARollbackLeavesNoGap) {
  ASSERT_TRUE(Append({{"a", "1"}}).ok());
  EXPECT_FALSE(Append({{"a", "lost"}}, /*commit=*/false).ok());
  ASSERT_TRUE(Append({{"a", "2"}}).ok());
  EXPECT_EQ(Read("a").back()->position, 2);
}

// A reader who pages while writers race sees every position once and in order: none appears later behind what was read.
TEST_F(ChangelogTest, AReaderMissesNothingWhileWritersRace) {
  constexpr int kWriters = 4;
  constexpr int kEach = 50;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([this, w] {
      for (int i = 0; i < kEach; ++i) {
        EXPECT_TRUE(Append({{"a", absl::StrCat(w, ":", i)}}).ok());
      }
    });
  }
  int64_t position = 0;
  std::set<std::string> seen;
  while (seen.size() < kWriters * kEach) {
    for (const auto& change : Read("a", position, 7)) {
      ASSERT_EQ(change->position, position + 1);
      position = change->position;
      ASSERT_TRUE(seen.insert(change->payload).second);
    }
  }
  for (auto& writer : writers) writer.join();
}

// `payload@position`.
absl::StatusOr<std::optional<std::string>> WithCursor(const std::string& payload, const std::string& cursor) {
  return absl::StrCat(payload, "@", ParseCursor(cursor)->position);
}

// A feed of topic `a` from the beginning, and whether it was woken.
struct Follower {
  Follower(PgPool& pool, ChangelogTailer& tailer) : feed(pool, tailer, "a", {}, WithCursor) {
    feed.Subscribe([this] {
      absl::MutexLock lock(&mutex);
      woken = true;
    });
    EXPECT_TRUE(feed.Pull().ok());
  }

  // Does `change`, rings, and waits until the feed is woken.
  void AwaitWake(
      ChangelogTailer& tailer, const std::function<void()>& change = [] {}) {
    change();
    {
      absl::MutexLock lock(&mutex);
      woken = false;
    }
    tailer.Ring();
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&woken));
  }

  absl::Mutex mutex;
  bool woken = false;
  ChangelogFeed feed;  // last, so that it goes first
};

TEST_F(ChangelogTest, AFeedIsWokenByTheBellNotByTheClock) {
  ChangelogTailer tailer(pool_, metrics_, absl::Hours(1));
  ChangelogFeed feed(pool_, tailer, "a", {}, WithCursor);
  absl::Mutex mutex;
  bool woken = false;
  feed.Subscribe([&] {
    absl::MutexLock lock(&mutex);
    woken = true;
  });
  EXPECT_TRUE(feed.Pull()->empty());
  ASSERT_TRUE(Append({{"b", "other"}, {"a", "x"}}).ok());
  tailer.Ring();
  {
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&woken));
  }
  const auto messages = feed.Pull();
  ASSERT_EQ(messages->size(), 1u);
  EXPECT_EQ(messages->at(0), "x@2");
  EXPECT_TRUE(feed.Pull()->empty());
}

// Every look is a heartbeat here: a feed with nothing to send tells where it stands, past what is not for it.
TEST_F(ChangelogTest, AHeartbeatTellsThePosition) {
  ChangelogTailer tailer(pool_, metrics_, absl::Hours(1), /*heartbeat=*/absl::ZeroDuration());
  ChangelogFeed feed(
      pool_, tailer, "a", {},
      [](const std::string& payload, const std::string& cursor) -> absl::StatusOr<std::optional<std::string>> {
        if (payload == "not for it") return std::nullopt;
        return WithCursor(payload, cursor);
      });
  absl::Mutex mutex;
  int woken = 0;
  feed.Subscribe([&] {
    absl::MutexLock lock(&mutex);
    ++woken;
  });
  const auto beat = [&] {
    {
      absl::MutexLock lock(&mutex);
      woken = 0;
    }
    tailer.Ring();
    absl::MutexLock lock(&mutex);
    const auto again = [&woken] { return woken > 0; };
    mutex.Await(absl::Condition(&again));
  };
  ASSERT_TRUE(Append({{"b", "other topic"}, {"a", "not for it"}}).ok());
  beat();
  EXPECT_THAT(*feed.Pull(), testing::ElementsAre("@2"));
  EXPECT_TRUE(feed.Pull()->empty());  // once a heartbeat
  ASSERT_TRUE(Append({{"a", "x"}}).ok());
  beat();
  EXPECT_THAT(*feed.Pull(), testing::ElementsAre("x@3"));
  EXPECT_TRUE(feed.Pull()->empty());  // the change was sign of life enough
}

TEST_F(ChangelogTest, WhoFollowsFromNowOnIsToldThePositionAtOnce) {
  ChangelogTailer tailer(pool_, metrics_, absl::Hours(1));
  ASSERT_TRUE(Append({{"a", "before"}, {"b", "other"}}).ok());
  ChangelogFeed feed(pool_, tailer, "a", {.position = 2}, WithCursor, {.announces = true});
  EXPECT_THAT(*feed.Pull(), testing::ElementsAre("@2"));
  EXPECT_TRUE(feed.Pull()->empty());
  ASSERT_TRUE(Append({{"a", "x"}}).ok());
  ChangelogFeed after(pool_, tailer, "a", {.position = 2}, WithCursor, {.announces = true});
  EXPECT_THAT(*after.Pull(), testing::ElementsAre("x@3"));
  EXPECT_TRUE(after.Pull()->empty());
}

// As after a database was set back: what comes up to the cursor would be skipped.
TEST_F(ChangelogTest, ACursorBeyondTheLastChangeIsRefused) {
  ChangelogTailer tailer(pool_, metrics_, absl::Hours(1));
  ASSERT_TRUE(Append({{"a", "1"}, {"a", "2"}}).ok());
  ChangelogFeed at_the_end(pool_, tailer, "a", {.position = 2}, WithCursor);
  EXPECT_TRUE(at_the_end.Pull().ok());
  ChangelogFeed beyond(pool_, tailer, "a", {.position = 3}, WithCursor);
  const absl::Status refused = beyond.Pull().status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(ErrorInfoOf(refused)->reason(), "CURSOR_AHEAD");
}

// Whoever may read nothing of a long changelog is told how far it was read, and others have their turn.
TEST_F(ChangelogTest, AFeedForWhichNothingIsYields) {
  ChangelogTailer tailer(pool_, metrics_, absl::Hours(1));
  ASSERT_TRUE(Append(std::vector<Change>(1500, Change{"a", "x"})).ok());
  size_t largest_page = 0;
  ChangelogFeed feed(pool_, tailer, "a", {}, WithCursor, {.select = [&largest_page](const Changes& page) {
                       largest_page = std::max(largest_page, page.size());
                       std::vector<bool> wanted(page.size());
                       for (size_t i = 0; i < page.size(); ++i) wanted[i] = page[i]->position == 1400;
                       return wanted;
                     }});
  EXPECT_THAT(*feed.Pull(), testing::ElementsAre("@1000"));
  EXPECT_THAT(*feed.Pull(), testing::ElementsAre("x@1400"));
  EXPECT_TRUE(feed.Pull()->empty());
  EXPECT_EQ(largest_page, 100u);
}

// A stream that is not read falls behind from when it was told of a change until it has come so far.
TEST_F(ChangelogTest, AStreamThatFallsBehindIsMeasured) {
  ChangelogTailer tailer(pool_, metrics_, absl::Hours(1));
  ChangelogFeed feed(pool_, tailer, "a", {}, WithCursor);
  absl::Mutex mutex;
  bool woken = false;
  feed.Subscribe([&] {
    absl::MutexLock lock(&mutex);
    woken = true;
  });
  const auto change = [&](const std::string& topic) {
    ASSERT_TRUE(Append({{topic, "x"}}).ok());
    tailer.Ring();
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&woken));
    woken = false;
  };
  const auto& position = metrics_.Gauge("lianfang_changelog_position", "", {});
  const auto& lag = metrics_.Gauge("lianfang_watch_lag_seconds", "", {});
  change("a");
  EXPECT_EQ(position.Value(), 1);
  EXPECT_EQ(lag.Value(), 0) << "it has just been told";
  change("b");
  EXPECT_EQ(position.Value(), 2);
  EXPECT_GT(lag.Value(), 0);
  ASSERT_EQ(feed.Pull()->size(), 1u);
  change("b");
  EXPECT_EQ(lag.Value(), 0);
  EXPECT_TRUE(feed.Pull()->empty());
  change("b");
  EXPECT_EQ(lag.Value(), 0) << "changes of another topic are none that it lacks";
}

// A database that was set back and has since grown beyond the cursor: what replaced the changes that the follower has
// would be missed.
TEST_F(ChangelogTest, ACursorOfAnotherHistoryIsRefused) {
  ChangelogTailer tailer(pool_, metrics_, absl::Hours(1));
  ASSERT_TRUE(Append({{"a", "1"}, {"a", "lost"}}).ok());
  const Cursor kept = Head();
  Admin("DELETE FROM submission.changelog WHERE position = 2");
  Admin("UPDATE submission.changelog_head SET position = 1");
  ASSERT_TRUE(Append({{"a", "instead"}, {"a", "3"}}).ok());
  ChangelogFeed feed(pool_, tailer, "a", kept, WithCursor);
  const absl::Status refused = feed.Pull().status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(ErrorInfoOf(refused)->reason(), "CURSOR_REPLACED");
  ChangelogFeed from_an_earlier_version(pool_, tailer, "a", {.position = 2}, WithCursor);
  EXPECT_TRUE(from_an_earlier_version.Pull().ok()) << "without a mark there is nothing to compare";
}

// The same while the stream is open.
TEST_F(ChangelogTest, AStreamEndsWhenTheDatabaseIsSetBackUnderIt) {
  ChangelogTailer tailer(pool_, metrics_, absl::Hours(1));
  ASSERT_TRUE(Append({{"a", "1"}}).ok());
  Follower follower(pool_, tailer);
  follower.AwaitWake(tailer, [&] { ASSERT_TRUE(Append({{"a", "lost"}}).ok()); });
  EXPECT_THAT(*follower.feed.Pull(), testing::ElementsAre("lost@2"));
  follower.AwaitWake(tailer, [&] {
    Admin("DELETE FROM submission.changelog WHERE position = 2");
    Admin("UPDATE submission.changelog_head SET position = 1");
    ASSERT_TRUE(Append({{"a", "instead"}, {"a", "3"}}).ok());
  });
  EXPECT_EQ(ErrorInfoOf(follower.feed.Pull().status())->reason(), "CURSOR_REPLACED");
}

// Once it is there, a stream needs no reading of its own: the table cannot even be read here.
TEST_F(ChangelogTest, StreamsTellWhatTheProcessHasReadOnce) {
  ChangelogTailer tailer(pool_, metrics_, absl::Hours(1));
  Follower one(pool_, tailer), two(pool_, tailer);
  one.AwaitWake(tailer, [&] { ASSERT_TRUE(Append({{"a", "first"}}).ok()); });
  EXPECT_THAT(*one.feed.Pull(), testing::ElementsAre("first@1"));
  EXPECT_THAT(*two.feed.Pull(), testing::ElementsAre("first@1"));
  one.AwaitWake(tailer, [&] { ASSERT_TRUE(Append({{"a", "x"}, {"b", "other"}, {"a", "y"}}).ok()); });
  pqxx::connection admin(RequiredVariable("LIANFANG_TEST_DATABASE_URL"));
  pqxx::work lock(admin);
  lock.exec("LOCK TABLE submission.changelog IN ACCESS EXCLUSIVE MODE");
  EXPECT_THAT(*one.feed.Pull(), testing::ElementsAre("x@2", "y@4"));
  EXPECT_THAT(*two.feed.Pull(), testing::ElementsAre("x@2", "y@4"));
  EXPECT_TRUE(one.feed.Pull()->empty());
}

TEST_F(ChangelogTest, AWindowIsBoundedAndAStreamBehindItReadsTheDatabase) {
  ASSERT_TRUE(Append({{"a", "0"}}).ok());
  auto window = *OpenWindow(pool_, absl::InfiniteFuture());
  EXPECT_EQ(window.head.position, 1);
  EXPECT_TRUE(window.changes.empty());
  ASSERT_TRUE(Append(std::vector<Change>(700, Change{"a", "x"})).ok());
  window = *NextWindow(window, pool_, absl::InfiniteFuture());
  EXPECT_EQ(window.changes.size(), 700u);
  EXPECT_EQ(window.Select("a", 699, 10).size(), 2u);
  EXPECT_TRUE(window.Select("b", 1, 10).empty());
  ASSERT_TRUE(Append(std::vector<Change>(700, Change{"a", "x"})).ok());
  window = *NextWindow(window, pool_, absl::InfiniteFuture());
  EXPECT_EQ(window.changes.size(), 1000u);
  EXPECT_EQ(window.head.position, 1401);
  EXPECT_EQ(window.after, 401);
  ASSERT_TRUE(Append(std::vector<Change>(1500, Change{"a", "x"})).ok());
  window = *NextWindow(window, pool_, absl::InfiniteFuture());
  EXPECT_EQ(window.after, 2901) << "more than it holds: it begins at the end";
  EXPECT_EQ(window.generation, 0);
  ASSERT_TRUE(Append({{"a", std::string(3 << 20, 'x')}, {"a", std::string(2 << 20, 'x')}}).ok());
  window = *NextWindow(window, pool_, absl::InfiniteFuture());
  EXPECT_EQ(window.changes.size(), 1u) << "4 MiB";
}

// Changes that are older than they are kept are removed: whoever would miss one of them is told so.
class PrunedChangelogTest : public ChangelogTest {
 protected:
  // Five changes, of which the first three are a year old and were removed.
  PrunedChangelogTest() {
    EXPECT_TRUE(Append({{"a", "1"}, {"b", "2"}, {"a", "3"}, {"a", "4"}, {"b", "5"}}).ok());
    before_ = Head();
    third_ = CursorAt(*Read("a", 2, 1)[0]);
    Admin("UPDATE submission.changelog SET commit_time = now() - interval '365 days' WHERE position <= 3");
    EXPECT_EQ(Prune(2), 2);
    EXPECT_EQ(Prune(2), 1);
    EXPECT_EQ(Prune(2), 0);
  }

  int64_t Prune(int most, int days = 200) {
    return *PgAuditStore(pool_).PruneChanges(days, most, absl::Now() + absl::Seconds(20));
  }

  std::string Refusal(const Cursor& cursor) {
    const absl::Status status = CheckCursor(pool_, absl::Now() + absl::Seconds(20), cursor);
    return status.ok() ? "" : ErrorInfoOf(status)->reason();
  }

  Cursor before_, third_;
};

TEST_F(PrunedChangelogTest, WhoeverWouldMissAChangeIsRefused) {
  EXPECT_EQ(Refusal({}), "CURSOR_PRUNED") << "the beginning";
  EXPECT_EQ(Refusal({.position = 2}), "CURSOR_PRUNED");
  EXPECT_EQ(Refusal(third_), "") << "all that comes after it is there";
  EXPECT_EQ(Refusal({.position = 4}), "");
  EXPECT_EQ(Refusal(before_), "");
  EXPECT_EQ(Refusal({.position = 4, .mark = "0123456789abcdef"}), "CURSOR_REPLACED");
  EXPECT_EQ(Refusal({.position = 6}), "CURSOR_AHEAD");

  ChangelogTailer tailer(pool_, metrics_, absl::Hours(1));
  ChangelogFeed from_the_beginning(pool_, tailer, "a", {}, WithCursor);
  const absl::Status refused = from_the_beginning.Pull().status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(ErrorInfoOf(refused)->metadata().at("pruned_through"), "3");
  ChangelogFeed after_the_third(pool_, tailer, "a", third_, WithCursor);
  EXPECT_THAT(*after_the_third.Pull(), testing::ElementsAre("4@4"));
}

TEST_F(PrunedChangelogTest, TheNewestChangeStaysHoweverOldItIs) {
  Admin("UPDATE submission.changelog SET commit_time = now() - interval '365 days'");
  EXPECT_EQ(Prune(100), 1);
  EXPECT_EQ(Head().position, 5);
  EXPECT_EQ(Refusal(before_), "");
  ASSERT_TRUE(Append({{"a", "6"}}).ok());
  EXPECT_EQ(Read("a", 5).at(0)->position, 6);
}

TEST_F(PrunedChangelogTest, ChangesAreKeptForHalfAYearAtLeast) {
  Admin("UPDATE submission.changelog SET commit_time = now() - interval '100 days'");
  EXPECT_EQ(Prune(100, 0), 0);
}

// A reader behind whom changes are removed while it reads.
TEST_F(PrunedChangelogTest, AStreamThatIsOvertakenEnds) {
  ChangelogTailer tailer(pool_, metrics_, absl::Hours(1));
  ChangelogFeed feed(pool_, tailer, "a", third_, WithCursor);
  EXPECT_THAT(*feed.Pull(), testing::ElementsAre("4@4"));
  ASSERT_TRUE(Append({{"a", "6"}, {"a", "7"}}).ok());
  Admin("UPDATE submission.changelog SET commit_time = now() - interval '365 days'");
  EXPECT_EQ(Prune(100), 3);
  const auto messages = feed.Pull();
  ASSERT_FALSE(messages.ok());
  EXPECT_EQ(ErrorInfoOf(messages.status())->reason(), "CURSOR_PRUNED");
}

TEST_F(PrunedChangelogTest, AServiceWithoutPruningKeepsAllOfThem) {
  PgPool::Options options = Options();
  options.url = RequiredVariable("LIANFANG_TEST_EVALUATION_DATABASE_URL");
  PgPool pool(options);
  EXPECT_EQ(*PgAuditStore(pool).PruneChanges(200, 100, absl::Now() + absl::Seconds(20)), 0);
}

TEST_F(ChangelogTest, CursorsAreCheckedAndOpaque) {
  EXPECT_EQ(ParseCursor("")->position, 0);
  const Cursor cursor{.position = 42, .mark = "0123456789abcdef"};
  EXPECT_EQ(ParseCursor(FormatCursor(cursor))->position, 42);
  EXPECT_EQ(ParseCursor(FormatCursor(cursor))->mark, cursor.mark);
  EXPECT_EQ(ParseCursor("c1-7")->position, 7) << "of an earlier version";
  for (const char* bad : {"42", "c1-", "c1--1", "c2-3", "c1-x", "c2-0-0123456789abcdef", "c2-3-0123456789abcde",
                          "c2-3-0123456789abcdeg", "c2-3-0123456789abcdef0", "c3-1-0123456789abcdef"}) {
    EXPECT_FALSE(ParseCursor(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace lianfang
