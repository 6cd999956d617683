// The database is LIANFANG_TEST_DATABASE_URL's. The chain begins with the name of the schema, which must be that of a service: these tests
// make it in a database of their own.
#include "common/audit/pg_audit_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/audit/chain.h"
#include "common/audit/testing/audit_schema.h"
#include "common/audit/testing/audit_store_conformance.h"
#include "common/id.h"
#include "common/pg/request_log.h"
#include "common/time.h"

namespace lianfang {
namespace {

using audit::v1::AuditEvent;
using audit::v1::JOURNAL_OPERATIONS;
using audit::v1::JOURNAL_READS;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

absl::Time Soon() { return absl::Now() + absl::Seconds(20); }

// A store in a schema of its own. What it says of itself is another name, so the start of the chains is put right.
class SchemaStore : public PgAuditStore {
 public:
  SchemaStore() : SchemaStore(std::make_unique<AuditSchema>(absl::StrCat("audit_store_test_", getpid()))) {}

  AuditSchema& schema() { return *schema_; }

 private:
  explicit SchemaStore(std::unique_ptr<AuditSchema> schema)
      : SchemaStore(schema.get(), std::make_unique<PgPool>(schema->PoolOptions())) {
    schema_ = std::move(schema);
  }
  SchemaStore(AuditSchema* schema, std::unique_ptr<PgPool> pool) : PgAuditStore(*pool), pool_(std::move(pool)) {
    schema->Execute(
        "UPDATE audit_heads SET chain_hash = sha256(convert_to('lianfang-audit/expert/' || journal, 'UTF8'))");
  }

  std::unique_ptr<AuditSchema> schema_;
  std::unique_ptr<PgPool> pool_;
};

INSTANTIATE_TEST_SUITE_P(Postgres, AuditStoreConformance,
                         ::testing::Values([] { return std::make_unique<SchemaStore>(); }));

class PgAuditStoreTest : public testing::Test {
 protected:
  void Add(audit::v1::Journal journal, const std::string& detail, absl::Time time) {
    AuditEvent event;
    *event.mutable_event_time() = ToTimestamp(time);
    event.set_detail(detail);
    event.set_outcome(audit::v1::AUDIT_OUTCOME_DONE);
    event.set_count(1);
    ASSERT_TRUE(store_.Append(journal, {event}, Soon()).ok());
  }

  AuditVerifier Verify(audit::v1::Journal journal) {
    AuditVerifier verifier("expert", journal);
    const auto ends = store_.ListEnds(journal, Soon());
    const auto records = store_.ReadRecords(journal, 0, 100'000, Soon());
    for (const auto& end : *ends) verifier.AddEnd(end);
    for (const auto& record : *records) verifier.Add(record);
    return verifier;
  }

  std::vector<std::string> Partitions() {
    return store_.schema().Column(
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_reads'::regclass ORDER BY 1");
  }

  SchemaStore store_;
};

TEST_F(PgAuditStoreTest, WhatTheAdministratorChangesIsFound) {
  const absl::Time now = absl::Now();
  for (int i = 1; i <= 5; ++i) Add(JOURNAL_READS, absl::StrCat(i), now);
  EXPECT_THAT(Verify(JOURNAL_READS).problems(), IsEmpty());
  for (const char* fault :
       {"UPDATE audit_events SET detail = 'x' WHERE sequence = 3", "DELETE FROM audit_events WHERE sequence = 3",
        "DELETE FROM audit_events WHERE sequence = 1",
        "UPDATE audit_events a SET detail = b.detail, row_hash = b.row_hash FROM audit_events b "
        "WHERE (a.sequence, b.sequence) IN ((2, 3), (3, 2))",
        "UPDATE audit_events SET event_time = event_time - interval '1 microsecond' WHERE sequence = 5"}) {
    store_.schema().Execute("CREATE TABLE kept AS SELECT * FROM audit_events");
    store_.schema().Execute(fault);
    EXPECT_THAT(Verify(JOURNAL_READS).problems(), Not(IsEmpty())) << fault;
    store_.schema().Execute("DELETE FROM audit_events; INSERT INTO audit_events SELECT * FROM kept; DROP TABLE kept");
  }
  EXPECT_THAT(Verify(JOURNAL_READS).problems(), IsEmpty());
}

TEST_F(PgAuditStoreTest, RowsWithoutAPartitionAreKeptAndMovedOn) {
  const absl::Time old = absl::Now() - absl::Hours(24 * 100);
  Add(JOURNAL_READS, "old", old);
  Add(JOURNAL_READS, "new", absl::Now());
  EXPECT_THAT(Partitions(), ElementsAre("audit_reads_default"));
  EXPECT_GT(*store_.Prepare(2, Soon()), 0);
  EXPECT_THAT(Partitions(), SizeIs(5));  // this month, two more, the old one, the default
  EXPECT_THAT(store_.schema().Column("SELECT detail FROM audit_reads_default"), IsEmpty());
  EXPECT_EQ(*store_.Prepare(2, Soon()), 0);
  EXPECT_THAT(Verify(JOURNAL_READS).problems(), IsEmpty());
}

TEST_F(PgAuditStoreTest, ARemovedMonthLeavesItsEnd) {
  const absl::Time old = absl::Now() - absl::Hours(24 * 1200);
  for (int i = 1; i <= 3; ++i) Add(JOURNAL_READS, absl::StrCat(i), old);
  Add(JOURNAL_READS, "stays", absl::Now());
  ASSERT_TRUE(store_.Prepare(1, Soon()).ok());
  const std::string end = store_.ReadRecords(JOURNAL_READS, 3, 1, Soon())->front().chain_hash();

  auto month = *store_.FindOldMonth(JOURNAL_READS, 0, Soon());
  ASSERT_TRUE(month.has_value());
  EXPECT_EQ(month->end.row_count(), 3);
  EXPECT_EQ(month->end.chain_hash(), end);
  month->end.set_signature("signature");
  month->end.set_key_id("key");
  EXPECT_TRUE(*store_.RemoveMonth(*month, 0, "spiffe://t/service/expert", Soon()));
  EXPECT_FALSE(*store_.RemoveMonth(*month, 0, "spiffe://t/service/expert", Soon()));  // another replica

  EXPECT_THAT(*store_.ReadRecords(JOURNAL_READS, 0, 10, Soon()), SizeIs(1));
  const auto ends = *store_.ListEnds(JOURNAL_READS, Soon());
  ASSERT_THAT(ends, SizeIs(1));
  EXPECT_EQ(ends[0].last_sequence(), 3);
  EXPECT_EQ(ends[0].signature(), "signature");
  EXPECT_THAT(Verify(JOURNAL_READS).problems(), IsEmpty());
  const auto told = *store_.List({}, true, 0, 1, Soon());
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_THAT(told[0].detail(), testing::StartsWith("removed rows 1 to 3"));
  EXPECT_THAT(Verify(JOURNAL_OPERATIONS).problems(), IsEmpty());
}

// Whatever a service asks for: reads stay for three years, the rest for half a year.
TEST_F(PgAuditStoreTest, WhatMustBeKeptIsNotRemoved) {
  Add(JOURNAL_READS, "a", absl::Now() - absl::Hours(24 * 1000));
  Add(JOURNAL_OPERATIONS, "a", absl::Now() - absl::Hours(24 * 150));
  ASSERT_TRUE(store_.Prepare(1, Soon()).ok());
  EXPECT_FALSE(store_.FindOldMonth(JOURNAL_READS, 0, Soon())->has_value());
  EXPECT_FALSE(store_.FindOldMonth(JOURNAL_OPERATIONS, 0, Soon())->has_value());
  OldAuditMonth forced;
  forced.month = store_.schema().Column("SELECT tableoid::regclass::text FROM audit_reads")[0];
  forced.end.set_journal(JOURNAL_READS);
  EXPECT_FALSE(*store_.RemoveMonth(forced, 0, "x", Soon()));
  EXPECT_THAT(*store_.ReadRecords(JOURNAL_READS, 0, 10, Soon()), SizeIs(1));
}

TEST_F(PgAuditStoreTest, AMonthFromWhichRowsWereTakenIsNotRemoved) {
  for (int i = 1; i <= 3; ++i) Add(JOURNAL_READS, absl::StrCat(i), absl::Now() - absl::Hours(24 * 1200));
  ASSERT_TRUE(store_.Prepare(1, Soon()).ok());
  store_.schema().Execute("DELETE FROM audit_events WHERE sequence = 2");
  const auto month = *store_.FindOldMonth(JOURNAL_READS, 0, Soon());
  EXPECT_FALSE(store_.RemoveMonth(*month, 0, "x", Soon()).ok());
  EXPECT_THAT(*store_.ListEnds(JOURNAL_READS, Soon()), IsEmpty());
}

// --- The request log ---

class RequestPruningTest : public testing::Test {
 protected:
  static constexpr char kOldV7[] = "01900000-0000-7000-8000-000000000001";  // of June 2024
  static constexpr char kOldV4[] = "00000000-0000-4000-8000-000000000002";

  void Log(const std::string& id, absl::Duration age) {
    schema_.Execute(absl::StrCat("INSERT INTO request_log VALUES ('actor', '", id,
                                 "', 'M', 'h', 'answer', now() - interval '", absl::ToInt64Hours(age), " hours')"));
  }
  std::string Find(const std::string& id) {
    std::string found;
    EXPECT_TRUE(RunReads(pool_, Soon(), [&](PgTransaction& reads) {
                  const auto answer = PgRequestLog(reads).Find({{"actor", "M", id, "h"}}).front();
                  found = answer.ok() ? answer->value_or("new") : absl::StatusCodeToString(answer.status().code());
                  return absl::OkStatus();
                }).ok());
    return found;
  }

  AuditSchema schema_{absl::StrCat("request_pruning_test_", getpid())};
  PgPool pool_{schema_.PoolOptions()};
  PgAuditStore store_{pool_};
};

TEST_F(RequestPruningTest, APrunedRequestIsNeverCarriedOutAgain) {
  const std::string young = NewUuid(), unknown = NewUuid(), unknown_v4 = "00000000-0000-4000-8000-000000000009";
  Log(kOldV7, absl::Hours(24 * 500));
  Log(kOldV4, absl::Hours(24 * 500));
  Log(young, absl::Hours(24 * 10));
  EXPECT_EQ(Find(kOldV7), "answer");
  EXPECT_EQ(Find("01900000-0000-7000-8000-0000000000ff"), "new");  // nothing was pruned yet
  EXPECT_EQ(*store_.PruneRequests(400, 100, Soon()), 2);
  EXPECT_EQ(Find(kOldV7), "INVALID_ARGUMENT");
  EXPECT_EQ(Find(kOldV4), "INVALID_ARGUMENT");
  EXPECT_EQ(Find(young), "answer");
  EXPECT_EQ(Find(unknown), "new");
  EXPECT_EQ(Find(unknown_v4), "new");
  EXPECT_EQ(Find("01900000-0000-7000-8000-0000000000ff"), "INVALID_ARGUMENT");  // may have been there
  // Only of ids that do not tell their age something stays.
  EXPECT_THAT(schema_.Column("SELECT 1 FROM pruned_requests"), SizeIs(1));
  EXPECT_THAT(schema_.Column("SELECT pruned_count FROM request_log_horizon"), ElementsAre("2"));
}

// An id that claims to be of the future would be taken for a new one as soon as its answer is gone.
TEST_F(RequestPruningTest, AnIdThatLiesAboutItsAgeIsRemembered) {
  const std::string future = "0f000000-0000-7000-8000-000000000001";
  Log(future, absl::Hours(24 * 500));
  EXPECT_EQ(*store_.PruneRequests(400, 100, Soon()), 1);
  EXPECT_EQ(Find(future), "INVALID_ARGUMENT");
}

TEST_F(RequestPruningTest, AnswersGoInBatchesAndAreKeptForAMonthAtLeast) {
  for (int i = 0; i < 5; ++i) Log(absl::StrCat("00000000-0000-4000-8000-00000000001", i), absl::Hours(24 * 100));
  Log(NewUuid(), absl::Hours(24 * 20));
  EXPECT_EQ(*store_.PruneRequests(0, 2, Soon()), 2);
  EXPECT_EQ(*store_.PruneRequests(0, 2, Soon()), 2);
  EXPECT_EQ(*store_.PruneRequests(0, 2, Soon()), 1);
  EXPECT_EQ(*store_.PruneRequests(0, 2, Soon()), 0);
  EXPECT_THAT(schema_.Column("SELECT 1 FROM request_log"), SizeIs(1));
}

}  // namespace
}  // namespace lianfang
