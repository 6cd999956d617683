#include "services/coordination/domain/request/access.h"

#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "services/coordination/domain/request/names.h"
#include "services/coordination/domain/testing/sample.h"

namespace lianfang::coordination {
namespace {

using testing::Caller;
using testing::Liaison;
using testing::Office;
using testing::SamplePlan;
using testing::Union;

std::string ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : "";
}

TEST(CheckIsOfficeTest, IsTheOfficeOfTheDepartmentThatLeads) {
  EXPECT_TRUE(CheckIsOffice(Office(), *SamplePlan()).ok());
  EXPECT_EQ(ReasonOf(CheckIsOffice(Liaison("hrss"), *SamplePlan())), "NOT_PLAN_OFFICE");
  EXPECT_EQ(ReasonOf(CheckIsOffice(Caller(type::v1::ROLE_OFFICE, "emergency"), *SamplePlan())), "NOT_PLAN_OFFICE");
  EXPECT_EQ(ReasonOf(CheckIsOffice(Caller(type::v1::ROLE_OFFICE, "hrss", "", "140582"), *SamplePlan())), "NOT_IN_PLAN")
      << "of the county next door";
  EXPECT_EQ(ReasonOf(CheckIsOffice(Caller(type::v1::ROLE_OFFICE, "police"), *SamplePlan())), "NOT_IN_PLAN");
}

TEST(CheckIsOfTest, IsOfTheDepartmentItself) {
  EXPECT_TRUE(CheckIsOf(Liaison("emergency"), *SamplePlan(), "emergency").ok());
  EXPECT_EQ(ReasonOf(CheckIsOf(Liaison("emergency"), *SamplePlan(), "health")), "NOT_OWN_DEPARTMENT");
  EXPECT_EQ(ReasonOf(CheckIsOf(Office(), *SamplePlan(), "hrss")), "NOT_OWN_DEPARTMENT");
  EXPECT_TRUE(CheckIsOf(Union(), *SamplePlan(), "union").ok());
  EXPECT_EQ(ReasonOf(CheckIsOf(Caller(type::v1::ROLE_OBSERVER, "emergency"), *SamplePlan(), "emergency")),
            "NOT_OWN_DEPARTMENT");
}

TEST(CheckIsObserverTest, IsTheUnion) {
  EXPECT_TRUE(CheckIsObserver(Union(), *SamplePlan()).ok());
  EXPECT_EQ(ReasonOf(CheckIsObserver(Office(), *SamplePlan())), "NOT_OBSERVER");
  EXPECT_EQ(ReasonOf(CheckIsObserver(Caller(type::v1::ROLE_OBSERVER, "health"), *SamplePlan())), "NOT_OBSERVER");
}

TEST(CheckMayReadTest, ADepartmentReadsItsRowsAndRegionsAboveReadAll) {
  EXPECT_TRUE(CheckMayRead(Liaison("emergency"), "140581", {"emergency"}).ok());
  EXPECT_TRUE(CheckMayRead(Liaison("health"), "140581", {}).ok());
  EXPECT_EQ(ReasonOf(CheckMayRead(Liaison("health"), "140581", {"emergency"})), "NOT_OWN_DEPARTMENT");
  EXPECT_TRUE(CheckMayRead(Office(), "140581", {"emergency"}).ok());
  EXPECT_TRUE(CheckMayRead(Union(), "140581", {"emergency"}).ok());
  EXPECT_TRUE(CheckMayRead(Caller(type::v1::ROLE_AUDITOR, "audit", "", "140500"), "140581", {"emergency"}).ok());
  EXPECT_FALSE(CheckMayRead(Caller(type::v1::ROLE_AUDITOR, "audit", "", "140582"), "140581", {}).ok());
  Identity service;
  service.role = type::v1::ROLE_SERVICE;
  EXPECT_TRUE(CheckMayRead(service, "140581", {"emergency"}).ok());
  EXPECT_EQ(ScopeOf(service).division_prefix, "");
  EXPECT_EQ(ScopeOf(Liaison("health")).department, "health");
  EXPECT_EQ(ScopeOf(Office()).department, "");
}

TEST(NamesTest, OnlyWellFormedNamesAreTaken) {
  EXPECT_TRUE(CheckName("name", "orders", "orders/a1").ok());
  for (const char* name : {"", "orders/", "orders/A", "order/a", "orders/a/b", "orders/../a"}) {
    EXPECT_FALSE(CheckName("name", "orders", name).ok()) << name;
  }
  EXPECT_EQ(ParseNumbered("name", "conferences", "resolutions", "conferences/a/resolutions/12")->number, 12);
  for (const char* name :
       {"conferences/a/resolutions/0", "conferences/a/resolutions/-1", "conferences/a/resolutions/+1",
        "conferences/a/resolutions/99999999999", "conferences/a/resolutions/1/2"}) {
    EXPECT_FALSE(ParseNumbered("name", "conferences", "resolutions", name).ok()) << name;
  }
  EXPECT_EQ(ParseTaskName("name", "plans/p/tasks/t")->plan, "plans/p");
  EXPECT_FALSE(ParseTaskName("name", "plans/p/pools/t").ok());
  EXPECT_EQ(*PlanOfTemplate("name", "plans/p/minutes-template"), "plans/p");
}

}  // namespace
}  // namespace lianfang::coordination
