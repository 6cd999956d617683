#include "services/evaluation/live/live_plans.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/evaluation/testing/received_plan.h"

namespace lianfang::evaluation {
namespace {

using ::testing::ElementsAre;

class LivePlansTest : public ReceivedPlanTest {};

TEST_F(LivePlansTest, IsEmptyUntilItIsRefreshed) {
  EXPECT_EQ(plans_.Find("sample"), nullptr);
  Refresh();
  ASSERT_NE(plans_.Find("sample"), nullptr);
  EXPECT_EQ(plans_.Find("sample")->state().obligations_received_time, kPublished);
  EXPECT_EQ(plans_.All().size(), 1);
}

TEST_F(LivePlansTest, TakesInWhatAnotherReplicaReceived) {
  Refresh();
  const auto before = plans_.Find("sample");
  File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  const auto after = plans_.Find("sample");
  EXPECT_EQ(after->version(), before->version() + 1);
  EXPECT_THAT(after->changed_regions(), ElementsAre("140581"));
  EXPECT_EQ(after->state().returns_received_time, kFiled);
  const Subject subject = {"140581", "coal-mining", "2019"};
  EXPECT_EQ(before->state().filings.Find(subject).filed, nullptr);  // whoever reads it goes on undisturbed
  EXPECT_NE(after->state().filings.Find(subject).filed, nullptr);
}

TEST_F(LivePlansTest, NothingNewMakesNoVersion) {
  Refresh();
  const auto before = plans_.Find("sample");
  Refresh();
  EXPECT_EQ(plans_.Find("sample"), before);
}

TEST_F(LivePlansTest, BuiltFromTheStoreItIsWhatItWas) {
  File("2019", 5, submission::v1::RETURN_STATE_SUBMITTED, kFiled);
  File("2019", 6, submission::v1::RETURN_STATE_ACCEPTED, kReviewed);
  LivePlans restarted(store_);
  ASSERT_TRUE(restarted.Refresh(kNow).ok());
  EXPECT_EQ(*restarted.Find("sample")->Scorecard("140581", "2021", kNow)->shared,
            *plans_.Find("sample")->Scorecard("140581", "2021", kNow)->shared);
}

TEST_F(LivePlansTest, AScorecardIsBuiltOnceUntilADueInstantPasses) {
  Refresh();
  const auto plan = plans_.Find("sample");
  EXPECT_FALSE(plan->RememberedScorecard("140581", "2021", kFiled).has_value());
  const auto built = plan->Scorecard("140581", "2021", kFiled);
  ASSERT_TRUE(built.ok()) << built.status();
  const absl::Time due = plan->state().filings.NextDueTime(kFiled);
  const auto later = plan->RememberedScorecard("140581", "2021", due - absl::Microseconds(1));
  ASSERT_TRUE(later.has_value());
  EXPECT_EQ(later->shared, built->shared);
  EXPECT_NE(later->instant, built->instant);
  EXPECT_FALSE(plan->RememberedScorecard("140581", "2021", due).has_value());
}

TEST_F(LivePlansTest, ANewEditionIsInForceWithTheFirstChangeThatNamesIt) {
  Refresh();
  EXPECT_EQ(plans_.Find("sample")->state().plan->edition(), 1);
  Amend(kReviewed);
  EXPECT_EQ(plans_.Find("sample")->state().plan->edition(), 2);
}

}  // namespace
}  // namespace lianfang::evaluation
