// COMMIT against a PostgreSQL whose synchronous standby never comes. The database is LIANFANG_TEST_DATABASE_URL's.
#include "common/pg/commit.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/pg/pool.h"
#include "common/pg/transaction.h"
#include "common/testing/environment.h"

namespace lianfang {
namespace {

constexpr Query kBackend{"test_backend", "SELECT pg_backend_pid()"};
constexpr Query kInsert{"test_insert_commit", "INSERT INTO public.test_commits (n) VALUES ($1)"};
constexpr Query kCount{"test_count_commits", "SELECT count(*) FROM public.test_commits"};
constexpr Query kReadOnly{"test_read_only", "SET TRANSACTION READ ONLY"};

class CommitTest : public testing::Test {
 protected:
  void SetUp() override {
    Administer("DROP TABLE IF EXISTS public.test_commits");
    Administer("CREATE TABLE public.test_commits (n bigint)");
  }
  void TearDown() override {
    SetStandbys("");
    Administer("DROP TABLE public.test_commits");
  }

  // Commits of the administrator wait for nobody.
  void Administer(const std::string& statement) { pqxx::nontransaction(admin_).exec(statement); }

  // All commits from now on wait for a standby of this name; for none if it is empty.
  void SetStandbys(const std::string& names) {
    Administer("ALTER SYSTEM SET synchronous_standby_names = '" + names + "'");
    Administer("SELECT pg_reload_conf()");
    pqxx::nontransaction look(admin_);
    while (look.exec1("SHOW synchronous_standby_names")[0].as<std::string>() != names)
      absl::SleepFor(absl::Milliseconds(5));
  }

  absl::Status Insert(int64_t n, absl::Duration time) {
    return RunTransaction(pool_, absl::Now() + time, [n](PgTransaction& transaction) {
      transaction.Execute(kInsert, n);
      return absl::OkStatus();
    });
  }

  int64_t Count() {
    int64_t count = -1;
    EXPECT_TRUE(RunReads(pool_, absl::Now() + absl::Seconds(20), [&count](PgTransaction& reads) {
                  count = reads.Execute(kCount)[0][0].as<int64_t>();
                  return absl::OkStatus();
                }).ok());
    return count;
  }

  static PgPool::Options Options() {
    PgPool::Options options;
    options.url = RequiredVariable("LIANFANG_TEST_DATABASE_URL");
    options.size = kMostHangingCommits;
    return options;
  }

  pqxx::connection admin_{RequiredVariable("LIANFANG_TEST_DATABASE_URL")};
  PgPool pool_{Options()};
};

TEST_F(CommitTest, CommitsThatNoStandbyConfirmsAreInDoubtAndBounded) {
  Administer("SET synchronous_commit = local");
  SetStandbys("nobody");
  std::vector<absl::Status> answers(kMostHangingCommits);
  std::vector<std::thread> callers;
  const absl::Time start = absl::Now();
  for (int i = 0; i < kMostHangingCommits; ++i) {
    callers.emplace_back([&, i] { answers[i] = Insert(i, absl::Milliseconds(1)); });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_LT(absl::Now() - start, absl::Seconds(8));
  for (const absl::Status& answer : answers) {
    EXPECT_EQ(answer.code(), absl::StatusCode::kUnavailable);
    ASSERT_TRUE(ErrorInfoOf(answer).has_value()) << answer;
    EXPECT_EQ(ErrorInfoOf(answer)->reason(), "COMMIT_IN_DOUBT");
  }
  // The pool lives: reads go on, and see nothing of what is in doubt. Another commit is refused before it takes a session.
  EXPECT_EQ(Count(), 0);
  EXPECT_EQ(ErrorInfoOf(Insert(99, absl::Seconds(20)))->reason(), "COMMITS_HANG");

  SetStandbys("");
  while (!CommitsAreAnswered().ok()) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_TRUE(Insert(100, absl::Seconds(20)).ok());
  while (Count() < kMostHangingCommits + 1) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_EQ(Count(), kMostHangingCommits + 1) << "what was in doubt has happened, once";
}

TEST_F(CommitTest, ACommitThatFailsIsNoSuccess) {
  Administer("ALTER TABLE public.test_commits ADD UNIQUE (n) DEFERRABLE INITIALLY DEFERRED");
  ASSERT_TRUE(Insert(1, absl::Seconds(20)).ok());
  EXPECT_EQ(Insert(1, absl::Seconds(20)).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Count(), 1);
}

// A primary that was demoted keeps its sessions, and refuses what they write.
TEST_F(CommitTest, ASessionThatTakesNoChangesIsDropped) {
  PgPool::Options options = Options();
  options.size = 1;
  PgPool pool(options);
  std::vector<int> backends;
  const absl::Status status = RunTransaction(pool, absl::Now() + absl::Seconds(20), [&](PgTransaction& transaction) {
    backends.push_back(transaction.Execute(kBackend)[0][0].as<int>());
    if (backends.size() < 3) {
      transaction.Execute(kReadOnly);
      transaction.Execute(kInsert, int64_t{1});
    }
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  ASSERT_EQ(backends.size(), 3u);
  EXPECT_NE(backends[0], backends[1]);
  EXPECT_NE(backends[1], backends[2]);
}

}  // namespace
}  // namespace lianfang
