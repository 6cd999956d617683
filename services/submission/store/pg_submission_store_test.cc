// The conformance suite against PostgreSQL, and what only several stores over one database can show.
#include "services/submission/store/pg_submission_store.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/synchronization/notification.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/store/testing/pg_test_database.h"
#include "services/submission/store/testing/store_conformance.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

// The store with the pool it needs.
class OwningStore : public PgSubmissionStore {
 public:
  OwningStore(std::unique_ptr<PgPool> pool, const SigningKey& key)
      : PgSubmissionStore(*pool, *pool, key), pool_(std::move(pool)) {}

 private:
  std::unique_ptr<PgPool> pool_;
};

std::unique_ptr<SubmissionStore> OpenStore(const SigningKey& key) {
  return std::make_unique<OwningStore>(std::make_unique<PgPool>(TestDatabase()), key);
}

INSTANTIATE_TEST_SUITE_P(PostgreSQL, SubmissionStoreTest, testing::Values(StoreMaker([](const SigningKey& key) {
                           EmptyTables();
                           return OpenStore(key);
                         })));

// Two replicas over one database: each remembers what it wrote, and must notice what the other one did.
class ReplicasTest : public testing::Test {
 protected:
  ReplicasTest() {
    EmptyTables();
    a_ = OpenStore(key_);
    b_ = OpenStore(key_);
    EXPECT_TRUE(Commit(*a_, ProposePublication(ShippedPlan(kPlan))).ok());
  }

  absl::StatusOr<std::string> Commit(SubmissionStore& store, Proposal proposal) {
    auto responses = store.Commit({std::move(proposal)}, Atomicity::kEach, now_, absl::InfiniteFuture());
    if (!responses.ok()) return responses.status();
    return (*responses)[0];
  }

  // A filing for one obligation; `revision` is the one that it corrects, 0 for the first.
  static v1::SubmitReturnRequest File(int revision) {
    auto request = Filing(ObligationName(kPlan, "2019-140581-coal-mining"), 2, 1, 3);
    if (revision == 0) return request;
    request.set_supersedes(revision);
    request.set_correction_reason("counted again");
    request.set_etag(std::to_string(revision));  // one change each
    return request;
  }

  static constexpr char kPlan[] = "gaoping-2021-2025";
  const absl::Time now_ = Shanghai("2022-05-20 12:00");
  const SigningKey key_ = SigningKey::Generate();
  std::unique_ptr<SubmissionStore> a_, b_;
};

TEST_F(ReplicasTest, EachDecidesOnWhatTheOtherWrote) {
  ASSERT_TRUE(Commit(*a_, ProposeFiling(File(0))).ok());
  ASSERT_TRUE(Commit(*a_, ProposeFiling(File(1))).ok());
  ASSERT_TRUE(Commit(*b_, ProposeFiling(File(2))).ok());
  EXPECT_EQ(Commit(*a_, ProposeFiling(File(2))).status().code(), absl::StatusCode::kAborted);
  EXPECT_TRUE(Commit(*a_, ProposeFiling(File(3))).ok());
  EXPECT_EQ(Commit(*b_, ProposeFiling(File(3))).status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(a_->ReadLedgerHead(kPlan, absl::InfiniteFuture())->sequence, 5);
}

TEST_F(ReplicasTest, ARepeatAnswersTheFirstResponseWhicheverIsAsked) {
  const auto request = File(0);
  const auto first = Commit(*a_, ProposeFiling(request));
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(*Commit(*b_, ProposeFiling(request)), *first);
  EXPECT_EQ(*Commit(*a_, ProposeFiling(request)), *first);
}

// Where no rule refuses a repeat, that it is one is found when it is saved.
TEST_F(ReplicasTest, ARepeatThatNoRuleRefusesAnswersTheFirstResponse) {
  const auto request = File(0);
  const auto first = Commit(*a_, ProposeFiling(request));
  ASSERT_TRUE(first.ok());
  Proposal repeat = ProposeFiling(request);
  repeat.decide = [decide = repeat.decide](Snapshot snapshot) {
    snapshot.filed = nullptr;
    return decide(snapshot);
  };
  EXPECT_EQ(*Commit(*b_, repeat), *first);
  EXPECT_EQ(a_->ReadLedgerHead(kPlan, absl::InfiniteFuture())->sequence, 2);
}

// Batches decided ahead, on the state that a batch still being saved leads to.
class AheadTest : public ReplicasTest {
 protected:
  // The plan is known to the store from here on.
  AheadTest() { EXPECT_TRUE(Commit(*a_, FileFor("coal-mining")).ok()); }

  static Proposal FileFor(const std::string& industry) {
    return ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-" + industry), 2, 1, 3));
  }

  // The proposal, with what is done each time that it is decided.
  static Proposal Observed(Proposal proposal, std::function<void(absl::StatusOr<Decision>&)> observe) {
    proposal.decide = [decide = std::move(proposal.decide), observe = std::move(observe)](const Snapshot& snapshot) {
      auto decision = decide(snapshot);
      observe(decision);
      return decision;
    };
    return proposal;
  }

  // Commits the first; when it is decided, and before it is saved, the second is committed too, and decided for the
  // first time. The answers of both.
  std::pair<absl::StatusOr<std::string>, absl::StatusOr<std::string>> CommitBoth(Proposal first, Proposal second) {
    absl::Notification ahead;
    absl::StatusOr<std::string> answer;
    second = Observed(std::move(second), [&](auto&) {
      if (++decided_ == 1) ahead.Notify();
    });
    std::thread thread;
    const auto responses = a_->Commit({std::move(first)}, Atomicity::kEach, now_, absl::InfiniteFuture(), [&] {
      thread = std::thread([&] { answer = Commit(*a_, second); });
      ahead.WaitForNotification();
    });
    thread.join();
    return {responses.ok() ? (*responses)[0] : responses.status(), answer};
  }

  int64_t Sequence() { return a_->ReadLedgerHead(kPlan, absl::InfiniteFuture())->sequence; }

  int decided_ = 0;  // how often the second of both was
};

TEST_F(AheadTest, ABatchIsDecidedWhileTheOneBeforeIsSaved) {
  const auto [first, second] = CommitBoth(FileFor("non-coal-mining"), FileFor("hazardous-chemicals"));
  EXPECT_TRUE(first.ok()) << first.status();
  EXPECT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(decided_, 1);
  EXPECT_EQ(Sequence(), 4);
}

TEST_F(AheadTest, ItMeetsWhatTheOneBeforeWillHaveLeft) {
  const auto [first, second] = CommitBoth(ProposeFiling(File(1)), ProposeFiling(File(2)));
  EXPECT_TRUE(first.ok()) << first.status();
  EXPECT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(decided_, 1);
  EXPECT_EQ(Commit(*b_, ProposeFiling(File(2))).status().code(), absl::StatusCode::kAborted);
}

TEST_F(AheadTest, OfTwoThatCorrectTheSameOneWins) {
  const auto [first, second] = CommitBoth(ProposeFiling(File(1)), ProposeFiling(File(1)));
  EXPECT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(second.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Sequence(), 3);
}

TEST_F(AheadTest, ARepeatOfWhatIsBeingSavedAnswersTheFirstResponse) {
  const auto request = File(1);
  const auto [first, second] = CommitBoth(ProposeFiling(request), ProposeFiling(request));
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(*second, *first);
  EXPECT_EQ(Sequence(), 3);
}

TEST_F(AheadTest, IfTheOneBeforeCannotBeSavedItIsDecidedAgain) {
  const Proposal unsaved = Observed(ProposeFiling(File(1)), [](auto& decision) { decision->detail = "\xff"; });
  const auto [first, second] = CommitBoth(unsaved, ProposeFiling(File(2)));
  EXPECT_EQ(first.status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kAborted);  // there is no revision 2 to correct
  EXPECT_EQ(decided_, 2);
  EXPECT_EQ(Sequence(), 2);
  EXPECT_TRUE(Commit(*a_, ProposeFiling(File(1))).ok());
}

TEST_F(AheadTest, IfAnotherReplicaWasFasterItIsDecidedAgain) {
  ASSERT_TRUE(Commit(*b_, FileFor("non-coal-mining")).ok());
  const auto count = [this](Proposal proposal) { return Observed(std::move(proposal), [this](auto&) { ++decided_; }); };
  EXPECT_TRUE(Commit(*a_, count(ProposeFiling(File(1)))).ok());
  EXPECT_EQ(decided_, 2);
  EXPECT_EQ(Sequence(), 4);
  EXPECT_TRUE(Commit(*a_, count(ProposeFiling(File(2)))).ok());
  EXPECT_EQ(decided_, 3);  // it knows again
}

// A refusal must not make the next ones read and decide again.
TEST_F(AheadTest, ARefusalIsNoReasonToForget) {
  const auto count = [this](Proposal proposal) { return Observed(std::move(proposal), [this](auto&) { ++decided_; }); };
  const auto responses = a_->Commit({count(FileFor("non-coal-mining")), count(FileFor("coal-mining"))},
                                    Atomicity::kEach, now_, absl::InfiniteFuture());
  EXPECT_TRUE((*responses)[0].ok());
  EXPECT_EQ((*responses)[1].status().code(), absl::StatusCode::kAborted);  // it is filed already
  EXPECT_EQ(decided_, 2);
  EXPECT_TRUE(Commit(*a_, count(FileFor("hazardous-chemicals"))).ok());
  EXPECT_EQ(decided_, 3);
}

}  // namespace
}  // namespace lianfang::submission
