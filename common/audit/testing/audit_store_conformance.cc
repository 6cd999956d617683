#include "common/audit/testing/audit_store_conformance.h"

#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/audit/chain.h"
#include "common/time.h"

namespace lianfang {
namespace {

using audit::v1::AuditEvent;
using audit::v1::AuditRecord;
using audit::v1::JOURNAL_OPERATIONS;
using audit::v1::JOURNAL_READS;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kOffice[] = "spiffe://t/region/140581/department/hr/role/office/person/zhang-wei";
constexpr char kProvince[] = "spiffe://t/region/140000/department/hr/role/office";
const absl::Time kTime = absl::FromUnixSeconds(1'750'000'000);

absl::Time Soon() { return absl::Now() + absl::Seconds(20); }

AuditEvent Event(const std::string& actor, const std::string& detail, absl::Time time = kTime) {
  AuditEvent event;
  *event.mutable_event_time() = ToTimestamp(time);
  event.set_actor(actor);
  event.set_certificate_serial("0a1b");
  event.set_address("ipv4:10.0.0.7:40812");
  event.set_proxy("spiffe://t/service/edge");
  event.set_method("lianfang.expert.v1.ExpertService.RevealExpert");
  event.set_resource("experts/1");
  event.set_request_id("00000000-0000-4000-8000-000000000001");
  event.set_outcome(audit::v1::AUDIT_OUTCOME_DONE);
  event.set_purpose("核对“身份”, \\ {} 'x'");
  event.set_detail(detail);
  event.set_count(1);
  return event;
}

std::vector<std::string> Details(const absl::StatusOr<std::vector<AuditEvent>>& events) {
  std::vector<std::string> details;
  for (const AuditEvent& event : *events) details.push_back(event.detail());
  return details;
}

AuditVerifier Verify(AuditStore& store, audit::v1::Journal journal) {
  AuditVerifier verifier("expert", journal);
  const auto ends = store.ListEnds(journal, Soon());
  const auto records = store.ReadRecords(journal, 0, 100'000, Soon());
  for (const auto& end : *ends) verifier.AddEnd(end);
  for (const auto& record : *records) verifier.Add(record);
  return verifier;
}

TEST_P(AuditStoreConformance, RowsAreChainedAsTheContractSays) {
  ASSERT_TRUE(store_->Append(JOURNAL_READS, {Event(kOffice, "a"), Event(kProvince, "")}, Soon()).ok());
  ASSERT_TRUE(store_->Append(JOURNAL_READS, {Event(kOffice, "汉字")}, Soon()).ok());
  ASSERT_TRUE(store_->Append(JOURNAL_READS, {}, Soon()).ok());
  const auto records = *store_->ReadRecords(JOURNAL_READS, 0, 10, Soon());
  ASSERT_THAT(records, SizeIs(3));
  EXPECT_EQ(records[0].event().person(), "zhang-wei");
  EXPECT_EQ(records[0].event().purpose(), Event(kOffice, "a").purpose());
  EXPECT_EQ(FromTimestamp(records[2].event().event_time()), kTime);
  const AuditVerifier verifier = Verify(*store_, JOURNAL_READS);
  EXPECT_THAT(verifier.problems(), IsEmpty());
  EXPECT_EQ(verifier.sequence(), 3);
  EXPECT_EQ(Verify(*store_, JOURNAL_OPERATIONS).rows(), 0);  // a chain of its own
}

TEST_P(AuditStoreConformance, ARowIsNotBeforeTheRowBefore) {
  ASSERT_TRUE(
      store_->Append(JOURNAL_READS, {Event(kOffice, "a"), Event(kOffice, "b", kTime - absl::Hours(1))}, Soon()).ok());
  ASSERT_TRUE(store_->Append(JOURNAL_READS, {Event(kOffice, "c", kTime - absl::Hours(9))}, Soon()).ok());
  const auto records = store_->ReadRecords(JOURNAL_READS, 0, 10, Soon());
  for (const AuditRecord& record : *records) {
    EXPECT_EQ(FromTimestamp(record.event().event_time()), kTime);
  }
  EXPECT_THAT(Verify(*store_, JOURNAL_READS).problems(), IsEmpty());
}

TEST_P(AuditStoreConformance, SeveralAtOnceKeepOneChain) {
  std::vector<std::thread> replicas;
  for (int replica = 0; replica < 4; ++replica) {
    replicas.emplace_back([this, replica] {
      for (int i = 0; i < 20; ++i) {
        const std::vector<AuditEvent> rows(3, Event(kOffice, absl::StrCat(replica, "/", i)));
        EXPECT_TRUE(store_->Append(JOURNAL_OPERATIONS, rows, Soon()).ok());
      }
    });
  }
  for (std::thread& replica : replicas) replica.join();
  const AuditVerifier verifier = Verify(*store_, JOURNAL_OPERATIONS);
  EXPECT_THAT(verifier.problems(), IsEmpty());
  EXPECT_EQ(verifier.rows(), 240);
}

TEST_P(AuditStoreConformance, RowsAreFoundByWhatTheFilterSays) {
  AuditEvent denied = Event(kProvince, "denied", kTime + absl::Minutes(2));
  denied.set_outcome(audit::v1::AUDIT_OUTCOME_DENIED);
  denied.set_method("lianfang.expert.v1.ExpertService.GetExpert");
  denied.set_resource("experts/12");
  ASSERT_TRUE(store_
                  ->Append(JOURNAL_OPERATIONS,
                           {Event(kOffice, "office"),
                            Event("spiffe://t/service/expert", "service", kTime + absl::Minutes(1)), denied},
                           Soon())
                  .ok());
  const auto list = [this](const AuditFilter& filter, bool newest_first = false, int64_t from = 0, int limit = 10) {
    return Details(store_->List(filter, newest_first, from, limit, Soon()));
  };
  EXPECT_THAT(list({}), ElementsAre("office", "service", "denied"));
  EXPECT_THAT(list({}, true), ElementsAre("denied", "service", "office"));
  EXPECT_THAT(list({}, true, 3, 1), ElementsAre("service"));
  EXPECT_THAT(list({}, false, 1, 1), ElementsAre("service"));
  EXPECT_THAT(list({.from = kTime + absl::Minutes(1)}), ElementsAre("service", "denied"));
  EXPECT_THAT(list({.until = kTime + absl::Minutes(1)}), ElementsAre("office"));
  EXPECT_THAT(list({.actor = kProvince}), ElementsAre("denied"));
  EXPECT_THAT(list({.actor = "spiffe://t/region/140581/department/hr"}), ElementsAre("office"));
  EXPECT_THAT(list({.actor = "spiffe://t/region/140581/department/h"}), IsEmpty());
  EXPECT_THAT(list({.person = "zhang-wei"}), ElementsAre("office"));
  EXPECT_THAT(list({.resource = "experts/1"}), ElementsAre("office", "service"));
  EXPECT_THAT(list({.resource = "experts"}), SizeIs(3));
  EXPECT_THAT(list({.method = "GetExpert"}), ElementsAre("denied"));
  EXPECT_THAT(list({.method = "Expert"}), IsEmpty());
  EXPECT_THAT(list({.outcome = audit::v1::AUDIT_OUTCOME_DENIED}), ElementsAre("denied"));
  EXPECT_THAT(list({.division_prefix = "140581"}), ElementsAre("office", "service"));
  EXPECT_THAT(list({.division_prefix = "14"}), SizeIs(3));
  EXPECT_THAT(list({.journal = JOURNAL_READS}), IsEmpty());
}

}  // namespace

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(AuditStoreConformance);

}  // namespace lianfang
