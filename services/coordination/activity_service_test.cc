#include "services/coordination/activity_service.h"

#include <gtest/gtest.h>

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
  v1::CreateActivityRequest request = Of(v1::ACTIVITY_KIND_CAMPAIGN);
  *request.mutable_activity()->mutable_create_time() = ToTimestamp(testing::Now() - absl::Hours(24 * 30));
  const auto created = world.activities.CreateActivity(world.emergency, request);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(FromTimestamp(created->create_time()), testing::Now()) << "not what the caller says";
  EXPECT_EQ(ReasonOf(world.activities.CreateActivity(world.health, Of(v1::ACTIVITY_KIND_CAMPAIGN)).status()),
            "NOT_OWN_DEPARTMENT");
  auto unions = Of(v1::ACTIVITY_KIND_CAMPAIGN);
  unions.mutable_activity()->set_department("union");
  EXPECT_TRUE(world.activities.CreateActivity(world.observer, unions).ok());
}

// What the region of whoever recorded it decides: exchange/attendance_test.cc.
TEST(ActivityServiceTest, TheRegionOfTheDepartmentIsKept) {
  World world;
  const auto own = world.activities.CreateActivity(world.emergency, Of(v1::ACTIVITY_KIND_CAMPAIGN));
  EXPECT_EQ(own->region(), "140581");
  const auto offices = world.activities.CreateActivity(world.office, Of(v1::ACTIVITY_KIND_CAMPAIGN));
  EXPECT_EQ(offices->region(), "") << "emergency acts from every region of the plan";
  World acting;
  acting.source.plan.mutable_departments(1)->set_acting_region("140581");
  EXPECT_EQ(acting.activities.CreateActivity(acting.office, Of(v1::ACTIVITY_KIND_CAMPAIGN))->region(), "140581");
  auto given = Of(v1::ACTIVITY_KIND_CAMPAIGN);
  given.mutable_activity()->set_region("140581");
  EXPECT_EQ(FirstField(world.activities.CreateActivity(world.emergency, given).status()), "activity.region");
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

}  // namespace
}  // namespace lianfang::coordination
