#include "services/coordination/domain/duty/coordination_duties.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "duties/duty.h"
#include "services/coordination/domain/conference/conference_rules.h"
#include "services/coordination/domain/inspection/order_rules.h"
#include "services/coordination/domain/opinion/opinion_rules.h"
#include "services/coordination/domain/task/task_rules.h"
#include "services/coordination/domain/testing/sample.h"

namespace lianfang::coordination {
namespace {

using duty::v1::DutyState;
using testing::After;
using testing::Date;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Now;
using testing::SampleFrame;
using testing::SamplePlan;
using testing::Served;
using ::testing::SizeIs;
using testing::Step;

const absl::Duration kDay = absl::Hours(24);

std::vector<DutyState> StatesAt(const Duties& duties, absl::Time time) {
  std::vector<DutyState> states;
  for (const auto& duty : duties) states.push_back(duties::StateAt(duty, time));
  return states;
}

TEST(OrderDutiesTest, ADraftOwesNothing) {
  v1::Order order = testing::Draft();
  CompleteDraft(testing::CarriedOut(), "x", Now(), order);
  EXPECT_THAT(DutiesOfOrder(order, SampleFrame()), IsEmpty());
}

TEST(OrderDutiesTest, AServedOrderIsOwedUntilItsDayAndThenInspectedAgain) {
  const Duties duties = DutiesOfOrder(Served(), SampleFrame());
  ASSERT_THAT(duties, SizeIs(2));
  EXPECT_EQ(duties[0].department(), "emergency");
  EXPECT_EQ(duties[0].role(), type::v1::ROLE_LIAISON);
  EXPECT_EQ(duties::DueDay(duties[0], SampleFrame().zone()), absl::CivilDay(2023, 3, 15));
  EXPECT_EQ(duties[1].occasion(), "reinspection");
  EXPECT_EQ(duties::DueDay(duties[1], SampleFrame().zone()), absl::CivilDay(2023, 3, 25)) << "ten days after";
  EXPECT_THAT(StatesAt(duties, Now()), ElementsAre(duty::v1::DUTY_STATE_OPEN, duty::v1::DUTY_STATE_NOT_OPEN));
  EXPECT_THAT(StatesAt(duties, Now() + 16 * kDay),
              ElementsAre(duty::v1::DUTY_STATE_OVERDUE, duty::v1::DUTY_STATE_OPEN));
}

TEST(OrderDutiesTest, AReportOpensTheReinspectionAtOnce) {
  const v1::Order done = After(Served(), Step(v1::ORDER_ACTION_REPORT_DONE), "x", Now() + 2 * kDay);
  const Duties duties = DutiesOfOrder(done, SampleFrame());
  EXPECT_THAT(StatesAt(duties, Now() + 3 * kDay), ElementsAre(duty::v1::DUTY_STATE_MET, duty::v1::DUTY_STATE_OPEN));
  EXPECT_EQ(duties::DueDay(duties[1], SampleFrame().zone()), absl::CivilDay(2023, 3, 13));
  const v1::Order passed = After(done, Step(v1::ORDER_ACTION_PASS_REINSPECTION), "x", Now() + 20 * kDay);
  EXPECT_THAT(StatesAt(DutiesOfOrder(passed, SampleFrame()), Now() + 21 * kDay),
              ElementsAre(duty::v1::DUTY_STATE_MET, duty::v1::DUTY_STATE_MET_LATE));
}

TEST(OrderDutiesTest, AnExtensionMovesTheDay) {
  v1::Order order = After(Served(), Step(v1::ORDER_ACTION_ASK_EXTENSION), "x", Now());
  order = After(order, Step(v1::ORDER_ACTION_GRANT_EXTENSION), "y", Now());
  const Duties duties = DutiesOfOrder(order, SampleFrame());
  EXPECT_EQ(duties::DueDay(duties[0], SampleFrame().zone()), absl::CivilDay(2023, 3, 30));
  EXPECT_EQ(FromTimestamp(duties[0].original_due_time()), SampleFrame().Start(absl::CivilDay(2023, 3, 16)));
  EXPECT_EQ(duties[0].date_changes(), 1);
}

TEST(OrderDutiesTest, AWithdrawnOrderOwesNothingAnyMore) {
  const v1::Order order = After(Served(), Step(v1::ORDER_ACTION_WITHDRAW), "x", Now() + kDay);
  EXPECT_THAT(StatesAt(DutiesOfOrder(order, SampleFrame()), Now() + 2 * kDay),
              ElementsAre(duty::v1::DUTY_STATE_WITHDRAWN, duty::v1::DUTY_STATE_WITHDRAWN));
}

TEST(OrderDutiesTest, EachReceiverOwesAnAnswer) {
  v1::Order order = After(Served(), Step(v1::ORDER_ACTION_REPORT_DONE), "x", Now());
  order = After(order, Step(v1::ORDER_ACTION_FAIL_REINSPECTION), "x", Now());
  order = After(order, Step(v1::ORDER_ACTION_TRANSFER), "x", Now());
  order = After(order, Step(v1::ORDER_ACTION_RETURN_TRANSFER), "x", Now() + kDay);
  auto again = Step(v1::ORDER_ACTION_TRANSFER);
  again.set_department("health");
  order = After(order, again, "x", Now() + 2 * kDay);
  const Duties duties = DutiesOfOrder(order, SampleFrame());
  ASSERT_THAT(duties, SizeIs(4));
  EXPECT_EQ(duties[2].department(), "housing");
  EXPECT_EQ(duties[2].occasion(), "transfer-1");
  EXPECT_EQ(duties[3].department(), "health");
  EXPECT_EQ(duties::DueDay(duties[3], SampleFrame().zone()), absl::CivilDay(2023, 3, 10)) << "within seven days";
  EXPECT_EQ(duties::StateAt(duties[2], Now() + 3 * kDay), duty::v1::DUTY_STATE_MET);
  EXPECT_EQ(duties::StateAt(duties[3], Now() + 10 * kDay), duty::v1::DUTY_STATE_OVERDUE);
}

TEST(InspectionDutiesTest, FindingsAreOwedByTheEndOfTheNextDay) {
  v1::Inspection inspection = testing::CarriedOut();
  inspection.set_state(v1::INSPECTION_STATE_PLANNED);
  inspection.clear_record_time();
  const Duties duties = DutiesOfInspection(inspection, SampleFrame());
  EXPECT_EQ(duties::DueDay(duties[0], SampleFrame().zone()), absl::CivilDay(2023, 2, 21));
  EXPECT_EQ(duties::StateAt(duties[0], Now()), duty::v1::DUTY_STATE_OVERDUE);
  EXPECT_EQ(duties::StateAt(DutiesOfInspection(testing::CarriedOut(), SampleFrame())[0], Now()),
            duty::v1::DUTY_STATE_MET);
}

TEST(TaskDutiesTest, WhatIsSentBackIsOwedAgain) {
  const type::v1::Task task = SamplePlan()->tasks(1);
  v1::TaskStatus status = *TakenFrom(task, std::nullopt, SampleFrame(), Now());
  EXPECT_THAT(StatesAt(DutiesOfTask(status, SampleFrame()), Now()), ElementsAre(duty::v1::DUTY_STATE_OPEN));
  ApplyReport(v1::ReportTaskRequest(), "x", Now(), status);
  EXPECT_THAT(StatesAt(DutiesOfTask(status, SampleFrame()), Now()), ElementsAre(duty::v1::DUTY_STATE_MET));
  v1::ConfirmTaskRequest request;
  request.set_send_back(true);
  const absl::Time late = FromTimestamp(status.due_time()) + kDay;
  ApplyConfirmation(request, "y", late, status);
  const Duties duties = DutiesOfTask(status, SampleFrame());
  EXPECT_THAT(StatesAt(duties, late + kDay), ElementsAre(duty::v1::DUTY_STATE_MET, duty::v1::DUTY_STATE_OPEN));
  EXPECT_TRUE(duties[1].has_sent_back_time());
  EXPECT_GT(duties[1].date_changes(), duties[0].date_changes());
}

TEST(TaskDutiesTest, TheLeadDepartmentsTasksAreItsOffices) {
  const auto duties =
      DutiesOfTask(*TakenFrom(SamplePlan()->tasks(0), std::nullopt, SampleFrame(), Now()), SampleFrame());
  EXPECT_EQ(duties[0].role(), type::v1::ROLE_OFFICE);
  EXPECT_EQ(duties[0].acting_region(), "140581");
}

TEST(TaskDutiesTest, ADroppedTaskIsWithdrawn) {
  const auto status = TakenFrom(SamplePlan()->tasks(1), std::nullopt, SampleFrame(), Now());
  EXPECT_THAT(StatesAt(DutiesOfTask(*Dropped(*status, Now()), SampleFrame()), Now() + kDay),
              ElementsAre(duty::v1::DUTY_STATE_WITHDRAWN));
}

TEST(ConferenceDutiesTest, TheInvitedOweAnAnswerAndOwnersTheirResolutions) {
  v1::Conference conference = testing::Wanted();
  conference.set_name("conferences/one");
  Convene("x", Now(), conference);
  Duties duties = DutiesOfConference(conference, SampleFrame());
  ASSERT_THAT(duties, SizeIs(2)) << "who convenes owes none";
  EXPECT_EQ(duties[0].occasion(), "reply-emergency");
  EXPECT_EQ(duties[1].role(), type::v1::ROLE_OBSERVER);
  const absl::Time start = FromTimestamp(conference.start_time());
  EXPECT_EQ(duties::StateAt(duties[0], start), duty::v1::DUTY_STATE_LOCKED);
  v1::RecordMinutesRequest minutes;
  auto& resolution = *minutes.add_resolutions();
  resolution.set_owner("health");
  resolution.set_text("专项治理");
  *resolution.mutable_due_date() = Date(2023, 4, 30);
  ApplyMinutes(minutes, "x", start, conference);
  duties = DutiesOfConference(conference, SampleFrame());
  ASSERT_THAT(duties, SizeIs(3));
  EXPECT_EQ(duties[2].occasion(), "resolution-1");
  EXPECT_EQ(duties[2].department(), "health");
  EXPECT_EQ(duties::StateAt(duties[2], start + 60 * kDay), duty::v1::DUTY_STATE_OVERDUE);
  ApplyReport(v1::ReportResolutionRequest(), "x", start + kDay, *conference.mutable_resolutions(0));
  v1::VerifyResolutionRequest back;
  back.set_send_back(true);
  ApplyVerification(back, "y", start + 2 * kDay, *conference.mutable_resolutions(0));
  EXPECT_THAT(DutiesOfConference(conference, SampleFrame()), SizeIs(4));
}

TEST(OpinionDutiesTest, AnotherAnswerIsAnotherDuty) {
  v1::Opinion opinion = testing::Wish();
  opinion.set_name("opinions/one");
  Issue("x", Now(), opinion);
  EXPECT_THAT(StatesAt(DutiesOfOpinion(opinion, SampleFrame()), Now() + 30 * kDay),
              ElementsAre(duty::v1::DUTY_STATE_OVERDUE));
  ApplyAnswer(v1::AnswerOpinionRequest(), "x", Now() + kDay, opinion);
  v1::JudgeAnswerRequest again;
  *again.mutable_due_date() = Date(2023, 4, 30);
  ApplyJudgement(again, "x", Now() + 2 * kDay, opinion);
  const Duties duties = DutiesOfOpinion(opinion, SampleFrame());
  EXPECT_THAT(StatesAt(duties, Now() + 3 * kDay), ElementsAre(duty::v1::DUTY_STATE_MET, duty::v1::DUTY_STATE_OPEN));
  EXPECT_EQ(duties[1].occasion(), "answer-2");
}

}  // namespace
}  // namespace lianfang::coordination
