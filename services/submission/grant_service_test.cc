// Regions of a plan that its office does not cover: refused, until their own office grants them.
#include "services/submission/grant_service.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/testing/fake_clock.h"
#include "services/submission/ledger_auditor.h"
#include "services/submission/plan_service.h"
#include "services/submission/store/testing/fake_ledger_store.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/testing/await.h"
#include "services/submission/testing/plans.h"

namespace lianfang::submission {
namespace {

constexpr char kPlan[] = "plans/yunnan-2022";

Identity OfficeOf(const std::string& region) {
  return *ParseIdentity(absl::StrCat("spiffe://lianfang.local/region/", region, "/department/emergency/role/office"),
                        "lianfang.local");
}

template <typename Request>
Request About(const std::string& region, const std::string& office_region) {
  Request request;
  request.set_plan(kPlan);
  request.set_region(region);
  request.set_office_region(office_region);
  request.set_reason("用公开数据试评");
  request.set_request_id(NewUuid());
  return request;
}

// Lets something happen between the reading of the grants and the decision.
class InterleavedLedgerStore : public FakeLedgerStore {
 public:
  using FakeLedgerStore::FakeLedgerStore;

  absl::StatusOr<std::vector<StoredEntry>> ReadPlanEntries(const std::string& plan, int64_t after, int limit,
                                                           absl::Time deadline) override {
    auto entries = FakeLedgerStore::ReadPlanEntries(plan, after, limit, deadline);
    if (after_reading) std::exchange(after_reading, nullptr)();
    return entries;
  }

  std::function<void()> after_reading;  // called once
};

class GrantServiceTest : public testing::Test {
 protected:
  static std::shared_ptr<const Call> By(const Identity& caller, const std::string& method) {
    auto call = std::make_shared<Call>();
    call->caller = caller;
    call->method = absl::StrCat("lianfang.submission.v1.PlanService.", method);
    call->deadline = absl::InfiniteFuture();
    return call;
  }

  absl::StatusOr<v1::PlanGrant> Grant(
      const Identity& caller,
      const v1::GrantPlanRegionRequest& request = About<v1::GrantPlanRegionRequest>("530000", "140581")) {
    return Await<v1::PlanGrant>([&](auto reply) {
      grants_.GrantPlanRegion(By(caller, "GrantPlanRegion"), std::make_shared<v1::GrantPlanRegionRequest>(request),
                              std::move(reply));
    });
  }

  absl::StatusOr<v1::PlanGrant> Revoke(const Identity& caller) {
    const auto request = About<v1::RevokePlanRegionRequest>("530000", "140581");
    return Await<v1::PlanGrant>([&](auto reply) {
      grants_.RevokePlanRegion(By(caller, "RevokePlanRegion"), std::make_shared<v1::RevokePlanRegionRequest>(request),
                               std::move(reply));
    });
  }

  // By the office of Gaoping.
  absl::StatusOr<v1::PublishPlanResponse> Publish(const type::v1::Plan& plan, bool only_check = false) {
    auto request = std::make_shared<v1::PublishPlanRequest>();
    *request->mutable_plan() = plan;
    request->set_validate_only(only_check);
    request->set_request_id(NewUuid());
    return Await<v1::PublishPlanResponse>(
        [&](auto reply) { plans_.PublishPlan(By(Office(), "PublishPlan"), std::move(request), std::move(reply)); });
  }

  absl::StatusOr<v1::PublishPlanResponse> Amend(type::v1::Plan plan) {
    auto request = std::make_shared<v1::AmendPlanRequest>();
    plan.set_etag((*store_.LoadPlan("yunnan-2022", 0, absl::InfiniteFuture()))->etag());
    *request->mutable_plan() = std::move(plan);
    request->set_reason("修订");
    request->set_request_id(NewUuid());
    return Await<v1::PublishPlanResponse>(
        [&](auto reply) { plans_.AmendPlan(By(Office(), "AmendPlan"), std::move(request), std::move(reply)); });
  }

  v1::VerifyLedgerResponse Audit() {
    v1::VerifyLedgerRequest request;
    request.set_plan(kPlan);
    return *auditor_.Verify(*By(Office(), "VerifyLedger"), request);
  }

  FakeClock clock_{Shanghai("2022-05-20 10:00")};
  const SigningKey key_ = SigningKey::Generate();
  KeyRing keys_{key_.public_key()};
  FakeSubmissionStore store_;
  InterleavedLedgerStore ledger_{store_};
  LedgerAuditor auditor_{ledger_, keys_, clock_, {}};
  Metrics metrics_;
  LedgerWriter writer_{store_, key_, clock_, metrics_, [] {}, {}};
  GrantService grants_{ledger_, writer_};
  PlanService plans_{store_, ledger_, writer_, clock_};
  const type::v1::Plan exercise_ = ShippedPlan("yunnan-2022");  // of 530000, by departments of 140581
};

// Another replica takes the grant back while the publication waits for its turn.
TEST_F(GrantServiceTest, AGrantThatWasTakenBackSinceItWasReadDoesNotCount) {
  ASSERT_TRUE(Grant(OfficeOf("530000")).ok());
  ledger_.after_reading = [this] { ASSERT_TRUE(Revoke(OfficeOf("530000")).ok()); };
  EXPECT_EQ(ErrorInfoOf(Publish(exercise_).status())->reason(), "GRANTS_CHANGED");
  EXPECT_EQ(ErrorInfoOf(Publish(exercise_).status())->reason(), "REGION_NOT_GRANTED");
}

TEST_F(GrantServiceTest, OfTwoLikeGrantsAtOnceOneIsEntered) {
  ledger_.after_reading = [this] { ASSERT_TRUE(Grant(OfficeOf("530000")).ok()); };
  EXPECT_EQ(ErrorInfoOf(Grant(OfficeOf("530000")).status())->reason(), "GRANTS_CHANGED");
  EXPECT_EQ(ErrorInfoOf(Grant(OfficeOf("530000")).status())->reason(), "GRANT_EXISTS");
}

TEST_F(GrantServiceTest, ARegionIsIncludedOnlyWhereItsOwnOfficeGrantedIt) {
  for (const bool only_check : {true, false}) {
    const absl::Status refused = Publish(exercise_, only_check).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied);
    EXPECT_EQ(ErrorInfoOf(refused)->reason(), "REGION_NOT_GRANTED");
    EXPECT_EQ(ErrorInfoOf(refused)->metadata().at("regions"), "530000");
  }
  EXPECT_EQ(store_.ReadLedgerHead("yunnan-2022", absl::InfiniteFuture())->sequence, 0);
  const auto granted = Grant(OfficeOf("530000"));
  ASSERT_TRUE(granted.ok()) << granted.status();
  EXPECT_EQ(granted->name(), "plans/yunnan-2022/grants/530000-140581");
  EXPECT_FALSE(granted->revoked());
  EXPECT_TRUE(Audit().valid()) << Audit().DebugString();  // a ledger that begins with a grant
  ASSERT_TRUE(Publish(exercise_).ok());
  EXPECT_TRUE(Audit().valid()) << Audit().DebugString();
  EXPECT_EQ(Audit().entry_count(), 2);
}

TEST_F(GrantServiceTest, WhoseDepartmentsWouldOweMustAgreeToo) {
  type::v1::Plan plan = ShippedPlan("gaoping-2021-2025");
  const std::string responsible = plan.industries(0).responsible_department();
  for (auto& department : *plan.mutable_departments()) {
    if (department.id() == responsible) department.set_acting_region("140582");
  }
  EXPECT_EQ(ErrorInfoOf(Publish(plan).status())->metadata().at("regions"), "140582");
  // A region above must be asked as well, but for whoever only takes part.
  for (auto& department : *plan.mutable_departments()) {
    if (department.id() == responsible) department.clear_acting_region();
    if (department.role() == type::v1::DEPARTMENT_ROLE_ADDRESSEE) department.set_acting_region("140500");
  }
  EXPECT_TRUE(Publish(plan).ok());
}

TEST_F(GrantServiceTest, OnlyTheRegionsOwnOfficeOrOneAboveGrants) {
  for (const char* region : {"140581", "530100", "140000"}) {
    EXPECT_EQ(ErrorInfoOf(Grant(OfficeOf(region)).status())->reason(), "NOT_OWN_REGION") << region;
  }
  EXPECT_TRUE(Grant(OfficeOf("100000")).ok());
  EXPECT_EQ(ErrorInfoOf(Revoke(OfficeOf("140581")).status())->reason(), "NOT_OWN_REGION");
}

TEST_F(GrantServiceTest, AGrantIsForOneOfficeAndForWhatLiesInTheRegion) {
  ASSERT_TRUE(Grant(OfficeOf("530000"), About<v1::GrantPlanRegionRequest>("530000", "140582")).ok());
  EXPECT_FALSE(Publish(exercise_).ok());
  ASSERT_TRUE(Grant(OfficeOf("530000")).ok());
  type::v1::Plan county = exercise_;
  county.mutable_regions(0)->set_code("530100");
  EXPECT_TRUE(Publish(county).ok());
}

TEST_F(GrantServiceTest, WhatIsTakenBackServesNoLaterEdition) {
  ASSERT_TRUE(Grant(OfficeOf("530000")).ok());
  ASSERT_TRUE(Publish(exercise_).ok());
  ASSERT_TRUE(Amend(exercise_).ok());
  const auto revoked = Revoke(OfficeOf("530000"));
  ASSERT_TRUE(revoked.ok()) << revoked.status();
  EXPECT_TRUE(revoked->revoked());
  EXPECT_EQ(ErrorInfoOf(Revoke(OfficeOf("530000")).status())->reason(), "NOT_GRANTED");
  EXPECT_EQ(ErrorInfoOf(Amend(exercise_).status())->reason(), "REGION_NOT_GRANTED");
  EXPECT_TRUE(Audit().valid()) << Audit().DebugString();
  v1::ListPlanGrantsRequest list;
  list.set_plan(kPlan);
  const auto listed = grants_.ListPlanGrants(*By(Liaison("health"), "ListPlanGrants"), list);
  ASSERT_EQ(listed->grants_size(), 1);
  EXPECT_TRUE(listed->grants(0).revoked());
  ASSERT_TRUE(Grant(OfficeOf("530000")).ok());
  EXPECT_TRUE(Amend(exercise_).ok());
}

TEST_F(GrantServiceTest, ARepeatAnswersTheFirstAndChangesNothing) {
  const auto request = About<v1::GrantPlanRegionRequest>("530000", "140581");
  const auto first = Grant(OfficeOf("530000"), request);
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(Grant(OfficeOf("530000"), request)->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(ErrorInfoOf(Grant(OfficeOf("530000")).status())->reason(), "GRANT_EXISTS");
  EXPECT_EQ(Audit().entry_count(), 1);
}

TEST_F(GrantServiceTest, BadInputNamesItsFields) {
  auto request = About<v1::GrantPlanRegionRequest>("53", "530000x");
  request.set_reason(std::string(2001, 'x'));
  const auto faults = BadRequestOf(Grant(OfficeOf("530000"), request).status());
  ASSERT_EQ(faults->field_violations_size(), 3);
  EXPECT_EQ(faults->field_violations(0).field(), "region");
  EXPECT_EQ(faults->field_violations(1).field(), "office_region");
  EXPECT_EQ(faults->field_violations(2).field(), "reason");
  const auto needless = Grant(OfficeOf("530000"), About<v1::GrantPlanRegionRequest>("530100", "530000")).status();
  EXPECT_EQ(BadRequestOf(needless)->field_violations(0).field(), "office_region");
}

TEST_F(GrantServiceTest, GrantsAreListedByPages) {
  for (const char* office : {"140581", "140582", "110000"}) {
    ASSERT_TRUE(Grant(OfficeOf("530000"), About<v1::GrantPlanRegionRequest>("530000", office)).ok());
  }
  v1::ListPlanGrantsRequest list;
  list.set_plan(kPlan);
  list.set_page_size(2);
  std::string offices;
  do {
    const auto page = *grants_.ListPlanGrants(*By(Office(), "ListPlanGrants"), list);
    for (const auto& grant : page.grants()) absl::StrAppend(&offices, grant.office_region(), " ");
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  EXPECT_EQ(offices, "110000 140581 140582 ");
}

TEST_F(GrantServiceTest, APlanStaysWithTheRegionOfItsFirstOffice) {
  ASSERT_TRUE(Grant(OfficeOf("530000")).ok());
  ASSERT_TRUE(Publish(exercise_).ok());
  type::v1::Plan moved = exercise_;
  for (auto& department : *moved.mutable_departments()) department.clear_acting_region();
  const absl::Status refused = Amend(moved).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(BadRequestOf(refused)->field_violations(0).field(), "plan.departments");
}

}  // namespace
}  // namespace lianfang::submission
