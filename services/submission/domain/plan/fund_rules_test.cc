#include "services/submission/domain/plan/fund_rules.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "common/errors.h"
#include "google/protobuf/text_format.h"
#include "services/submission/testing/plans.h"

namespace lianfang::submission {
namespace {

using type::v1::Plan;

Plan Sample() {
  Plan plan = ShippedPlan("gaoping-2021-2025");
  plan.clear_fund();
  plan.clear_assessment();
  EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(R"pb(
                                                              fund {
                                                                purposes {
                                                                  id: "publicity"
                                                                  names { zh: "宣传" }
                                                                  basis_points: 3000
                                                                }
                                                                purposes {
                                                                  id: "training"
                                                                  names { zh: "培训" }
                                                                  basis_points: 7000
                                                                }
                                                                procurement {
                                                                  from { currency_code: "CNY" units: 100000 }
                                                                  way: "selection"
                                                                  names { zh: "磋商" }
                                                                }
                                                                procurement {
                                                                  from { currency_code: "CNY" units: 500000 }
                                                                  way: "open-tender"
                                                                  names { zh: "公开招标" }
                                                                }
                                                                advance_minimum_basis_points: 3000
                                                              }
                                                              assessment {
                                                                items {
                                                                  id: "verdicts"
                                                                  names { zh: "目标完成" }
                                                                  source: ASSESSMENT_SOURCE_VERDICTS
                                                                  points: 60
                                                                }
                                                                items {
                                                                  id: "training"
                                                                  names { zh: "培训覆盖" }
                                                                  source: ASSESSMENT_SOURCE_INDICATOR
                                                                  points: 40
                                                                  indicator: "safety-training-coverage"
                                                                }
                                                              }
                                                            )pb",
                                                            &plan));
  return plan;
}

// The first fault, `field: description`; empty where there is none.
std::string Told(const std::function<void(Plan&)>& spoil) {
  Plan plan = Sample();
  spoil(plan);
  for (const absl::Status& status : {ValidateFund(plan), ValidateAssessment(plan)}) {
    const auto faults = BadRequestOf(status);
    if (faults.has_value())
      return faults->field_violations(0).field() + ": " + faults->field_violations(0).description();
  }
  return "";
}

TEST(ValidateFundTest, ASoundPolicyAndNoneAtAll) {
  EXPECT_EQ(Told([](Plan&) {}), "");
  EXPECT_EQ(Told([](Plan& plan) {
              plan.clear_fund();
              plan.clear_assessment();
            }),
            "");
}

TEST(ValidateFundTest, EachFaultNamesItsField) {
  EXPECT_EQ(Told([](Plan& p) { p.mutable_fund()->set_cap_basis_points(10001); }),
            "plan.fund.cap_basis_points: must be 0 to 10000, was 10001");
  EXPECT_EQ(Told([](Plan& p) { p.mutable_fund()->mutable_purposes(0)->set_basis_points(2999); }),
            "plan.fund.purposes: their basis points must add up to 10000, they are 9999");
  EXPECT_EQ(Told([](Plan& p) { p.mutable_fund()->mutable_purposes(0)->set_id("training"); }),
            "plan.fund.purposes[1].id: \"training\" is used twice");
  EXPECT_EQ(Told([](Plan& p) { p.mutable_fund()->mutable_procurement(0)->mutable_from()->set_nanos(1); }),
            "plan.fund.procurement[0].from: must be in CNY, not negative, in whole fen");
  EXPECT_EQ(Told([](Plan& p) { p.mutable_fund()->mutable_procurement(0)->mutable_from()->set_units(500000); }),
            "plan.fund.procurement[1].from: is that of another way");
  EXPECT_EQ(Told([](Plan& p) { p.mutable_fund()->set_advance_minimum_basis_points(7001); }),
            "plan.fund.advance_minimum_basis_points: must be at most the maximum, 7000");
  EXPECT_EQ(Told([](Plan& p) { p.mutable_fund()->set_project_months(121); }),
            "plan.fund.project_months: must be 0 to 120, was 121");
}

TEST(ValidateAssessmentTest, EachFaultNamesItsField) {
  EXPECT_EQ(Told([](Plan& p) { p.mutable_assessment()->mutable_items(0)->set_points(61); }),
            "plan.assessment.items: their points must add up to 100, they are 101");
  EXPECT_EQ(Told([](Plan& p) { p.mutable_assessment()->clear_items(); }),
            "plan.assessment.items: their points must add up to 100, they are 0");
  EXPECT_EQ(Told([](Plan& p) { p.mutable_assessment()->mutable_items(0)->clear_source(); }),
            "plan.assessment.items[0].source: is no known source");
  EXPECT_EQ(Told([](Plan& p) { p.mutable_assessment()->mutable_items(0)->set_indicator("accidents"); }),
            "plan.assessment.items[0].indicator: is for items whose source is an indicator");
  EXPECT_EQ(Told([](Plan& p) { p.mutable_assessment()->mutable_items(1)->set_indicator("none"); }),
            "plan.assessment.items[1].indicator: no indicator has the id \"none\"");
  EXPECT_EQ(Told([](Plan& p) { p.mutable_assessment()->mutable_items(1)->set_indicator("accidents"); }),
            "plan.assessment.items[1].indicator: no target asks for at least so much of \"accidents\"");
  EXPECT_EQ(Told([](Plan& p) { p.mutable_assessment()->set_concealment_points(100); }), "");
  EXPECT_EQ(Told([](Plan& p) { p.mutable_assessment()->set_concealment_points(101); }),
            "plan.assessment.concealment_points: must be 0 to 100, was 101");
  EXPECT_EQ(Told([](Plan& p) { p.mutable_assessment()->set_concealment_points(-1); }),
            "plan.assessment.concealment_points: must be 0 to 100, was -1");
}

}  // namespace
}  // namespace lianfang::submission
