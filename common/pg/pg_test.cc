// Pool, transactions and arrays against PostgreSQL. The database is LIANFANG_TEST_DATABASE_URL's; nothing is left in
// it.
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/pg/array.h"
#include "common/pg/pool.h"
#include "common/pg/time.h"
#include "common/pg/transaction.h"
#include "common/testing/environment.h"

namespace lianfang {
namespace {

constexpr Query kOne{"test_one", "SELECT 1"};
constexpr Query kBackend{"test_backend", "SELECT pg_backend_pid()"};
constexpr Query kSlow{"test_slow", "SELECT pg_sleep(30)", std::chrono::milliseconds(50)};
constexpr Query kTimeout{"test_timeout", "SELECT current_setting('statement_timeout')",
                         std::chrono::milliseconds(1234)};
constexpr Query kFailSerialization{"test_fail_serialization", "SELECT pg_temp.fail('40001')"};
constexpr Query kTexts{"test_texts",
                       "SELECT t, b FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS u(t, b, n) ORDER BY n"};

class PgTest : public testing::Test {
 protected:
  static PgPool::Options Options(int size) {
    PgPool::Options options;
    options.url = RequiredVariable("LIANFANG_TEST_DATABASE_URL");
    options.size = size;
    options.wait = absl::Milliseconds(50);
    return options;
  }

  static absl::Time Soon() { return absl::Now() + absl::Seconds(20); }

  PgPool pool_{Options(2)};
};

TEST_F(PgTest, TheWaitForAConnectionIsBounded) {
  const auto first = pool_.Acquire(Soon());
  const auto second = pool_.Acquire(Soon());
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(pool_.Acquire(Soon()).status().code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(PgTest, WaitsAndFailuresAreShownToOperators) {
  Metrics metrics;
  PgPool::Options options = Options(1);
  options.metrics = &metrics;
  PgPool pool(options);
  const auto& in_use = metrics.Gauge("lianfang_pg_pool_in_use_connections", "", {});
  {
    const auto lease = pool.Acquire(Soon());
    ASSERT_TRUE(lease.ok());
    EXPECT_EQ(in_use.Value(), 1);
    EXPECT_FALSE(pool.Acquire(Soon()).ok());
  }
  EXPECT_EQ(in_use.Value(), 0);
  EXPECT_EQ(metrics.Gauge("lianfang_pg_pool_size_connections", "", {}).Value(), 1);
  EXPECT_EQ(metrics.Counter("lianfang_pg_pool_exhausted_total", "", {}).Value(), 1);
  EXPECT_EQ(metrics.Seconds("lianfang_pg_pool_wait_seconds", "", {}).Collect().histogram.sample_count, 2u);

  options.url = "postgresql://nobody@127.0.0.1:1/nothing";
  PgPool away(options);
  EXPECT_FALSE(away.Acquire(Soon()).ok());
  EXPECT_EQ(metrics.Counter("lianfang_pg_connect_failures_total", "", {}).Value(), 1);
  EXPECT_EQ(in_use.Value(), 0);
}

TEST_F(PgTest, AReturnedConnectionIsLentAgain) {
  int first = 0, second = 0;
  for (int* pid : {&first, &second}) {
    ASSERT_TRUE(RunReads(pool_, Soon(), [pid](PgTransaction& reads) {
                  *pid = reads.Execute(kBackend)[0][0].as<int>();
                  return absl::OkStatus();
                }).ok());
  }
  EXPECT_EQ(first, second);
}

TEST_F(PgTest, ADatabaseThatIsAwayIsUnavailable) {
  PgPool::Options options = Options(1);
  options.url = "postgresql://nobody@127.0.0.1:1/nothing";
  PgPool away(options);
  EXPECT_EQ(away.Acquire(Soon()).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(away.Acquire(Soon()).status().code(), absl::StatusCode::kUnavailable);  // the place was given back
}

TEST_F(PgTest, ASlowStatementEndsAtItsTimeout) {
  EXPECT_EQ(RunReads(pool_, Soon(),
                     [](PgTransaction& reads) {
                       reads.Execute(kSlow);
                       return absl::OkStatus();
                     })
                .code(),
            absl::StatusCode::kDeadlineExceeded);
}

TEST_F(PgTest, EachStatementHasItsOwnTimeoutAlsoAfterARollback) {
  std::string seen;
  const auto look = [&seen](PgTransaction& transaction) {
    seen = transaction.Execute(kTimeout)[0][0].as<std::string>();
    transaction.Execute(kOne);
    seen += "/" + transaction.Execute(kTimeout)[0][0].as<std::string>();
    return absl::OkStatus();
  };
  ASSERT_TRUE(RunTransaction(pool_, Soon(), look).ok());
  EXPECT_EQ(seen, "1234ms/1234ms");
  EXPECT_FALSE(RunTransaction(pool_, Soon(), [](PgTransaction& transaction) {
                 transaction.Execute(kOne);  // sets 5 s, and the rollback takes it back
                 return absl::AbortedError("no");
               }).ok());
  ASSERT_TRUE(RunTransaction(pool_, Soon(), look).ok());
  EXPECT_EQ(seen, "1234ms/1234ms");
}

TEST_F(PgTest, WhatIsNotOkRollsBack) {
  auto lease = pool_.Acquire(Soon());  // keep one connection's place, so that the other is used throughout
  ASSERT_TRUE(RunTransaction(pool_, Soon(), [](PgTransaction& transaction) {
                transaction.Execute({"test_make", "CREATE TEMP TABLE kept (n int)"});
                return absl::OkStatus();
              }).ok());
  EXPECT_EQ(RunTransaction(pool_, Soon(),
                           [](PgTransaction& transaction) {
                             transaction.Execute({"test_insert", "INSERT INTO kept VALUES (1)"});
                             return absl::FailedPreconditionError("changed my mind");
                           })
                .code(),
            absl::StatusCode::kFailedPrecondition);
  int64_t count = -1;
  ASSERT_TRUE(RunReads(pool_, Soon(), [&count](PgTransaction& reads) {
                count = reads.Execute({"test_count", "SELECT count(*) FROM kept"})[0][0].as<int64_t>();
                return absl::OkStatus();
              }).ok());
  EXPECT_EQ(count, 0);
}

TEST_F(PgTest, SerializationFailuresAreRunAgain) {
  auto lease = pool_.Acquire(Soon());
  ASSERT_TRUE(RunTransaction(pool_, Soon(), [](PgTransaction& transaction) {
                transaction.Execute({"test_fail",
                                     "CREATE FUNCTION pg_temp.fail(code text) RETURNS int LANGUAGE plpgsql AS "
                                     "$$ BEGIN RAISE EXCEPTION USING ERRCODE = code; END $$"});
                return absl::OkStatus();
              }).ok());
  int attempts = 0;
  EXPECT_TRUE(RunTransaction(pool_, Soon(), [&attempts](PgTransaction& transaction) {
                if (++attempts < 3) transaction.Execute(kFailSerialization);
                return absl::OkStatus();
              }).ok());
  EXPECT_EQ(attempts, 3);
  attempts = 0;
  EXPECT_EQ(RunTransaction(pool_, Soon(),
                           [&attempts](PgTransaction& transaction) {
                             ++attempts;
                             transaction.Execute(kFailSerialization);
                             return absl::OkStatus();
                           })
                .code(),
            absl::StatusCode::kAborted);
  EXPECT_EQ(attempts, 5);
}

// The backend dies under the first attempt; the second gets another connection.
TEST_F(PgTest, ABrokenConnectionIsReplaced) {
  int attempts = 0;
  EXPECT_TRUE(RunTransaction(pool_, Soon(), [&attempts](PgTransaction& transaction) {
                if (++attempts == 1) transaction.Execute({"test_die", "SELECT pg_terminate_backend(pg_backend_pid())"});
                transaction.Execute(kOne);
                return absl::OkStatus();
              }).ok());
  EXPECT_EQ(attempts, 2);
}

// The backend dies while COMMIT is under way, by a deferred trigger: libpqxx cannot tell whether it happened. The work
// is run again, and what it looks up first (here: the row) tells it.
TEST_F(PgTest, ACommitInDoubtIsRunAgain) {
  pqxx::connection admin(RequiredVariable("LIANFANG_TEST_DATABASE_URL"));
  pqxx::nontransaction(admin).exec(
      "DROP TABLE IF EXISTS in_doubt; CREATE TABLE in_doubt (n int); "
      "CREATE OR REPLACE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS "
      "$$ BEGIN IF NEW.n = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL; END $$; "
      "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON in_doubt DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE "
      "FUNCTION die()");
  int attempts = 0;
  EXPECT_TRUE(RunTransaction(pool_, Soon(), [&attempts](PgTransaction& transaction) {
                if (!transaction.Execute({"test_in_doubt_find", "SELECT n FROM in_doubt"}).empty())
                  return absl::OkStatus();
                transaction.Execute({"test_in_doubt_insert", "INSERT INTO in_doubt VALUES ($1)"}, ++attempts);
                return absl::OkStatus();
              }).ok());
  EXPECT_EQ(attempts, 2);
  EXPECT_EQ(pqxx::nontransaction(admin).exec("SELECT count(*) FROM in_doubt")[0][0].as<int>(), 1);
  pqxx::nontransaction(admin).exec("DROP TABLE in_doubt; DROP FUNCTION die()");
}

TEST_F(PgTest, ArraysCarryAnyTextAndAnyBytes) {
  const std::vector<std::string> texts{"", "a,b", "\"quoted\" \\ back", "NULL", "{}", "煤矿", "line\nbreak"};
  std::vector<std::string> bytes;
  for (int i = 0; i < 7; ++i) bytes.push_back(std::string("\0\xff\\\"", 4) + static_cast<char>(i));
  ASSERT_TRUE(RunReads(pool_, Soon(), [&](PgTransaction& reads) {
                const pqxx::result rows = reads.Execute(kTexts, ArrayOf(texts), ArrayOfBytes(bytes));
                for (size_t i = 0; i < texts.size(); ++i) {
                  EXPECT_EQ(rows[static_cast<int>(i)][0].as<std::string>(), texts[i]);
                  EXPECT_EQ(pqxx::binarystring(rows[static_cast<int>(i)][1]).str(), bytes[i]);
                }
                return absl::OkStatus();
              }).ok());
}

}  // namespace
}  // namespace lianfang
