// Denials and reads of calls, what an auditor is answered, and the upkeep; on a store in memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/audit/audit_keeper.h"
#include "common/audit/audit_service.h"
#include "common/audit/audit_trail.h"
#include "common/audit/chain.h"
#include "common/audit/testing/fake_audit_store.h"
#include "common/errors.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "lianfang/expert/v1/expert_service.pb.h"
#include "lianfang/notification/v1/notification_service.pb.h"

namespace lianfang {
namespace {

using audit::v1::AUDIT_OUTCOME_DENIED;
using audit::v1::AuditEvent;
using audit::v1::JOURNAL_OPERATIONS;
using audit::v1::JOURNAL_READS;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const absl::Time kNow = absl::FromUnixSeconds(1'750'000'000);
constexpr char kCounty[] = "spiffe://t/region/140581/department/emergency/role/liaison/person/li-na";

Call CallBy(const std::string& uri) {
  Call call;
  call.method = "lianfang.expert.v1.ExpertService.RevealExpert";
  call.caller = *ReadKeptIdentity(uri);
  call.certificate_serial = "0a";
  call.peer = "spiffe://t/service/edge";
  call.address = "203.0.113.5";
  call.deadline = absl::InfiniteFuture();
  return call;
}

class AuditTest : public testing::Test {
 protected:
  FakeAuditStore store_{"expert"};
  FakeClock clock_{kNow};
  Metrics metrics_;
  AuditTrail trail_{store_, clock_, metrics_};
};

TEST_F(AuditTest, ADenialByRoleAndOneByRowLeaveRows) {
  Call call = CallBy(kCounty);
  trail_.Denied(call, nullptr, ErrorWithReason(absl::StatusCode::kPermissionDenied, "no", "ROLE_NOT_ADMITTED"));
  expert::v1::GetExpertRequest request;
  request.set_name("experts/1");
  call.method = "lianfang.expert.v1.ExpertService.GetExpert";
  trail_.Denied(call, &request, absl::PermissionDeniedError("another's"));
  EXPECT_THAT(store_.events(JOURNAL_OPERATIONS), IsEmpty());
  ASSERT_TRUE(trail_.SaveDenials().ok());
  const auto rows = store_.events(JOURNAL_OPERATIONS);
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].outcome(), AUDIT_OUTCOME_DENIED);
  EXPECT_EQ(rows[0].reason(), "ROLE_NOT_ADMITTED");
  EXPECT_EQ(rows[0].actor(), kCounty);
  EXPECT_EQ(rows[0].person(), "li-na");
  EXPECT_EQ(rows[0].certificate_serial(), "0a");
  EXPECT_EQ(rows[0].address(), "203.0.113.5");
  EXPECT_EQ(rows[0].proxy(), "spiffe://t/service/edge");
  EXPECT_EQ(rows[1].reason(), "PERMISSION_DENIED");
  EXPECT_EQ(rows[1].resource(), "experts/1");
}

TEST_F(AuditTest, AFloodOfDenialsMakesFewRows) {
  const Call call = CallBy(kCounty);
  for (int i = 0; i < 10'000; ++i) {
    trail_.Denied(call, nullptr, absl::PermissionDeniedError("no"));
    if (i % 1000 == 0) {
      ASSERT_TRUE(trail_.SaveDenials().ok());
    }
  }
  ASSERT_TRUE(trail_.SaveDenials(/*all=*/true).ok());
  const auto rows = store_.events(JOURNAL_OPERATIONS);
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[1].count(), 9999);
}

TEST_F(AuditTest, DenialsOutliveADatabaseThatIsAway) {
  trail_.Denied(CallBy(kCounty), nullptr, absl::PermissionDeniedError("no"));
  store_.Fail(absl::UnavailableError("away"));
  EXPECT_FALSE(trail_.SaveDenials().ok());
  store_.Fail(absl::OkStatus());
  EXPECT_TRUE(trail_.SaveDenials().ok());
  EXPECT_THAT(store_.events(JOURNAL_OPERATIONS), SizeIs(1));
}

TEST_F(AuditTest, EachReadIsARowAlsoARepeatedOne) {
  expert::v1::RevealExpertRequest request;
  request.set_name("experts/1");
  request.set_reason("核对身份证号");
  request.set_request_id("00000000-0000-4000-8000-000000000001");
  request.mutable_read_mask()->add_paths("phone");
  request.mutable_read_mask()->add_paths("email");
  EXPECT_TRUE(trail_.Read(CallBy(kCounty), request).ok());
  EXPECT_TRUE(trail_.Read(CallBy(kCounty), request).ok());
  const auto rows = store_.events(JOURNAL_READS);
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[1].resource(), "experts/1");
  EXPECT_EQ(rows[1].purpose(), "核对身份证号");
  EXPECT_EQ(rows[1].detail(), "phone, email");
  EXPECT_EQ(rows[1].request_id(), request.request_id());
}

TEST_F(AuditTest, OfAListTheRowSaysWhatItWasNarrowedTo) {
  notification::v1::ListContactsRequest request;
  request.set_region("140581");
  request.set_department("emergency");
  EXPECT_TRUE(trail_.Read(CallBy(kCounty), request).ok());
  EXPECT_EQ(store_.events(JOURNAL_READS)[0].detail(), "region 140581, department emergency");
}

TEST_F(AuditTest, WhatCannotBeRecordedIsNotAnswered) {
  store_.Fail(absl::UnavailableError("away"));
  EXPECT_EQ(trail_.Read(CallBy(kCounty), expert::v1::GetExpertRequest()).code(), absl::StatusCode::kUnavailable);
}

// --- AuditService ---

class AuditServiceTest : public AuditTest {
 protected:
  AuditServiceTest() {
    Add(kCounty, "county");
    Add("spiffe://t/region/140000/department/hr/role/office", "province");
    Add("spiffe://t/service/expert", "service");
    Add("spiffe://t/region/530000/department/hr/role/office", "elsewhere");
  }

  void Add(const std::string& actor, const std::string& detail) {
    AuditEvent event;
    *event.mutable_event_time() = ToTimestamp(kNow);
    event.set_actor(actor);
    event.set_detail(detail);
    ASSERT_TRUE(store_.Append(JOURNAL_OPERATIONS, {event}, absl::InfiniteFuture()).ok());
  }

  static Call Auditor(const std::string& region) {
    return CallBy(absl::StrCat("spiffe://t/region/", region, "/department/audit/role/auditor"));
  }

  std::vector<std::string> List(const std::string& region, audit::v1::ListAuditEventsRequest request = {}) {
    std::vector<std::string> details;
    do {
      const auto page = service_.ListAuditEvents(Auditor(region), request);
      if (!page.ok()) return {page.status().ToString()};
      for (const AuditEvent& event : page->events()) details.push_back(event.detail());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return details;
  }

  AuditService service_{"expert", store_};
};

TEST_F(AuditServiceTest, AnAuditorReadsItsOwnRegionAndWhatIsInIt) {
  EXPECT_THAT(List("140581"), ElementsAre("county", "service"));
  EXPECT_THAT(List("140000"), ElementsAre("county", "province", "service"));
  EXPECT_THAT(List("100000"), ElementsAre("county", "province", "service", "elsewhere"));
  EXPECT_THAT(List("110000"), ElementsAre("service"));
}

TEST_F(AuditServiceTest, PagesHaveAllRowsOnceInEitherOrder) {
  audit::v1::ListAuditEventsRequest request;
  request.set_page_size(1);
  EXPECT_THAT(List("140000", request), ElementsAre("county", "province", "service"));
  request.set_newest_first(true);
  EXPECT_THAT(List("140000", request), ElementsAre("service", "province", "county"));
}

TEST_F(AuditServiceTest, BadInputIsNamed) {
  audit::v1::ListAuditEventsRequest request;
  request.set_journal(static_cast<audit::v1::Journal>(7));
  request.set_outcome(static_cast<audit::v1::AuditOutcome>(9));
  *request.mutable_from_time() = ToTimestamp(kNow);
  *request.mutable_until_time() = ToTimestamp(kNow);
  request.set_actor(std::string(501, 'a'));
  const auto refused = service_.ListAuditEvents(Auditor("140000"), request);
  ASSERT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(BadRequestOf(refused.status())->field_violations_size(), 4);

  audit::v1::ListAuditRecordsRequest records;
  records.set_journal(JOURNAL_OPERATIONS);
  records.set_first_sequence(-1);
  EXPECT_EQ(service_.ListAuditRecords(Auditor("140000"), records).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(AuditServiceTest, TheChainVerifiesForWhoMayNotReadAllOfIt) {
  audit::v1::ListAuditRecordsRequest request;
  request.set_journal(JOURNAL_OPERATIONS);
  request.set_page_size(3);
  AuditVerifier verifier("expert", JOURNAL_OPERATIONS);
  do {
    const auto page = service_.ListAuditRecords(Auditor("140581"), request);
    ASSERT_TRUE(page.ok());
    EXPECT_EQ(page->service(), "expert");
    for (const auto& end : page->ends()) verifier.AddEnd(end);
    for (const auto& record : page->records()) verifier.Add(record);
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(verifier.problems(), IsEmpty());
  EXPECT_EQ(verifier.rows(), 4);
  EXPECT_EQ(verifier.withheld(), 2);
}

// --- Upkeep ---

class AuditKeeperTest : public AuditServiceTest {
 protected:
  AuditKeeper::Options KeeperOptions() {
    return {.service = "expert",
            .actor = "spiffe://t/service/expert",
            .retention = {},
            .sign = [](const std::string& bytes) { return absl::StrCat("signed ", bytes); },
            .key_id = "key"};
  }
};

TEST_F(AuditKeeperTest, StoresDenialsEverySecond) {
  AuditKeeper keeper(store_, trail_, clock_, metrics_, KeeperOptions());
  EXPECT_EQ(keeper.Step(), absl::Seconds(1));
  trail_.Denied(CallBy(kCounty), nullptr, absl::PermissionDeniedError("no"));
  EXPECT_EQ(keeper.Step(), absl::Seconds(1));
  EXPECT_EQ(store_.events(JOURNAL_OPERATIONS).back().outcome(), AUDIT_OUTCOME_DENIED);
}

TEST_F(AuditKeeperTest, RemovesMonthsWithASignedEnd) {
  store_.SetOldMonth(JOURNAL_OPERATIONS, 3);
  AuditKeeper keeper(store_, trail_, clock_, metrics_, KeeperOptions());
  keeper.Step();
  const auto ends = *store_.ListEnds(JOURNAL_OPERATIONS, absl::InfiniteFuture());
  ASSERT_THAT(ends, SizeIs(1));
  EXPECT_EQ(ends[0].last_sequence(), 3);
  EXPECT_EQ(ends[0].key_id(), "key");
  EXPECT_EQ(ends[0].signature(), absl::StrCat("signed ", AuditEndBytes("expert", ends[0])));
  // The next one is looked for at once, and then a few times a day.
  store_.SetOldMonth(JOURNAL_OPERATIONS, 4);
  keeper.Step();
  EXPECT_THAT(*store_.ListEnds(JOURNAL_OPERATIONS, absl::InfiniteFuture()), SizeIs(2));
  keeper.Step();
  store_.SetOldMonth(JOURNAL_OPERATIONS, 5);
  keeper.Step();
  EXPECT_THAT(*store_.ListEnds(JOURNAL_OPERATIONS, absl::InfiniteFuture()), SizeIs(2));
  clock_.Advance(absl::Hours(6));
  keeper.Step();
  EXPECT_THAT(*store_.ListEnds(JOURNAL_OPERATIONS, absl::InfiniteFuture()), SizeIs(3));
}

TEST_F(AuditKeeperTest, PrunesTheRequestLogInBatches) {
  store_.SetOldRequests(4500);
  AuditKeeper keeper(store_, trail_, clock_, metrics_, KeeperOptions());
  keeper.Step();
  EXPECT_EQ(store_.old_requests(), 2500);
  keeper.Step();
  keeper.Step();
  EXPECT_EQ(store_.old_requests(), 0);
  store_.SetOldRequests(10);
  auto without = KeeperOptions();
  without.has_request_log = false;
  AuditKeeper other(store_, trail_, clock_, metrics_, without);
  other.Step();
  EXPECT_EQ(store_.old_requests(), 10);
}

TEST_F(AuditKeeperTest, PrunesTheChangelogInBatches) {
  store_.SetOldChanges(2300);
  AuditKeeper keeper(store_, trail_, clock_, metrics_, KeeperOptions());
  keeper.Step();
  EXPECT_EQ(store_.old_changes(), 300);
  keeper.Step();
  EXPECT_EQ(store_.old_changes(), 0);
  EXPECT_EQ(metrics_.Counter("lianfang_changelog_pruned_total", "", {}).Value(), 2300);
}

TEST_F(AuditKeeperTest, AFaultIsTriedAgainInFiveMinutes) {
  store_.Fail(absl::UnavailableError("away"));
  AuditKeeper keeper(store_, trail_, clock_, metrics_, KeeperOptions());
  keeper.Step();
  store_.Fail(absl::OkStatus());
  store_.SetOldMonth(JOURNAL_OPERATIONS, 3);
  keeper.Step();
  EXPECT_THAT(*store_.ListEnds(JOURNAL_OPERATIONS, absl::InfiniteFuture()), IsEmpty());
  clock_.Advance(absl::Minutes(5));
  keeper.Step();
  EXPECT_THAT(*store_.ListEnds(JOURNAL_OPERATIONS, absl::InfiniteFuture()), SizeIs(1));
}

}  // namespace
}  // namespace lianfang
