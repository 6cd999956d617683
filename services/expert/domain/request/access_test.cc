// Own, foreign, higher and lower regions for every role: who may see a county's pool, and who may act for it.
#include "services/expert/domain/request/access.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/expert/domain/testing/sample.h"

namespace lianfang::expert {
namespace {

constexpr char kCounty[] = "140581";
constexpr char kNeighbour[] = "140525";
constexpr char kPrefecture[] = "140500";
constexpr char kProvince[] = "140000";
constexpr char kOtherProvince[] = "530000";

Identity Of(type::v1::Role role, const std::string& department, const std::string& region) {
  Identity caller;
  caller.uri = "spiffe://t/somebody";
  caller.role = role;
  caller.department = department;
  caller.region = region;
  return caller;
}

// The sample plan is the county's.
TEST(AccessTest, ARegionSeesItselfAndBelow) {
  struct Row {
    const char* region;
    bool sees;
  };
  const std::vector<Row> rows = {{kCounty, true},     {kPrefecture, true},     {kProvince, true}, {"100000", true},
                                 {kNeighbour, false}, {kOtherProvince, false}, {"140582", false}};
  EngagementRecord engagement{testing::Planned(), kCounty};
  for (const auto role : {type::v1::ROLE_LIAISON, type::v1::ROLE_CONVENER, type::v1::ROLE_OFFICE,
                          type::v1::ROLE_OBSERVER, type::v1::ROLE_AUDITOR}) {
    for (const Row& row : rows) {
      const Identity caller = Of(role, "housing", row.region);
      EXPECT_EQ(CheckMayRead(caller, *testing::SamplePlan()).ok(), row.sees)
          << type::v1::Role_Name(role) << " of " << row.region << " and the plan's pools";
      EXPECT_EQ(CheckMayRead(caller, testing::Member(1), testing::Now()).ok(), row.sees)
          << type::v1::Role_Name(role) << " of " << row.region << " and a member";
      EXPECT_EQ(CheckMayRead(caller, engagement).ok(), row.sees)
          << type::v1::Role_Name(role) << " of " << row.region << " and an engagement of the own department";
    }
  }
}

TEST(AccessTest, OfficesAndDepartmentsActForTheirOwn) {
  struct Row {
    type::v1::Role role;
    const char* department;
    const char* region;
    bool for_housing;
    bool for_the_office;
  };
  const std::vector<Row> rows = {
      {type::v1::ROLE_OFFICE, "hrss", kCounty, true, true},
      {type::v1::ROLE_OFFICE, "hrss", kNeighbour, false, false},
      {type::v1::ROLE_OFFICE, "hrss", kPrefecture, false, false},
      {type::v1::ROLE_OFFICE, "hrss", kOtherProvince, false, false},
      {type::v1::ROLE_OFFICE, "housing", kCounty, false, false},
      {type::v1::ROLE_LIAISON, "housing", kCounty, true, false},
      {type::v1::ROLE_CONVENER, "housing", kCounty, true, false},
      {type::v1::ROLE_LIAISON, "housing", kNeighbour, false, false},
      {type::v1::ROLE_CONVENER, "housing", kProvince, false, false},
      {type::v1::ROLE_LIAISON, "emergency", kCounty, false, false},
      {type::v1::ROLE_LIAISON, "hrss", kCounty, false, false},
  };
  const type::v1::Plan plan = *testing::SamplePlan();
  for (const Row& row : rows) {
    const Identity caller = Of(row.role, row.department, row.region);
    EXPECT_EQ(CheckActsFor(caller, plan, "housing").ok(), row.for_housing)
        << type::v1::Role_Name(row.role) << " " << row.department << " " << row.region;
    EXPECT_EQ(CheckActsFor(caller, plan, "").ok(), row.for_the_office)
        << type::v1::Role_Name(row.role) << " " << row.department << " " << row.region;
  }
}

// A plan that names a county's office for another province gives it no power there.
TEST(AccessTest, AnOfficesPowerEndsAtItsRegionWhateverAPlanSays) {
  type::v1::Plan plan = *testing::SamplePlan();
  plan.mutable_departments(0)->set_acting_region(kCounty);
  const Identity office = Of(type::v1::ROLE_OFFICE, "hrss", kCounty);
  EXPECT_TRUE(CheckActsFor(office, plan, "").ok());
  plan.mutable_regions(0)->set_code(kOtherProvince);
  EXPECT_EQ(CheckActsFor(office, plan, "").code(), absl::StatusCode::kPermissionDenied);
  plan.mutable_regions(0)->set_code(kProvince);
  EXPECT_EQ(CheckActsFor(office, plan, "").code(), absl::StatusCode::kPermissionDenied) << "above its own";

  plan = *testing::SamplePlan();
  plan.add_regions()->set_code(kNeighbour);
  plan.mutable_departments(0)->set_acting_region(kPrefecture);
  EXPECT_TRUE(CheckActsFor(Of(type::v1::ROLE_OFFICE, "hrss", kPrefecture), plan, "").ok()) << "covers both counties";
}

// Without an office above them, the first region's runs the pool that the plan has for all.
TEST(AccessTest, OfSeveralRegionsTheFirstOnesOfficeRunsThePool) {
  type::v1::Plan plan = *testing::SamplePlan();
  plan.add_regions()->set_code(kNeighbour);
  EXPECT_TRUE(CheckActsFor(Of(type::v1::ROLE_OFFICE, "hrss", kCounty), plan, "").ok());
  EXPECT_FALSE(CheckActsFor(Of(type::v1::ROLE_OFFICE, "hrss", kNeighbour), plan, "").ok());
}

TEST(AccessTest, OfficeAndObserverJudgeReportedConflicts) {
  const EngagementRecord record{testing::Planned(), kCounty};
  const type::v1::Plan plan = *testing::SamplePlan();
  EXPECT_TRUE(CheckMayConfirm(Of(type::v1::ROLE_OFFICE, "hrss", kCounty), plan, record).ok());
  EXPECT_TRUE(CheckMayConfirm(Of(type::v1::ROLE_OBSERVER, "union", kCounty), plan, record).ok());
  EXPECT_FALSE(CheckMayConfirm(Of(type::v1::ROLE_OBSERVER, "union", kNeighbour), plan, record).ok());
  EXPECT_FALSE(CheckMayConfirm(Of(type::v1::ROLE_LIAISON, "housing", kCounty), plan, record).ok());
  EXPECT_FALSE(CheckMayConfirm(Of(type::v1::ROLE_AUDITOR, "audit", kCounty), plan, record).ok());
}

}  // namespace
}  // namespace lianfang::expert
