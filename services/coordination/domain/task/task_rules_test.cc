#include "services/coordination/domain/task/task_rules.h"

#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "services/coordination/domain/task/evidence_rules.h"
#include "services/coordination/domain/testing/sample.h"

namespace lianfang::coordination {
namespace {

using testing::FrameOf;
using testing::Liaison;
using testing::Now;
using testing::Office;
using testing::SampleFrame;
using testing::SamplePlan;

v1::TaskStatus Task(const std::string& id) {
  return *TakenFrom(*FindEntry(SamplePlan()->tasks(), id), std::nullopt, SampleFrame(), Now());
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : "";
}

absl::Status Report(const v1::TaskStatus& task, const Identity& caller, absl::Time now = Now()) {
  v1::ReportTaskRequest request;
  request.set_note("已开展");
  return CheckReport(task, request, caller, SampleFrame(), now);
}

v1::TaskStatus Reported(const std::string& actor) {
  v1::ReportTaskRequest request;
  request.set_note("已开展");
  v1::TaskStatus task = Task("training-2023");
  ApplyReport(request, actor, Now(), task);
  return task;
}

absl::Status Confirm(const v1::TaskStatus& task, const Identity& caller, bool send_back = false) {
  v1::ConfirmTaskRequest request;
  request.set_send_back(send_back);
  request.set_reason("材料不全");
  return CheckConfirmation(task, request, caller, SampleFrame());
}

TEST(TakenFromTest, TheDatesAreThoseOfThePlansZone) {
  const v1::TaskStatus task = Task("training-2023");
  EXPECT_EQ(task.name(), "plans/sample/tasks/training-2023");
  EXPECT_EQ(task.state(), v1::TASK_STATE_OPEN);
  EXPECT_EQ(FromTimestamp(task.due_time()), SampleFrame().Start(absl::CivilDay(2024, 1, 1)));
  EXPECT_EQ(FromTimestamp(task.open_time()), SampleFrame().Start(absl::CivilDay(2023, 1, 1)));
  EXPECT_EQ(FromTimestamp(Task("publish").open_time()), SampleFrame().Start(absl::CivilDay(2022, 5, 19)))
      << "the plan's issue date";
}

TEST(TakenFromTest, AnUnchangedTaskIsNotTakenAgain) {
  const v1::TaskStatus task = Task("training-2023");
  EXPECT_FALSE(TakenFrom(task.task(), task, SampleFrame(), Now()).has_value());
}

TEST(TakenFromTest, ANewDateKeepsTheFirstOneAndWhatWasDone) {
  type::v1::Plan plan = *SamplePlan();
  plan.set_edition(2);
  v1::TaskStatus done = Reported(Liaison("emergency").uri);
  plan.mutable_tasks(1)->mutable_due_date()->set_month(11);
  plan.mutable_tasks(1)->mutable_due_date()->set_day(30);
  const auto moved = TakenFrom(plan.tasks(1), done, FrameOf(plan), Now());
  ASSERT_TRUE(moved.has_value());
  EXPECT_EQ(FromTimestamp(moved->due_time()), SampleFrame().Start(absl::CivilDay(2023, 12, 1)));
  EXPECT_EQ(moved->original_due_time().seconds(), done.due_time().seconds());
  EXPECT_EQ(moved->state(), v1::TASK_STATE_DONE);
  EXPECT_EQ(moved->plan_edition(), 2);
}

TEST(DroppedTest, ADroppedTaskIsTakenUpAgainAsItStood) {
  const v1::TaskStatus done = Reported("x");
  const auto dropped = Dropped(done, Now());
  EXPECT_EQ(dropped->state(), v1::TASK_STATE_DROPPED);
  EXPECT_FALSE(Dropped(*dropped, Now()).has_value());
  EXPECT_EQ(TakenFrom(done.task(), dropped, SampleFrame(), Now())->state(), v1::TASK_STATE_DONE);
}

TEST(ReportTest, TheFirstOwnerReports) {
  const v1::TaskStatus task = Task("training-2023");
  EXPECT_TRUE(Report(task, Liaison("emergency")).ok());
  EXPECT_TRUE(Report(task, Office()).ok());
  EXPECT_EQ(ReasonOf(Report(task, Liaison("housing"))), "NOT_OWN_DEPARTMENT") << "the second owner";
  EXPECT_EQ(ReasonOf(Report(Reported("x"), Liaison("emergency"))), "STATE_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(Report(task, Liaison("emergency"), SampleFrame().Start(absl::CivilDay(2022, 12, 31)))),
            "TASK_NOT_OPEN");
  v1::ReportTaskRequest empty;
  EXPECT_EQ(CheckReport(task, empty, Liaison("emergency"), SampleFrame(), Now()).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(ReportTest, LateIsAFact) {
  v1::ReportTaskRequest request;
  v1::TaskStatus task = Task("training-2023");
  const absl::Time due = FromTimestamp(task.due_time());
  ApplyReport(request, "x", due - absl::Seconds(1), task);
  EXPECT_FALSE(task.done_late());
  task = Task("training-2023");
  ApplyReport(request, "x", due, task);
  EXPECT_TRUE(task.done_late());
}

TEST(ConfirmTest, DoneAndVerifiedAreTwoPersons) {
  EXPECT_TRUE(Confirm(Reported(Liaison("emergency").uri), Office()).ok());
  EXPECT_EQ(ReasonOf(Confirm(Reported(Office("shi").uri), Office("shi"))), "FOUR_EYES");
  EXPECT_EQ(ReasonOf(Confirm(Reported(Office().uri), Office("shi"))), "FOUR_EYES");
  EXPECT_TRUE(Confirm(Reported(Office("shi").uri), Office("wang")).ok());
  EXPECT_EQ(ReasonOf(Confirm(Reported("x"), Liaison("emergency"))), "NOT_PLAN_OFFICE");
  EXPECT_EQ(ReasonOf(Confirm(Task("training-2023"), Office())), "STATE_NOT_ALLOWED") << "nothing was reported";
}

TEST(ConfirmTest, WhatIsSentBackIsOpenAgain) {
  v1::TaskStatus task = Reported(Liaison("emergency").uri);
  v1::ConfirmTaskRequest request;
  request.set_send_back(true);
  EXPECT_EQ(CheckConfirmation(task, request, Office(), SampleFrame()).code(), absl::StatusCode::kInvalidArgument)
      << "without a reason";
  request.set_reason("材料不全");
  ASSERT_TRUE(CheckConfirmation(task, request, Office(), SampleFrame()).ok());
  ApplyConfirmation(request, Office().uri, Now(), task);
  EXPECT_EQ(task.state(), v1::TASK_STATE_OPEN);
  EXPECT_FALSE(task.has_done_time());
  EXPECT_TRUE(Report(task, Liaison("emergency")).ok());
}

TEST(EvidenceTest, WhatEvidenceShowsIsConfirmedAndNotSentBack) {
  v1::TaskStatus task = Task("publish");
  EXPECT_TRUE(AwaitsEvidence(task, Now()));
  ApplyEvidence("方案已印发", "spiffe://t/service/coordination", Now(), task);
  EXPECT_TRUE(task.by_evidence());
  EXPECT_FALSE(AwaitsEvidence(task, Now()));
  EXPECT_EQ(ReasonOf(Confirm(task, Office(), true)), "SHOWN_BY_EVIDENCE");
  EXPECT_TRUE(Confirm(task, Office()).ok());
  EXPECT_FALSE(AwaitsEvidence(Task("training-2023"), Now())) << "it is reported";
}

TEST(EvidenceTest, FourFifthsOfAPoolSuffice) {
  EXPECT_EQ(ShownByPool(39, 50), "");
  EXPECT_NE(ShownByPool(40, 50), "");
  EXPECT_EQ(ShownByPool(100, 0), "") << "without a target nothing is shown";
  EXPECT_EQ(ShownByPool(3, 4), "") << "80 % of 4 are more than 3";
}

TEST(EvidenceTest, AllReturnsAreFiled) {
  EXPECT_EQ(ShownByReturns(6, 5), "");
  EXPECT_NE(ShownByReturns(6, 6), "");
  EXPECT_EQ(ShownByReturns(0, 0), "");
}

TEST(EvidenceTest, AnAssessmentIsDoneWhenNothingIsLeftOpen) {
  EXPECT_NE(ShownByAssessment("2023", 7, 0), "");
  EXPECT_EQ(ShownByAssessment("2023", 6, 1), "");
  EXPECT_EQ(ShownByAssessment("2023", 0, 0), "") << "nothing was judged";
}

TEST(EvidenceTest, AConferenceOrInspectionCountsWithinTheTasksDays) {
  v1::Conference conference = testing::Wanted();
  EXPECT_EQ(ShownByConference(conference, Task("conference"), SampleFrame()), "") << "it was not held";
  conference.set_state(v1::CONFERENCE_STATE_HELD);
  EXPECT_NE(ShownByConference(conference, Task("conference"), SampleFrame()), "");
  *conference.mutable_start_time() = ToTimestamp(FromTimestamp(Task("conference").open_time()) - absl::Seconds(1));
  EXPECT_EQ(ShownByConference(conference, Task("conference"), SampleFrame()), "");
  v1::Inspection inspection = testing::CarriedOut();
  EXPECT_NE(ShownByInspection(inspection, Task("inspection"), SampleFrame()), "");
  *inspection.mutable_date() = testing::Date(2024, 1, 1);
  EXPECT_EQ(ShownByInspection(inspection, Task("inspection"), SampleFrame()), "");
}

}  // namespace
}  // namespace lianfang::coordination
