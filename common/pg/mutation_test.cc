// Mutations against PostgreSQL. The database is LIANFANG_TEST_DATABASE_URL's; the schema made here is dropped again.
#include "common/pg/mutation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/audit/testing/audit_schema.h"
#include "common/testing/request_memory.h"
#include "google/rpc/error_details.pb.h"

namespace lianfang {
namespace {

using testing::ElementsAre;

constexpr Query kInsert{"mutation_test_insert", "INSERT INTO things (name) VALUES ($1)"};

// A schema with what every service has, and a table of its own.
class MutationTest : public testing::Test {
 protected:
  MutationTest() { schema_.Execute("CREATE TABLE things (name text PRIMARY KEY)"); }

  absl::StatusOr<std::string> Add(const std::optional<RequestKey>& key, const std::string& thing,
                                  const absl::Status& refusal = absl::OkStatus()) {
    return RunMutation(pool_, key, absl::UnixEpoch(), absl::Now() + absl::Seconds(20),
                       [&](PgTransaction& rows) -> absl::StatusOr<Outcome> {
                         ++runs_;
                         rows.Execute(kInsert, thing);
                         if (!refusal.ok()) return refusal;
                         return Outcome{"added " + thing, thing, "added"};
                       });
  }

  std::vector<std::string> Column(const std::string& query) { return schema_.Column(query); }

  AuditSchema schema_{absl::StrCat("mutation_test_", getpid())};
  const RequestKey key_{"actor", "Add", "00000000-0000-4000-8000-000000000001", std::string(32, 'h')};
  PgPool pool_{schema_.PoolOptions(2)};
  int runs_ = 0;
};

TEST_F(MutationTest, ARepeatIsAnsweredTheFirstResponseAndChangesNothing) {
  EXPECT_EQ(*Add(key_, "a"), "added a");
  EXPECT_EQ(*Add(key_, "b"), "added a");
  EXPECT_EQ(runs_, 1);
  EXPECT_THAT(Column("SELECT name FROM things"), ElementsAre("a"));
  EXPECT_THAT(Column("SELECT resource || ': ' || detail FROM audit_events"), ElementsAre("a: added"));
}

TEST_F(MutationTest, AnIdBelongsToOneRequestOfOneCaller) {
  ASSERT_TRUE(Add(key_, "a").ok());
  RequestKey other = key_;
  other.request_hash = std::string(32, 'o');
  EXPECT_EQ(Add(other, "b").status().code(), absl::StatusCode::kInvalidArgument);
  other = key_;
  other.method = "Remove";
  EXPECT_EQ(Add(other, "b").status().code(), absl::StatusCode::kInvalidArgument);
  other = key_;
  other.actor = "another";
  EXPECT_EQ(*Add(other, "b"), "added b");
}

TEST_F(MutationTest, WhatIsRefusedLeavesNothing) {
  EXPECT_EQ(Add(key_, "a", absl::FailedPreconditionError("no")).status(), absl::FailedPreconditionError("no"));
  EXPECT_THAT(Column("SELECT name FROM things"), ElementsAre());
  EXPECT_EQ(*Add(key_, "a"), "added a");
}

TEST_F(MutationTest, ARehearsalIsAnsweredAndRolledBack) {
  EXPECT_EQ(*Add(std::nullopt, "a"), "added a");
  EXPECT_EQ(Add(std::nullopt, "a", absl::NotFoundError("no")).status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(Column("SELECT name FROM things"), ElementsAre());
  EXPECT_THAT(Column("SELECT detail FROM audit_events"), ElementsAre());
}

TEST_F(MutationTest, AStoredResponseThatDoesNotParseIsDataLoss) {
  const auto parsed = RunMutation<google::rpc::ErrorInfo>(
      pool_, key_, absl::UnixEpoch(), absl::Now() + absl::Seconds(20), [](PgTransaction&) -> absl::StatusOr<Outcome> {
        return Outcome{"\xff", "", ""};
      });
  EXPECT_EQ(parsed.status().code(), absl::StatusCode::kDataLoss);
}

// The second caller is let go on only after the first has committed, and must then find its response.
TEST_F(MutationTest, ARepeatWaitsForTheFirstThatIsUnderWay) {
  std::string repeated;
  std::thread repeat;
  const auto first =
      RunMutation(pool_, key_, absl::UnixEpoch(), absl::Now() + absl::Seconds(20),
                  [&](PgTransaction& rows) -> absl::StatusOr<Outcome> {
                    rows.Execute(kInsert, std::string("a"));
                    repeat = std::thread([&] { repeated = Add(key_, "b").value_or("refused"); });
                    const std::string waiting(
                        "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) "
                        "WHERE locktype = 'advisory' AND NOT granted AND query LIKE '%hashtextextended%'");
                    while (Column(waiting).front() == "0") std::this_thread::yield();
                    return Outcome{"added a", "a", "added"};
                  });
  repeat.join();
  EXPECT_EQ(*first, "added a");
  EXPECT_EQ(repeated, "added a");
  EXPECT_EQ(runs_, 0) << "the repeat did not run";
}

// What tests of handlers rely on.
TEST(RequestMemoryTest, AnswersAsTheDatabaseDoes) {
  const RequestKey key{"actor", "Add", "1", "hash"};
  RequestMemory memory;
  EXPECT_EQ(*memory.Find(key), std::nullopt);
  memory.Record(key, "first");
  memory.Record(std::nullopt, "rehearsed");
  EXPECT_EQ(*memory.Find(key), "first");
  EXPECT_EQ(*memory.Find(std::nullopt), std::nullopt);
  EXPECT_EQ(memory.Find(RequestKey{"actor", "Add", "1", "other"}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(memory.Find(RequestKey{"actor", "Remove", "1", "hash"}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(*memory.Find(RequestKey{"another", "Add", "1", "other"}), std::nullopt);
}

}  // namespace
}  // namespace lianfang
