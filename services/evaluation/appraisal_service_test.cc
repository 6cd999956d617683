#include "services/evaluation/appraisal_service.h"

#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "common/id.h"
#include "common/time.h"
#include "google/protobuf/text_format.h"
#include "services/evaluation/store/testing/fake_appraisal_store.h"
#include "services/evaluation/testing/received_plan.h"

namespace lianfang::evaluation {
namespace {

constexpr char kScorecard[] = "plans/sample/regions/140581/scorecards/2021";

// The sample's periods with the first and last days of their years.
type::v1::Plan WithDays(type::v1::Plan plan) {
  for (type::v1::Period& period : *plan.mutable_periods()) {
    const int year = std::stoi(period.id());
    *period.mutable_start_date() = ToDate(absl::CivilDay(year, 1, 1));
    *period.mutable_end_date() = ToDate(absl::CivilDay(year, 12, 31));
  }
  return plan;
}

type::v1::Plan AppraisedPlan() {
  type::v1::Plan plan = WithDays(SamplePlan());
  plan.mutable_assessment()->set_concealment_points(7);
  EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(R"pb(
                                                              assessment {
                                                                items {
                                                                  id: "targets"
                                                                  names { zh: "目标完成" }
                                                                  source: ASSESSMENT_SOURCE_VERDICTS
                                                                  points: 60
                                                                }
                                                                items {
                                                                  id: "in-time"
                                                                  names { zh: "按时履行" }
                                                                  source: ASSESSMENT_SOURCE_PUNCTUALITY
                                                                  points: 40
                                                                }
                                                              }
                                                            )pb",
                                                            &plan));
  return plan;
}

class AppraisalServiceTest : public ReceivedPlanTest {
 protected:
  AppraisalServiceTest() : ReceivedPlanTest(AppraisedPlan()) {
    File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
    File("2021", 4, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
    duty::v1::Duty duty;
    duty.set_resource("plans/sample/tasks/t");
    duty.set_plan("plans/sample");
    duty.set_department("emergency");
    duty.set_region("140581");
    duty.mutable_kind()->set_id("task");
    *duty.mutable_due_time() = ToTimestamp(Day(2021, 7, 1));
    *duty.mutable_met_time() = ToTimestamp(Day(2021, 6, 1));
    EXPECT_TRUE(store_.SaveDuties({"coordination", duty.resource(), {duty}}, "", "c1", kNow).ok());
  }

  static Call Office() {
    Call call = CallFrom();
    call.caller.department = "hrss";
    call.caller.uri = "spiffe://t/region/140581/department/hrss/role/office/person/li";
    call.method = "lianfang.evaluation.v1.AppraisalService.PublishAppraisals";
    return call;
  }
  absl::StatusOr<v1::AppraisalEdition> Publish(const std::string& reason = "", const std::string& period = "2021") {
    v1::PublishAppraisalsRequest request;
    request.set_name("plans/sample/regions/140581/scorecards/" + period);
    request.set_reason(reason);
    request.set_request_id(NewUuid());
    return service_.PublishAppraisals(Office(), request);
  }
  v1::ListAppraisalsResponse List(bool derive = false, int edition = 0) {
    v1::ListAppraisalsRequest request;
    request.set_name(kScorecard);
    request.set_derive(derive);
    request.set_edition(edition);
    const auto answer = service_.ListAppraisals(CallFrom(), request);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.value_or(v1::ListAppraisalsResponse());
  }
  // A concealment of emergency's, proven in 2021 and confirmed.
  void Conceal() {
    v1::Concealment concealment;
    concealment.set_name("plans/sample/concealments/x");
    concealment.set_region("140581");
    concealment.set_department("emergency");
    *concealment.mutable_proven_date() = ToDate(absl::CivilDay(2021, 12, 1));
    v1::ConcealmentEvent& confirmed = *concealment.add_events();
    confirmed.set_state(v1::CONCEALMENT_STATE_CONFIRMED);
    *confirmed.mutable_time() = ToTimestamp(kNow);
    EXPECT_TRUE(decisions_
                    .Mutate(
                        RequestKey{"a", "m", NewUuid(), "h"}, kNow,
                        [&](AppraisalRows& rows) {
                          rows.SaveConcealment(concealment);
                          return Outcome{"", concealment.name(), "confirmed"};
                        },
                        kNow)
                    .ok());
  }

  FakeAppraisalStore decisions_;
  AppraisalContext context_{decisions_, store_, standpoints_, clock_};
  AppraisalService service_{context_};
};

TEST_F(AppraisalServiceTest, WhatIsPublishedStaysAndSaysWhatHasChangedSince) {
  EXPECT_FALSE(List().has_edition());
  const std::string before = List().appraisals(0).score().text();
  const auto published = Publish();
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(published->name(), std::string(kScorecard) + "/appraisal-editions/1");
  EXPECT_FALSE(List().differs());
  EXPECT_EQ(List().appraisals(0).edition(), published->name());

  Conceal();
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(List().appraisals(0).score().text(), before) << "the edition is as it was";
  EXPECT_TRUE(List().differs());
  const v1::Appraisal derived = List(/*derive=*/true).appraisals(0);
  EXPECT_EQ(derived.edition(), "");
  EXPECT_EQ(derived.deduction().accidents(), 1);
  EXPECT_NE(derived.score().text(), before);

  EXPECT_EQ(BadRequestOf(Publish().status())->field_violations(0).field(), "reason");
  ASSERT_TRUE(Publish("查实瞒报一起，重新公布").ok());
  EXPECT_EQ(List().edition().number(), 2);
  EXPECT_EQ(List().appraisals(0).score().text(), derived.score().text());
  EXPECT_EQ(List(false, 1).appraisals(0).score().text(), before);
  v1::ListAppraisalsRequest then;
  then.set_name(kScorecard);
  *then.mutable_as_of() = ToTimestamp(kNow);
  EXPECT_EQ(service_.ListAppraisals(CallFrom(), then)->edition().number(), 1);
}

TEST_F(AppraisalServiceTest, AnEditionHoldsWhatItRestsOn) {
  ASSERT_TRUE(Publish().ok());
  v1::GetAppraisalEditionRequest request;
  request.set_name(std::string(kScorecard) + "/appraisal-editions/1");
  const auto edition = service_.GetAppraisalEdition(CallFrom(), request);
  ASSERT_TRUE(edition.ok()) << edition.status();
  EXPECT_EQ(edition->publisher(), Office().caller.uri);
  EXPECT_EQ(edition->grounds().duties(0).resource(), "plans/sample/tasks/t");
  EXPECT_GT(edition->grounds().results_size(), 0);
  EXPECT_EQ(edition->grounds().rules().items_size(), 2);
  request.set_name(std::string(kScorecard) + "/appraisal-editions/2");
  EXPECT_EQ(ErrorInfoOf(service_.GetAppraisalEdition(CallFrom(), request).status())->reason(), "EDITION_NOT_FOUND");
  EXPECT_EQ(service_.GetAppraisalEdition(CallFrom("150000"), request).status().code(),
            absl::StatusCode::kPermissionDenied);
}

// Four eyes are for what a person enters, as a concealment: an edition is what the rules derive.
TEST_F(AppraisalServiceTest, OnePersonOfTheOfficePublishesAlsoTheNextEdition) {
  EXPECT_EQ(Publish()->publisher(), Office().caller.uri);
  EXPECT_EQ(Publish("又一次")->publisher(), Office().caller.uri);
}

TEST_F(AppraisalServiceTest, ListsEditionsByPage) {
  ASSERT_TRUE(Publish().ok());
  ASSERT_TRUE(Publish("又一次").ok());
  v1::ListAppraisalEditionsRequest request;
  request.set_parent(kScorecard);
  request.set_page_size(1);
  auto page = service_.ListAppraisalEditions(CallFrom(), request);
  EXPECT_EQ(page->editions(0).number(), 2);
  EXPECT_FALSE(page->editions(0).has_grounds());
  request.set_page_token(page->next_page_token());
  page = service_.ListAppraisalEditions(CallFrom(), request);
  EXPECT_EQ(page->editions(0).number(), 1);
  EXPECT_EQ(page->next_page_token(), "");
}

TEST_F(AppraisalServiceTest, WhatIsNotOverOrNotTheOfficesIsNotPublished) {
  EXPECT_EQ(ErrorInfoOf(Publish("", "2022").status())->reason(), "PERIOD_NOT_OVER");
  v1::PublishAppraisalsRequest request;
  request.set_name(kScorecard);
  request.set_request_id(NewUuid());
  Call liaison = Office();
  liaison.caller.role = type::v1::ROLE_LIAISON;
  EXPECT_EQ(ErrorInfoOf(service_.PublishAppraisals(liaison, request).status())->reason(), "NOT_PLAN_OFFICE");
  EXPECT_EQ(service_.PublishAppraisals(Office(), request)->number(), 1);
  EXPECT_EQ(service_.PublishAppraisals(Office(), request)->number(), 1) << "a repeat";
}

TEST_F(AppraisalServiceTest, AnEditionThatThereIsNotAndAContradictoryChoiceAreRefused) {
  v1::ListAppraisalsRequest request;
  request.set_name(kScorecard);
  request.set_edition(3);
  EXPECT_EQ(ErrorInfoOf(service_.ListAppraisals(CallFrom(), request).status())->reason(), "EDITION_NOT_FOUND");
  request.set_derive(true);
  EXPECT_EQ(BadRequestOf(service_.ListAppraisals(CallFrom(), request).status())->field_violations(0).field(),
            "edition");
}

TEST_F(AppraisalServiceTest, AnswersTheAppraisalsOfAPeriod) {
  v1::ListAppraisalsRequest request;
  request.set_name(kScorecard);
  const auto answer = service_.ListAppraisals(CallFrom(), request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_GT(answer->appraisals_size(), 0);
  const v1::Appraisal& emergency = answer->appraisals(0);
  EXPECT_EQ(emergency.name(), std::string(kScorecard) + "/appraisals/emergency");
  EXPECT_EQ(emergency.items(1).reached(), 1);
  EXPECT_TRUE(emergency.has_score());
  *request.mutable_as_of() = ToTimestamp(kNow + absl::Hours(1));
  EXPECT_EQ(BadRequestOf(service_.ListAppraisals(CallFrom(), request).status())->field_violations(0).field(), "as_of");
  request.set_name("plans/sample/regions/140581");
  EXPECT_EQ(BadRequestOf(service_.ListAppraisals(CallFrom(), request).status())->field_violations(0).field(), "name");
}

TEST_F(AppraisalServiceTest, AForeignRegionIsNotRead) {
  v1::ListAppraisalsRequest request;
  request.set_name(kScorecard);
  EXPECT_EQ(service_.ListAppraisals(CallFrom("150000"), request).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(AppraisalServiceTest, ComparesADepartmentsYears) {
  v1::GetAppraisalHistoryRequest request;
  request.set_name("plans/sample/regions/140581/scorecards/2022");
  request.set_department("emergency");
  const auto history = service_.GetAppraisalHistory(CallFrom(), request);
  ASSERT_TRUE(history.ok()) << history.status();
  EXPECT_EQ(history->appraisals(0).period(), "2021");
  request.set_department("none");
  EXPECT_EQ(ErrorInfoOf(service_.GetAppraisalHistory(CallFrom(), request).status())->reason(), "DEPARTMENT_NOT_FOUND");
}

TEST_F(AppraisalServiceTest, ExportsAWorkbook) {
  v1::ExportAppraisalsRequest request;
  request.set_name(kScorecard);
  const auto exported = service_.ExportAppraisals(CallFrom(), request);
  ASSERT_TRUE(exported.ok()) << exported.status();
  EXPECT_EQ(exported->content().substr(0, 2), "PK");
  EXPECT_EQ(exported->filename(), "联防-部门考核-sample-140581-2021.xlsx");
}

class NoAssessmentTest : public ReceivedPlanTest {};

TEST_F(NoAssessmentTest, APlanWithoutAssessmentSaysSo) {
  FakeAppraisalStore decisions;
  const AppraisalContext context{decisions, store_, standpoints_, clock_};
  AppraisalService service(context);
  v1::ListAppraisalsRequest request;
  request.set_name(kScorecard);
  EXPECT_EQ(ErrorInfoOf(service.ListAppraisals(CallFrom(), request).status())->reason(), "NO_ASSESSMENT");
}

}  // namespace
}  // namespace lianfang::evaluation
