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

// The two streams are not in step: what is filed for an obligation that is not known yet waits for it.
TEST_F(LivePlansTest, AReturnMayComeBeforeItsObligation) {
  Refresh();
  submission::v1::Obligation later = filed_.Owed("2021", "coal-mining");
  const std::string id = "plans/sample/obligations/2021-140599-coal-mining";
  later.set_name(id);
  later.set_region("140599");
  submission::v1::Return& filed =
      filed_.File("2021", "coal-mining", {{"accidents", 3}}, submission::v1::RETURN_STATE_ACCEPTED);
  filed.set_obligation(id);
  Save(filed, kFiled);
  Refresh();
  const Subject subject = {"140599", "coal-mining", "2021"};
  EXPECT_EQ(plans_.Find("sample")->state().filings.Find(subject).filed, nullptr);
  Save(later, kReviewed);
  Refresh();
  const auto plan = plans_.Find("sample");
  EXPECT_NE(plan->state().filings.Find(subject).filed, nullptr);
  EXPECT_THAT(plan->changed_regions(), ElementsAre("140599"));
}

TEST_F(LivePlansTest, ANewEditionIsInForceWithTheFirstChangeThatNamesIt) {
  Refresh();
  EXPECT_EQ(plans_.Find("sample")->state().plan->edition(), 1);
  Amend(kReviewed);
  EXPECT_EQ(plans_.Find("sample")->state().plan->edition(), 2);
}

}  // namespace
}  // namespace lianfang::evaluation
