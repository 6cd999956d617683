#include "services/evaluation/evaluator.h"

#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "services/evaluation/testing/received_plan.h"

namespace lianfang::evaluation {
namespace {

class EvaluatorTest : public ReceivedPlanTest {
 protected:
  std::vector<KeptEvaluation> Kept(const char* indicator = "accidents", const char* industry = "coal-mining") {
    return *store_.ListEvaluations(
        {.scorecard = {"sample", "140581", "2021"}, .industry = industry, .indicator = indicator}, 100, kNow);
  }

  void Evaluate(Evaluator& evaluator) {
    const absl::Status status = evaluator.EvaluateAll();
    EXPECT_TRUE(status.ok()) << status;
  }

  Metrics metrics_;
  int rung_ = 0;
  Evaluator evaluator_{store_, plans_, clock_, metrics_, [this] { ++rung_; }};
};

TEST_F(EvaluatorTest, KeepsTheFirstEvaluationOfEveryResult) {
  Evaluate(evaluator_);
  const auto kept = Kept();
  ASSERT_EQ(kept.size(), 1);
  EXPECT_EQ(kept[0].evaluation.previous_status(), v1::RESULT_STATUS_UNSPECIFIED);
  EXPECT_EQ(kept[0].evaluation.result().status(), v1::RESULT_STATUS_MISSING);
  EXPECT_EQ(kept[0].evaluation.causes(0).kind(), v1::CAUSE_KIND_FIRST_EVALUATION);
  EXPECT_GT(rung_, 0);
  // Two target periods with four rows and four totals each.
  EXPECT_EQ(store_.LoadLastEvaluations("sample", kNow)->size(), 16);
}

// Of a service whose time is the database's, years from the machine's.
TEST_F(EvaluatorTest, TheStoreHasItsTimeByTheMachinesClock) {
  const absl::Time start = absl::Now();
  store_.TakeEarliestDeadline();
  Evaluate(evaluator_);
  const absl::Time deadline = store_.TakeEarliestDeadline();
  EXPECT_GT(deadline, start);
  EXPECT_LT(deadline, absl::InfiniteFuture());
}

TEST_F(EvaluatorTest, WithoutAChangeNothingIsKept) {
  Evaluate(evaluator_);
  rung_ = 0;
  Evaluate(evaluator_);
  Evaluator restarted(store_, plans_, clock_, metrics_, [this] { ++rung_; });
  Evaluate(restarted);
  EXPECT_EQ(rung_, 0);
  EXPECT_EQ(Kept().size(), 1);
}

TEST_F(EvaluatorTest, ARestatedFigureMakesTheNextEvaluationAndSaysWhy) {
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  File("2021", 4, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  Evaluate(evaluator_);
  File("2019", 3, submission::v1::RETURN_STATE_ACCEPTED, kReviewed);
  Evaluate(evaluator_);
  const auto kept = Kept();
  ASSERT_EQ(kept.size(), 2);
  EXPECT_EQ(kept[0].evaluation.previous_status(), v1::RESULT_STATUS_ATTAINED);
  EXPECT_EQ(kept[0].evaluation.result().status(), v1::RESULT_STATUS_NOT_ATTAINED);
  ASSERT_EQ(kept[0].evaluation.causes_size(), 2);
  EXPECT_EQ(kept[0].evaluation.causes(0).kind(), v1::CAUSE_KIND_RESTATED);
  EXPECT_EQ(kept[0].evaluation.causes(1).kind(), v1::CAUSE_KIND_REVIEWED);
  EXPECT_EQ(kept[0].evaluation.causes(0).text().zh(), "2019年：第 2 版更正第 1 版（回执 #3），accidents 5 → 3");
  EXPECT_EQ(kept[1].evaluation.result().status(), v1::RESULT_STATUS_ATTAINED);  // stays
}

TEST_F(EvaluatorTest, ADueInstantThatPassesMakesTheNextEvaluation) {
  clock_.Set(Day(2022, 5, 31));
  Evaluate(evaluator_);
  EXPECT_EQ(Kept()[0].evaluation.result().status(), v1::RESULT_STATUS_PENDING);
  clock_.Set(Day(2022, 6, 1));
  Evaluate(evaluator_);
  ASSERT_EQ(Kept().size(), 2);
  EXPECT_EQ(Kept()[0].evaluation.result().status(), v1::RESULT_STATUS_MISSING);
  EXPECT_EQ(Kept()[0].evaluation.causes(0).kind(), v1::CAUSE_KIND_DUE);
}

TEST_F(EvaluatorTest, ANewEditionOfThePlanIsACause) {
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  File("2021", 4, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  Evaluate(evaluator_);
  filed_.mutable_plan().mutable_targets(0)->mutable_reduce_by()->set_percent("50");
  filed_.mutable_plan().mutable_targets(0)->mutable_reduce_by()->set_base_period("2019");
  Amend(kReviewed);
  Evaluate(evaluator_);
  ASSERT_EQ(Kept().size(), 2);
  EXPECT_EQ(Kept()[0].evaluation.plan_edition(), 2);
  EXPECT_EQ(Kept()[0].evaluation.result().status(), v1::RESULT_STATUS_NOT_ATTAINED);
  EXPECT_EQ(Kept()[0].evaluation.causes(0).kind(), v1::CAUSE_KIND_PLAN_EDITION);
}

TEST_F(EvaluatorTest, ATargetThatThePlanSetsNoMoreMakesALastEvaluation) {
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  File("2021", 4, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  Evaluate(evaluator_);
  const type::v1::Plan before = filed_.plan();
  filed_.mutable_plan().mutable_targets()->DeleteSubrange(0, 1);  // accidents in 2021
  Amend(kReviewed);
  Evaluate(evaluator_);
  ASSERT_EQ(Kept().size(), 2);
  const v1::Evaluation last = Kept()[0].evaluation;
  EXPECT_EQ(last.previous_status(), v1::RESULT_STATUS_ATTAINED);
  EXPECT_EQ(last.result().status(), v1::RESULT_STATUS_NOT_APPLICABLE);
  EXPECT_EQ(last.result().inputs_size(), 0);
  EXPECT_EQ(last.result().reason().zh(), "方案第 2 版不再设此目标");
  EXPECT_EQ(last.causes(0).kind(), v1::CAUSE_KIND_PLAN_EDITION);
  EXPECT_EQ(Kept("accidents", "").size(), 4);  // the total likewise

  Evaluator restarted(store_, plans_, clock_, metrics_, [] {});
  Evaluate(restarted);
  EXPECT_EQ(Kept().size(), 2);  // said once
  *filed_.mutable_plan().mutable_targets() = before.targets();
  Amend(kNow);
  Evaluate(restarted);
  EXPECT_EQ(Kept()[0].evaluation.result().status(), v1::RESULT_STATUS_ATTAINED);
}

TEST_F(EvaluatorTest, OtherWordsMakeNoEvaluation) {
  Evaluate(evaluator_);
  filed_.mutable_plan().mutable_industries(0)->mutable_names()->set_zh("煤炭开采");
  filed_.mutable_plan().mutable_indicators(0)->mutable_names()->set_zh("事故");
  Amend(kReviewed);
  Evaluate(evaluator_);
  EXPECT_EQ(Kept().size(), 1);
}

TEST_F(EvaluatorTest, OfTwoReplicasOneKeepsAndTheOtherFindsItKept) {
  Evaluator other(store_, plans_, clock_, metrics_, [] {});
  Evaluate(evaluator_);
  Evaluate(other);
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  Evaluate(evaluator_);
  EXPECT_EQ(other.EvaluateAll().code(), absl::StatusCode::kAborted);  // it was behind, and starts again
  Evaluate(other);
  EXPECT_EQ(Kept().size(), 2);
  File("2019", 6, submission::v1::RETURN_STATE_ACCEPTED, kReviewed);
  Evaluate(other);
  EXPECT_EQ(Kept().size(), 3);
}

// Between a replica's look at the changes and its look at the evaluations, another may keep one of a newer change. Then
// the evaluations are what memory has to keep up with.
TEST_F(EvaluatorTest, AReplicaThatStartsNeverReversesWhatAnotherHasKept) {
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  File("2021", 4, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  LivePlans others_plans(store_);
  Evaluator other(store_, others_plans, clock_, metrics_, [] {});
  Evaluate(other);
  store_.before_loading_evaluations = [&] {
    Receive("2019", 3, submission::v1::RETURN_STATE_ACCEPTED, kReviewed);
    Evaluate(other);
  };
  Evaluate(evaluator_);
  ASSERT_EQ(Kept().size(), 2);
  EXPECT_EQ(Kept()[0].evaluation.result().baseline().text(), "3");

  // The same after a fault, for which it starts again.
  Receive("2019", 6, submission::v1::RETURN_STATE_ACCEPTED, kReviewed);
  Evaluate(other);
  EXPECT_EQ(evaluator_.EvaluateAll().code(), absl::StatusCode::kAborted);
  store_.before_loading_evaluations = [&] {
    Receive("2019", 7, submission::v1::RETURN_STATE_ACCEPTED, kReviewed);
    Evaluate(other);
  };
  Evaluate(evaluator_);
  ASSERT_EQ(Kept().size(), 4);
  EXPECT_EQ(Kept()[0].evaluation.result().baseline().text(), "7");
}

TEST_F(EvaluatorTest, AReplicaWhoseClockIsBehindDoesNotUndoADueInstant) {
  clock_.Set(Day(2022, 6, 1));
  Evaluate(evaluator_);
  clock_.Set(Day(2022, 6, 1) - absl::Seconds(1));
  LivePlans others_plans(store_);
  Evaluator other(store_, others_plans, clock_, metrics_, [] {});
  Evaluate(other);
  EXPECT_EQ(Kept().size(), 1);
}

// What operators see: a replica whose steps fail falls behind until one succeeds.
TEST_F(EvaluatorTest, OnlyAStepWithoutFaultMovesTheInstantOfEvaluation) {
  Metrics metrics;
  Evaluator other(store_, plans_, clock_, metrics, [] {});
  const auto evaluated = [&metrics] {
    const auto& gauge = metrics.Gauge("lianfang_evaluated_timestamp_seconds", "", {});
    return absl::UnixEpoch() + absl::Seconds(gauge.Value());
  };
  Evaluate(other);
  const absl::Time first = clock_.Now();
  EXPECT_EQ(evaluated(), first);
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  Evaluate(evaluator_);
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(other.EvaluateAll().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(evaluated(), first);
  Evaluate(other);
  EXPECT_EQ(evaluated(), first + absl::Minutes(1));
}

}  // namespace
}  // namespace lianfang::evaluation
