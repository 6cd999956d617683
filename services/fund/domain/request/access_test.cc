// Who acts for whom: the plan's office at its own region, a department at the region of its own people.
#include "services/fund/domain/request/access.h"

#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "services/fund/domain/testing/sample.h"

namespace lianfang::fund {
namespace {

using testing::Person;

std::string ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : std::string(status.message());
}

// The sample plan with its first region, and one more.
type::v1::Plan SampleOf(const std::string& first, const std::string& second = "") {
  type::v1::Plan plan = testing::SamplePlan();
  plan.mutable_regions(0)->set_code(first);
  if (!second.empty()) plan.add_regions()->set_code(second);
  return plan;
}

void ActFrom(type::v1::Plan& plan, const std::string& department, const std::string& region) {
  for (auto& one : *plan.mutable_departments()) {
    if (one.id() == department) one.set_acting_region(region);
  }
}

TEST(CheckActsForTest, ADepartmentActsForItselfAlone) {
  const type::v1::Plan plan = SampleOf("140581");
  const Identity emergency = Person(type::v1::ROLE_LIAISON, "emergency");
  EXPECT_TRUE(CheckActsFor(emergency, plan, "emergency").ok());
  EXPECT_EQ(ReasonOf(CheckActsFor(emergency, plan, "housing")), "NOT_OWN_DEPARTMENT");
  EXPECT_EQ(ReasonOf(CheckActsFor(emergency, plan, "")), "NOT_PLAN_OFFICE");
  EXPECT_EQ(ReasonOf(CheckActsFor(Person(type::v1::ROLE_LIAISON, "market"), plan, "market")), "NOT_IN_PLAN");
  EXPECT_EQ(ReasonOf(CheckActsFor(Person(type::v1::ROLE_LIAISON, "emergency", "140525"), plan, "emergency")),
            "NOT_IN_PLAN")
      << "a region that does not report";
}

TEST(CheckActsForTest, ADepartmentThatActsFromElsewhereActsFromThereAlone) {
  type::v1::Plan plan = SampleOf("140581");
  ActFrom(plan, "emergency", "140500");
  EXPECT_TRUE(CheckActsFor(Person(type::v1::ROLE_LIAISON, "emergency", "140500"), plan, "emergency").ok());
  EXPECT_EQ(ReasonOf(CheckActsFor(Person(type::v1::ROLE_LIAISON, "emergency"), plan, "emergency")), "NOT_IN_PLAN");
}

TEST(CheckActsForTest, TheOfficeIsOfTheDepartmentThatLeads) {
  const type::v1::Plan plan = SampleOf("140581");
  for (const char* department : {"hrss", "emergency", ""}) {
    EXPECT_TRUE(CheckActsFor(Person(type::v1::ROLE_OFFICE, "hrss"), plan, department).ok()) << department;
  }
  EXPECT_EQ(ReasonOf(CheckActsFor(Person(type::v1::ROLE_OFFICE, "emergency"), plan, "emergency")), "NOT_PLAN_OFFICE");
}

TEST(CheckActsForTest, TheOfficeIsOfThePlansFirstRegionOrCoversAll) {
  const type::v1::Plan neighbours = SampleOf("140581", "140525");
  EXPECT_TRUE(CheckIsOffice(Person(type::v1::ROLE_OFFICE, "hrss", "140581"), neighbours).ok());
  EXPECT_EQ(ReasonOf(CheckIsOffice(Person(type::v1::ROLE_OFFICE, "hrss", "140525"), neighbours)), "NOT_OWN_REGION");
  const type::v1::Plan with_prefecture = SampleOf("140581", "140500");
  EXPECT_TRUE(CheckIsOffice(Person(type::v1::ROLE_OFFICE, "hrss", "140500"), with_prefecture).ok());
}

TEST(CheckTakesPartTest, DepartmentsTakePartAndOfficesOnlyAsThePlans) {
  const type::v1::Plan plan = SampleOf("140581");
  EXPECT_TRUE(CheckTakesPart(Person(type::v1::ROLE_OBSERVER, "union"), plan).ok());
  EXPECT_EQ(ReasonOf(CheckTakesPart(Person(type::v1::ROLE_LIAISON, "market"), plan)), "NOT_IN_PLAN");
  EXPECT_TRUE(CheckTakesPart(Person(type::v1::ROLE_OFFICE, "hrss"), plan).ok());
  EXPECT_EQ(ReasonOf(CheckTakesPart(Person(type::v1::ROLE_OFFICE, "emergency"), plan)), "NOT_PLAN_OFFICE");
}

TEST(CheckOtherThanTest, FourEyesUnlessThePlanDoesWithoutThem) {
  type::v1::Plan plan = SampleOf("140581");
  const Identity emergency = Person(type::v1::ROLE_LIAISON, "emergency");
  EXPECT_EQ(ReasonOf(CheckOtherThan(emergency, plan, emergency.uri)), "FOUR_EYES");
  EXPECT_TRUE(CheckOtherThan(Person(type::v1::ROLE_OFFICE, "hrss"), plan, emergency.uri).ok());
  plan.set_four_eyes(type::v1::FOUR_EYES_NOT_REQUIRED);
  EXPECT_TRUE(CheckOtherThan(emergency, plan, emergency.uri).ok());
}

}  // namespace
}  // namespace lianfang::fund
