#include "services/submission/receipts_of_repeats.h"

#include <gtest/gtest.h>

#include <numeric>

#include "common/id.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

constexpr char kPlan[] = "gaoping-2021-2025";

class CountingStore : public FakeSubmissionStore {
 public:
  absl::StatusOr<std::optional<SealedRun>> ReadSealedRun(const std::string& plan, int64_t sequence,
                                                         absl::Time deadline) override {
    ++runs_read;
    return FakeSubmissionStore::ReadSealedRun(plan, sequence, deadline);
  }

  int runs_read = 0;
};

// Three filings: one alone, entry 2, and two together, 3 and 4.
class AddReceiptsTest : public testing::Test {
 protected:
  AddReceiptsTest() {
    Commit({ProposePublication(ShippedPlan(kPlan))});
    for (const char* industry : {"coal-mining", "non-coal-mining", "hazardous-chemicals"}) {
      filings_.push_back(ProposeFiling(Filing(ObligationName(kPlan, absl::StrCat("2019-140581-", industry)), 2, 0, 3)));
    }
    given_ = Commit({filings_[0]});
    for (auto& answer : Commit({filings_[1], filings_[2]})) given_.push_back(std::move(answer));
    for (const Proposal& filing : filings_) {
      kept_.push_back(store_.requests().at({filing.key.actor, filing.key.request_id}).response);
    }
  }

  std::vector<absl::StatusOr<std::string>> Commit(const std::vector<Proposal>& proposals) {
    return *CommitAt(Shanghai("2022-05-20 12:00"), store_, key_, proposals);
  }

  // The answers that repeats of all would be given.
  std::vector<absl::StatusOr<std::string>> Add(std::vector<absl::StatusOr<std::string>> responses) {
    std::vector<size_t> repeated(filings_.size());
    std::iota(repeated.begin(), repeated.end(), 0);
    AddReceipts(store_, filings_, repeated, absl::InfiniteFuture(), responses);
    return responses;
  }

  const SigningKey key_ = SigningKey::Generate();
  CountingStore store_;
  std::vector<Proposal> filings_;
  std::vector<absl::StatusOr<std::string>> given_, kept_;
};

TEST_F(AddReceiptsTest, WhatIsAnsweredAgainIsWhatWasAnsweredAndASealIsReadOnce) {
  const auto again = Add(kept_);
  for (size_t i = 0; i < given_.size(); ++i) {
    ASSERT_TRUE(again[i].ok()) << again[i].status();
    EXPECT_NE(*again[i], *kept_[i]);
    EXPECT_EQ(*again[i], *given_[i]);
  }
  EXPECT_EQ(store_.runs_read, 2);
}

TEST_F(AddReceiptsTest, WhatCannotBeMadeIsToldToThatOneAlone) {
  store_.ledger(kPlan)[1].bytes.back() ^= 1;
  auto kept = kept_;
  kept[2] = "\xff";
  const auto again = Add(kept);
  EXPECT_EQ(again[0].status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(*again[1], *given_[1]);
  EXPECT_EQ(again[2].status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(AddReceiptsTest, ALostSealIsTold) {
  store_.seals(kPlan).erase(store_.seals(kPlan).begin() + 1);  // of the first filing
  EXPECT_EQ(Add(kept_)[0].status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(AddReceiptsTest, AnIdThatCannotBeUsedAgainStaysRefused) {
  auto kept = kept_;
  kept[0] = absl::InvalidArgumentError("was used before");
  EXPECT_EQ(Add(kept)[0].status(), kept[0].status());
}

}  // namespace
}  // namespace lianfang::submission
