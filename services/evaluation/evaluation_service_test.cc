#include "services/evaluation/evaluation_service.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/evaluation/domain/testing/sample_plan.h"
#include "services/evaluation/store/testing/fake_evaluation_store.h"

namespace lianfang::evaluation {
namespace {

const absl::Time kPublished = Day(2022, 5, 19);
const absl::Time kFiled = Day(2022, 5, 30);
const absl::Time kReviewed = Day(2022, 5, 31);
const absl::Time kNow = Day(2022, 6, 2);

class EvaluationServiceTest : public testing::Test {
 protected:
  EvaluationServiceTest() : filed_(MakePlan()) {
    EXPECT_TRUE(store_.SavePlan(filed_.plan(), kNow).ok());
    for (const auto& obligation : filed_.knowledge().obligations) {
      Save(Stream::kObligations, obligation.name(), obligation.SerializeAsString(), kPublished);
    }
  }

  static type::v1::Plan MakePlan() {
    type::v1::Plan plan = SamplePlan();
    *plan.mutable_update_time() = ToTimestamp(kPublished);
    return plan;
  }

  void Save(Stream stream, const std::string& obligation, const std::string& document, absl::Time commit_time) {
    const std::string after = *store_.LoadCursor(stream, kNow);
    const ReceivedChange change = {"sample", obligation, commit_time, document, absl::StrCat(++cursor_)};
    ASSERT_TRUE(store_.SaveChange(stream, after, change, kNow).ok());
  }

  void File(const char* period, int accidents, submission::v1::ReturnState state, absl::Time commit_time) {
    const auto& filed =
        filed_.File(period, "coal-mining",
                    {{"accidents", accidents}, {"deaths", 0}, {"injured", 0}, {"trained", 1}, {"required", 1}}, state);
    Save(Stream::kReturns, filed.obligation(), filed.SerializeAsString(), commit_time);
  }

  v1::GetScorecardRequest Request(const char* name = "plans/sample/regions/140581/scorecards/2021") {
    v1::GetScorecardRequest request;
    request.set_name(name);
    return request;
  }

  absl::StatusOr<v1::Scorecard> Get(const v1::GetScorecardRequest& request) {
    Call call;
    call.deadline = kNow;
    return service_.GetScorecard(call, request);
  }

  v1::ResultStatus AccidentsAt(absl::Time as_of) {
    v1::GetScorecardRequest request = Request();
    *request.mutable_as_of() = ToTimestamp(as_of);
    return Get(request)->results(0).status();
  }

  Filed filed_;
  FakeEvaluationStore store_;
  FakeClock clock_{kNow};
  EvaluationService service_{store_, clock_};
  int cursor_ = 0;
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
  const std::pair<const char*, const char*> cases[] = {
      {"plans/other/regions/140581/scorecards/2021", "PLAN_NOT_FOUND"},
      {"plans/sample/regions/530000/scorecards/2021", "REGION_NOT_FOUND"},
      {"plans/sample/regions/140581/scorecards/2030", "PERIOD_NOT_FOUND"},
  };
  for (const auto& [name, reason] : cases) {
    const absl::Status status = Get(Request(name)).status();
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

}  // namespace
}  // namespace lianfang::evaluation
