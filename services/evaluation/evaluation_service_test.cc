#include "services/evaluation/evaluation_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/errors.h"
#include "common/time.h"
#include "services/evaluation/testing/received_plan.h"

namespace lianfang::evaluation {
namespace {

using ::testing::ElementsAre;

class EvaluationServiceTest : public ReceivedPlanTest {
 protected:
  using ReceivedPlanTest::ReceivedPlanTest;

  static v1::GetScorecardRequest Request(const char* name = "plans/sample/regions/140581/scorecards/2021") {
    v1::GetScorecardRequest request;
    request.set_name(name);
    return request;
  }

  absl::StatusOr<v1::Scorecard> Get(const v1::GetScorecardRequest& request, const char* region = "140581") {
    const auto answer = service_.GetScorecard(CallFrom(region), request);
    if (!answer.ok()) return answer.status();
    v1::Scorecard scorecard;
    EXPECT_TRUE(scorecard.ParseFromString(BytesOf(answer->buffer())));
    return scorecard;
  }

  v1::ResultStatus AccidentsAt(absl::Time as_of) {
    v1::GetScorecardRequest request = Request();
    *request.mutable_as_of() = ToTimestamp(as_of);
    return Get(request)->results(0).status();
  }

  EvaluationService service_{standpoints_};
};

TEST_F(EvaluationServiceTest, AnswersWithWhatWasReceivedAndHowFreshItIs) {
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  File("2021", 4, submission::v1::RETURN_STATE_ACCEPTED, kReviewed);
  const auto scorecard = Get(Request());
  ASSERT_TRUE(scorecard.ok()) << scorecard.status();
  EXPECT_EQ(scorecard->results(0).status(), v1::RESULT_STATUS_ATTAINED);
  EXPECT_EQ(FromTimestamp(scorecard->as_of()), kNow);
  EXPECT_EQ(FromTimestamp(scorecard->obligations_received_time()), kPublished);
  EXPECT_EQ(FromTimestamp(scorecard->returns_received_time()), kReviewed);
}

TEST_F(EvaluationServiceTest, BeforeAnythingWasFiledThereIsNoReturnsTime) {
  const auto scorecard = Get(Request());
  ASSERT_TRUE(scorecard.ok());
  EXPECT_FALSE(scorecard->has_returns_received_time());
  EXPECT_EQ(scorecard->results(0).status(), v1::RESULT_STATUS_MISSING);  // due since 31 May
}

TEST_F(EvaluationServiceTest, AnswersAsThingsStoodAtAPastInstant) {
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kPublished);
  File("2021", 4, submission::v1::RETURN_STATE_SUBMITTED, kFiled);
  File("2021", 4, submission::v1::RETURN_STATE_ACCEPTED, kReviewed);
  EXPECT_EQ(AccidentsAt(kFiled - absl::Microseconds(1)), v1::RESULT_STATUS_PENDING);
  EXPECT_EQ(AccidentsAt(kFiled), v1::RESULT_STATUS_PROVISIONAL_ATTAINED);
  EXPECT_EQ(AccidentsAt(kReviewed), v1::RESULT_STATUS_ATTAINED);
}

TEST_F(EvaluationServiceTest, AChangeOfAFasterClockIsPartOfTheAnswerAndOfItsInstant) {
  const absl::Time ahead = kNow + absl::Milliseconds(40);
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, ahead);
  const auto scorecard = Get(Request());
  EXPECT_EQ(FromTimestamp(scorecard->as_of()), ahead);
  EXPECT_TRUE(scorecard->results(0).has_baseline());
}

// Memory and the store are two ways to one answer.
TEST_F(EvaluationServiceTest, NowIsAnsweredFromMemoryAsThePastIsFromTheStore) {
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  File("2021", 4, submission::v1::RETURN_STATE_SUBMITTED, kReviewed);
  v1::GetScorecardRequest past = Request();
  *past.mutable_as_of() = ToTimestamp(kNow);
  const std::string from_store = Get(past)->SerializeAsString();
  EXPECT_EQ(Get(Request())->SerializeAsString(), from_store);
  EXPECT_EQ(Get(Request())->SerializeAsString(), from_store);  // remembered
}

TEST_F(EvaluationServiceTest, WhatIsRememberedEndsWithTheNextDueInstant) {
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  clock_.Set(Day(2022, 6, 1) - absl::Seconds(2));
  EXPECT_EQ(Get(Request())->results(0).status(), v1::RESULT_STATUS_PENDING);
  clock_.Set(Day(2022, 6, 1) - absl::Seconds(1));
  EXPECT_EQ(Get(Request())->results(0).status(), v1::RESULT_STATUS_PENDING);
  EXPECT_EQ(FromTimestamp(Get(Request())->as_of()), Day(2022, 6, 1) - absl::Seconds(1));
  clock_.Set(Day(2022, 6, 1));
  EXPECT_EQ(Get(Request())->results(0).status(), v1::RESULT_STATUS_MISSING);
}

TEST_F(EvaluationServiceTest, AChangeReplacesWhatIsRemembered) {
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  File("2021", 4, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  EXPECT_EQ(Get(Request())->results(0).status(), v1::RESULT_STATUS_ATTAINED);
  File("2019", 4, submission::v1::RETURN_STATE_ACCEPTED, kReviewed);
  EXPECT_EQ(Get(Request())->results(0).status(), v1::RESULT_STATUS_NOT_ATTAINED);
}

TEST_F(EvaluationServiceTest, ANeighbourReadsNothing) {
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  const absl::Status status = Get(Request(), "140582").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ErrorInfoOf(status)->reason(), "REGION_NOT_READABLE");
  EXPECT_TRUE(Get(Request(), "140500").ok());
}

TEST_F(EvaluationServiceTest, ExplainsOneResult) {
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  File("2021", 4, submission::v1::RETURN_STATE_ACCEPTED, kReviewed);
  v1::ExplainResultRequest request;
  request.set_name("plans/sample/regions/140581/scorecards/2021");
  request.set_industry("coal-mining");
  request.set_indicator("accidents");
  const auto explanation = service_.ExplainResult(CallFrom(), request);
  ASSERT_TRUE(explanation.ok()) << explanation.status();
  EXPECT_THAT(explanation->ledger_sequences(), ElementsAre(1, 2));
  request.set_indicator("pneumoconiosis");
  EXPECT_EQ(ErrorInfoOf(service_.ExplainResult(CallFrom(), request).status())->reason(), "RESULT_NOT_FOUND");
  request.clear_industry();
  EXPECT_TRUE(service_.ExplainResult(CallFrom(), request).ok());  // the total
}

TEST_F(EvaluationServiceTest, WaitsForTheChangeThatTheCallerKnowsOf) {
  File("2019", 5, submission::v1::RETURN_STATE_SUBMITTED, kFiled);
  v1::GetScorecardRequest request = Request();
  *request.mutable_min_return_update_time() = ToTimestamp(kReviewed);
  const absl::Status early = Get(request).status();
  EXPECT_EQ(early.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ErrorInfoOf(early)->reason(), "NOT_YET_RECEIVED");
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kReviewed);
  EXPECT_TRUE(Get(request).ok());
}

TEST_F(EvaluationServiceTest, WhatIsUnknownIsNotFoundWithItsReason) {
  Refresh();
  const std::pair<const char*, const char*> cases[] = {
      {"plans/other/regions/140581/scorecards/2021", "PLAN_NOT_FOUND"},
      {"plans/sample/regions/530000/scorecards/2021", "REGION_NOT_FOUND"},
      {"plans/sample/regions/140581/scorecards/2030", "PERIOD_NOT_FOUND"},
  };
  for (const auto& [name, reason] : cases) {
    const absl::Status status = Get(Request(name), "000000").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kNotFound) << name;
    EXPECT_EQ(ErrorInfoOf(status)->reason(), reason);
  }
  v1::GetScorecardRequest too_early = Request();
  *too_early.mutable_as_of() = ToTimestamp(kPublished - absl::Microseconds(1));
  EXPECT_EQ(ErrorInfoOf(Get(too_early).status())->reason(), "PLAN_NOT_FOUND");
}

TEST_F(EvaluationServiceTest, AMalformedNameIsRefused) {
  EXPECT_EQ(Get(Request("plans/sample")).status().code(), absl::StatusCode::kInvalidArgument);
}

type::v1::Plan ThreeCounties() {
  type::v1::Plan plan = SamplePlan();
  plan.add_regions()->set_code("140582");
  plan.add_regions()->set_code("140525");
  return plan;
}

class LeagueTest : public EvaluationServiceTest {
 protected:
  LeagueTest() : EvaluationServiceTest(ThreeCounties()) { Refresh(); }

  static v1::ListScorecardsRequest ListRequest() {
    v1::ListScorecardsRequest request;
    request.set_parent("plans/sample/regions/140500");
    request.set_period("2021");
    return request;
  }

  std::vector<std::string> Names(const v1::ListScorecardsRequest& request) {
    std::vector<std::string> codes;
    const auto response = service_.ListScorecards(CallFrom("140000"), request);
    EXPECT_TRUE(response.ok()) << response.status();
    for (const v1::Scorecard& each : response->scorecards()) codes.push_back(each.name().substr(21, 6));
    return codes;
  }
};

TEST_F(LeagueTest, ListsTheChildrenByCode) {
  EXPECT_THAT(Names(ListRequest()), ElementsAre("140525", "140581", "140582"));
}

TEST_F(LeagueTest, OrdersByWhatIsAttained) {
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  File("2021", 4, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  v1::ListScorecardsRequest request = ListRequest();
  request.set_order(v1::SCORECARD_ORDER_ATTAINED);
  EXPECT_THAT(Names(request), ElementsAre("140581", "140525", "140582"));
  request.set_order(v1::SCORECARD_ORDER_MISSING);
  EXPECT_THAT(Names(request), ElementsAre("140525", "140582", "140581"));
}

TEST_F(LeagueTest, GoesOnWhereThePageBeforeEnded) {
  v1::ListScorecardsRequest request = ListRequest();
  request.set_page_size(2);
  const auto first = *service_.ListScorecards(CallFrom("140500"), request);
  EXPECT_EQ(first.scorecards_size(), 2);
  EXPECT_EQ(first.scorecards(0).results_size(), 0);
  EXPECT_EQ(first.scorecards(0).industries_size(), 2);
  request.set_page_token(first.next_page_token());
  EXPECT_THAT(Names(request), ElementsAre("140582"));
  request.set_order(v1::SCORECARD_ORDER_ATTAINED);  // the token was another list's
  EXPECT_EQ(service_.ListScorecards(CallFrom("140500"), request).status().code(), absl::StatusCode::kInvalidArgument);
}

// What is filed between two pages would move regions over their border.
TEST_F(LeagueTest, AllPagesAreOfTheInstantOfTheFirst) {
  v1::ListScorecardsRequest request = ListRequest();
  request.set_order(v1::SCORECARD_ORDER_ATTAINED);
  request.set_page_size(2);
  const auto first = *service_.ListScorecards(CallFrom("140500"), request);  // 140525 and 140581
  clock_.Advance(absl::Seconds(1));
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kNow + absl::Seconds(1));
  File("2021", 4, submission::v1::RETURN_STATE_ACCEPTED, kNow + absl::Seconds(1));
  request.set_page_token(first.next_page_token());
  EXPECT_THAT(Names(request), ElementsAre("140582"));
  request.clear_page_token();
  EXPECT_THAT(Names(request), ElementsAre("140581", "140525"));
}

TEST_F(LeagueTest, AnswersEverythingOnRequest) {
  v1::ListScorecardsRequest request = ListRequest();
  request.set_view(v1::SCORECARD_VIEW_FULL);
  EXPECT_EQ(service_.ListScorecards(CallFrom("140500"), request)->scorecards(0).results_size(), 4);
}

TEST_F(LeagueTest, IsReadFromAboveOnly) {
  EXPECT_EQ(service_.ListScorecards(CallFrom("140581"), ListRequest()).status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(LeagueTest, AProvinceListsItsPrefectures) {
  v1::ListScorecardsRequest request = ListRequest();
  request.set_parent("plans/sample/regions/140000");
  EXPECT_THAT(Names(request), ElementsAre("140500"));
  request.set_parent("plans/sample/regions/530000");
  EXPECT_EQ(ErrorInfoOf(service_.ListScorecards(CallFrom("530000"), request).status())->reason(), "REGION_NOT_FOUND");
}

}  // namespace
}  // namespace lianfang::evaluation
