#include "services/fund/domain/duty/project_duties.h"

#include <gtest/gtest.h>

#include <string>

#include "common/time.h"
#include "duties/duty.h"
#include "services/fund/domain/testing/sample.h"

namespace lianfang::fund {
namespace {

using testing::Step;
using testing::StepWithDocument;
using testing::Walk;

const duty::v1::Duty& Of(const std::vector<duty::v1::Duty>& duties, const std::string& occasion) {
  for (const duty::v1::Duty& duty : duties) {
    if (duty.occasion() == occasion) return duty;
  }
  ADD_FAILURE() << "no duty " << occasion;
  return duties.front();
}

TEST(ProjectDutiesTest, AContractOwesItsMilestonesAndItsEnd) {
  Walk walk;
  walk.Approved();
  EXPECT_TRUE(DutiesOfProject(walk.project(), testing::SamplePlan()).empty());
  walk = Walk();
  walk.Contracted();
  const auto duties = DutiesOfProject(walk.project(), testing::SamplePlan());
  ASSERT_EQ(duties.size(), 2U);
  const duty::v1::Duty& half = Of(duties, "milestone-half");
  EXPECT_EQ(half.department(), "emergency");
  EXPECT_EQ(half.acting_region(), "140581");
  EXPECT_EQ(duties::DueDay(half, absl::FixedTimeZone(8 * 3600)), absl::CivilDay(2026, 9, 30));
  EXPECT_EQ(duties::StateAt(half, testing::Now() + absl::Hours(1)), duty::v1::DUTY_STATE_OPEN);
  EXPECT_EQ(duties::DueDay(Of(duties, ""), absl::FixedTimeZone(8 * 3600)), absl::CivilDay(2026, 12, 31));
}

TEST(ProjectDutiesTest, ADutySaysWhatIsOwedByWhomUntilWhen) {
  Walk walk;
  walk.Contracted();
  const auto duties = DutiesOfProject(walk.project(), testing::SamplePlan());
  const duty::v1::Duty& half = Of(duties, "milestone-half");
  EXPECT_EQ(half.resource(), "projects/p1");
  EXPECT_EQ(half.plan(), "plans/sample");
  EXPECT_EQ(half.plan_edition(), 2);
  EXPECT_EQ(half.role(), type::v1::ROLE_LIAISON);
  EXPECT_EQ(half.region(), "140581");
  EXPECT_EQ(half.industry().id(), "coal-mining");
  EXPECT_EQ(half.industry().title().zh(), "煤矿");
  EXPECT_EQ(half.portal_page(), "projects/p1");
  EXPECT_EQ(half.kind().id(), "project-milestone");
  EXPECT_EQ(half.kind().title().zh(), "项目节点");
  EXPECT_EQ(half.title().zh(), "项目 煤矿班组长工伤预防培训：完成一半");
  EXPECT_EQ(half.action().zh(), "完成后登记节点");
  const absl::Time due = absl::FromCivil(absl::CivilDay(2026, 10, 1), absl::FixedTimeZone(8 * 3600));
  EXPECT_EQ(FromTimestamp(half.open_time()), testing::Now());
  EXPECT_EQ(FromTimestamp(half.due_time()), due);
  EXPECT_EQ(FromTimestamp(half.original_due_time()), due);
  EXPECT_EQ(FromTimestamp(half.create_time()), testing::Now());
  EXPECT_EQ(FromTimestamp(half.update_time()), FromTimestamp(walk.project().update_time()));
  EXPECT_TRUE(duties::IsAwaitedAt(half, due));
  EXPECT_FALSE(duties::IsAwaitedAt(half, testing::Now() - absl::Seconds(1)));
  const duty::v1::Duty& end = Of(duties, "");
  EXPECT_EQ(end.kind().id(), "project-completion");
  EXPECT_EQ(end.title().zh(), "项目 煤矿班组长工伤预防培训：完工");
  EXPECT_EQ(end.action().zh(), "完工后报告完工");
}

TEST(ProjectDutiesTest, ItIsOwedFromTheRegionWhereTheDepartmentActs) {
  Walk walk;
  walk.Contracted();
  type::v1::Plan plan = testing::SamplePlan();
  plan.mutable_regions(0)->set_code("140500");
  plan.add_regions()->set_code("140581");
  const auto region = [&] { return Of(DutiesOfProject(walk.project(), plan), "").acting_region(); };
  EXPECT_EQ(region(), "140581") << "the project's own";
  walk.project().mutable_proposal()->set_region("140525");
  EXPECT_EQ(region(), "140500") << "the office's, where the project's does not report";
  plan.mutable_departments(2)->set_acting_region("140000");
  EXPECT_EQ(region(), "140500") << "another department's";
  plan.mutable_departments(1)->set_acting_region("140000");
  EXPECT_EQ(region(), "140000");
}

TEST(ProjectDutiesTest, LateFromTheFirstInstantAfterTheDay) {
  const absl::Time due = absl::FromCivil(absl::CivilDay(2026, 10, 1), absl::FixedTimeZone(8 * 3600));
  const auto late = [&](absl::Time recorded) {
    Walk walk;
    walk.Running();
    walk.now = recorded;
    walk.Take(Step("milestone { milestone: \"half\" done_date { year: 2026 month: 9 day: 1 } }"));
    return Of(DutiesOfProject(walk.project(), testing::SamplePlan()), "milestone-half").met_late();
  };
  EXPECT_FALSE(late(due - absl::Nanoseconds(1)));
  EXPECT_TRUE(late(due));
}

TEST(ProjectDutiesTest, WhatIsRecordedLateIsLateWhateverDayItNames) {
  Walk walk;
  walk.Running();
  walk.now = testing::Now() + absl::Hours(24 * 200);
  walk.Take(Step("milestone { milestone: \"half\" done_date { year: 2026 month: 9 day: 1 } }"));
  EXPECT_TRUE(Of(DutiesOfProject(walk.project(), testing::SamplePlan()), "milestone-half").met_late());
}

TEST(ProjectDutiesTest, WhatTheAcceptanceSendsBackIsOwedUntilItIsCompletedAgain) {
  Walk walk;
  walk.Completed();
  walk.Take(
      StepWithDocument("note: \"记录不全\" acceptance { result: ACCEPTANCE_RESULT_SENT_BACK "
                       "engagement: \"engagements/a\" accept_date { year: 2026 month: 6 day: 1 } "
                       "rectify_by_date { year: 2026 month: 6 day: 20 } }"));
  const std::string occasion = "rectification-" + std::to_string(walk.project().events_size());
  EXPECT_FALSE(Of(DutiesOfProject(walk.project(), testing::SamplePlan()), occasion).has_met_time());
  walk.now += absl::Hours(48);
  walk.Take(StepWithDocument("completion { complete_date { year: 2026 month: 6 day: 3 } }"));
  const auto duties = DutiesOfProject(walk.project(), testing::SamplePlan());
  EXPECT_EQ(FromTimestamp(Of(duties, occasion).met_time()), walk.now);
  EXPECT_EQ(FromTimestamp(Of(duties, "").met_time()), testing::Now()) << "the first completion stays";
}

TEST(ProjectDutiesTest, ATerminationWithdrawsWhatIsOpen) {
  Walk walk;
  walk.Running();
  walk.Take(StepWithDocument("note: \"机构注销\" termination {}"));
  for (const duty::v1::Duty& duty : DutiesOfProject(walk.project(), testing::SamplePlan())) {
    EXPECT_TRUE(duty.has_withdrawn_time());
    EXPECT_FALSE(duties::IsOwed(duty));
  }
}

TEST(ProjectDutiesTest, ATerminationLeavesWhatWasDone) {
  Walk walk;
  walk.Running();
  walk.Take(Step("milestone { milestone: \"half\" done_date { year: 2026 month: 6 day: 1 } }"));
  walk.Take(StepWithDocument("note: \"机构注销\" termination {}"));
  const auto duties = DutiesOfProject(walk.project(), testing::SamplePlan());
  EXPECT_TRUE(Of(duties, "milestone-half").has_met_time());
  EXPECT_FALSE(Of(duties, "milestone-half").has_withdrawn_time());
  EXPECT_TRUE(Of(duties, "").has_withdrawn_time());
}

}  // namespace
}  // namespace lianfang::fund
