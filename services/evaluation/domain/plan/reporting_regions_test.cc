#include "services/evaluation/domain/plan/reporting_regions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lianfang::evaluation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

type::v1::Plan PlanOf(const std::vector<std::string>& codes) {
  type::v1::Plan plan;
  for (const std::string& code : codes) plan.add_regions()->set_code(code);
  return plan;
}

TEST(ReportingRegionsTest, ARegionThatReportsSpeaksForItself) {
  EXPECT_THAT(ReportingRegions(PlanOf({"140581"}), "140581"), ElementsAre("140581"));
  EXPECT_THAT(ReportingRegions(PlanOf({"140500", "140581"}), "140500"), ElementsAre("140500"));
}

TEST(ReportingRegionsTest, OneThatDoesNotIsTheSumOfThoseBelow) {
  const type::v1::Plan plan = PlanOf({"140582", "140581", "140681"});
  EXPECT_THAT(ReportingRegions(plan, "140500"), ElementsAre("140581", "140582"));
  EXPECT_THAT(ReportingRegions(plan, "140000"), ElementsAre("140581", "140582", "140681"));
}

TEST(ReportingRegionsTest, NothingIsAddedTwice) {
  EXPECT_THAT(ReportingRegions(PlanOf({"140581", "140500", "140681"}), "140000"), ElementsAre("140500", "140681"));
}

TEST(ReportingRegionsTest, OthersDoNotSpeak) {
  const type::v1::Plan plan = PlanOf({"140581"});
  EXPECT_THAT(ReportingRegions(plan, "140582"), IsEmpty());
  EXPECT_THAT(ReportingRegions(plan, "530000"), IsEmpty());
  EXPECT_THAT(ReportingRegions(PlanOf({"140500"}), "140581"), IsEmpty());  // a whole does not speak for its part
}

}  // namespace
}  // namespace lianfang::evaluation
