#include "services/submission/domain/return/plausibility.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "services/submission/domain/obligation/obligations.h"
#include "services/submission/testing/plans.h"

namespace lianfang::submission {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using type::v1::FigureValue;
using type::v1::PlausibilityRule;

class PlausibilityTest : public testing::Test {
 protected:
  PlausibilityRule& AddRule(const std::string& id) {
    PlausibilityRule& rule = *plan_.add_plausibility_rules();
    rule.set_id(id);
    rule.mutable_text()->set_zh("请核对");
    rule.mutable_text()->set_en("please check");
    return rule;
  }

  static FigureValue Number(const std::string& figure, int64_t number) {
    FigureValue value;
    value.set_figure(figure);
    value.set_number(number);
    return value;
  }

  std::vector<std::string> Texts(const std::vector<FigureValue>& figures, const v1::Return* before = nullptr) {
    std::vector<std::string> texts;
    for (const auto& warning : FindImplausible(plan_, figures, before)) texts.push_back(warning.text().zh());
    return texts;
  }

  v1::Return Before(const std::vector<FigureValue>& figures) {
    v1::Return filed;
    for (const FigureValue& value : figures) *filed.mutable_latest()->add_figures() = value;
    return filed;
  }

  type::v1::Plan plan_ = [] {
    type::v1::Plan plan = ShippedPlan("gaoping-2021-2025");
    plan.clear_plausibility_rules();
    return plan;
  }();
};

TEST_F(PlausibilityTest, AChangeMustPassBothBounds) {
  auto& bound = *AddRule("change").mutable_change();
  bound.set_percent(50);
  bound.set_units(5);
  const v1::Return before = Before({Number("accidents", 100), Number("deaths", 1)});
  EXPECT_THAT(Texts({Number("accidents", 150), Number("deaths", 6)}, &before), IsEmpty());
  EXPECT_THAT(Texts({Number("accidents", 151)}, &before), ElementsAre("请核对：安全生产事故起数 100 → 151"));
  EXPECT_THAT(Texts({Number("accidents", 49)}, &before), ElementsAre("请核对：安全生产事故起数 100 → 49"));
  EXPECT_THAT(Texts({Number("deaths", 7)}, &before), ElementsAre("请核对：死亡人数（含失踪） 1 → 7"));
  EXPECT_THAT(Texts({Number("accidents", 900)}), IsEmpty());  // nothing to compare with
}

TEST_F(PlausibilityTest, AChangeFromZeroIsJudgedByUnitsAlone) {
  AddRule("change").mutable_change()->set_units(2);
  const v1::Return before = Before({Number("accidents", 0)});
  EXPECT_THAT(Texts({Number("accidents", 2)}, &before), IsEmpty());
  EXPECT_EQ(Texts({Number("accidents", 3)}, &before).size(), 1u);
}

TEST_F(PlausibilityTest, TheGreatestNumbersDoNotOverflow) {
  auto& bound = *AddRule("change").mutable_change();
  bound.set_percent(100'000);
  const v1::Return before = Before({Number("accidents", std::numeric_limits<int64_t>::min())});
  EXPECT_THAT(Texts({Number("accidents", std::numeric_limits<int64_t>::max())}, &before), IsEmpty());
}

TEST_F(PlausibilityTest, NotApplicableIsComparedWithNothing) {
  AddRule("change").mutable_change();
  const v1::Return before = Before({Number("accidents", 5)});
  FigureValue none;
  none.set_figure("accidents");
  none.mutable_not_applicable()->set_reason("本市无此类企业");
  EXPECT_THAT(Texts({none}, &before), IsEmpty());
}

TEST_F(PlausibilityTest, FewerCasualtiesThanAccidents) {
  auto& sums = *AddRule("casualties").mutable_at_most();
  sums.add_left("accidents");
  sums.add_right("deaths");
  sums.add_right("injured");
  EXPECT_THAT(Texts({Number("accidents", 3), Number("deaths", 1), Number("injured", 2)}), IsEmpty());
  EXPECT_THAT(Texts({Number("accidents", 4), Number("deaths", 1), Number("injured", 2)}),
              ElementsAre("请核对：安全生产事故起数 4；死亡人数（含失踪） 1；受伤人数 2"));
  EXPECT_THAT(Texts({Number("accidents", 4), Number("deaths", 1)}), IsEmpty());  // a sum with a figure absent
}

TEST_F(PlausibilityTest, ARunOfRoundNumbers) {
  auto& run = *AddRule("round").mutable_round_numbers();
  run.set_multiple(10);
  run.set_length(3);
  EXPECT_THAT(Texts({Number("accidents", 20), Number("deaths", 0), Number("injured", 30)}), IsEmpty());
  EXPECT_EQ(Texts({Number("accidents", 20), Number("deaths", 10), Number("injured", 30)}).size(), 1u);
}

TEST_F(PlausibilityTest, WarningsSayTheRuleAndTheFiguresInTheCataloguesOrder) {
  auto& sums = *AddRule("casualties").mutable_at_most();
  sums.add_left("injured");
  sums.add_right("accidents");
  const auto warnings = FindImplausible(plan_, {Number("injured", 2), Number("accidents", 1)}, nullptr);
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_EQ(warnings[0].rule(), "casualties");
  EXPECT_THAT(warnings[0].figures(), ElementsAre("accidents", "injured"));
  EXPECT_EQ(warnings[0].text().en().substr(0, 14), "please check: ");
}

TEST_F(PlausibilityTest, EarlierReturnsAreOfTheSameRowLatestFirstAndOnlyWhereARuleCompares) {
  plan_.set_edition(1);
  v1::Obligation coal;
  for (const auto& obligation : StateObligations(plan_, Shanghai("2022-05-19 08:00"))) {
    if (obligation.industry() == "coal-mining" && obligation.period() == "2022") coal = obligation;
  }
  EXPECT_THAT(EarlierReturns(plan_, coal), IsEmpty());
  AddRule("change").mutable_change();
  EXPECT_THAT(EarlierReturns(plan_, coal), ElementsAre("2021-140581-coal-mining", "2019-140581-coal-mining"));
}

}  // namespace
}  // namespace lianfang::submission
