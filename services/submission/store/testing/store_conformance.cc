#include "services/submission/store/testing/store_conformance.h"

#include <gmock/gmock.h>

#include <set>
#include <thread>
#include <vector>

#include "common/id.h"
#include "common/ledger/receipt.h"
#include "common/time.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {

constexpr char kPlan[] = "gaoping-2021-2025";
const char* const kIndustries[] = {"hazardous-chemicals", "coal-mining", "non-coal-mining", "machinery-manufacturing"};

absl::StatusOr<std::string> SubmissionStoreTest::Commit(Proposal proposal, absl::Time now) {
  return CommitAt(now, *store_, key_, std::move(proposal));
}

namespace {

absl::Time Noon() { return Shanghai("2022-05-20 12:00"); }

std::string Id(const std::string& industry) { return "2019-140581-" + industry; }

Proposal FileFor(const std::string& industry) {
  return ProposeFiling(Filing(ObligationName(kPlan, Id(industry)), 2, 1, 3));
}

TEST_P(SubmissionStoreTest, WhatIsNotThereIsEmpty) {
  EXPECT_EQ(*store_->LoadPlan(kPlan, 0, deadline_), nullptr);
  EXPECT_TRUE(store_->ListPlans({"", 10}, deadline_)->empty());
  const ObligationCase nothing = *store_->LoadCase(kPlan, Id("coal-mining"), deadline_);
  EXPECT_EQ(nothing.plan, nullptr);
  EXPECT_FALSE(nothing.obligation.has_value());
  EXPECT_EQ(store_->ReadLedgerHead(kPlan, deadline_)->sequence, 0);
  EXPECT_TRUE(store_->ReadLedger(kPlan, 1, 10, deadline_)->empty());
}

TEST_P(SubmissionStoreTest, AFilingForNoPlanLeavesNoTrace) {
  EXPECT_EQ(Commit(FileFor("coal-mining"), Noon()).status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(store_->ListPlans({"", 10}, deadline_)->empty());
}

TEST_P(SubmissionStoreTest, PublishesAPlanWithItsObligations) {
  ASSERT_TRUE(Commit(ProposePublication(ShippedPlan(kPlan)), Noon()).ok());
  const auto plan = *store_->LoadPlan(kPlan, 0, deadline_);
  ASSERT_NE(plan, nullptr);
  EXPECT_EQ(plan->edition(), 1);
  EXPECT_EQ(*store_->LoadPlan(kPlan, 2, deadline_), nullptr);
  EXPECT_EQ(store_->ListObligations({.plan = kPlan}, {"", 100}, deadline_)->size(), 42u);
  EXPECT_EQ(store_->ReadLedgerHead(kPlan, deadline_)->sequence, 1);
}

TEST_P(SubmissionStoreTest, ListsPlansByPages) {
  ASSERT_TRUE(Commit(ProposePublication(ShippedPlan("yunnan-2022")), Noon()).ok());
  ASSERT_TRUE(Commit(ProposePublication(ShippedPlan(kPlan)), Noon()).ok());
  const auto first = *store_->ListPlans({"", 1}, deadline_);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0]->name(), PlanName(kPlan));
  const auto second = *store_->ListPlans({kPlan, 5}, deadline_);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0]->name(), "plans/yunnan-2022");
}

TEST_P(SubmissionStoreTest, PagesOfObligationsAreWholeAndInOrder) {
  ASSERT_TRUE(Commit(ProposePublication(ShippedPlan(kPlan)), Noon()).ok());
  ASSERT_TRUE(Commit(ProposePublication(ShippedPlan("yunnan-2022")), Noon()).ok());
  std::set<std::string> names;
  absl::Time before = absl::InfinitePast();
  for (std::string after;;) {
    const auto page = *store_->ListObligations({}, {after, 7}, deadline_);
    for (const auto& listed : page) {
      EXPECT_TRUE(names.insert(listed.row.name()).second) << listed.row.name();
      EXPECT_GE(FromTimestamp(listed.row.due_time()), before);
      before = FromTimestamp(listed.row.due_time());
    }
    if (page.size() < 7) break;
    after = page.back().key;
  }
  EXPECT_EQ(names.size(), 52u);
}

TEST_P(SubmissionStoreTest, FiltersRestrict) {
  ASSERT_TRUE(Commit(ProposePublication(ShippedPlan(kPlan)), Noon()).ok());
  const auto count = [this](const RowFilter& filter) {
    return store_->ListObligations(filter, {"", 100}, deadline_)->size();
  };
  EXPECT_EQ(count({.plan = kPlan, .department = "emergency"}), 24u);
  EXPECT_EQ(count({.plan = kPlan, .industry = "dust-exposed"}), 6u);
  EXPECT_EQ(count({.plan = kPlan, .period = "2022"}), 7u);
  EXPECT_EQ(count({.plan = kPlan, .region = "530000"}), 0u);
}

TEST_P(SubmissionStoreTest, NamedObligationsAreLoadedTogether) {
  ASSERT_TRUE(Commit(ProposePublication(ShippedPlan(kPlan)), Noon()).ok());
  const std::string coal = ObligationName(kPlan, Id("coal-mining"));
  const std::string dust = ObligationName(kPlan, Id("dust-exposed"));
  const auto found = *store_->LoadObligations({coal, dust, coal, ObligationName(kPlan, "none"), "no name"}, deadline_);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found.at(dust).department(), "health");
  EXPECT_TRUE(store_->LoadObligations({}, deadline_)->empty());
}

TEST_P(SubmissionStoreTest, AFilingIsStoredWhole) {
  ASSERT_TRUE(Commit(ProposePublication(ShippedPlan(kPlan)), Noon()).ok());
  const absl::Time filed = Noon() + absl::Minutes(1);
  const auto bytes = Commit(FileFor("coal-mining"), filed);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  v1::SubmitReturnResponse response;
  ASSERT_TRUE(response.ParseFromString(*bytes));
  const ObligationCase found = *store_->LoadCase(kPlan, Id("coal-mining"), deadline_);
  EXPECT_EQ(found.filed->SerializeAsString(), response.return_().SerializeAsString());
  EXPECT_EQ(FromTimestamp(found.obligation->met_time()), filed);
  const auto entries = *store_->ListReturnEntries(kPlan, Id("coal-mining"), deadline_);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].bytes, response.receipt().entry());
  EXPECT_EQ(store_->ReadLedger(kPlan, 2, 10, deadline_)->at(0).bytes, response.receipt().entry());
  const auto seals = *store_->ReadSeals(kPlan, 2, 10, deadline_);
  ASSERT_EQ(seals.size(), 1u);
  EXPECT_EQ(seals[0].seal.SerializeAsString(), response.receipt().seal().SerializeAsString());
  EXPECT_TRUE(lianfang::VerifyReceipt(response.receipt(), key_.public_key()).ok());
}

TEST_P(SubmissionStoreTest, ListsReturnsByStateAndPage) {
  ASSERT_TRUE(Commit(ProposePublication(ShippedPlan(kPlan)), Noon()).ok());
  for (const char* industry : kIndustries) ASSERT_TRUE(Commit(FileFor(industry), Noon()).ok());
  v1::ReviewReturnRequest review;
  review.set_name(ReturnName(kPlan, Id("coal-mining")));
  review.mutable_review()->set_decision(v1::REVIEW_DECISION_ACCEPT);
  review.set_etag("1");
  review.set_request_id(NewUuid());
  ASSERT_TRUE(Commit(ProposeReview(review), Noon()).ok());
  const auto accepted =
      *store_->ListReturns({.plan = kPlan, .return_state = v1::RETURN_STATE_ACCEPTED}, {"", 10}, deadline_);
  ASSERT_EQ(accepted.size(), 1u);
  EXPECT_EQ(accepted[0].row.name(), review.name());
  const auto first = *store_->ListReturns({.plan = kPlan}, {"", 3}, deadline_);
  ASSERT_EQ(first.size(), 3u);
  EXPECT_EQ(store_->ListReturns({.plan = kPlan}, {first.back().key, 3}, deadline_)->size(), 1u);
}

TEST_P(SubmissionStoreTest, ARepeatAnswersTheFirstResponseAndAnotherContentIsRefused) {
  ASSERT_TRUE(Commit(ProposePublication(ShippedPlan(kPlan)), Noon()).ok());
  auto request = Filing(ObligationName(kPlan, Id("coal-mining")), 2, 1, 3);
  const auto first = Commit(ProposeFiling(request), Noon());
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(*Commit(ProposeFiling(request), Noon() + absl::Hours(1)), *first);
  SetFigure(request, "accidents", 5);
  EXPECT_EQ(Commit(ProposeFiling(request), Noon()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(store_->ReadLedgerHead(kPlan, deadline_)->sequence, 2);
}

// The receipts are made again, each from the entries under its own seal.
TEST_P(SubmissionStoreTest, RepeatsAreAnsweredTheVeryBytesOfTheirFirstResponses) {
  ASSERT_TRUE(Commit(ProposePublication(ShippedPlan(kPlan)), Noon()).ok());
  const std::vector<Proposal> batch = {FileFor("coal-mining"), FileFor("non-coal-mining"),
                                       FileFor("hazardous-chemicals")};
  const auto first = *CommitAt(Noon(), *store_, key_, batch, Atomicity::kEach);
  const Proposal alone = FileFor("machinery-manufacturing");
  const auto fourth = Commit(alone, Noon());
  const auto again = *CommitAt(Noon(), *store_, key_, {alone, batch[2], batch[0], batch[1]}, Atomicity::kEach);
  ASSERT_TRUE(first[0].ok() && first[1].ok() && first[2].ok() && fourth.ok());
  EXPECT_EQ(*again[0], *fourth);
  EXPECT_EQ(*again[1], *first[2]);
  EXPECT_EQ(*again[2], *first[0]);
  EXPECT_EQ(*again[3], *first[1]);
  EXPECT_EQ(store_->ReadLedgerHead(kPlan, deadline_)->sequence, 5);
}

TEST_P(SubmissionStoreTest, ARunHasAllEntriesUnderTheSealThatCoversOne) {
  ASSERT_TRUE(Commit(ProposePublication(ShippedPlan(kPlan)), Noon()).ok());
  ASSERT_TRUE(
      CommitAt(Noon(), *store_, key_, {FileFor("coal-mining"), FileFor("non-coal-mining")}, Atomicity::kEach).ok());
  const auto run = *store_->ReadSealedRun(kPlan, 2, deadline_);
  ASSERT_TRUE(run.has_value());
  EXPECT_FALSE(run->Covers(1));
  for (const int64_t sequence : {2, 3}) {
    ASSERT_TRUE(run->Covers(sequence));
    const type::v1::Receipt receipt = run->ReceiptAt(sequence);
    EXPECT_EQ(receipt.entry(), store_->ReadLedger(kPlan, sequence, 1, deadline_)->front().bytes);
    EXPECT_TRUE(lianfang::VerifyReceipt(receipt, key_.public_key()).ok()) << sequence;
  }
  EXPECT_FALSE(store_->ReadSealedRun(kPlan, 4, deadline_)->has_value());
  EXPECT_FALSE(store_->ReadSealedRun("none", 1, deadline_)->has_value());
}

TEST_P(SubmissionStoreTest, TogetherMeansAllOrNone) {
  ASSERT_TRUE(Commit(ProposePublication(ShippedPlan(kPlan)), Noon()).ok());
  const Proposal bad = ProposeFiling(Filing(ObligationName(kPlan, Id("coal-mining")), -1, 1, 3));
  const auto refused = CommitAt(Noon(), *store_, key_, {FileFor("non-coal-mining"), bad}, Atomicity::kAll);
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_EQ((*refused)[0].status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ((*refused)[1].status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(store_->ReadLedgerHead(kPlan, deadline_)->sequence, 1);
  const auto filed =
      CommitAt(Noon(), *store_, key_, {FileFor("non-coal-mining"), FileFor("coal-mining")}, Atomicity::kAll);
  for (const auto& response : *filed) EXPECT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(store_->ReadLedgerHead(kPlan, deadline_)->sequence, 3);
}

TEST_P(SubmissionStoreTest, ListsHoldOnlyWhatIsInScope) {
  ASSERT_TRUE(Commit(ProposePublication(ShippedPlan(kPlan)), Noon()).ok());
  ASSERT_TRUE(Commit(ProposePublication(ShippedPlan("yunnan-2022")), Noon()).ok());  // filed from 140581
  ASSERT_TRUE(Commit(FileFor("coal-mining"), Noon()).ok());
  const auto obligations = [this](const RowScope& scope) {
    return store_->ListObligations({.scope = scope}, {"", 100}, deadline_)->size();
  };
  const auto returns = [this](const RowScope& scope) {
    return store_->ListReturns({.plan = kPlan, .scope = scope}, {"", 100}, deadline_)->size();
  };
  EXPECT_EQ(obligations({}), 52u);
  EXPECT_EQ(obligations({.division_prefix = "140581"}), 52u);
  EXPECT_EQ(obligations({.division_prefix = "53"}), 10u);
  EXPECT_EQ(obligations({.division_prefix = "140582"}), 0u);
  EXPECT_EQ(obligations({.department = "health", .division_prefix = "14"}), 6u + 0u);
  EXPECT_EQ(returns({.department = "emergency", .division_prefix = "140581"}), 1u);
  EXPECT_EQ(returns({.department = "housing", .division_prefix = "140581"}), 0u);
  EXPECT_EQ(returns({.division_prefix = "53"}), 0u);
}

TEST_P(SubmissionStoreTest, ACaseComesWithTheReturnThatItIsComparedWith) {
  type::v1::Plan plan = ShippedPlan(kPlan);
  auto& rule = *plan.add_plausibility_rules();
  rule.set_id("test-large-change");
  rule.mutable_change()->add_figures("accidents");
  ASSERT_TRUE(Commit(ProposePublication(plan), Noon()).ok());
  const std::string later = "2021-140581-coal-mining";
  EXPECT_FALSE(store_->LoadCase(kPlan, later, deadline_)->before.has_value());
  ASSERT_TRUE(Commit(FileFor("coal-mining"), Noon()).ok());
  EXPECT_EQ(store_->LoadCase(kPlan, later, deadline_)->before->name(), ReturnName(kPlan, Id("coal-mining")));
}

// A decision compares this with what it read of the plan's entries before the ledger was locked.
TEST_P(SubmissionStoreTest, WhatConcernsThePlanMeetsItsNewestEntry) {
  int64_t met = -1;
  Proposal look = ProposePublication(ShippedPlan(kPlan));
  look.decide = [&met](const Snapshot& snapshot) -> absl::StatusOr<Decision> {
    met = snapshot.plan_entry;
    return absl::AbortedError("only looks");
  };
  const auto newest_after = [&](std::vector<Proposal> batch) {
    batch.push_back(look);
    const auto responses = *CommitAt(Noon(), *store_, key_, batch, Atomicity::kEach);
    for (size_t i = 0; i + 1 < responses.size(); ++i) EXPECT_TRUE(responses[i].ok()) << responses[i].status();
    return met;
  };
  EXPECT_EQ(newest_after({}), 0);
  EXPECT_EQ(newest_after({ProposePublication(ShippedPlan(kPlan))}), 1) << "in the same batch";
  EXPECT_EQ(newest_after({}), 1) << "in a later batch";
  ASSERT_TRUE(Commit(FileFor("coal-mining"), Noon()).ok());
  EXPECT_EQ(newest_after({}), 1) << "a filing concerns a return";
}

// Many writers at once: one order, no gap, every receipt good, and of those who race for one obligation exactly one
// wins.
TEST_P(SubmissionStoreTest, ConcurrentBatchesMakeOneLedger) {
  ASSERT_TRUE(Commit(ProposePublication(ShippedPlan(kPlan)), Noon()).ok());
  constexpr int kWriters = 4;
  std::vector<std::thread> writers;
  std::vector<int> won(kWriters, 0);
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      std::vector<Proposal> batch;
      for (const char* industry : kIndustries) batch.push_back(FileFor(industry));
      const auto responses = CommitAt(Noon(), *store_, key_, batch, Atomicity::kEach);
      ASSERT_TRUE(responses.ok()) << responses.status();
      for (const auto& response : *responses) {
        if (response.ok()) {
          ++won[static_cast<size_t>(w)];
        } else {
          EXPECT_EQ(response.status().code(), absl::StatusCode::kAborted);
        }
      }
    });
  }
  for (auto& writer : writers) writer.join();
  int total = 0;
  for (const int wins : won) total += wins;
  EXPECT_EQ(total, 4);
  EXPECT_EQ(store_->ReadLedgerHead(kPlan, deadline_)->sequence, 5);
  EXPECT_EQ(store_->ReadLedger(kPlan, 1, 100, deadline_)->size(), 5u);
}

}  // namespace
}  // namespace lianfang::submission
