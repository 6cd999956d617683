#include "common/region_power.h"

#include <gtest/gtest.h>

#include "common/errors.h"

namespace lianfang {
namespace {

Identity Of(const std::string& region) {
  Identity caller;
  caller.region = region;
  caller.role = type::v1::ROLE_OFFICE;
  return caller;
}

TEST(RegionPowerTest, PowerReachesToTheOwnRegionAndBelow) {
  for (const char* region : {"140581", "140500", "140000", "100000"}) {
    EXPECT_TRUE(CheckOwnRegion(Of(region), "140581").ok()) << region;
  }
  for (const char* region : {"140582", "140600", "110000", "", "14"}) {
    const absl::Status status = CheckOwnRegion(Of(region), "140581");
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << region;
    EXPECT_EQ(ErrorInfoOf(status)->reason(), "NOT_OWN_REGION");
  }
  EXPECT_FALSE(CheckOwnRegion(Of("140581"), "140500").ok()) << "a region above";
  EXPECT_FALSE(CheckOwnRegion(Of("100000"), "").ok()) << "no region";
}

TEST(RegionPowerTest, APlanBelongsToTheRegionOfItsOffice) {
  type::v1::Plan plan;
  EXPECT_EQ(OfficeRegion(plan), "");
  plan.add_regions()->set_code("140581");
  plan.add_regions()->set_code("140582");
  auto* other = plan.add_departments();
  other->set_role(type::v1::DEPARTMENT_ROLE_RESPONSIBLE);
  other->set_acting_region("110000");
  EXPECT_EQ(OfficeRegion(plan), "140581");
  auto* lead = plan.add_departments();
  lead->set_role(type::v1::DEPARTMENT_ROLE_LEAD);
  EXPECT_EQ(OfficeRegion(plan), "140581");
  EXPECT_FALSE(CheckOwnPlan(Of("140582"), plan).ok());
  lead->set_acting_region("140500");
  EXPECT_EQ(OfficeRegion(plan), "140500");
  EXPECT_TRUE(CheckOwnPlan(Of("140500"), plan).ok());
  EXPECT_FALSE(CheckOwnPlan(Of("140581"), plan).ok());
}

}  // namespace
}  // namespace lianfang
