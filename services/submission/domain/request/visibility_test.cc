// Who sees what, as a matrix: every role, in the same place, elsewhere, above and below.
#include "services/submission/domain/request/visibility.h"

#include <gtest/gtest.h>

#include <string>

namespace lianfang::submission {
namespace {

using type::v1::Role;

struct Case {
  Role role;
  const char* region;
  const char* department;
  bool sees;
};

Identity Caller(const Case& each) {
  Identity caller;
  caller.uri = "spiffe://lianfang.local/someone";
  caller.role = each.role;
  caller.region = each.region;
  caller.department = each.department;
  return caller;
}

v1::Obligation Coal(const std::string& region, const std::string& acting_region) {
  v1::Obligation obligation;
  obligation.set_name("plans/p/obligations/2022-" + region + "-coal-mining");
  obligation.set_region(region);
  obligation.set_acting_region(acting_region);
  obligation.set_department("emergency");
  return obligation;
}

class VisibilityTest : public testing::TestWithParam<Case> {};

TEST_P(VisibilityTest, ARowOfGaoping) {
  const v1::Obligation obligation = Coal("140581", "140581");
  const Identity caller = Caller(GetParam());
  EXPECT_EQ(IsInScope(ScopeOf(caller), obligation), GetParam().sees);
  EXPECT_EQ(CheckVisible(caller, obligation).ok(), GetParam().sees);
}

INSTANTIATE_TEST_SUITE_P(
    Matrix, VisibilityTest,
    testing::Values(
        // a department: its own rows, in its own place
        Case{type::v1::ROLE_LIAISON, "140581", "emergency", true},
        Case{type::v1::ROLE_LIAISON, "140581", "housing", false},
        Case{type::v1::ROLE_LIAISON, "140582", "emergency", false},
        Case{type::v1::ROLE_CONVENER, "140581", "emergency", true},
        Case{type::v1::ROLE_CONVENER, "140581", "housing", false},
        // the same department of the prefecture and the province: downwards
        Case{type::v1::ROLE_LIAISON, "140500", "emergency", true},
        Case{type::v1::ROLE_LIAISON, "140000", "emergency", true},
        Case{type::v1::ROLE_LIAISON, "140400", "emergency", false},
        Case{type::v1::ROLE_LIAISON, "530000", "emergency", false},
        // the office, observers and auditors: every department, their place and below
        Case{type::v1::ROLE_OFFICE, "140581", "hrss", true}, Case{type::v1::ROLE_OFFICE, "140500", "hrss", true},
        Case{type::v1::ROLE_OFFICE, "140582", "hrss", false}, Case{type::v1::ROLE_OBSERVER, "140581", "union", true},
        Case{type::v1::ROLE_OBSERVER, "140000", "union", true}, Case{type::v1::ROLE_OBSERVER, "530000", "union", false},
        Case{type::v1::ROLE_AUDITOR, "140581", "audit", true}, Case{type::v1::ROLE_AUDITOR, "140525", "audit", false},
        // the suite itself
        Case{type::v1::ROLE_SERVICE, "", "", true}));

TEST(VisibilityOfActingRegions, WhoFilesForElsewhereSeesIt) {
  const v1::Obligation yunnan = Coal("530000", "140581");
  EXPECT_TRUE(CheckVisible(Caller({type::v1::ROLE_LIAISON, "140581", "emergency", true}), yunnan).ok());
  EXPECT_TRUE(CheckVisible(Caller({type::v1::ROLE_OFFICE, "530000", "hrss", true}), yunnan).ok());
  EXPECT_EQ(CheckVisible(Caller({type::v1::ROLE_LIAISON, "140582", "emergency", false}), yunnan).code(),
            absl::StatusCode::kPermissionDenied);
}

// What a county sees does not reach up: a prefecture's own row is not a county's.
TEST(VisibilityOfActingRegions, NobodySeesUpwards) {
  EXPECT_FALSE(CheckVisible(Caller({type::v1::ROLE_OFFICE, "140581", "hrss", false}), Coal("140500", "140500")).ok());
}

}  // namespace
}  // namespace lianfang::submission
