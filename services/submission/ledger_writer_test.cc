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

// Tells of every batch that it loads.
class ObservedLedger : public LedgerTransaction {
 public:
  ObservedLedger(LedgerTransaction& ledger, std::function<void(const std::vector<Proposal>&)> loading,
                 std::function<void()> saving)
      : ledger_(ledger), loading_(std::move(loading)), saving_(std::move(saving)) {}

  BatchState Load(const std::vector<Proposal>& proposals) override {
    loading_(proposals);
    return ledger_.Load(proposals);
  }
  void Save(const BatchOutcome& outcome, absl::Time now) override {
    saving_();
    ledger_.Save(outcome, now);
  }

 private:
  LedgerTransaction& ledger_;
  const std::function<void(const std::vector<Proposal>&)> loading_;
  const std::function<void()> saving_;
};

// A store whose first batch waits for a go, while it has the lock or before it gets it, and that fails as told.
class HeldStore : public FakeSubmissionStore {
 public:
  absl::Status Transact(const std::string& plan, absl::Time deadline, const LedgerWork& work) override {
    plans.push_back(plan);
    origins.push_back(WorkingFor::Current()->method);
    if (!before_lock.HasBeenNotified()) before_lock.Notify();
    may_lock.WaitForNotification();
    absl::Status refused;
    const absl::Status status = FakeSubmissionStore::Transact(plan, deadline, [&](LedgerTransaction& ledger) {
      ObservedLedger observed(
          ledger,
          [&](const std::vector<Proposal>& proposals) {
            sizes.push_back(proposals.size());
            if (proposals.size() > 1) refused = refuse_batches;
          },
          [this] {
            if (!saving.HasBeenNotified()) saving.Notify();
            may_save.WaitForNotification();
          });
      const absl::Status worked = work(observed);
      return refused.ok() ? worked : refused;
    });
    return status;
  }

  absl::Notification before_lock, may_lock, saving, may_save;
  absl::Status refuse_batches;
  std::vector<size_t> sizes;         // of the batches, in order; read when the writer is gone
  std::vector<std::string> plans;    // whose they are, likewise
  std::vector<std::string> origins;  // what their transactions are called by, likewise
};

class LedgerWriterTest : public testing::Test {
 protected:
  LedgerWriterTest() : clock_(Shanghai("2022-05-20 10:00")) {}

  void Start(const LedgerWriter::Options& options) {
    writer_.emplace(
        store_, key_, clock_, metrics_, [this] { ++committed_; }, options);
  }

  // Submits and keeps the answer.
  void Submit(Proposal proposal) {
    auto* answer = &answers_.emplace_back(absl::UnknownError("not answered"));
    writer_->Submit(std::move(proposal),
                    [answer](absl::StatusOr<std::string> response) { *answer = std::move(response); });
  }

  // Starts the writer with a publication, which waits while it is being saved, and filings behind it.
  void StartWith(const LedgerWriter::Options& options, std::initializer_list<const char*> industries) {
    Start(options);
    store_.may_lock.Notify();
    Submit(ProposePublication(ShippedPlan(kPlan)));
    store_.saving.WaitForNotification();
    for (const char* industry : industries) Submit(FileFor(industry));
  }

  // Lets everything be saved and the writer end.
  void Finish() {
    store_.may_save.Notify();
    writer_.reset();
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
  Finish();  // commits what is queued
  EXPECT_EQ(store_.sizes, (std::vector<size_t>{1, 3}));
  for (const auto& answer : answers_) EXPECT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(committed_, 2);
}

// Also while another replica has the lock, the batch grows.
TEST_F(LedgerWriterTest, WhatArrivesBeforeThePlanIsLockedBelongsToTheBatch) {
  store_.may_save.Notify();
  Start({});
  Submit(ProposePublication(ShippedPlan(kPlan)));
  store_.before_lock.WaitForNotification();
  Submit(FileFor("coal-mining"));
  Submit(FileFor("non-coal-mining"));
  store_.may_lock.Notify();
  writer_.reset();
  EXPECT_EQ(store_.sizes, (std::vector<size_t>{3}));
  for (const auto& answer : answers_) EXPECT_TRUE(answer.ok()) << answer.status();
}

TEST_F(LedgerWriterTest, PlansTakeTurns) {
  StartWith({.batch = 1}, {"coal-mining", "non-coal-mining"});
  Submit(ProposePublication(ShippedPlan("yunnan-2022")));
  Submit(FileFor("hazardous-chemicals"));
  Finish();
  EXPECT_EQ(store_.plans, (std::vector<std::string>{kPlan, kPlan, "yunnan-2022", kPlan, kPlan}));
  for (const auto& answer : answers_) EXPECT_TRUE(answer.ok()) << answer.status();
}

// A repeat whose receipt is slow to read keeps nobody else waiting: it is answered by a thread of its own.
TEST_F(LedgerWriterTest, RepeatsKeepNobodyWaiting) {
  StartWith({}, {});
  const Proposal filing = FileFor("coal-mining");
  Submit(filing);
  Finish();
  Start({});
  Submit(filing);
  writer_.reset();
  ASSERT_TRUE(answers_[2].ok()) << answers_[2].status();
  EXPECT_EQ(*answers_[2], *answers_[1]);
}

TEST_F(LedgerWriterTest, ABatchIsBounded) {
  StartWith({.batch = 2}, {"coal-mining", "non-coal-mining", "hazardous-chemicals"});
  Finish();
  EXPECT_EQ(store_.sizes, (std::vector<size_t>{1, 2, 1}));
}

TEST_F(LedgerWriterTest, AFullQueueRefusesAtOnce) {
  StartWith({.queue = 1}, {"coal-mining", "non-coal-mining"});
  EXPECT_EQ(answers_[2].status().code(), absl::StatusCode::kResourceExhausted);
  Finish();
  EXPECT_TRUE(answers_[1].ok());
}

TEST_F(LedgerWriterTest, MutationsAreRefusedWhileTheClockIsNotTrusted) {
  absl::Status clock = absl::UnavailableError("this replica's clock is 40 days fast");
  store_.may_lock.Notify();
  store_.may_save.Notify();
  Start({.check = [&clock] { return clock; }});
  Submit(ProposePublication(ShippedPlan(kPlan)));
  EXPECT_EQ(answers_[0].status(), clock);
  clock = absl::OkStatus();
  Submit(ProposePublication(ShippedPlan(kPlan)));
  writer_.reset();
  EXPECT_TRUE(answers_[1].ok()) << answers_[1].status();
}

// A batch that the database refuses whole is decided one by one, so that each gets what it deserves.
TEST_F(LedgerWriterTest, ARefusedBatchIsDecidedOneByOne) {
  store_.refuse_batches = absl::InternalError("one of them cannot be stored");
  StartWith({}, {"coal-mining", "coal-mining"});  // the second loses against the first
  Finish();
  EXPECT_TRUE(answers_[1].ok()) << answers_[1].status();
  EXPECT_EQ(answers_[2].status().code(), absl::StatusCode::kAborted);
}

TEST_F(LedgerWriterTest, ATransactionIsNamedAfterTheFirstCallItServes) {
  store_.may_lock.Notify();
  Start({});
  const auto submit = [this](Proposal proposal, const std::string& method) {
    proposal.origin.method = method;
    Submit(std::move(proposal));
  };
  submit(ProposePublication(ShippedPlan(kPlan)), "publication");
  store_.saving.WaitForNotification();
  submit(FileFor("coal-mining"), "first filing");
  submit(FileFor("non-coal-mining"), "second filing");
  Finish();
  EXPECT_EQ(store_.origins, (std::vector<std::string>{"publication", "first filing"}));
}

TEST_F(LedgerWriterTest, AnUnavailableStoreIsToldToAllAndRingsNoBell) {
  store_.refuse_batches = absl::UnavailableError("the database is away");
  StartWith({}, {"coal-mining", "non-coal-mining"});
  Finish();
  EXPECT_EQ(answers_[1].status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(answers_[2].status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(committed_, 1);
}

}  // namespace
}  // namespace lianfang::submission
