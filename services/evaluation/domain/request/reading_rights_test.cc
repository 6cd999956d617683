#include "services/evaluation/domain/request/reading_rights.h"

#include <gtest/gtest.h>

#include "common/errors.h"

namespace lianfang::evaluation {
namespace {

constexpr type::v1::Role kPeople[] = {type::v1::ROLE_LIAISON, type::v1::ROLE_CONVENER, type::v1::ROLE_OFFICE,
                                      type::v1::ROLE_OBSERVER, type::v1::ROLE_AUDITOR};

Identity Person(type::v1::Role role, const char* region) {
  Identity caller;
  caller.role = role;
  caller.region = region;
  caller.department = "any";
  return caller;
}

// Every role of a person, from every level, against every level.
TEST(ReadingRightsTest, PeopleReadTheirRegionAndDownwards) {
  const struct {
    const char* caller;
    const char* region;
    bool reads;
  } kMatrix[] = {
      {"140581", "140581", true},   // a county itself
      {"140581", "140582", false},  // not its neighbour
      {"140581", "140500", false},  // nor upwards
      {"140581", "140000", false},  //
      {"140500", "140500", true},   // a prefecture itself
      {"140500", "140581", true},   // and its counties
      {"140500", "140100", false},  //
      {"140500", "140121", false},  //
      {"140500", "140000", false},  //
      {"140000", "140000", true},   // a province itself,
      {"140000", "140500", true},   // its prefectures
      {"140000", "140581", true},   // and their counties
      {"140000", "530000", false},  //
      {"000000", "530000", true},   // the country
      {"", "140581", false},
  };
  for (const type::v1::Role role : kPeople) {
    for (const auto& [caller, region, reads] : kMatrix) {
      EXPECT_EQ(MayRead(Person(role, caller), {}, region), reads) << role << " of " << caller << " reads " << region;
    }
  }
}

TEST(ReadingRightsTest, ARegionThatActsForThePlanReadsAllOfIt) {
  type::v1::Plan plan;
  plan.add_departments()->set_acting_region("140581");
  for (const type::v1::Role role : kPeople) {
    EXPECT_TRUE(MayRead(Person(role, "140581"), plan, "530000"));
    EXPECT_TRUE(MayRead(Person(role, "140500"), plan, "530000")) << "the region above";
    EXPECT_FALSE(MayRead(Person(role, "140582"), plan, "530000"));
  }
}

TEST(ReadingRightsTest, ADepartmentWithoutActingRegionGivesNothingAway) {
  type::v1::Plan plan;
  plan.add_departments();
  EXPECT_FALSE(MayRead(Person(type::v1::ROLE_AUDITOR, ""), plan, "530000"));
}

TEST(ReadingRightsTest, ServicesReadEverything) {
  Identity service;
  service.role = type::v1::ROLE_SERVICE;
  EXPECT_TRUE(MayRead(service, {}, "530000"));
}

// The office is the lead department's, in the plan's own region; nobody else judges for it.
TEST(ReadingRightsTest, TheOfficeIsOneDepartmentsInOneRegion) {
  type::v1::Plan plan;
  plan.add_regions()->set_code("140581");
  type::v1::Department& lead = *plan.add_departments();
  lead.set_id("hrss");
  lead.set_role(type::v1::DEPARTMENT_ROLE_LEAD);
  type::v1::Department& other = *plan.add_departments();
  other.set_id("health");
  other.set_role(type::v1::DEPARTMENT_ROLE_RESPONSIBLE);
  Identity caller = Person(type::v1::ROLE_OFFICE, "140581");
  caller.department = "hrss";
  EXPECT_TRUE(CheckIsOffice(caller, plan).ok()) << CheckIsOffice(caller, plan);
  Identity wrong = caller;
  wrong.department = "health";
  EXPECT_EQ(ErrorInfoOf(CheckIsOffice(wrong, plan))->reason(), "NOT_PLAN_OFFICE");
  wrong = caller;
  wrong.role = type::v1::ROLE_LIAISON;
  EXPECT_EQ(CheckIsOffice(wrong, plan).code(), absl::StatusCode::kPermissionDenied);
  wrong = caller;
  wrong.region = "140500";
  EXPECT_EQ(CheckIsOffice(wrong, plan).code(), absl::StatusCode::kPermissionDenied);
}

TEST(ReadingRightsTest, ARefusalSaysWhy) {
  const absl::Status status = CheckMayRead(Person(type::v1::ROLE_LIAISON, "140581"), {}, "530000");
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ErrorInfoOf(status)->reason(), "REGION_NOT_READABLE");
}

}  // namespace
}  // namespace lianfang::evaluation
