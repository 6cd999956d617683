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

// Occasions with the state in which each is at an instant, and who owes it.
std::vector<std::string> TextsAt(const Duties& duties, absl::Time time) {
  std::vector<std::string> texts;
  for (const auto& duty : duties) {
    const std::string state = duty::v1::DutyState_Name(duties::StateAt(duty, time)).substr(sizeof("DUTY_STATE_") - 1);
    texts.push_back(duty.occasion() + " " + duty.department() + " " + state);
  }
  return texts;
}

TEST(OrderDutiesTest, ADraftIsServedByItsOwnDay) {
  v1::Order order = testing::Draft();
  CompleteDraft(testing::CarriedOut(), "x", Now(), order);
  const Duties duties = DutiesOfOrder(order, SampleFrame());
  EXPECT_THAT(TextsAt(duties, Now()), ElementsAre("serve emergency OPEN"));
  EXPECT_EQ(duties::DueDay(duties[0], SampleFrame().zone()), absl::CivilDay(2023, 3, 15));
  EXPECT_THAT(TextsAt(DutiesOfOrder(After(order, Step(v1::ORDER_ACTION_WITHDRAW), "x", Now()), SampleFrame()), Now()),
              ElementsAre("serve emergency WITHDRAWN"));
}

TEST(OrderDutiesTest, EveryStateThatWaitsForSomebodyHasADay) {
  v1::Order order = After(Served(), Step(v1::ORDER_ACTION_ASK_EXTENSION), "x", Now());
  EXPECT_THAT(TextsAt(DutiesOfOrder(order, SampleFrame()), Now()).back(), "extension-1 emergency OPEN");
  order = After(order, Step(v1::ORDER_ACTION_REFUSE_EXTENSION), "y", Now());
  order = After(order, Step(v1::ORDER_ACTION_REPORT_DONE), "x", Now());
  order = After(order, Step(v1::ORDER_ACTION_FAIL_REINSPECTION), "y", Now());
  EXPECT_THAT(TextsAt(DutiesOfOrder(order, SampleFrame()), Now() + kDay),
              ElementsAre(" emergency OPEN", "reinspection emergency MET", "serve emergency MET",
                          "extension-1 emergency MET", "decide-1 emergency DUE_SOON"))
      << "what is not rectified is owed as before";
  const v1::Order penalty = After(order, Step(v1::ORDER_ACTION_OPEN_PENALTY_CASE), "x", Now() + kDay);
  Duties duties = DutiesOfOrder(penalty, SampleFrame());
  EXPECT_THAT(TextsAt(duties, Now() + 2 * kDay).back(), "penalty-1 emergency OPEN");
  EXPECT_EQ(duties::DueDay(duties.back(), SampleFrame().zone()), absl::CivilDay(2023, 4, 1)) << "thirty days after";
  const v1::Order rectified = After(penalty, Step(v1::ORDER_ACTION_PASS_REINSPECTION), "y", Now() + 2 * kDay);
  duties = DutiesOfOrder(rectified, SampleFrame());
  EXPECT_THAT(TextsAt(duties, Now() + 3 * kDay).front(), " emergency MET");
  EXPECT_THAT(TextsAt(duties, Now() + 3 * kDay).back(), "close-1 emergency OPEN");
  EXPECT_EQ(duties::DueDay(duties.back(), SampleFrame().zone()), absl::CivilDay(2023, 3, 13)) << "ten days after";
}

TEST(OrderDutiesTest, WhatIsSupervisedIsClosedByTheOffice) {
  v1::Order order = After(Served(), Step(v1::ORDER_ACTION_SUPERVISE), "x", Now());
  order = After(order, Step(v1::ORDER_ACTION_REPORT_DONE), "x", Now());
  order = After(order, Step(v1::ORDER_ACTION_PASS_REINSPECTION), "y", Now());
  const Duties duties = DutiesOfOrder(order, SampleFrame());
  EXPECT_THAT(TextsAt(duties, Now()).back(), "close-1 hrss OPEN");
  EXPECT_EQ(duties.back().role(), type::v1::ROLE_OFFICE);
}

TEST(OrderDutiesTest, WhoAcceptsACaseConcludesItAndWhoHandedItOverOwesNothing) {
  v1::Order order = After(Served(), Step(v1::ORDER_ACTION_FAIL_REINSPECTION), "x", Now() + 20 * kDay);
  order = After(order, Step(v1::ORDER_ACTION_TRANSFER), "x", Now() + 20 * kDay);
  const v1::Order returned = After(order, Step(v1::ORDER_ACTION_RETURN_TRANSFER), "z", Now() + 21 * kDay);
  EXPECT_THAT(TextsAt(DutiesOfOrder(returned, SampleFrame()), Now() + 22 * kDay).back(), "decide-2 emergency DUE_SOON");
  const v1::Order accepted = After(order, Step(v1::ORDER_ACTION_ACCEPT_TRANSFER), "z", Now() + 21 * kDay);
  const Duties duties = DutiesOfOrder(accepted, SampleFrame());
  EXPECT_THAT(TextsAt(duties, Now() + 22 * kDay).front(), " emergency WITHDRAWN");
  EXPECT_THAT(TextsAt(duties, Now() + 22 * kDay).back(), "conclude-1 housing OPEN");
}

TEST(OrderDutiesTest, AServedOrderIsOwedUntilItsDayAndThenInspectedAgain) {
  Duties duties = DutiesOfOrder(Served(), SampleFrame());
  ASSERT_THAT(duties, SizeIs(3)) << "that it be served was owed before";
  duties.pop_back();
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
  EXPECT_THAT(TextsAt(duties, Now() + 3 * kDay),
              ElementsAre(" emergency MET", "reinspection emergency OPEN", "serve emergency MET"));
  EXPECT_EQ(duties::DueDay(duties[1], SampleFrame().zone()), absl::CivilDay(2023, 3, 13));
  const v1::Order passed = After(done, Step(v1::ORDER_ACTION_PASS_REINSPECTION), "x", Now() + 20 * kDay);
  EXPECT_THAT(TextsAt(DutiesOfOrder(passed, SampleFrame()), Now() + 21 * kDay),
              ElementsAre(" emergency MET", "reinspection emergency MET_LATE", "serve emergency MET",
                          "close-1 emergency OPEN"));
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
  EXPECT_THAT(TextsAt(DutiesOfOrder(order, SampleFrame()), Now() + 2 * kDay),
              ElementsAre(" emergency WITHDRAWN", "reinspection emergency WITHDRAWN", "serve emergency MET"));
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
  ASSERT_THAT(duties, SizeIs(7)) << "served, and decided on twice";
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
  duties = DutiesOfConference(conference, SampleFrame());
  ASSERT_THAT(duties, SizeIs(4));
  EXPECT_EQ(duties[2].date_changes(), 0);
  EXPECT_EQ(duties[3].date_changes(), 1) << "what is sent back is due again, once";
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

TEST(OrderDutiesTest, WhatHasNotHappenedHasNoInstant) {
  v1::Order order = After(Served(), Step(v1::ORDER_ACTION_REPORT_DONE), "x", Now());
  order = After(order, Step(v1::ORDER_ACTION_FAIL_REINSPECTION), "x", Now());
  order = After(order, Step(v1::ORDER_ACTION_TRANSFER), "x", Now());
  const Duties duties = DutiesOfOrder(order, SampleFrame());
  EXPECT_FALSE(duties[0].has_met_time()) << "reported, and found otherwise";
  EXPECT_FALSE(duties[0].has_withdrawn_time());
  EXPECT_TRUE(duties[1].has_met_time());
  EXPECT_FALSE(duties[1].has_withdrawn_time());
  EXPECT_EQ(duties[2].occasion(), "transfer-1");
  EXPECT_FALSE(duties[2].has_met_time());
  EXPECT_FALSE(duties[2].has_withdrawn_time());
}

TEST(OrderDutiesTest, EveryDutySaysWhatItIs) {
  v1::Order order = After(Served(), Step(v1::ORDER_ACTION_REPORT_DONE), "x", Now());
  order = After(order, Step(v1::ORDER_ACTION_FAIL_REINSPECTION), "x", Now());
  order = After(order, Step(v1::ORDER_ACTION_TRANSFER), "x", Now());
  order = After(order, Step(v1::ORDER_ACTION_ACCEPT_TRANSFER), "x", Now());
  std::vector<std::string> kinds;
  for (const auto& duty : DutiesOfOrder(order, SampleFrame())) {
    kinds.push_back(duty.kind().id());
    EXPECT_EQ(duty.resource(), "orders/one");
    EXPECT_EQ(duty.industry().id(), "coal-mining");
    EXPECT_FALSE(duty.kind().title().zh().empty());
    EXPECT_FALSE(duty.kind().title().en().empty());
    EXPECT_NE(duty.title().zh().find("样例煤业有限公司"), std::string::npos);
    EXPECT_NE(duty.title().en().find("样例煤业有限公司"), std::string::npos);
    EXPECT_FALSE(duty.action().zh().empty());
    EXPECT_FALSE(duty.action().en().empty());
  }
  EXPECT_THAT(
      kinds, ElementsAre("rectification", "reinspection", "transfer", "order-serving", "unrectified", "accepted-case"));
}

TEST(OrderDutiesTest, ATransferredCaseIsNoLongerOwedByWhoHandedItOver) {
  v1::Order order = After(Served(), Step(v1::ORDER_ACTION_FAIL_REINSPECTION), "x", Now());
  order = After(order, Step(v1::ORDER_ACTION_TRANSFER), "x", Now());
  order = After(order, Step(v1::ORDER_ACTION_ACCEPT_TRANSFER), "z", Now() + kDay);
  const auto duty = DutiesOfOrder(order, SampleFrame())[0];
  EXPECT_FALSE(duty.has_met_time());
  EXPECT_EQ(FromTimestamp(duty.withdrawn_time()), Now() + kDay);
  order = After(After(Served(), Step(v1::ORDER_ACTION_REPORT_DONE), "x", Now()), Step(v1::ORDER_ACTION_WITHDRAW), "x",
                Now() + kDay);
  EXPECT_FALSE(DutiesOfOrder(order, SampleFrame())[0].has_withdrawn_time()) << "done before";
}

TEST(InspectionDutiesTest, ACancelledOneIsOwedByNobody) {
  v1::Inspection inspection = testing::CarriedOut();
  inspection.set_state(v1::INSPECTION_STATE_CANCELLED);
  *inspection.mutable_update_time() = ToTimestamp(Now());
  const auto duty = DutiesOfInspection(inspection, SampleFrame())[0];
  EXPECT_EQ(FromTimestamp(duty.withdrawn_time()), Now());
  EXPECT_FALSE(duty.has_met_time());
  EXPECT_EQ(duty.kind().id(), "inspection");
  EXPECT_EQ(duty.department(), "emergency");
  EXPECT_EQ(FromTimestamp(duty.open_time()), SampleFrame().Start(absl::CivilDay(2023, 2, 20)));
}

TEST(ConferenceDutiesTest, AnswersAreMetAndWithdrawn) {
  v1::Conference conference = testing::Wanted();
  conference.set_name("conferences/one");
  Convene("x", Now(), conference);
  *conference.mutable_invitations(1)->mutable_reply_time() = ToTimestamp(Now() + kDay);
  conference.set_state(v1::CONFERENCE_STATE_CANCELLED);
  *conference.mutable_update_time() = ToTimestamp(Now() + 2 * kDay);
  const Duties duties = DutiesOfConference(conference, SampleFrame());
  ASSERT_THAT(duties, SizeIs(2));
  EXPECT_EQ(duties[0].kind().id(), "conference-reply");
  EXPECT_EQ(FromTimestamp(duties[0].met_time()), Now() + kDay);
  EXPECT_FALSE(duties[0].has_withdrawn_time());
  EXPECT_FALSE(duties[1].has_met_time());
  EXPECT_EQ(FromTimestamp(duties[1].withdrawn_time()), Now() + 2 * kDay);
  EXPECT_EQ(duties[0].title().zh(), "2023-03-20 会议回执");
}

TEST(ConferenceDutiesTest, WhatIsSentBackIsDueTenDaysLaterAtTheEarliest) {
  v1::Conference conference = testing::Wanted();
  conference.set_name("conferences/one");
  Convene("x", Now(), conference);
  v1::RecordMinutesRequest minutes;
  auto& resolution = *minutes.add_resolutions();
  resolution.set_owner("health");
  *resolution.mutable_due_date() = Date(2023, 4, 30);
  const absl::Time start = FromTimestamp(conference.start_time());
  ApplyMinutes(minutes, "x", start, conference);
  v1::VerifyResolutionRequest back;
  back.set_send_back(true);
  const auto due_after = [&](absl::CivilDay sent_back) {
    v1::Conference one = conference;
    ApplyReport(v1::ReportResolutionRequest(), "x", start, *one.mutable_resolutions(0));
    ApplyVerification(back, "y", SampleFrame().Start(sent_back), *one.mutable_resolutions(0));
    const Duties duties = DutiesOfConference(one, SampleFrame());
    return duties::DueDay(duties.back(), SampleFrame().zone());
  };
  EXPECT_EQ(due_after(absl::CivilDay(2023, 4, 1)), absl::CivilDay(2023, 4, 30)) << "its own date is later";
  EXPECT_EQ(due_after(absl::CivilDay(2023, 4, 20)), absl::CivilDay(2023, 4, 30));
  EXPECT_EQ(due_after(absl::CivilDay(2023, 4, 21)), absl::CivilDay(2023, 5, 1));
}

TEST(TaskDutiesTest, SaysForWhichPeriod) {
  const auto duty =
      DutiesOfTask(*TakenFrom(SamplePlan()->tasks(1), std::nullopt, SampleFrame(), Now()), SampleFrame())[0];
  EXPECT_EQ(duty.kind().id(), "task");
  EXPECT_EQ(duty.title().zh(), "开展宣传培训");
  EXPECT_EQ(duty.department(), "emergency");
  // Its mail would call the departments that take part the figures that are owed.
  EXPECT_EQ(duty.details_size(), 0);
  EXPECT_EQ(duty.period().id(), "2022");
  EXPECT_EQ(duty.date_changes(), 0);
}

TEST(OpinionDutiesTest, SaysWhenItWasIssuedAndNotWhat) {
  v1::Opinion opinion = testing::Wish();
  opinion.set_name("opinions/one");
  Issue("x", Now(), opinion);
  const auto duty = DutiesOfOpinion(opinion, SampleFrame())[0];
  EXPECT_EQ(duty.kind().id(), "opinion");
  EXPECT_EQ(duty.title().zh(), "答复工会 2023-03-01 的监督意见");
  EXPECT_EQ(duty.occasion(), "");
  EXPECT_FALSE(duty.has_met_time());
  EXPECT_EQ(FromTimestamp(duty.due_time()), SampleFrame().EndOf(Date(2023, 3, 20)));
}

}  // namespace
}  // namespace lianfang::coordination
