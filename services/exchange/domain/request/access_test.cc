// For whom somebody may publish.
#include "services/exchange/domain/request/access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/errors.h"
#include "services/exchange/domain/testing/sample.h"

namespace lianfang::exchange {
namespace {

std::vector<std::string> FieldsAtFault(const absl::Status& status) {
  std::vector<std::string> fields;
  if (const auto details = BadRequestOf(status); details.has_value()) {
    for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

TEST(AccessTest, AServicePublishesOnlyTrainingsAndNamesTheirOwner) {
  Identity service;
  service.role = type::v1::ROLE_SERVICE;
  v1::Record record = testing::Training();
  *record.mutable_owner() = testing::Owner("emergency");
  EXPECT_TRUE(CheckMayPublish(service, record).ok());
  for (const char* region : {"", "1405", "14058x"}) {
    record.mutable_owner()->set_region(region);
    EXPECT_THAT(FieldsAtFault(CheckMayPublish(service, record)), ::testing::ElementsAre("owner.region")) << region;
  }
  *record.mutable_owner() = testing::Owner("");
  EXPECT_THAT(FieldsAtFault(CheckMayPublish(service, record)), ::testing::ElementsAre("owner.department"));
  record = testing::Accident();
  *record.mutable_owner() = testing::Owner("emergency");
  EXPECT_EQ(ErrorInfoOf(CheckMayPublish(service, record))->reason(), "NOT_FOR_SERVICE");
  service.role = type::v1::ROLE_LIAISON;
  EXPECT_TRUE(CheckMayPublish(service, record).ok()) << "a person publishes for the own department";
}

Identity Caller(type::v1::Role role, const std::string& department, const std::string& region = "140581") {
  Identity caller;
  caller.role = role;
  caller.department = department;
  caller.region = region;
  return caller;
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : "";
}

TEST(AccessTest, APersonPublishesForTheOwnDepartmentAndAServiceForTheOneNamed) {
  v1::Record record = testing::Training();
  *record.mutable_owner() = testing::Owner("emergency");
  const v1::RecordOwner own = PublishesFor(Caller(type::v1::ROLE_LIAISON, "health", "140500"), record);
  EXPECT_EQ(own.department(), "health");
  EXPECT_EQ(own.region(), "140500");
  EXPECT_EQ(PublishesFor(Caller(type::v1::ROLE_SERVICE, ""), record).department(), "emergency");
}

TEST(AccessTest, TheOfficeIsThatOfTheLeadingDepartmentInThePlansRegion) {
  const type::v1::Plan plan = testing::SamplePlan();
  EXPECT_EQ(LeadDepartment(plan), "hrss");
  EXPECT_EQ(LeadDepartment({}), "");
  EXPECT_TRUE(IsOffice(Caller(type::v1::ROLE_OFFICE, "hrss"), plan));
  EXPECT_FALSE(IsOffice(Caller(type::v1::ROLE_LIAISON, "hrss"), plan));
  EXPECT_FALSE(IsOffice(Caller(type::v1::ROLE_OFFICE, "emergency"), plan));
  EXPECT_FALSE(IsOffice(Caller(type::v1::ROLE_OFFICE, "hrss", "140500"), plan));
}

TEST(AccessTest, ADepartmentActsFromItsOwnRegionOrAnyOfThePlan) {
  type::v1::Plan plan = testing::SamplePlan();
  plan.add_regions()->set_code("140582");
  type::v1::Department& department = *plan.mutable_departments(1);
  EXPECT_EQ(FindDepartment(plan, "emergency"), &department);
  EXPECT_EQ(FindDepartment(plan, "none"), nullptr);
  EXPECT_TRUE(ActsFrom(plan, department, "140581"));
  EXPECT_TRUE(ActsFrom(plan, department, "140582"));
  EXPECT_FALSE(ActsFrom(plan, department, "140500"));
  department.set_acting_region("140500");
  EXPECT_TRUE(ActsFrom(plan, department, "140500"));
  EXPECT_FALSE(ActsFrom(plan, department, "140581"));
}

TEST(AccessTest, PartiesProposeTheOwnersConvenerAndTheOfficeEndAndTheReaderReads) {
  const type::v1::Plan plan = testing::SamplePlan();
  v1::AgreementTerms terms = testing::SampleTerms();
  *terms.mutable_reader() = testing::Owner("health");
  struct {
    Identity caller;
    bool proposes, ends, reads;
  } const rows[] = {
      {Caller(type::v1::ROLE_LIAISON, "emergency"), true, false, false},
      {Caller(type::v1::ROLE_CONVENER, "emergency"), true, true, false},
      {Caller(type::v1::ROLE_CONVENER, "emergency", "140500"), false, false, false},
      {Caller(type::v1::ROLE_LIAISON, "health"), true, false, true},
      {Caller(type::v1::ROLE_CONVENER, "health"), true, false, true},
      {Caller(type::v1::ROLE_OFFICE, "hrss"), true, true, false},
      {Caller(type::v1::ROLE_CONVENER, "housing"), false, false, false},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(ReasonOf(CheckMayPropose(row.caller, plan, terms)), row.proposes ? "" : "NOT_A_PARTY");
    EXPECT_EQ(ReasonOf(CheckMayEnd(row.caller, plan, terms)), row.ends ? "" : "NOT_A_PARTY");
    EXPECT_EQ(ReasonOf(CheckIsReader(row.caller, terms)), row.reads ? "" : "NOT_THE_READER");
  }
}

}  // namespace
}  // namespace lianfang::exchange
