#include "services/submission/ledger_writer.h"

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/errors.h"
#include "common/origin.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/submission/domain/obligation/deadlines.h"
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

// Tells of every batch that it loads, and saves those that `saving` lets through.
class ObservedLedger : public LedgerTransaction {
 public:
  ObservedLedger(LedgerTransaction& ledger, std::function<void(const std::vector<Proposal>&)> loading,
                 std::function<bool()> saving)
      : ledger_(ledger), loading_(std::move(loading)), saving_(std::move(saving)) {}

  BatchState Load(const std::vector<Proposal>& proposals) override {
    loading_(proposals);
    return ledger_.Load(proposals);
  }
  void Save(const BatchOutcome& outcome, absl::Time now) override {
    if (saving_()) ledger_.Save(outcome, now);
  }

 private:
  LedgerTransaction& ledger_;
  const std::function<void(const std::vector<Proposal>&)> loading_;
  const std::function<bool()> saving_;
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
    const auto observed_work = [&](LedgerTransaction& ledger) {
      ObservedLedger observed(
          ledger,
          [&](const std::vector<Proposal>& proposals) {
            sizes.push_back(proposals.size());
            if (sizes.size() > 1) refused = proposals.size() > 1 ? refuse_batches : refuse_single;
          },
          [&] {
            if (!saving.HasBeenNotified()) saving.Notify();
            may_save.WaitForNotification();
            return refused.ok();
          });
      const absl::Status worked = work(observed);
      return refused.ok() ? worked : refused;
    };
    const absl::Status status = FakeSubmissionStore::Transact(plan, deadline, observed_work);
    if (sizes.size() == 1 || lose_answers-- <= 0) return status;
    return FakeSubmissionStore::Transact(plan, deadline, observed_work);  // as after a commit in doubt
  }

  absl::StatusOr<std::optional<SealedRun>> ReadSealedRun(const std::string& plan, int64_t sequence,
                                                         absl::Time deadline) override {
    before_run_read();
    return FakeSubmissionStore::ReadSealedRun(plan, sequence, deadline);
  }

  absl::Notification before_lock, may_lock, saving, may_save;
  std::function<void()> before_run_read = [] {};
  absl::Status refuse_batches, refuse_single;  // of the batches after the first
  int lose_answers = 0;                        // of the batches after the first: that many commits are run again
  std::vector<size_t> sizes;                   // of the batches, in order; read when the writer is gone
  std::vector<std::string> plans;              // whose they are, likewise
  std::vector<std::string> origins;            // what their transactions are called by, likewise
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
  Start({});
  Submit(FileFor("coal-mining"));  // of a plan that is not published; here only the batch matters
  store_.before_lock.WaitForNotification();
  Submit(FileFor("non-coal-mining"));
  Submit(FileFor("hazardous-chemicals"));
  store_.may_lock.Notify();
  writer_.reset();
  EXPECT_EQ(store_.sizes, (std::vector<size_t>{3}));
  for (const auto& answer : answers_) EXPECT_EQ(answer.status().code(), absl::StatusCode::kNotFound);
}

TEST_F(LedgerWriterTest, PlansTakeTurns) {
  StartWith({.batch = 1}, {"coal-mining", "non-coal-mining"});
  Submit(ProposePublication(ShippedPlan("yunnan-2022")));
  Submit(FileFor("hazardous-chemicals"));
  Finish();
  EXPECT_EQ(store_.plans, (std::vector<std::string>{kPlan, kPlan, "yunnan-2022", kPlan, kPlan}));
  for (const auto& answer : answers_) EXPECT_TRUE(answer.ok()) << answer.status();
}

// A repeat whose receipt is slow to read keeps nobody else waiting, not even in its own batch.
TEST_F(LedgerWriterTest, RepeatsKeepNobodyWaiting) {
  StartWith({}, {});
  const Proposal filing = FileFor("coal-mining");
  Submit(filing);
  Finish();
  absl::Notification fresh_answered;
  store_.before_run_read = [&] { fresh_answered.WaitForNotification(); };
  Start({});
  Submit(filing);
  writer_->Submit(FileFor("non-coal-mining"), [&](const absl::StatusOr<std::string>& response) {
    EXPECT_TRUE(response.ok()) << response.status();
    fresh_answered.Notify();
  });
  writer_.reset();
  ASSERT_TRUE(answers_[2].ok()) << answers_[2].status();
  EXPECT_EQ(*answers_[2], *answers_[1]);
}

// What an amendment changes is loaded for the filings behind it.
TEST_F(LedgerWriterTest, AMutationOfThePlanSharesNoBatch) {
  StartWith({}, {"coal-mining"});
  type::v1::Plan plan = ShippedPlan(kPlan);
  plan.set_etag("1");
  Submit(ProposeAmendment(plan, "修订"));
  Submit(FileFor("non-coal-mining"));
  Finish();
  EXPECT_EQ(store_.sizes, (std::vector<size_t>{1, 1, 1, 1}));
  for (const auto& answer : answers_) EXPECT_TRUE(answer.ok()) << answer.status();
}

// Committed, but the answer was lost: the transaction is run again, and each request answers its first response.
TEST_F(LedgerWriterTest, ACommitInDoubtIsRunAgainAndAnswersWhatWasCommitted) {
  StartWith({}, {"coal-mining", "non-coal-mining"});
  store_.lose_answers = 1;
  Finish();
  for (const auto& answer : answers_) EXPECT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(store_.ledger(kPlan).size(), 3u);
  for (const char* industry : {"coal-mining", "non-coal-mining"}) {
    EXPECT_TRUE(store_.returns().contains(ReturnName(kPlan, absl::StrCat("2019-140581-", industry))));
  }
}

// When the database goes away in the middle, the rest is not tried.
TEST_F(LedgerWriterTest, WhatIsCommittedOneByOneStopsWhereTheDatabaseIsAway) {
  store_.refuse_batches = absl::InternalError("one of them cannot be stored");
  store_.refuse_single = absl::UnavailableError("the database is away");
  StartWith({}, {"coal-mining", "non-coal-mining", "hazardous-chemicals"});
  Finish();
  for (size_t i = 1; i < 4; ++i) EXPECT_EQ(answers_[i].status().code(), absl::StatusCode::kUnavailable) << i;
  EXPECT_EQ(store_.sizes, (std::vector<size_t>{1, 3, 1}));
}

TEST_F(LedgerWriterTest, ABatchIsBounded) {
  StartWith({.batch = 2}, {"coal-mining", "non-coal-mining", "hazardous-chemicals"});
  Finish();
  EXPECT_EQ(store_.sizes, (std::vector<size_t>{1, 2, 1}));
}

class ArrivalTest : public LedgerWriterTest {
 protected:
  ArrivalTest() { clock_.Set(due_ - absl::Minutes(1)); }

  void SubmitArrived(const std::string& industry, absl::Time arrival) {
    Proposal proposal = FileFor(industry);
    proposal.arrival = arrival;
    Submit(std::move(proposal));
  }

  v1::Return Filed(const std::string& industry) {
    return store_.returns().at(ReturnName(kPlan, absl::StrCat("2019-140581-", industry)));
  }
  v1::Obligation Owed(const std::string& industry) {
    return store_.obligations().at(ObligationName(kPlan, absl::StrCat("2019-140581-", industry)));
  }

  const absl::Time due_ = Shanghai("2022-06-01 00:00");
};

// The due instant passes while the queue is held.
TEST_F(ArrivalTest, WhatArrivedBeforeItWasDueIsInTimeHoweverLateItIsCommitted) {
  StartWith({}, {});
  const absl::Time in_time = due_ - absl::Microseconds(1);
  SubmitArrived("coal-mining", in_time);
  SubmitArrived("non-coal-mining", due_);
  clock_.Set(due_ + absl::Seconds(3));
  Finish();
  ASSERT_TRUE(answers_[1].ok()) << answers_[1].status();
  ASSERT_EQ(FromTimestamp(Owed("coal-mining").due_time()), due_);

  EXPECT_FALSE(Filed("coal-mining").latest().late());
  EXPECT_EQ(FromTimestamp(Filed("coal-mining").latest().arrival_time()), in_time);
  EXPECT_EQ(FromTimestamp(Filed("coal-mining").latest().submit_time()), due_ + absl::Seconds(3));
  EXPECT_EQ(FromTimestamp(Owed("coal-mining").met_time()), in_time);
  EXPECT_EQ(StandingAt(Owed("coal-mining"), due_ + absl::Hours(1)).state, v1::OBLIGATION_STATE_MET);

  EXPECT_TRUE(Filed("non-coal-mining").latest().late());
  EXPECT_EQ(StandingAt(Owed("non-coal-mining"), due_ + absl::Hours(1)).state, v1::OBLIGATION_STATE_MET_LATE);
}

TEST_F(ArrivalTest, WhatWaitedForMoreThanAMinuteIsNotDecided) {
  StartWith({}, {});
  SubmitArrived("coal-mining", due_ - absl::Seconds(1));
  SubmitArrived("non-coal-mining", due_);
  clock_.Set(due_ + absl::Seconds(60));
  Finish();
  EXPECT_EQ(answers_[1].status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ErrorInfoOf(answers_[1].status())->reason(), "WAITED_TOO_LONG");
  EXPECT_TRUE(answers_[2].ok()) << answers_[2].status();
  EXPECT_EQ(store_.ledger(kPlan).size(), 2u);
}

// Its caller is gone, or its deadline has passed, when its turn comes.
TEST_F(LedgerWriterTest, WhatNobodyWaitsForIsDroppedBeforeItIsDecided) {
  StartWith({}, {"coal-mining"});
  absl::Status wanted;
  Proposal dropped = FileFor("non-coal-mining");
  dropped.wanted = [&wanted] { return wanted; };
  Submit(dropped);
  std::vector<Proposal> whole = {FileFor("hazardous-chemicals"), FileFor("machinery-manufacturing")};
  whole[1].wanted = [&wanted] { return wanted; };
  absl::StatusOr<Responses> answer;
  writer_->SubmitTogether(std::move(whole), [&](absl::StatusOr<Responses> said) { answer = std::move(said); });
  wanted = absl::CancelledError("gone");
  Finish();
  EXPECT_EQ(store_.sizes, (std::vector<size_t>{1, 1, 0}));
  EXPECT_TRUE(answers_[1].ok()) << answers_[1].status();
  EXPECT_EQ(answers_[2].status(), wanted);
  EXPECT_EQ(answer.status(), wanted);
  EXPECT_EQ(store_.ledger(kPlan).size(), 2u);
  EXPECT_EQ(committed_, 2) << "who watches is not woken for nothing";
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
