#include "services/submission/store/testing/ledger_store_conformance.h"

#include <gmock/gmock.h>

#include <set>

#include "common/id.h"
#include "common/ledger/merkle.h"
#include "common/time.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

using testing::IsEmpty;

constexpr char kPlan[] = "gaoping-2021-2025";
constexpr char kOther[] = "yunnan-2022";

absl::Time Noon() { return Shanghai("2022-05-20 12:00"); }

std::string Id(const std::string& industry) { return "2019-140581-" + industry; }

Proposal FileFor(const std::string& industry) {
  return ProposeFiling(Filing(ObligationName(kPlan, Id(industry)), 2, 1, 3));
}

}  // namespace

std::vector<std::string> LedgerStoreTest::Commit(const std::vector<Proposal>& proposals) {
  const auto responses = CommitAt(Noon(), written(), key_, proposals);
  EXPECT_TRUE(responses.ok()) << responses.status();
  std::vector<std::string> answers;
  for (const auto& response : *responses) answers.push_back(response.ok() ? *response : "");
  return answers;
}

namespace {

// --- To prove with ---

TEST_P(LedgerStoreTest, LeafHashesAreThoseOfTheEntries) {
  Commit({ProposePublication(ShippedPlan(kPlan)), FileFor("coal-mining"), FileFor("non-coal-mining")});
  Commit({ProposePublication(ShippedPlan(kOther))});
  const auto entries = *written().ReadLedger(kPlan, 1, 10, deadline_);
  std::vector<std::string> leaves;
  for (const StoredEntry& entry : entries) {
    leaves.push_back(LeafHash(entry.bytes));
  }
  ASSERT_EQ(leaves.size(), 3u);
  EXPECT_EQ(*ledger().ReadLeafHashes(kPlan, 1, 3, deadline_), leaves);
  EXPECT_EQ(*ledger().ReadLeafHashes(kPlan, 2, 1, deadline_), std::vector<std::string>{leaves[1]});
  EXPECT_EQ(ledger().ReadLeafHashes(kPlan, 2, 100, deadline_)->size(), 2u);
  EXPECT_THAT(*ledger().ReadLeafHashes(kPlan, 4, 1, deadline_), IsEmpty());
  EXPECT_THAT(*ledger().ReadLeafHashes("none", 1, 1, deadline_), IsEmpty());
}

TEST_P(LedgerStoreTest, AKeysUseIsItsFirstAndItsLastSeal) {
  Commit({ProposePublication(ShippedPlan(kPlan)), FileFor("coal-mining")});
  Commit({FileFor("non-coal-mining")});
  Commit({ProposePublication(ShippedPlan(kOther))});
  const std::string id = key_.public_key().id();
  const auto uses = *ledger().ListKeyUses({kOther, kPlan, "none"}, {"0000000000000000", id}, deadline_);
  ASSERT_EQ(uses.size(), 2u);
  EXPECT_EQ(uses[0].plan, kPlan);
  EXPECT_EQ(uses[0].key_id, id);
  const auto seals = *written().ReadSeals(kPlan, 1, 10, deadline_);
  EXPECT_EQ(uses[0].first.last_sequence, 2);
  EXPECT_EQ(uses[0].first.seal.SerializeAsString(), seals[0].seal.SerializeAsString());
  EXPECT_EQ(uses[0].last.first_sequence, 3);
  EXPECT_EQ(uses[0].last.seal.SerializeAsString(), seals[1].seal.SerializeAsString());
  EXPECT_EQ(uses[1].plan, kOther);
  EXPECT_EQ(uses[1].first.first_sequence, 1);
  EXPECT_THAT(*ledger().ListKeyUses({kPlan}, {"0000000000000000"}, deadline_), IsEmpty());
}

TEST_P(LedgerStoreTest, EntriesThatConcernNoReturnAreReadApart) {
  Commit({ProposePublication(ShippedPlan(kPlan)), FileFor("coal-mining")});
  v1::ExtendObligationRequest extension;
  extension.set_name(ObligationName(kPlan, Id("non-coal-mining")));
  *extension.mutable_due_time() = ToTimestamp(Shanghai("2022-06-11 00:00"));
  extension.set_reason("事故调查尚未结案");
  extension.set_request_id(NewUuid());
  Commit({ProposeExtension(extension)});
  const auto entries = *ledger().ReadPlanEntries(kPlan, 0, 10, deadline_);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].sequence, 1);
  EXPECT_EQ(entries[1].sequence, 3);
  EXPECT_EQ(entries[1].bytes, written().ReadLedger(kPlan, 3, 1, deadline_)->front().bytes);
  EXPECT_EQ(ledger().ReadPlanEntries(kPlan, 1, 10, deadline_)->front().sequence, 3);
  EXPECT_EQ(ledger().ReadPlanEntries(kPlan, 0, 1, deadline_)->size(), 1u);
  EXPECT_THAT(*ledger().ReadPlanEntries("none", 0, 10, deadline_), IsEmpty());
}

// --- To audit ---

TEST_P(LedgerStoreTest, ASnapshotHasWhatWasCommitted) {
  Commit({ProposePublication(ShippedPlan(kPlan))});
  Commit({ProposePublication(ShippedPlan(kOther))});
  const std::string answer = Commit({FileFor("coal-mining")})[0];
  const absl::Status read = ledger().Snapshot(kPlan, deadline_, [&answer](LedgerSnapshot& snapshot) {
    const auto entries = *snapshot.ReadEntries(1, 10);
    EXPECT_EQ(entries.size(), 2u);
    EXPECT_EQ(entries[1].entry.sequence, 2);
    EXPECT_EQ(entries[1].answer->response, OpenKeptAnswer(answer)->bytes);  // without the receipt
    EXPECT_THAT(entries[1].answer->method, testing::EndsWith(".SubmitReturn"));
    EXPECT_EQ(snapshot.ReadEntries(2, 10)->size(), 1u);
    EXPECT_EQ(snapshot.ReadEntries(1, 1)->size(), 1u);
    EXPECT_EQ(snapshot.ReadSeals(1, 10)->size(), 2u);
    EXPECT_EQ(snapshot.ReadPlanDocuments()->size(), 1u);

    const auto changes = *snapshot.ReadChanges(0, 100);
    EXPECT_EQ(changes.size(), 44u);
    EXPECT_EQ(changes[41].position, 42);
    EXPECT_EQ(changes[43].position, 54) << "the other plan's are between";
    EXPECT_EQ(changes[43].change.topic, kReturnsTopic);
    EXPECT_EQ(snapshot.ReadChanges(53, 100)->size(), 1u);
    EXPECT_EQ(snapshot.ReadChanges(0, 3)->size(), 3u);

    const StoredTotals totals = *snapshot.ReadTotals();
    EXPECT_EQ(totals.entries, 3);
    EXPECT_EQ(totals.answers, 3);
    EXPECT_EQ(totals.changes, 54);
    EXPECT_EQ(totals.last_change, 54);
    EXPECT_EQ(totals.change_head, 54);
    const StoredHead head = *snapshot.ReadHead();
    EXPECT_EQ(head.sequence, 2);
    EXPECT_EQ(head.edition, 1);
    v1::LedgerEntry last;
    EXPECT_TRUE(last.ParseFromString(entries[1].entry.bytes));
    EXPECT_EQ(head.commit_time, FromTimestamp(last.commit_time()));
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
}

TEST_P(LedgerStoreTest, ASnapshotReadsEveryRowOnce) {
  Commit({ProposePublication(ShippedPlan(kPlan)), FileFor("coal-mining")});
  const absl::Status read = ledger().Snapshot(kPlan, deadline_, [](LedgerSnapshot& snapshot) {
    std::set<std::string> names;
    for (std::string after;;) {
      const auto page = *snapshot.ReadObligations({after, 10});
      for (const auto& row : page) {
        EXPECT_TRUE(row.indexed) << row.row.name();
        EXPECT_TRUE(names.insert(row.row.name()).second) << row.row.name();
      }
      if (page.size() < 10) break;
      after = page.back().key;
    }
    EXPECT_EQ(names.size(), 42u);
    const auto returns = *snapshot.ReadReturns({"", 10});
    EXPECT_EQ(returns.size(), 1u);
    EXPECT_TRUE(returns[0].indexed);
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
}

TEST_P(LedgerStoreTest, ASnapshotStaysAsItIsWhileTheLedgerGrows) {
  Commit({ProposePublication(ShippedPlan(kPlan))});
  const absl::Status read = ledger().Snapshot(kPlan, deadline_, [this](LedgerSnapshot& snapshot) {
    EXPECT_EQ(snapshot.ReadHead()->sequence, 1);
    Commit({FileFor("coal-mining")});
    EXPECT_EQ(snapshot.ReadHead()->sequence, 1);
    EXPECT_EQ(snapshot.ReadEntries(1, 10)->size(), 1u);
    EXPECT_THAT(*snapshot.ReadReturns({"", 10}), IsEmpty());
    EXPECT_EQ(snapshot.ReadTotals()->answers, 1);
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
  EXPECT_EQ(written().ReadLedgerHead(kPlan, deadline_)->sequence, 2);
}

TEST_P(LedgerStoreTest, ASnapshotAnswersWhatItsReaderAnswers) {
  const absl::Status read = ledger().Snapshot("none", deadline_, [](LedgerSnapshot& snapshot) -> absl::Status {
    EXPECT_EQ(snapshot.ReadHead()->sequence, 0);
    EXPECT_THAT(*snapshot.ReadEntries(1, 10), IsEmpty());
    return absl::CancelledError("enough");
  });
  EXPECT_EQ(read, absl::CancelledError("enough"));
}

// --- The audit's own record ---

AuditRecord Fresh(absl::Time now) { return {kPlan, NewUuid(), "spiffe://x/auditor", now, now, now}; }

TEST_P(LedgerStoreTest, AnAuditIsFoundAskedAboutAndEnded) {
  EXPECT_FALSE(ledger().FindAudit(kPlan, deadline_)->has_value());
  AuditRecord record = Fresh(Noon());
  EXPECT_EQ(ledger().BeginAudit(record, Noon() - absl::Minutes(1), deadline_)->id, record.id);
  EXPECT_EQ((*ledger().FindAudit(kPlan, deadline_))->actor, record.actor);

  const absl::Time asked = Noon() + absl::Seconds(5);
  EXPECT_EQ((*ledger().AskAudit(kPlan, record.id, asked, deadline_))->start_time, Noon());
  EXPECT_FALSE(ledger().AskAudit(kPlan, NewUuid(), asked, deadline_)->has_value());
  EXPECT_FALSE(ledger().AskAudit("none", record.id, asked, deadline_)->has_value());

  record.beat_time = Noon() + absl::Seconds(6);
  record.entries = 1000;
  record.total = 5000;
  EXPECT_EQ(**ledger().RecordAudit(record, deadline_), asked);
  record.outcome = std::string("\0bytes", 6);
  EXPECT_EQ(**ledger().RecordAudit(record, deadline_), asked);
  const AuditRecord ended = **ledger().AskAudit(kPlan, record.id, Noon(), deadline_);
  EXPECT_EQ(ended.outcome, record.outcome);
  EXPECT_EQ(ended.entries, 1000);
  EXPECT_EQ(ended.total, 5000);
  EXPECT_EQ(ended.beat_time, record.beat_time);
  EXPECT_EQ(ended.ask_time, asked) << "an earlier question moves nothing";
}

TEST_P(LedgerStoreTest, AnAuditThatShowsSignsOfLifeIsJoinedAndAnotherReplaced) {
  AuditRecord first = Fresh(Noon());
  ASSERT_TRUE(ledger().BeginAudit(first, Noon() - absl::Minutes(1), deadline_).ok());
  const AuditRecord second = Fresh(Noon() + absl::Seconds(10));
  EXPECT_EQ(ledger().BeginAudit(second, Noon() - absl::Seconds(1), deadline_)->id, first.id);
  EXPECT_EQ(ledger().BeginAudit(second, Noon(), deadline_)->id, second.id) << "no sign of life since";
  EXPECT_FALSE(ledger().RecordAudit(first, deadline_)->has_value()) << "it was replaced";

  AuditRecord ended = second;
  ended.outcome = "ended";
  ended.entries = 7;
  ASSERT_TRUE(ledger().RecordAudit(ended, deadline_)->has_value());
  const AuditRecord third = Fresh(Noon() + absl::Seconds(20));
  const AuditRecord begun = *ledger().BeginAudit(third, Noon() - absl::Minutes(1), deadline_);
  EXPECT_EQ(begun.id, third.id);
  EXPECT_EQ(begun.outcome, "");
  EXPECT_EQ(begun.entries, 0);
}

}  // namespace
}  // namespace lianfang::submission
