#include "services/submission/ledger_writer.h"

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "common/origin.h"
#include "common/testing/fake_clock.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

constexpr char kPlan[] = "gaoping-2021-2025";

Proposal FileFor(const std::string& industry) {
  return ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-" + industry), 2, 1, 3));
}

// A store whose commits wait for a go before they decide, and fail as told.
class HeldStore : public FakeSubmissionStore {
 public:
  using FakeSubmissionStore::FakeSubmissionStore;

  absl::StatusOr<std::vector<absl::StatusOr<std::string>>> Commit(const std::vector<Proposal>& proposals,
                                                                  Atomicity atomicity, absl::Time now,
                                                                  absl::Time deadline,
                                                                  const std::function<void()>& decided) override {
    const size_t call = sizes.size();
    sizes.push_back(proposals.size());
    origins.push_back(WorkingFor::Current()->method);
    if (!began.HasBeenNotified()) began.Notify();
    go.WaitForNotification();
    if (proposals.size() > 1 && !refuse_batches.ok()) return refuse_batches;
    auto responses = FakeSubmissionStore::Commit(proposals, atomicity, now, deadline, [] {});
    decided();
    saving(call);
    return responses;
  }

  absl::Notification began, go;
  std::function<void(size_t call)> saving = [](size_t) {};
  absl::Status refuse_batches;
  std::vector<size_t> sizes;         // of the batches, in order; read when the writer is gone
  std::vector<std::string> origins;  // what their transactions are called by, likewise
};

class LedgerWriterTest : public testing::Test {
 protected:
  LedgerWriterTest() : store_(key_), clock_(Shanghai("2022-05-20 10:00")) {}

  void Start(const LedgerWriter::Options& options) {
    writer_.emplace(
        store_, clock_, metrics_, [this] { ++committed_; }, options);
  }

  // Submits and keeps the answer.
  void Submit(Proposal proposal) {
    auto* answer = &answers_.emplace_back(absl::UnknownError("not answered"));
    writer_->Submit(std::move(proposal),
                    [answer](absl::StatusOr<std::string> response) { *answer = std::move(response); });
  }

  // Starts the writer with a publication, which waits for the store's go, and filings behind it.
  void StartWith(const LedgerWriter::Options& options, std::initializer_list<const char*> industries) {
    Start(options);
    Submit(ProposePublication(ShippedPlan(kPlan)));
    store_.began.WaitForNotification();
    for (const char* industry : industries) Submit(FileFor(industry));
  }

  const SigningKey key_ = SigningKey::Generate();
  HeldStore store_;
  FakeClock clock_;
  Metrics metrics_;
  int committed_ = 0;
  std::deque<absl::StatusOr<std::string>> answers_;
  std::optional<LedgerWriter> writer_;
};

TEST_F(LedgerWriterTest, WhatArrivesDuringOneCommitIsTheNextBatch) {
  StartWith({}, {"coal-mining", "non-coal-mining", "hazardous-chemicals"});
  store_.go.Notify();
  writer_.reset();  // commits what is queued
  EXPECT_EQ(store_.sizes, (std::vector<size_t>{1, 3}));
  for (const auto& answer : answers_) EXPECT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(committed_, 2);
}

TEST_F(LedgerWriterTest, ABatchIsDecidedWhileTheOneBeforeIsSaved) {
  absl::Notification second_decided;
  store_.saving = [&](size_t call) {
    if (call == 0) second_decided.WaitForNotification();  // for ever, if the second waits for the first
    if (call == 1) second_decided.Notify();
  };
  store_.go.Notify();
  StartWith({}, {"coal-mining"});
  writer_.reset();
  EXPECT_EQ(store_.sizes, (std::vector<size_t>{1, 1}));
  for (const auto& answer : answers_) EXPECT_TRUE(answer.ok()) << answer.status();
}

TEST_F(LedgerWriterTest, WhatIsDecidedEarlyIsAsMuchAsIsBeingSaved) {
  absl::Notification saving_two, decided_more;
  store_.saving = [&](size_t call) {
    if (call == 1) {
      saving_two.Notify();
      decided_more.WaitForNotification();
    }
    if (call == 2) decided_more.Notify();
  };
  StartWith({}, {"coal-mining", "non-coal-mining"});
  store_.go.Notify();
  saving_two.WaitForNotification();
  Submit(FileFor("hazardous-chemicals"));
  Submit(FileFor("machinery-manufacturing"));
  writer_.reset();
  EXPECT_EQ(store_.sizes, (std::vector<size_t>{1, 2, 2}));
}

TEST_F(LedgerWriterTest, ABatchIsBounded) {
  StartWith({.batch = 2}, {"coal-mining", "non-coal-mining", "hazardous-chemicals"});
  store_.go.Notify();
  writer_.reset();
  EXPECT_EQ(store_.sizes, (std::vector<size_t>{1, 2, 1}));
}

TEST_F(LedgerWriterTest, AFullQueueRefusesAtOnce) {
  StartWith({.queue = 1}, {"coal-mining", "non-coal-mining"});
  EXPECT_EQ(answers_[2].status().code(), absl::StatusCode::kResourceExhausted);
  store_.go.Notify();
  writer_.reset();
  EXPECT_TRUE(answers_[1].ok());
}

// A batch that the database refuses whole is decided one by one, so that each gets what it deserves.
TEST_F(LedgerWriterTest, ARefusedBatchIsDecidedOneByOne) {
  store_.refuse_batches = absl::InternalError("one of them cannot be stored");
  StartWith({}, {"coal-mining", "coal-mining"});  // the second loses against the first
  store_.go.Notify();
  writer_.reset();
  EXPECT_TRUE(answers_[1].ok()) << answers_[1].status();
  EXPECT_EQ(answers_[2].status().code(), absl::StatusCode::kAborted);
}

TEST_F(LedgerWriterTest, ATransactionIsNamedAfterTheFirstCallItServes) {
  Start({});
  const auto submit = [this](Proposal proposal, const std::string& method) {
    proposal.origin.method = method;
    Submit(std::move(proposal));
  };
  submit(ProposePublication(ShippedPlan(kPlan)), "publication");
  store_.began.WaitForNotification();
  submit(FileFor("coal-mining"), "first filing");
  submit(FileFor("non-coal-mining"), "second filing");
  store_.go.Notify();
  writer_.reset();
  EXPECT_EQ(store_.origins, (std::vector<std::string>{"publication", "first filing"}));
}

TEST_F(LedgerWriterTest, AnUnavailableStoreIsToldToAllAndRingsNoBell) {
  store_.refuse_batches = absl::UnavailableError("the database is away");
  StartWith({}, {"coal-mining", "non-coal-mining"});
  store_.go.Notify();
  writer_.reset();
  EXPECT_EQ(answers_[1].status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(answers_[2].status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(committed_, 1);
}

}  // namespace
}  // namespace lianfang::submission
