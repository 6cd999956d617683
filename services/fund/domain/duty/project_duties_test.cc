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

}  // namespace
}  // namespace lianfang::fund
