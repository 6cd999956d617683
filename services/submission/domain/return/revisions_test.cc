#include "services/submission/domain/return/revisions.h"

#include <gtest/gtest.h>

#include "services/submission/testing/plans.h"

namespace lianfang::submission {
namespace {

v1::ReturnRevision Revision(int number, int64_t accidents, int64_t deaths) {
  const auto filing = Filing("plans/gaoping-2021-2025/obligations/2019-140581-coal-mining", accidents, deaths, 3);
  v1::ReturnRevision revision;
  revision.set_revision(number);
  *revision.mutable_figures() = filing.figures();
  return revision;
}

class DifferenceTest : public testing::Test {
 protected:
  const type::v1::Plan plan_ = ShippedPlan("gaoping-2021-2025");
};

TEST_F(DifferenceTest, SaysWhichFiguresChangedAndHow) {
  const auto difference = DifferenceOf(plan_, Revision(1, 2, 0), Revision(2, 3, 0));
  EXPECT_EQ(difference.revision(), 2);
  EXPECT_EQ(difference.supersedes(), 1);
  ASSERT_EQ(difference.figures_size(), 1);
  EXPECT_EQ(difference.figures(0).figure(), "accidents");
  EXPECT_EQ(difference.figures(0).before().number(), 2);
  EXPECT_EQ(difference.figures(0).after().number(), 3);
  EXPECT_EQ(difference.text().zh(), "安全生产事故起数 2 → 3");
}

TEST_F(DifferenceTest, TellsZeroNotApplicableAndAbsentApart) {
  auto before = Revision(1, 0, 0);
  auto after = Revision(2, 0, 0);
  after.mutable_figures(0)->mutable_not_applicable()->set_reason("本市无此类企业");
  after.mutable_figures()->DeleteSubrange(1, 1);
  const auto difference = DifferenceOf(plan_, before, after);
  EXPECT_EQ(difference.text().zh(), "安全生产事故起数 0 → 不适用（本市无此类企业）；死亡人数（含失踪） 0 → 无");
  EXPECT_FALSE(difference.figures(1).has_after());
}

TEST_F(DifferenceTest, ANoteAloneAndNothingAtAll) {
  auto after = Revision(2, 2, 0);
  EXPECT_EQ(DifferenceOf(plan_, Revision(1, 2, 0), after).text().zh(), "数据未改动");
  after.set_note("重新核对");
  const auto difference = DifferenceOf(plan_, Revision(1, 2, 0), after);
  EXPECT_TRUE(difference.note_changed());
  EXPECT_EQ(difference.text().zh(), "备注有改动");
}

}  // namespace
}  // namespace lianfang::submission
