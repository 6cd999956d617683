#include "services/coordination/activity_service.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "duties/duty.h"
#include "services/coordination/domain/duty/coordination_duties.h"
#include "services/coordination/testing/world.h"

namespace lianfang::coordination {
namespace {

using testing::FirstField;
using testing::ReasonOf;
using testing::World;

v1::CreateActivityRequest Of(v1::ActivityKind kind) {
  v1::CreateActivityRequest request;
  v1::Activity& activity = *request.mutable_activity();
  activity = testing::Campaign();
  activity.set_kind(kind);
  activity.clear_end_date();
  activity.set_organization("样例技工学校");
  request.set_request_id(NewUuid());
  return request;
}

TEST(ActivityServiceTest, ADepartmentRecordsItsOwn) {
  World world;
  EXPECT_TRUE(world.activities.CreateActivity(world.emergency, Of(v1::ACTIVITY_KIND_CAMPAIGN)).ok());
  EXPECT_EQ(ReasonOf(world.activities.CreateActivity(world.health, Of(v1::ACTIVITY_KIND_CAMPAIGN)).status()),
            "NOT_OWN_DEPARTMENT");
  auto unions = Of(v1::ACTIVITY_KIND_CAMPAIGN);
  unions.mutable_activity()->set_department("union");
  EXPECT_TRUE(world.activities.CreateActivity(world.observer, unions).ok());
}

TEST(ActivityServiceTest, AWithdrawnThemeMakesRoomForAnother) {
  World world;
  const auto theme = world.activities.CreateActivity(world.office, Of(v1::ACTIVITY_KIND_THEME));
  ASSERT_TRUE(theme.ok()) << theme.status();
  EXPECT_EQ(ReasonOf(world.activities.CreateActivity(world.office, Of(v1::ACTIVITY_KIND_THEME)).status()),
            "THEME_EXISTS");
  auto withdraw = World::About<v1::WithdrawActivityRequest>(theme->name());
  withdraw.set_reason("改题");
  ASSERT_TRUE(world.activities.WithdrawActivity(world.office, withdraw).ok());
  EXPECT_TRUE(world.activities.CreateActivity(world.office, Of(v1::ACTIVITY_KIND_THEME)).ok());
}

TEST(ActivityServiceTest, AYearIsAddedUp) {
  World world;
  ASSERT_TRUE(world.activities.CreateActivity(world.emergency, Of(v1::ACTIVITY_KIND_SCHOOL_COURSE)).ok());
  v1::GetActivitySummaryRequest request;
  request.set_parent(testing::kPlan);
  request.set_year(2023);
  const auto summary = world.activities.GetActivitySummary(world.health, request);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->kinds(v1::ACTIVITY_KIND_SCHOOL_COURSE - 1).people(), 1200);
  EXPECT_EQ(summary->gaps_size(), 4);
  request.set_year(23);
  EXPECT_EQ(FirstField(world.activities.GetActivitySummary(world.health, request).status()), "year");
  v1::ListActivitiesRequest list;
  list.set_year(2022);
  EXPECT_EQ(world.activities.ListActivities(world.health, list)->activities_size(), 0);
  list.set_year(2023);
  EXPECT_EQ(world.activities.ListActivities(world.health, list)->activities_size(), 1);
}

// A training of emergency with three people in key positions, of four.
class AttendanceTest : public ::testing::Test {
 protected:
  AttendanceTest() {
    auto request = Of(v1::ACTIVITY_KIND_TRAINING);
    request.mutable_activity()->clear_organization();
    request.mutable_activity()->set_people(4);
    request.mutable_activity()->mutable_key_positions()->set_principals(1);
    request.mutable_activity()->mutable_key_positions()->set_team_leaders(2);
    const auto recorded = world_.activities.CreateActivity(world_.emergency, request);
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    training_ = *recorded;
  }

  // Attendees `first` to `last` of the list.
  v1::PublishAttendanceRequest Part(int first, int last) {
    auto request = World::About<v1::PublishAttendanceRequest>(training_.name());
    request.set_first(first);
    for (int i = first; i <= last; ++i) {
      auto& attendee = *request.add_attendees();
      attendee.mutable_person()->set_display_name(absl::StrCat("某人", i));
      attendee.set_key_position("team-leader");
      attendee.set_course(training_.title());
      *attendee.mutable_training_date() = training_.start_date();
      attendee.set_result(exchange::v1::TRAINING_RESULT_PASSED);
    }
    return request;
  }
  absl::StatusOr<v1::Activity> Publish(const v1::PublishAttendanceRequest& request) {
    return world_.activities.PublishAttendance(world_.emergency, request);
  }
  Duties Owed() {
    v1::GetActivityRequest get;
    get.set_name(training_.name());
    return DutiesOfActivity(*world_.activities.GetActivity(world_.emergency, get), testing::SampleFrame());
  }

  World world_;
  v1::Activity training_;
};

TEST_F(AttendanceTest, GoesToExchangeAsRecordsOfTheDepartment) {
  ASSERT_TRUE(Publish(Part(1, 2)).ok());
  const auto published = Publish(Part(3, 4));
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(published->attendance().published(), 4);
  ASSERT_EQ(world_.exchange.records.size(), 4u);
  const exchange::v1::Record& third = world_.exchange.records.at("emergency " + training_.name() + "/3");
  EXPECT_EQ(third.kind(), exchange::v1::RECORD_KIND_TRAINING);
  EXPECT_EQ(third.owner().region(), "140581");
  EXPECT_EQ(third.version(), 1);
  EXPECT_EQ(third.training().person().display_name(), "某人3");
  EXPECT_EQ(third.training().course(), training_.title());
  EXPECT_EQ(third.training().training_date().day(), training_.start_date().day());
  for (const std::string& row : world_.store.audit()) EXPECT_EQ(row.find("某人"), std::string::npos) << row;
}

TEST_F(AttendanceTest, APartThatIsSentAgainChangesNothing) {
  const auto part = Part(1, 2);
  ASSERT_TRUE(Publish(part).ok());
  ASSERT_TRUE(Publish(part).ok());
  EXPECT_EQ(world_.exchange.request_ids[0], world_.exchange.request_ids[1]);
  EXPECT_EQ(Publish(Part(1, 2))->attendance().published(), 2);
  EXPECT_EQ(world_.exchange.records.size(), 2u);
}

TEST_F(AttendanceTest, WhileExchangeIsAwayNothingIsLost) {
  world_.exchange.away = true;
  EXPECT_EQ(Publish(Part(1, 3)).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(duties::StateAt(Owed()[0], world_.clock.Now()), duty::v1::DUTY_STATE_DUE_SOON);
  EXPECT_EQ(duties::StateAt(Owed()[0], world_.clock.Now() + absl::Hours(24 * 60)), duty::v1::DUTY_STATE_OVERDUE);
  world_.exchange.away = false;
  ASSERT_TRUE(Publish(Part(1, 3)).ok());
  EXPECT_EQ(duties::StateAt(Owed()[0], world_.clock.Now()), duty::v1::DUTY_STATE_MET) << "as many as key positions";
}

TEST_F(AttendanceTest, WhatExchangeRefusesIsSaidByTheRequestsFields) {
  FieldViolations faults;
  faults.Add("training.person.id_number", "must be given");
  world_.exchange.refusal = faults.ToStatus();
  EXPECT_EQ(FirstField(Publish(Part(1, 1)).status()), "attendees[0].person.id_number");
  v1::GetActivityRequest get;
  get.set_name(training_.name());
  EXPECT_EQ(world_.activities.GetActivity(world_.emergency, get)->attendance().published(), 0);
}

TEST_F(AttendanceTest, BadPartsAreRefusedPrecisely) {
  EXPECT_EQ(FirstField(Publish(Part(2, 3)).status()), "first") << "a gap";
  EXPECT_EQ(FirstField(Publish(Part(0, 1)).status()), "first");
  EXPECT_EQ(FirstField(Publish(Part(1, 5)).status()), "attendees") << "five of four";
  EXPECT_EQ(FirstField(Publish(Part(1, 0)).status()), "attendees");
  auto part = Part(1, 1);
  part.mutable_attendees(0)->set_result(exchange::v1::TRAINING_RESULT_ABSENT);
  EXPECT_EQ(FirstField(Publish(part).status()), "attendees[0].result");
  part = Part(1, 1);
  *part.mutable_attendees(0)->mutable_training_date() = testing::Date(2022, 1, 1);
  EXPECT_EQ(FirstField(Publish(part).status()), "attendees[0].training_date");
  part = Part(1, 1);
  part.set_industry("none");
  EXPECT_EQ(FirstField(Publish(part).status()), "industry");
  EXPECT_EQ(ReasonOf(world_.activities.PublishAttendance(world_.health, Part(1, 1)).status()), "NOT_OWN_DEPARTMENT");
  EXPECT_EQ(ReasonOf(world_.activities.PublishAttendance(world_.office, Part(1, 1)).status()), "NOT_OWN_DEPARTMENT");
  EXPECT_TRUE(world_.exchange.records.empty());
}

TEST_F(AttendanceTest, ACampaignHasNone) {
  const auto campaign = world_.activities.CreateActivity(world_.emergency, Of(v1::ACTIVITY_KIND_CAMPAIGN));
  auto part = Part(1, 1);
  part.set_name(campaign->name());
  EXPECT_EQ(ReasonOf(Publish(part).status()), "NO_ATTENDANCE");
  EXPECT_TRUE(DutiesOfActivity(*campaign, testing::SampleFrame()).empty());
}

TEST_F(AttendanceTest, AWithdrawnTrainingTakesItsRecordsBack) {
  ASSERT_TRUE(Publish(Part(1, 3)).ok());
  auto withdraw = World::About<v1::WithdrawActivityRequest>(training_.name());
  withdraw.set_reason("重复登记");
  world_.exchange.away = true;
  EXPECT_EQ(world_.activities.WithdrawActivity(world_.emergency, withdraw).status().code(),
            absl::StatusCode::kUnavailable);
  world_.exchange.away = false;
  ASSERT_TRUE(world_.activities.WithdrawActivity(world_.emergency, withdraw).ok());
  for (const auto& [name, record] : world_.exchange.records) {
    EXPECT_TRUE(record.withdrawn()) << name;
    EXPECT_EQ(record.version(), 2);
    EXPECT_EQ(record.revision_reason(), "重复登记");
  }
  EXPECT_EQ(ReasonOf(Publish(Part(1, 3)).status()), "STATE_NOT_ALLOWED");
}

TEST_F(AttendanceTest, TheYearSaysWhichTrainingsLackIt) {
  v1::GetActivitySummaryRequest request;
  request.set_parent(testing::kPlan);
  request.set_year(2023);
  const auto lacks = [&] {
    const auto summary = world_.activities.GetActivitySummary(world_.health, request);
    return summary->gaps(summary->gaps_size() - 1).en() == "attendance of key positions not published: 1 trainings";
  };
  EXPECT_TRUE(lacks());
  ASSERT_TRUE(Publish(Part(1, 3)).ok());
  EXPECT_FALSE(lacks());
}

}  // namespace
}  // namespace lianfang::coordination
