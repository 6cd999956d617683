// The conformance suite against PostgreSQL, and what only several stores over one database can show.
#include "services/submission/store/pg_submission_store.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/barrier.h"
#include "common/errors.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/store/testing/owning_store.h"
#include "services/submission/store/testing/pg_test_database.h"
#include "services/submission/store/testing/store_conformance.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

std::unique_ptr<SubmissionStore> OpenStore() {
  return std::make_unique<OwningStore>(std::make_unique<PgPool>(TestDatabase()));
}

INSTANTIATE_TEST_SUITE_P(PostgreSQL, SubmissionStoreTest, testing::Values(StoreMaker([] {
                           EmptyTables();
                           return OpenStore();
                         })));

// Two replicas over one database: each decides on what the other one wrote.
class ReplicasTest : public testing::Test {
 protected:
  ReplicasTest() {
    EmptyTables();
    a_ = OpenStore();
    b_ = OpenStore();
    EXPECT_TRUE(Commit(*a_, ProposePublication(ShippedPlan(kPlan))).ok());
  }

  absl::StatusOr<std::string> Commit(SubmissionStore& store, Proposal proposal) {
    return CommitAt(now_, store, key_, std::move(proposal));
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

// Also where no rule would refuse the repeat.
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

// Two replicas publish the same new plan at once: one of them does, and the other one is told so.
TEST_F(ReplicasTest, APlanIsPublishedOnceByReplicasAtOnce) {
  absl::Barrier* barrier = new absl::Barrier(2);
  std::vector<absl::Status> answers(2);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < 2; ++i) {
    threads.emplace_back([&, i] {
      Proposal publication = ProposePublication(ShippedPlan("yunnan-2022"));
      if (barrier->Block()) delete barrier;
      answers[i] = Commit(i == 0 ? *a_ : *b_, std::move(publication)).status();
    });
  }
  for (std::thread& thread : threads) thread.join();
  if (!answers[0].ok()) std::swap(answers[0], answers[1]);
  EXPECT_TRUE(answers[0].ok()) << answers[0];
  EXPECT_EQ(answers[1].code(), absl::StatusCode::kAlreadyExists) << answers[1];
  EXPECT_EQ(ErrorInfoOf(answers[1])->reason(), "PLAN_EXISTS");
  EXPECT_EQ(a_->ReadLedgerHead("yunnan-2022", absl::InfiniteFuture())->sequence, 1);
}

// A batch that cannot be saved leaves nothing behind, and does not disturb the next one.
TEST_F(ReplicasTest, WhatCannotBeSavedLeavesNoTrace) {
  ASSERT_TRUE(Commit(*a_, ProposeFiling(File(0))).ok());
  Proposal unsaved = ProposeFiling(File(1));
  unsaved.decide = [decide = unsaved.decide](const Snapshot& snapshot) {
    auto decision = decide(snapshot);
    decision->detail = "\xff";  // no UTF-8: the database refuses it
    return decision;
  };
  EXPECT_EQ(Commit(*a_, unsaved).status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(a_->ReadLedgerHead(kPlan, absl::InfiniteFuture())->sequence, 2);
  EXPECT_TRUE(Commit(*a_, ProposeFiling(File(1))).ok());
}

// A batch's statement would be compiled for longer than it runs (deploy/lib/roles.sql).
TEST(DatabaseRoleTest, ItsStatementsAreNotCompiled) {
  pqxx::connection service(TestDatabase().url);
  EXPECT_EQ(pqxx::nontransaction(service).exec("SHOW jit").at(0)[0].as<std::string>(), "off");
}

}  // namespace
}  // namespace lianfang::submission
