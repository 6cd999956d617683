#include "common/audit/chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/hash.h"

namespace lianfang {
namespace {

using audit::v1::AuditEnd;
using audit::v1::AuditRecord;
using audit::v1::JOURNAL_OPERATIONS;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// Five rows, chained.
std::vector<AuditRecord> Rows() {
  std::vector<AuditRecord> rows;
  std::string chain = ChainStart("expert", JOURNAL_OPERATIONS);
  for (int i = 1; i <= 5; ++i) {
    AuditRecord row;
    row.set_sequence(i);
    row.mutable_event()->set_journal(JOURNAL_OPERATIONS);
    row.mutable_event()->set_sequence(i);
    row.mutable_event()->set_actor(absl::StrCat("caller ", i));
    row.mutable_event()->set_outcome(audit::v1::AUDIT_OUTCOME_DONE);
    row.set_row_hash(AuditRowHash(row.event()));
    chain = NextChainHash(chain, row.row_hash());
    row.set_chain_hash(chain);
    rows.push_back(row);
  }
  return rows;
}

AuditVerifier Verified(const std::vector<AuditRecord>& rows) {
  AuditVerifier verifier("expert", JOURNAL_OPERATIONS);
  for (const AuditRecord& row : rows) verifier.Add(row);
  verifier.Finish();
  return verifier;
}

TEST(AuditVerifierTest, AWholeChainVerifies) {
  const AuditVerifier verifier = Verified(Rows());
  EXPECT_THAT(verifier.problems(), IsEmpty());
  EXPECT_EQ(verifier.sequence(), 5);
  EXPECT_EQ(verifier.chain_hash(), Rows().back().chain_hash());
}

TEST(AuditVerifierTest, ARowThatWasChangedIsFoundOnce) {
  auto rows = Rows();
  rows[2].mutable_event()->set_actor("somebody else");
  const AuditVerifier verifier = Verified(rows);
  ASSERT_THAT(verifier.problems(), SizeIs(1));
  EXPECT_EQ(verifier.problems()[0].sequence, 3);
  // Also where its own hash was made anew.
  rows[2].set_row_hash(AuditRowHash(rows[2].event()));
  EXPECT_THAT(Verified(rows).problems(), SizeIs(1));
}

TEST(AuditVerifierTest, ARowThatWasRemovedSwappedOrPutInIsFound) {
  auto rows = Rows();
  rows.erase(rows.begin() + 2);
  EXPECT_THAT(Verified(rows).problems(), Not(IsEmpty()));
  rows = Rows();
  rows.erase(rows.begin());
  EXPECT_THAT(Verified(rows).problems(), Not(IsEmpty()));
  rows = Rows();
  std::swap(rows[1], rows[2]);
  EXPECT_THAT(Verified(rows).problems(), Not(IsEmpty()));
  rows = Rows();
  rows.insert(rows.begin() + 2, rows[1]);
  EXPECT_THAT(Verified(rows).problems(), Not(IsEmpty()));
}

TEST(AuditVerifierTest, ARowOfAnotherServiceOrJournalIsFound) {
  AuditVerifier other_service("submission", JOURNAL_OPERATIONS);
  for (const AuditRecord& row : Rows()) other_service.Add(row);
  EXPECT_THAT(other_service.problems(), SizeIs(1));
  AuditVerifier other_journal("expert", audit::v1::JOURNAL_READS);
  for (const AuditRecord& row : Rows()) other_journal.Add(row);
  EXPECT_THAT(other_journal.problems(), Not(IsEmpty()));
}

TEST(AuditVerifierTest, WithheldRowsStillVerify) {
  auto rows = Rows();
  rows[1].clear_event();
  EXPECT_THAT(Verified(rows).problems(), IsEmpty());
  EXPECT_EQ(Verified(rows).withheld(), 1);
  rows[1].set_row_hash(Sha256("another"));
  EXPECT_THAT(Verified(rows).problems(), SizeIs(1));
}

TEST(AuditVerifierTest, RowsCutOffAtTheEndOrChainedAnewAreFoundByWhatWasNoted) {
  const auto rows = Rows();
  AuditVerifier cut("expert", JOURNAL_OPERATIONS);
  cut.HoldTo(5, rows[4].chain_hash());
  for (int i = 0; i < 4; ++i) cut.Add(rows[i]);
  EXPECT_THAT(cut.problems(), IsEmpty());
  cut.Finish();
  EXPECT_THAT(cut.problems(), SizeIs(1));

  AuditVerifier anew("expert", JOURNAL_OPERATIONS);
  anew.HoldTo(4, Sha256("as it was noted"));
  for (const AuditRecord& row : rows) anew.Add(row);
  anew.Finish();
  EXPECT_THAT(anew.problems(), SizeIs(1));

  AuditVerifier same("expert", JOURNAL_OPERATIONS);
  same.HoldTo(4, rows[3].chain_hash());
  for (const AuditRecord& row : rows) same.Add(row);
  same.Finish();
  EXPECT_THAT(same.problems(), IsEmpty());
}

TEST(AuditVerifierTest, RowsFollowTheEndOfWhatWasRemoved) {
  const auto rows = Rows();
  AuditEnd end;
  end.set_journal(JOURNAL_OPERATIONS);
  end.set_first_sequence(1);
  end.set_last_sequence(3);
  end.set_row_count(3);
  end.set_chain_hash(rows[2].chain_hash());
  AuditVerifier verifier("expert", JOURNAL_OPERATIONS);
  verifier.AddEnd(end);
  verifier.Add(rows[3]);
  verifier.Add(rows[4]);
  EXPECT_THAT(verifier.problems(), IsEmpty());

  AuditVerifier gap("expert", JOURNAL_OPERATIONS);
  end.set_first_sequence(2);
  gap.AddEnd(end);
  EXPECT_THAT(gap.problems(), SizeIs(1));
}

}  // namespace
}  // namespace lianfang
