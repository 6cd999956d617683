// Pool, transactions and arrays against PostgreSQL. The database is LIANFANG_TEST_DATABASE_URL's; nothing is left in
// it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/origin.h"
#include "common/pg/array.h"
#include "common/pg/pool.h"
#include "common/pg/time.h"
#include "common/pg/transaction.h"
#include "common/testing/environment.h"
#include "common/testing/test_file.h"

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

TEST_F(PgTest, ASnapshotStaysAtItsInstantAndChangesNothing) {
  constexpr Query kSeen{"test_seen", "SELECT txid_current_snapshot(), current_setting('transaction_read_only')"};
  constexpr Query kChange{"test_change", "SELECT txid_current()"};
  const auto run = [&](auto runner) {
    std::set<std::string> seen;
    const absl::Status status = runner(pool_, Soon(), [&](PgTransaction& reads) {
      for (int i = 0; i < 2; ++i) {
        const auto row = reads.Execute(kSeen).at(0);
        seen.insert(absl::StrCat(row[0].c_str(), " ", row[1].c_str()));
        const absl::Status changed = RunTransaction(pool_, Soon(), [&](PgTransaction& other) {
          other.Execute(kChange);
          return absl::OkStatus();
        });
        if (!changed.ok()) return changed;
      }
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return seen;
  };
  const auto in_snapshot = run(&RunSnapshot);
  ASSERT_EQ(in_snapshot.size(), 1u);
  EXPECT_TRUE(absl::EndsWith(*in_snapshot.begin(), " on"));
  EXPECT_EQ(run(&RunTransaction).size(), 2u);
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

// What another session sees of this one: what it runs, and under which name.
struct Seen {
  std::string query;
  std::string application_name;
};

class PgOriginTest : public PgTest {
 protected:
  void SetUp() override {
    ASSERT_TRUE(RunReads(pool_, Soon(), [this](PgTransaction& reads) {
                  backend_ = reads.Execute(kBackend)[0][0].as<int>();
                  return absl::OkStatus();
                }).ok());
  }

  Seen Look() {
    pqxx::nontransaction reads(observer_);
    const pqxx::row row =
        reads.exec1("SELECT query, application_name FROM pg_stat_activity WHERE pid = " + std::to_string(backend_));
    return {row[0].as<std::string>(), row[1].as<std::string>()};
  }

  // What is seen in a transaction, before and after its first statement.
  std::pair<Seen, Seen> LookInTransaction() {
    std::pair<Seen, Seen> seen;
    EXPECT_TRUE(RunTransaction(pool_, Soon(), [&](PgTransaction& transaction) {
                  seen.first = Look();
                  transaction.Execute(kOne);
                  seen.second = Look();
                  return absl::OkStatus();
                }).ok());
    return seen;
  }

  PgPool pool_{Options(1)};
  pqxx::connection observer_{RequiredVariable("LIANFANG_TEST_DATABASE_URL")};
  int backend_ = 0;
};

TEST_F(PgOriginTest, ATransactionNamesTheCallItIsFor) {
  const Origin origin{"lianfang.test.v1.TestService.Do", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"};
  const WorkingFor scope(origin);
  const auto [begun, under_way] = LookInTransaction();
  EXPECT_EQ(begun.query,
            "BEGIN /*method='lianfang.test.v1.TestService.Do',"
            "traceparent='00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'*/; "
            "SET LOCAL application_name = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'");
  EXPECT_EQ(under_way.query, kOne.sql);
  EXPECT_EQ(under_way.application_name, origin.traceparent);
  EXPECT_EQ(Look().application_name, "") << "the next transaction is for somebody else";
}

TEST_F(PgOriginTest, WorkOfTheProcessesOwnNamesNothing) {
  const auto [begun, under_way] = LookInTransaction();
  EXPECT_EQ(begun.query, "BEGIN");
  EXPECT_EQ(under_way.application_name, "");
}

TEST_F(PgOriginTest, ANameCannotEndTheCommentOrItsQuotes) {
  const Origin origin{"*/; DROP TABLE kept; /*'", "'%"};
  const WorkingFor scope(origin);
  EXPECT_EQ(LookInTransaction().first.query,
            "BEGIN /*method='%2a%2f%3b%20DROP%20TABLE%20kept%3b%20%2f%2a%27',traceparent='%27%25'*/; "
            "SET LOCAL application_name = '%27%25'");
}

// Without bounds of ours the server would keep the session of a process whose network is gone for two hours, and its locks.
TEST_F(PgTest, TheServerGivesUpAProcessWhoseNetworkIsGone) {
  auto lease = pool_.Acquire(Soon());
  ASSERT_TRUE(lease.ok());
  pqxx::nontransaction session((*lease)->raw());
  EXPECT_EQ(session.exec1("SHOW tcp_keepalives_idle")[0].as<int>(), 10);
  EXPECT_EQ(session.exec1("SHOW tcp_keepalives_interval")[0].as<int>(), 5);
  EXPECT_EQ(session.exec1("SHOW tcp_keepalives_count")[0].as<int>(), 3);
  EXPECT_EQ(session.exec1("SHOW tcp_user_timeout")[0].as<int>(), 20000);
}

TEST_F(PgOriginTest, TheScopesOfAThreadNest) {
  const Origin outer{"outer", "1"}, inner{"inner", "2"};
  EXPECT_EQ(WorkingFor::Current(), nullptr);
  {
    const WorkingFor scope(outer);
    { const WorkingFor nested(inner); }
    EXPECT_EQ(WorkingFor::Current(), &outer);
    std::thread([] { EXPECT_EQ(WorkingFor::Current(), nullptr); }).join();
  }
  EXPECT_EQ(WorkingFor::Current(), nullptr);
}

// Behind a pooler that sends each transaction to another session (deploy/pooler-test has one).
class PgPoolerTest : public PgTest {
 protected:
  static PgPool::Options Pooled() {
    PgPool::Options options = Options(1);
    options.pooling = PgPooling::kTransaction;
    return options;
  }

  // Answered by the session itself, outside any transaction.
  std::string Ask(const std::string& question) {
    auto lease = pool_.Acquire(Soon());
    EXPECT_TRUE(lease.ok());
    return pqxx::nontransaction((*lease)->raw()).exec1(question)[0].as<std::string>();
  }

  PgPool pool_{Pooled()};
};

TEST_F(PgPoolerTest, NothingStaysInTheSession) {
  std::string in_transaction, in_reads;
  ASSERT_TRUE(RunTransaction(pool_, Soon(), [&](PgTransaction& transaction) {
                in_transaction = transaction.Execute(kTimeout)[0][0].as<std::string>();
                return absl::OkStatus();
              }).ok());
  ASSERT_TRUE(RunReads(pool_, Soon(), [&](PgTransaction& reads) {
                in_reads = reads.Execute(kTimeout)[0][0].as<std::string>();
                return absl::OkStatus();
              }).ok());
  EXPECT_EQ(in_transaction, "1234ms");
  EXPECT_EQ(in_reads, "1234ms");
  EXPECT_EQ(Ask("SHOW statement_timeout"), "0");
  EXPECT_EQ(Ask("SELECT count(*) FROM pg_prepared_statements"), "0");
}

TEST_F(PgPoolerTest, EachStatementHasItsOwnTimeout) {
  std::string seen;
  for (int i = 0; i < 2; ++i) {  // the second transaction must not take the first one's setting for its own
    ASSERT_TRUE(RunTransaction(pool_, Soon(), [&seen](PgTransaction& transaction) {
                  seen = transaction.Execute({"test_usual", "SHOW statement_timeout"})[0][0].as<std::string>();
                  seen += "/" + transaction.Execute(kTimeout)[0][0].as<std::string>();
                  return absl::OkStatus();
                }).ok());
    EXPECT_EQ(seen, "5s/1234ms");
  }
  EXPECT_EQ(RunReads(pool_, Soon(),
                     [](PgTransaction& reads) {
                       reads.Execute(kSlow);
                       return absl::OkStatus();
                     })
                .code(),
            absl::StatusCode::kDeadlineExceeded);
}

// A service finds its database by a service file (k8s/base/settings.env); libpq reads it at each connection.
TEST_F(PgTest, APasswordThatChangedIsReadWithTheNextConnection) {
  pqxx::connection admin(RequiredVariable("LIANFANG_TEST_DATABASE_URL"));
  const std::string file = TestFile("pg_service.conf");
  const auto set_password = [&](const std::string& password) {
    pqxx::nontransaction(admin).exec("ALTER ROLE rotating PASSWORD '" + password + "'");
  };
  const auto write_file = [&](const std::string& password) {
    std::ofstream(file) << "[rotating]\nhost=" << admin.hostname() << "\nport=" << admin.port()
                        << "\ndbname=" << admin.dbname() << "\nuser=rotating\npassword=" << password << "\n";
  };
  // A superuser, since PUBLIC may not connect to a database of the suite.
  pqxx::nontransaction(admin).exec("DROP ROLE IF EXISTS rotating; CREATE ROLE rotating LOGIN SUPERUSER");
  set_password("first");
  write_file("first");
  setenv("PGSERVICEFILE", file.c_str(), 1);
  PgPool::Options options = Options(1);
  options.url = "postgresql:///?service=rotating";
  PgPool pool(options);
  const auto read = [&pool] {
    return RunReads(pool, Soon(), [](PgTransaction& reads) {
      reads.Execute(kOne);
      return absl::OkStatus();
    });
  };
  EXPECT_TRUE(read().ok());
  set_password("second");
  EXPECT_TRUE(read().ok()) << "the connection that is open stays good";
  pqxx::nontransaction(admin).exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'rotating'");
  EXPECT_EQ(read().code(), absl::StatusCode::kUnavailable);
  write_file("second");
  EXPECT_TRUE(read().ok());
  unsetenv("PGSERVICEFILE");
  pqxx::nontransaction(admin).exec(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'rotating'; DROP ROLE rotating");
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
