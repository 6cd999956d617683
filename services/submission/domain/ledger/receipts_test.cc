#include "services/submission/domain/ledger/receipts.h"

#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/receipt.h"
#include "common/request_key.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang::submission {
namespace {

// A run of four entries, 3 to 6, sealed.
class SealedRunTest : public testing::Test {
 protected:
  SealedRunTest() {
    std::vector<std::string> leaves;
    for (int64_t sequence = seal_.first_sequence; sequence <= seal_.last_sequence; ++sequence) {
      v1::LedgerEntry entry;
      entry.set_plan("plans/p");
      entry.set_sequence(sequence);
      entries_.push_back({sequence, DeterministicBytes(entry)});
      leaves.push_back(LeafHash(entries_.back().bytes));
    }
    type::v1::LedgerSeal seal;
    seal.set_plan("plans/p");
    seal.set_first_sequence(seal_.first_sequence);
    seal.set_entry_count(static_cast<int32_t>(entries_.size()));
    seal.set_head_hash(leaves.back());
    seal.set_merkle_root(MerkleTree(leaves).root());
    seal_.seal.set_seal(DeterministicBytes(seal));
    seal_.seal.set_signature(key_.Sign(seal_.seal.seal()));
    seal_.seal.set_key_id(key_.public_key().id());
  }

  absl::StatusCode CodeOf(std::vector<StoredEntry> entries, int64_t sequence = 4) const {
    return SealedRun::Of(seal_, std::move(entries), sequence).status().code();
  }

  const SigningKey key_ = SigningKey::Generate();
  StoredSeal seal_{3, 6, {}};
  std::vector<StoredEntry> entries_;
};

TEST_F(SealedRunTest, EveryEntryHasAReceiptThatVerifies) {
  const auto run = SealedRun::Of(seal_, entries_, 4);
  ASSERT_TRUE(run.ok()) << run.status();
  for (const StoredEntry& entry : entries_) {
    EXPECT_EQ(run->EntryAt(entry.sequence), entry.bytes);
    const type::v1::Receipt receipt = run->ReceiptAt(entry.sequence);
    EXPECT_EQ(receipt.sequence(), entry.sequence);
    EXPECT_TRUE(lianfang::VerifyReceipt(receipt, key_.public_key()).ok()) << entry.sequence;
  }
}

TEST_F(SealedRunTest, OtherEntriesThanThoseSealedAreALoss) {
  auto without_one = entries_, without_last = entries_, altered = entries_, moved = entries_;
  without_one.erase(without_one.begin() + 1);
  without_one.push_back({7, "the next one"});
  without_last.pop_back();
  altered[2].bytes.back() ^= 1;
  std::swap(moved[0], moved[1]);
  for (const auto& entries : {without_one, without_last, altered, moved, {}}) {
    EXPECT_EQ(CodeOf(entries), absl::StatusCode::kDataLoss);
  }
  EXPECT_EQ(CodeOf(entries_), absl::StatusCode::kOk);
}

TEST_F(SealedRunTest, AnEntryWithoutItsSealIsALoss) {
  for (const int64_t sequence : {-1, 0, 2, 7}) EXPECT_EQ(CodeOf(entries_, sequence), absl::StatusCode::kDataLoss);
}

TEST(KeptAnswerTest, IsTheAnswerWithoutItsReceipt) {
  v1::SubmitReturnResponse answer;
  answer.mutable_return_()->mutable_latest()->set_ledger_sequence(5);
  const std::string kept = answer.SerializeAsString();
  answer.mutable_receipt()->set_sequence(5);
  EXPECT_EQ(WithReceipt(kept, answer.receipt()), answer.SerializeAsString());
  for (const std::string& stored : {kept, answer.SerializeAsString()}) {
    const auto opened = OpenKeptAnswer(stored);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(opened->bytes, kept);
    EXPECT_EQ(opened->sequence, 5);
  }
}

TEST(KeptAnswerTest, AnythingElseIsALoss) {
  v1::SubmitReturnResponse of_no_entry;
  of_no_entry.mutable_return_()->set_name("plans/p/returns/r");
  for (const std::string& stored : {std::string(), std::string("\xff"), of_no_entry.SerializeAsString()}) {
    EXPECT_EQ(OpenKeptAnswer(stored).status().code(), absl::StatusCode::kDataLoss);
  }
}

TEST(BearsReceiptTest, OnlyFilingsDo) {
  EXPECT_TRUE(BearsReceipt("lianfang.submission.v1.SubmissionService.SubmitReturn"));
  EXPECT_FALSE(BearsReceipt("lianfang.submission.v1.SubmissionService.ReviewReturn"));
  EXPECT_FALSE(BearsReceipt("lianfang.submission.v1.PlanService.PublishPlan"));
}

}  // namespace
}  // namespace lianfang::submission
