#include "services/evaluation/history_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/errors.h"
#include "common/time.h"
#include "services/evaluation/evaluator.h"
#include "services/evaluation/testing/received_plan.h"
#include "services/evaluation/watch_service.h"

namespace lianfang::evaluation {
namespace {

using ::testing::HasSubstr;

constexpr char kScorecard[] = "plans/sample/regions/140581/scorecards/2021";

class HistoryServiceTest : public ReceivedPlanTest {
 protected:
  HistoryServiceTest() {
    File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
    File("2021", 4, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
    EXPECT_TRUE(evaluator_.EvaluateAll().ok());
    File("2019", 3, submission::v1::RETURN_STATE_ACCEPTED, kReviewed);
    EXPECT_TRUE(evaluator_.EvaluateAll().ok());
  }

  static v1::ListEvaluationsRequest ListRequest() {
    v1::ListEvaluationsRequest request;
    request.set_parent(kScorecard);
    request.set_industry("coal-mining");
    request.set_indicator("accidents");
    return request;
  }

  Metrics metrics_;
  Evaluator evaluator_{store_, plans_, clock_, metrics_, [] {}};
  HistoryService service_{store_, standpoints_};
};

TEST_F(HistoryServiceTest, ListsTheEvaluationsOfAResultPageByPage) {
  v1::ListEvaluationsRequest request = ListRequest();
  request.set_page_size(1);
  const auto first = service_.ListEvaluations(CallFrom(), request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->evaluations_size(), 1);
  EXPECT_EQ(first->evaluations(0).result().status(), v1::RESULT_STATUS_NOT_ATTAINED);
  request.set_page_token(first->next_page_token());
  const auto second = service_.ListEvaluations(CallFrom(), request);
  EXPECT_EQ(second->evaluations(0).result().status(), v1::RESULT_STATUS_ATTAINED);
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(HistoryServiceTest, AnswersOneEvaluationByItsName) {
  const auto listed = *service_.ListEvaluations(CallFrom(), ListRequest());
  v1::GetEvaluationRequest request;
  request.set_name(listed.evaluations(1).name());
  EXPECT_EQ(service_.GetEvaluation(CallFrom(), request)->SerializeAsString(),
            listed.evaluations(1).SerializeAsString());
  request.set_name(std::string(kScorecard) + "/evaluations/99999");
  EXPECT_EQ(ErrorInfoOf(service_.GetEvaluation(CallFrom(), request).status())->reason(), "EVALUATION_NOT_FOUND");
  request.set_name(std::string(kScorecard) + "/evaluations/x");
  EXPECT_EQ(service_.GetEvaluation(CallFrom(), request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(HistoryServiceTest, SaysWhatChangedBetweenTwoInstantsAndWhy) {
  v1::CompareScorecardsRequest request;
  request.set_name(kScorecard);
  *request.mutable_from_time() = ToTimestamp(kFiled);
  const auto comparison = service_.CompareScorecards(CallFrom(), request);
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  ASSERT_GE(comparison->differences_size(), 1);
  const v1::ResultDifference& accidents = comparison->differences(0);
  EXPECT_EQ(accidents.before().status(), v1::RESULT_STATUS_ATTAINED);
  EXPECT_EQ(accidents.after().status(), v1::RESULT_STATUS_NOT_ATTAINED);
  EXPECT_THAT(accidents.causes(0).text().en(), HasSubstr("accidents 5 → 3"));
  *request.mutable_from_time() = ToTimestamp(kReviewed);
  const v1::ScorecardComparison later = *service_.CompareScorecards(CallFrom(), request);
  for (const v1::ResultDifference& difference : later.differences()) {
    EXPECT_EQ(difference.after().indicator(), "pneumoconiosis");  // nothing was filed, and it became due since
    EXPECT_EQ(difference.causes(0).kind(), v1::CAUSE_KIND_DUE);
  }
}

TEST_F(HistoryServiceTest, ANeighbourReadsNothing) {
  EXPECT_EQ(service_.ListEvaluations(CallFrom("140582"), ListRequest()).status().code(),
            absl::StatusCode::kPermissionDenied);
  v1::GetEvaluationRequest get;
  get.set_name(std::string(kScorecard) + "/evaluations/1");
  EXPECT_EQ(service_.GetEvaluation(CallFrom("140582"), get).status().code(), absl::StatusCode::kPermissionDenied);
  v1::CompareScorecardsRequest compare;
  compare.set_name(kScorecard);
  *compare.mutable_from_time() = ToTimestamp(kFiled);
  EXPECT_EQ(service_.CompareScorecards(CallFrom("140582"), compare).status().code(),
            absl::StatusCode::kPermissionDenied);
}

class WatchTest : public HistoryServiceTest {
 protected:
  WatchTest() {
    const KeptEvaluation kept = store_.LoadLastEvaluations("sample", kNow)->front();
    v1::Evaluation evaluation = kept.evaluation;
    evaluation.set_name(kScorecard);
    payload_ = evaluation.SerializeAsString();
  }

  absl::StatusOr<std::optional<std::string>> Encode(const Watcher& watcher) {
    return EncodeChange(payload_, "c1-7", watcher, plans_);
  }

  std::string payload_;
  const Identity caller_ = CallFrom().caller;
};

TEST_F(WatchTest, SendsAChangeWithItsCursorAndItsEvaluation) {
  v1::WatchScorecardsResponse response;
  ASSERT_TRUE(response.ParseFromString(**Encode({caller_, "", ""})));
  EXPECT_EQ(response.cursor(), "c1-7");
  EXPECT_EQ(response.scorecard(), kScorecard);
  EXPECT_EQ(response.evaluation(), std::string(kScorecard) + "/evaluations/7");
  EXPECT_TRUE(response.has_result());
  EXPECT_GT(response.causes_size(), 0);
}

TEST_F(WatchTest, SendsOnlyWhatIsWantedAndAllowed) {
  EXPECT_TRUE(Encode({caller_, "sample", "140581"})->has_value());
  EXPECT_TRUE(Encode({caller_, "sample", "140500"})->has_value());
  EXPECT_FALSE(Encode({caller_, "other", ""})->has_value());
  EXPECT_FALSE(Encode({caller_, "", "140582"})->has_value());
  EXPECT_FALSE(Encode({CallFrom("140582").caller, "", ""})->has_value());
}

TEST_F(WatchTest, AHeartbeatHasItsCursorAlone) {
  v1::WatchScorecardsResponse response;
  ASSERT_TRUE(response.ParseFromString(**EncodeChange("", "c1-9", {caller_, "", ""}, plans_)));
  EXPECT_EQ(response.cursor(), "c1-9");
  EXPECT_EQ(response.scorecard(), "");
}

TEST_F(WatchTest, UntilThePlanIsKnownNothingIsPassedOver) {
  const LivePlans empty(store_);
  EXPECT_EQ(EncodeChange(payload_, "c1-7", {caller_, "", ""}, empty).status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace lianfang::evaluation
