#include "services/submission/domain/plan/exchange_rules.h"

#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"

namespace lianfang::submission {
namespace {

type::v1::Plan Sample() {
  type::v1::Plan plan;
  plan.mutable_exchange()->set_suppression_threshold(5);
  plan.mutable_exchange()->set_clear_days(20);
  plan.mutable_exchange()->add_rules()->set_id("injured-without-application");
  plan.mutable_exchange()->mutable_rules(0)->set_days(45);
  return plan;
}

// The first field at fault.
std::string FaultOf(const type::v1::Plan& plan) {
  const auto details = BadRequestOf(ValidateExchange(plan));
  return details.has_value() ? details->field_violations(0).field() : "";
}

TEST(ExchangeRulesTest, APlanWithoutAPolicyAndASoundOneAreGood) {
  EXPECT_TRUE(ValidateExchange(type::v1::Plan()).ok());
  EXPECT_TRUE(ValidateExchange(Sample()).ok());
}

TEST(ExchangeRulesTest, BoundsAreHeldTo) {
  for (const int threshold : {-1, 101}) {
    type::v1::Plan plan = Sample();
    plan.mutable_exchange()->set_suppression_threshold(threshold);
    EXPECT_EQ(FaultOf(plan), "plan.exchange.suppression_threshold");
  }
  type::v1::Plan plan = Sample();
  plan.mutable_exchange()->set_clear_days(367);
  EXPECT_EQ(FaultOf(plan), "plan.exchange.clear_days");
  plan = Sample();
  plan.mutable_exchange()->mutable_rules(0)->set_days(-1);
  EXPECT_EQ(FaultOf(plan), "plan.exchange.rules[0].days");
}

TEST(ExchangeRulesTest, RulesHaveIdsOfTheirOwn) {
  type::v1::Plan plan = Sample();
  *plan.mutable_exchange()->add_rules() = plan.exchange().rules(0);
  EXPECT_EQ(FaultOf(plan), "plan.exchange.rules[1].id");
  plan.mutable_exchange()->mutable_rules(1)->set_id("Not An Id");
  EXPECT_EQ(FaultOf(plan), "plan.exchange.rules[1].id");
}

TEST(ExchangeRulesTest, ARuleThatIsOffHasNoDays) {
  type::v1::Plan plan = Sample();
  plan.mutable_exchange()->mutable_rules(0)->set_off(true);
  EXPECT_EQ(FaultOf(plan), "plan.exchange.rules[0].days");
  plan.mutable_exchange()->mutable_rules(0)->set_days(0);
  EXPECT_TRUE(ValidateExchange(plan).ok());
}

TEST(ExchangeRulesTest, AtMostFiftyRules) {
  type::v1::Plan plan;
  for (int i = 0; i < 51; ++i) plan.mutable_exchange()->add_rules()->set_id("rule-" + std::to_string(i));
  EXPECT_EQ(FaultOf(plan), "plan.exchange.rules");
}

}  // namespace
}  // namespace lianfang::submission
