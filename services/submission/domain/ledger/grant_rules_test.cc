#include "services/submission/domain/ledger/grant_rules.h"

#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "common/time.h"
#include "services/submission/testing/plans.h"

namespace lianfang::submission {
namespace {

const absl::Time kNow = Shanghai("2022-05-20 10:00");

v1::LedgerEntry Entry(int64_t sequence, const std::string& region, const std::string& office, bool revoked = false) {
  v1::LedgerEntry entry;
  entry.set_sequence(sequence);
  entry.set_plan("plans/p");
  entry.set_actor("spiffe://t/office");
  *entry.mutable_commit_time() = ToTimestamp(kNow);
  entry.mutable_plan_region_granted()->set_region(region);
  entry.mutable_plan_region_granted()->set_office_region(office);
  entry.mutable_plan_region_granted()->set_reason("合办");
  entry.mutable_plan_region_granted()->set_revoked(revoked);
  return entry;
}

// Gaoping is 140581; Zezhou is 140525; both are of the city 140500.
Identity Of(const std::string& region) {
  Identity office = Office();
  office.region = region;
  return office;
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : "";
}

std::string FieldOf(const absl::Status& status) {
  const auto details = BadRequestOf(status);
  return details.has_value() ? details->field_violations(0).field() : "";
}

v1::GrantPlanRegionRequest Wanted(const std::string& region = "140525", const std::string& office = "140581") {
  v1::GrantPlanRegionRequest request;
  request.set_plan("plans/p");
  request.set_region(region);
  request.set_office_region(office);
  request.set_reason("合办");
  return request;
}

// A ledger whose newest entry about the plan is this one; 0: none.
Snapshot At(int64_t plan_entry) {
  return {.plan = nullptr,
          .obligation = nullptr,
          .filed = nullptr,
          .before = nullptr,
          .stated = {},
          .now = kNow,
          .plan_entry = plan_entry};
}

absl::StatusOr<Decision> Decide(const v1::GrantPlanRegionRequest& request, const PlanGrants& grants = {},
                                const Identity& caller = Of("140525"), int64_t plan_entry = 0) {
  return DecideGrant(At(plan_entry), grants, request, caller);
}

TEST(PlanGrantsTest, TheLastWordOnAPairOfRegionsCounts) {
  PlanGrants grants;
  EXPECT_EQ(grants.read_to(), 0);
  grants.Add(Entry(3, "140525", "140581"));
  EXPECT_EQ(grants.read_to(), 3);
  EXPECT_TRUE(grants.Allow("140525", "140581"));
  EXPECT_FALSE(grants.Allow("140581", "140525")) << "not the other way round";
  EXPECT_FALSE(grants.Allow("140526", "140581"));
  EXPECT_TRUE(grants.InForce("140525", "140581"));
  EXPECT_FALSE(grants.InForce("140525", "140582"));
  grants.Add(Entry(4, "140525", "140581", /*revoked=*/true));
  EXPECT_FALSE(grants.Allow("140525", "140581"));
  EXPECT_FALSE(grants.InForce("140525", "140581"));
  grants.Add(v1::LedgerEntry());
  EXPECT_EQ(grants.all().size(), 1u);
}

TEST(PlanGrantsTest, AGrantOfARegionIsOfAllBelowIt) {
  PlanGrants grants;
  grants.Add(Entry(1, "140500", "110000"));
  EXPECT_TRUE(grants.Allow("140581", "110000"));
  EXPECT_FALSE(grants.InForce("140581", "110000")) << "exactly this one was not granted";
}

TEST(DecideGrantTest, RequestsAreHeldToTheirShape) {
  EXPECT_TRUE(Decide(Wanted()).ok()) << Decide(Wanted()).status();
  EXPECT_EQ(FieldOf(Decide(Wanted("1405", "140581")).status()), "region");
  EXPECT_EQ(FieldOf(Decide(Wanted("140525", "x")).status()), "office_region");
  EXPECT_EQ(FieldOf(Decide(Wanted("140581", "140500")).status()), "office_region") << "it covers the region anyway";
  EXPECT_EQ(Decide(Wanted(), {}, Of("140581")).status().code(), absl::StatusCode::kPermissionDenied)
      << "another region's office";
  EXPECT_TRUE(Decide(Wanted(), {}, Of("140500")).ok()) << "the city's covers it";
}

TEST(DecideGrantTest, IsEnteredWithWhoWhatAndWhy) {
  const auto decision = Decide(Wanted());
  ASSERT_TRUE(decision.ok());
  EXPECT_EQ(decision->resource, "plans/p/grants/140525-140581");
  EXPECT_EQ(decision->detail, "granted: 合办");
  EXPECT_EQ(decision->event.rules(), kGrants);
  EXPECT_FALSE(decision->event.plan_region_granted().revoked());
  EXPECT_EQ(decision->event.plan_region_granted().office_region(), "140581");
  v1::PlanGrant answer;
  ASSERT_TRUE(answer.ParseFromString(decision->respond(Projection())));
  EXPECT_EQ(answer.name(), decision->resource);
  EXPECT_EQ(answer.reason(), "合办");
  EXPECT_EQ(answer.actor(), Of("140525").uri);
  EXPECT_EQ(FromTimestamp(answer.change_time()), kNow);
}

TEST(DecideGrantTest, IsGivenOnceAndTakenBackOnce) {
  PlanGrants grants;
  grants.Add(Entry(5, "140525", "140581"));
  EXPECT_EQ(ReasonOf(Decide(Wanted(), grants).status()), "GRANT_EXISTS");
  v1::RevokePlanRegionRequest revocation;
  revocation.set_plan("plans/p");
  revocation.set_region("140525");
  revocation.set_office_region("140581");
  revocation.set_reason("到期");
  const Snapshot snapshot = At(0);
  const auto revoked = DecideRevocation(snapshot, grants, revocation, Of("140525"));
  ASSERT_TRUE(revoked.ok()) << revoked.status();
  EXPECT_TRUE(revoked->event.plan_region_granted().revoked());
  EXPECT_EQ(revoked->detail, "revoked: 到期");
  EXPECT_EQ(ReasonOf(DecideRevocation(snapshot, {}, revocation, Of("140525")).status()), "NOT_GRANTED");
}

TEST(DecideGrantTest, NothingIsDecidedOnAnOlderState) {
  PlanGrants grants;
  grants.Add(Entry(5, "140526", "140581"));
  EXPECT_TRUE(Decide(Wanted(), grants, Of("140525"), 5).ok());
  const absl::Status aborted = Decide(Wanted(), grants, Of("140525"), 6).status();
  EXPECT_EQ(aborted.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(aborted), "GRANTS_CHANGED");
}

TEST(CheckRegionsGrantedTest, RegionsBeyondTheOfficesAreNamed) {
  type::v1::Plan plan = ShippedPlan("gaoping-2021-2025");
  EXPECT_TRUE(CheckRegionsGranted(plan, {}).ok());
  plan.mutable_departments(0)->set_acting_region("140581");
  plan.add_regions()->set_code("140525");
  const absl::Status missing = CheckRegionsGranted(plan, {});
  EXPECT_EQ(missing.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ReasonOf(missing), "REGION_NOT_GRANTED");
  EXPECT_EQ(ErrorInfoOf(missing)->metadata().at("regions"), "140525");
  EXPECT_EQ(ErrorInfoOf(missing)->metadata().at("office_region"), "140581");
  PlanGrants grants;
  grants.Add(Entry(1, "140525", "140581"));
  EXPECT_TRUE(CheckRegionsGranted(plan, grants).ok());
  for (int i = 0; i < 20; ++i) plan.add_regions()->set_code(std::to_string(150100 + i));
  const std::string named = ErrorInfoOf(CheckRegionsGranted(plan, grants))->metadata().at("regions");
  EXPECT_EQ(named.size(), 10 * 7 - 1u) << "ten of them: " << named;
}

TEST(CheckRegionsGrantedTest, ADepartmentThatOwesMayActFromElsewhereOnlyWithLeave) {
  type::v1::Plan plan = ShippedPlan("gaoping-2021-2025");
  for (auto& department : *plan.mutable_departments()) {
    if (department.id() == plan.industries(0).responsible_department()) department.set_acting_region("140500");
  }
  EXPECT_EQ(ErrorInfoOf(CheckRegionsGranted(plan, {}))->metadata().at("regions"), "140500");
}

}  // namespace
}  // namespace lianfang::submission
