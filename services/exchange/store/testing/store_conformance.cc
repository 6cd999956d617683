#include "services/exchange/store/testing/store_conformance.h"

#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/id.h"
#include "common/time.h"
#include "services/exchange/domain/testing/sample.h"

namespace lianfang::exchange {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Now;

absl::Time Deadline() { return absl::Now() + absl::Seconds(30); }

StoredVersion Version(const std::string& id, int64_t number = 1) {
  StoredVersion version;
  version.name = absl::StrCat("records/accident/", id);
  version.version = number;
  version.kind = v1::RECORD_KIND_ACCIDENT;
  version.owner_region = "140581";
  version.owner_department = "emergency";
  version.region = "140581";
  version.industry = "coal-mining";
  version.day = absl::CivilDay(2026, 5, 31);
  version.credit_code = testing::kCreditCode;
  version.persons = {std::string(32, 'p'), std::string(32, 'q')};
  version.casualties = "1,0,0,2";
  version.content_hash = std::string(31, 'h') + std::to_string(number % 10);
  version.publish_time = Now();
  version.sealed = {"k1", std::string("sealed\0bytes", 12)};
  return version;
}

RequestKey Key(const std::string& id = NewUuid()) {
  return {"spiffe://t/region/140581/department/emergency/role/liaison", "lianfang.exchange.v1.ExchangeService.Test", id,
          std::string(32, 'r')};
}

absl::Status Publish(ExchangeStore& store, const std::vector<StoredVersion>& versions) {
  return store.Publish(
      Key(""), Now(),
      [&](ExchangeTransaction& rows) -> absl::StatusOr<Outcome> {
        std::vector<std::pair<std::string, int64_t>> wanted;
        for (const StoredVersion& version : versions) wanted.emplace_back(version.name, version.version);
        rows.LockRecords(wanted);
        rows.InsertVersions(versions);
        return Outcome{"", "records", "published"};
      },
      Deadline());
}

RecordFilter Accidents() {
  RecordFilter filter;
  filter.kind = v1::RECORD_KIND_ACCIDENT;
  filter.owner_region = "140581";
  filter.owner_department = "emergency";
  return filter;
}

std::vector<std::string> Names(const absl::StatusOr<std::vector<StoredVersion>>& found) {
  std::vector<std::string> names;
  EXPECT_TRUE(found.ok()) << found.status();
  if (found.ok()) {
    for (const StoredVersion& one : *found)
      names.push_back(absl::StrCat(one.name.substr(one.name.rfind('/') + 1), ":", one.version));
  }
  return names;
}

std::vector<std::string> Listed(ExchangeStore& store, const RecordFilter& filter, const std::string& after = "") {
  return Names(store.ListRecords(filter, after, 10, Deadline()));
}

TEST_P(ExchangeStoreConformance, AVersionIsReadBackAsStored) {
  StoredVersion without = Version("b");
  without.day = std::nullopt;
  without.persons.clear();
  without.credit_code.clear();
  ASSERT_TRUE(Publish(*store_, {Version("a"), without}).ok());
  const auto found = store_->FindVersion("records/accident/a", 1, Deadline());
  ASSERT_TRUE(found.ok() && found->has_value()) << found.status();
  const StoredVersion stored = **found, expected = Version("a");
  EXPECT_EQ(stored.position, 1);
  EXPECT_EQ(stored.name, expected.name);
  EXPECT_EQ(stored.kind, expected.kind);
  EXPECT_EQ(stored.owner_region + stored.owner_department, "140581emergency");
  EXPECT_EQ(stored.region + stored.industry + stored.credit_code, "140581coal-mining" + expected.credit_code);
  EXPECT_EQ(stored.day, expected.day);
  EXPECT_EQ(stored.casualties, expected.casualties);
  EXPECT_EQ(stored.content_hash, expected.content_hash);
  EXPECT_EQ(stored.publish_time, expected.publish_time);
  EXPECT_EQ(stored.algorithm, kSealedWithAesGcm);
  EXPECT_EQ(stored.sealed.key_id, "k1");
  EXPECT_EQ(stored.sealed.bytes, expected.sealed.bytes);
  EXPECT_TRUE(stored.newest);
  EXPECT_FALSE(stored.withdrawn);
  EXPECT_FALSE((*store_->FindVersion("records/accident/b", 1, Deadline()))->day.has_value());
  EXPECT_FALSE(store_->FindVersion("records/accident/c", 0, Deadline())->has_value());
}

TEST_P(ExchangeStoreConformance, ANewVersionIsTheNewestAlsoWithinOneTransaction) {
  ASSERT_TRUE(Publish(*store_, {Version("a", 1), Version("a", 3)}).ok());
  ASSERT_TRUE(Publish(*store_, {Version("b", 1), Version("a", 4)}).ok());
  EXPECT_THAT(Listed(*store_, Accidents()), ElementsAre("a:4", "b:1"));
  EXPECT_EQ((*store_->FindVersion("records/accident/a", 0, Deadline()))->version, 4);
  EXPECT_FALSE((*store_->FindVersion("records/accident/a", 3, Deadline()))->newest);
}

TEST_P(ExchangeStoreConformance, ListsAllVersionsOfRecordsOldestFirst) {
  ASSERT_TRUE(Publish(*store_, {Version("a", 2), Version("b", 1), Version("a", 10), Version("d", 1)}).ok());
  const auto versions = store_->ListVersionsOf({"records/accident/d", "records/accident/a"}, Deadline());
  EXPECT_THAT(Names(versions), ElementsAre("a:2", "a:10", "d:1"));
  ASSERT_EQ(versions->size(), 3);
  EXPECT_FALSE((*versions)[0].newest);
  EXPECT_TRUE(store_->ListVersionsOf({"records/accident/c"}, Deadline())->empty());
  EXPECT_TRUE(store_->ListVersionsOf({}, Deadline())->empty());
}

TEST_P(ExchangeStoreConformance, PositionsAreWithoutGapsAndKnowTheVersionBefore) {
  ASSERT_TRUE(Publish(*store_, {Version("a", 1)}).ok());
  StoredVersion moved = Version("a", 2);
  moved.region = "140500";
  ASSERT_TRUE(Publish(*store_, {Version("b", 1), moved}).ok());
  EXPECT_THAT(Names(store_->ListVersionsAfter(0, 10, Deadline())), ElementsAre("a:1", "b:1", "a:2"));
  EXPECT_THAT(Names(store_->ListVersionsAfter(1, 1, Deadline())), ElementsAre("b:1"));
  const auto last = store_->ListVersionsAfter(2, 10, Deadline());
  ASSERT_EQ(last->size(), 1U);
  EXPECT_EQ((*last)[0].position, 3);
  ASSERT_TRUE((*last)[0].region_and_industry_before.has_value());
  EXPECT_EQ((*last)[0].region_and_industry_before->first, "140581");
  EXPECT_EQ((*store_->FindAtPosition(3, Deadline()))->version, 2);
  EXPECT_FALSE(store_->FindAtPosition(4, Deadline())->has_value());
}

TEST_P(ExchangeStoreConformance, WhatIsKnownIsTheVersionOfferedAndTheNewest) {
  ASSERT_TRUE(Publish(*store_, {Version("a", 1), Version("a", 2), Version("a", 3)}).ok());
  KnownRecords known;
  ASSERT_TRUE(store_
                  ->Publish(
                      Key(""), Now(),
                      [&](ExchangeTransaction& rows) -> absl::StatusOr<Outcome> {
                        known = rows.LockRecords({{"records/accident/a", 1}, {"records/accident/none", 1}});
                        return Outcome{"", "", "nothing"};
                      },
                      Deadline())
                  .ok());
  ASSERT_EQ(known.size(), 1U);
  EXPECT_EQ(known["records/accident/a"].hashes.size(), 2U);
  EXPECT_EQ(known["records/accident/a"].hashes.at(1), Version("a", 1).content_hash);
  EXPECT_EQ(known["records/accident/a"].hashes.rbegin()->first, 3);
  EXPECT_EQ(known["records/accident/a"].casualties, "1,0,0,2");
}

TEST_P(ExchangeStoreConformance, WhatIsRefusedLeavesNothing) {
  const absl::Status refused = store_->Publish(
      Key(""), Now(),
      [&](ExchangeTransaction& rows) -> absl::StatusOr<Outcome> {
        rows.LockRecords({});
        rows.InsertVersions({Version("a")});
        return absl::FailedPreconditionError("no");
      },
      Deadline());
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(Listed(*store_, Accidents()), IsEmpty());
  ASSERT_TRUE(Publish(*store_, {Version("b")}).ok());
  EXPECT_EQ((*store_->FindVersion("records/accident/b", 0, Deadline()))->position, 1) << "no gap";
}

TEST_P(ExchangeStoreConformance, EveryConditionOfAFilterHolds) {
  StoredVersion other = Version("other"), far = Version("far"), gone = Version("gone"), building = Version("site");
  other.owner_department = "housing";
  far.region = "140500";
  gone.withdrawn = true;
  building.industry = "construction";
  building.day = absl::CivilDay(2026, 6, 1);
  building.credit_code = "X";
  building.persons = {std::string(32, 'z')};
  ASSERT_TRUE(Publish(*store_, {Version("a"), other, far, gone, building}).ok());
  EXPECT_THAT(Listed(*store_, Accidents()), ElementsAre("a:1", "far:1", "site:1"));
  RecordFilter filter = Accidents();
  filter.with_withdrawn = true;
  EXPECT_THAT(Listed(*store_, filter), ElementsAre("a:1", "far:1", "gone:1", "site:1"));
  filter = Accidents();
  filter.region_prefixes = {"140581", "11"};
  EXPECT_THAT(Listed(*store_, filter), ElementsAre("a:1", "site:1"));
  filter.industries = {"construction", "fishing"};
  EXPECT_THAT(Listed(*store_, filter), ElementsAre("site:1"));
  filter = Accidents();
  filter.industry = "coal-mining";
  filter.region_prefix = "140581";
  EXPECT_THAT(Listed(*store_, filter), ElementsAre("a:1"));
  filter = Accidents();
  filter.from_day = absl::CivilDay(2026, 6, 1);
  EXPECT_THAT(Listed(*store_, filter), ElementsAre("site:1"));
  filter = Accidents();
  filter.until_day = absl::CivilDay(2026, 6, 1);
  EXPECT_THAT(Listed(*store_, filter), ElementsAre("a:1", "far:1"));
  filter = Accidents();
  filter.person = std::string(32, 'z');
  EXPECT_THAT(Listed(*store_, filter), ElementsAre("site:1"));
  filter = Accidents();
  filter.credit_code = "X";
  EXPECT_THAT(Listed(*store_, filter), ElementsAre("site:1"));
  filter = Accidents();
  filter.owner_region.clear();
  filter.owner_department.clear();
  EXPECT_THAT(Listed(*store_, filter), ElementsAre("a:1", "far:1", "other:1", "site:1"));
  EXPECT_THAT(Listed(*store_, Accidents(), "records/accident/far"), ElementsAre("site:1"));
  filter = Accidents();
  filter.kind = v1::RECORD_KIND_DISEASE;
  EXPECT_THAT(Listed(*store_, filter), IsEmpty());
}

TEST_P(ExchangeStoreConformance, CountsAreByGroup) {
  StoredVersion building = Version("site");
  building.industry = "construction";
  building.day = absl::CivilDay(2026, 6, 1);
  ASSERT_TRUE(Publish(*store_, {Version("a"), Version("b"), building}).ok());
  const auto count = [&](v1::RecordGrouping grouping) {
    std::string text;
    const auto cells = store_->CountRecords(Accidents(), grouping, Deadline());
    for (const CountCell& cell : *cells) {
      absl::StrAppend(&text, cell.month, " ", cell.group, " ", cell.count, "; ");
    }
    return text;
  };
  EXPECT_EQ(count(v1::RECORD_GROUPING_INDUSTRY), "2026-05 coal-mining 2; 2026-06 construction 1; ");
  EXPECT_EQ(count(v1::RECORD_GROUPING_REGION), "2026-05 140581 2; 2026-06 140581 1; ");
  EXPECT_EQ(count(v1::RECORD_GROUPING_MONTH), "2026-05  2; 2026-06  1; ");
  EXPECT_EQ(count(v1::RECORD_GROUPING_UNSPECIFIED), "2026-05  2; 2026-06  1; ");
}

TEST_P(ExchangeStoreConformance, TheRegisterHasEachEmployerOnceAsItWasThereFirst) {
  StoredVersion one = Version("a"), later = Version("b"), other = Version("c"), gone = Version("d");
  for (StoredVersion* version : {&one, &later, &other, &gone}) version->kind = v1::RECORD_KIND_EMPLOYER;
  later.publish_time = Now() + absl::Seconds(1);
  later.owner_department = "hrss";
  later.industry = "construction";
  other.credit_code = "OTHER";
  gone.credit_code = "GONE";
  gone.withdrawn = true;
  ASSERT_TRUE(Publish(*store_, {one, later, other, gone, Version("x")}).ok());
  StoredVersion revised = one;
  revised.version = 2;
  ASSERT_TRUE(Publish(*store_, {revised}).ok());
  const auto list = [&](const std::string& prefix, const std::string& industry, const std::string& after,
                        const std::vector<RegisterKeeper>& keepers) {
    return Names(store_->ListEmployers(prefix, industry, keepers, after, 10, Deadline()));
  };
  EXPECT_THAT(list("", "", "", {}), ElementsAre("a:2", "c:1")) << "a later entry of another owner replaces nothing";
  EXPECT_THAT(list("", "", testing::kCreditCode, {}), ElementsAre("c:1"));
  EXPECT_THAT(list("11", "", "", {}), IsEmpty());
  EXPECT_THAT(list("", "construction", "", {}), IsEmpty()) << "nor where its industry is asked for";
  const std::vector<RegisterKeeper> keepers = {{"140581", "hrss", {"1405"}, {"construction"}}};
  EXPECT_THAT(list("", "", "", keepers), ElementsAre("b:1", "c:1")) << "who keeps the register comes first";
  EXPECT_THAT(list("", "construction", "", keepers), ElementsAre("b:1"));
  EXPECT_THAT(list("", "", "", {{"140581", "hrss", {"1406"}, {}}}), ElementsAre("a:2", "c:1")) << "of its regions";
  EXPECT_THAT(list("", "", "", {{"140581", "hrss", {}, {"coal-mining"}}}), ElementsAre("a:2", "c:1"));
  const auto find = [&](const std::string& code, const std::vector<RegisterKeeper>& by, int limit = 10) {
    return Names(store_->FindEmployers("", code, by, limit, Deadline()));
  };
  EXPECT_THAT(find(testing::kCreditCode, {}), ElementsAre("a:2", "b:1"));
  EXPECT_THAT(find(testing::kCreditCode, keepers), ElementsAre("b:1", "a:2"));
  EXPECT_THAT(find(testing::kCreditCode, keepers, 1), ElementsAre("b:1"));
  EXPECT_THAT(find("GONE", {}), IsEmpty());
}

TEST_P(ExchangeStoreConformance, SealedBytesAreReplacedOnlyWhereNobodyElseHas) {
  ASSERT_TRUE(Publish(*store_, {Version("a"), Version("b")}).ok());
  EXPECT_THAT(Names(store_->ListSealedOtherwise("k2", 0, 10, Deadline())), ElementsAre("a:1", "b:1"));
  const SealedField old = Version("a").sealed;
  ASSERT_TRUE(store_->Reseal(1, old, {"k2", "anew"}, Deadline()).ok());
  ASSERT_TRUE(store_->Reseal(1, old, {"k3", "too late"}, Deadline()).ok());
  EXPECT_EQ((*store_->FindAtPosition(1, Deadline()))->sealed.bytes, "anew");
  EXPECT_THAT(Names(store_->ListSealedOtherwise("k2", 0, 10, Deadline())), ElementsAre("b:1"));
}

ReadRow Read(const std::string& record, const std::string& owner, const std::string& reader, bool revealed = false) {
  ReadRow row;
  row.reader_region = "140581";
  row.reader_department = reader;
  row.read.set_record(record);
  row.read.set_reader(absl::StrCat("spiffe://t/", reader));
  *row.read.mutable_read_time() = ToTimestamp(Now());
  row.read.set_revealed(revealed);
  row.read.set_reason(revealed ? "核对身份" : "");
  *row.read.mutable_owner() = testing::Owner(owner);
  return row;
}

TEST_P(ExchangeStoreConformance, ReadsAreListedNewestFirstByOwner) {
  audit::v1::AuditEvent event;
  *event.mutable_event_time() = ToTimestamp(Now());
  event.set_actor("spiffe://t/hrss");
  event.set_count(1);
  event.set_outcome(audit::v1::AUDIT_OUTCOME_DONE);
  const std::string id(32, 'a');
  const std::string first = "records/accident/" + id + "/versions/1", second = "records/accident/" + id + "/versions/2";
  ASSERT_TRUE(
      store_->LogReads({Read(first, "emergency", "hrss"), Read(second, "emergency", "hrss")}, event, Deadline()).ok());
  ASSERT_TRUE(store_->LogReads({Read(first, "health", "hrss", true)}, event, Deadline()).ok());
  ASSERT_TRUE(store_->LogReads({}, event, Deadline()).ok());
  const auto list = [&](const ReadFilter& filter, int64_t before = 0, int limit = 10) {
    std::vector<std::string> found;
    const auto reads = store_->ListReads(filter, before, limit, Deadline());
    for (const ReadRow& row : *reads) {
      found.push_back(absl::StrCat(row.read.owner().department(), row.read.record().back() == '1' ? "1" : "2"));
    }
    return found;
  };
  EXPECT_THAT(list({}), ElementsAre("health1", "emergency2", "emergency1"));
  ReadFilter filter;
  filter.owner_region = "140581";
  filter.owner_department = "emergency";
  EXPECT_THAT(list(filter), ElementsAre("emergency2", "emergency1"));
  const auto page = store_->ListReads(filter, 0, 1, Deadline());
  ASSERT_EQ(page->size(), 1U);
  EXPECT_THAT(list(filter, (*page)[0].id), ElementsAre("emergency1"));
  filter = {};
  filter.revealed_only = true;
  EXPECT_THAT(list(filter), ElementsAre("health1"));
  filter = {};
  filter.record = "records/accident/" + id;
  EXPECT_THAT(list(filter), ElementsAre("health1", "emergency2", "emergency1"));
  filter.record = "records/accident/" + std::string(32, 'b');
  EXPECT_THAT(list(filter), IsEmpty());
  filter = {};
  filter.reader_department = "union";
  EXPECT_THAT(list(filter), IsEmpty());
  filter = {};
  filter.from = Now() + absl::Seconds(1);
  EXPECT_THAT(list(filter), IsEmpty());
  filter = {};
  filter.owner_region_prefix = "1101";
  EXPECT_THAT(list(filter), IsEmpty());
}

TEST_P(ExchangeStoreConformance, AgreementsAndDefinitionsAreKept) {
  v1::Agreement agreement;
  agreement.set_name("plans/p/agreements/b");
  agreement.set_etag("1");
  const auto save = [&](const std::optional<RequestKey>& key, const std::string& response) {
    return store_->Mutate(
        key, Now(),
        [&](ExchangeTransaction& rows) -> absl::StatusOr<Outcome> {
          EXPECT_FALSE(rows.FindDefinitions("plans/q").has_value());
          rows.SaveAgreement(agreement);
          v1::FigureDefinitions definitions;
          definitions.set_etag("7");
          rows.SaveDefinitions("plans/p", definitions);
          return Outcome{response, agreement.name(), "saved"};
        },
        Deadline());
  };
  EXPECT_TRUE(save(std::nullopt, "r").ok());
  EXPECT_FALSE(store_->FindAgreement(agreement.name(), Deadline())->has_value()) << "a rehearsal";
  const RequestKey key = Key();
  EXPECT_EQ(*save(key, "first"), "first");
  agreement.set_etag("2");
  EXPECT_EQ(*save(key, "second"), "first") << "a repeat";
  EXPECT_EQ((*store_->FindAgreement(agreement.name(), Deadline()))->etag(), "1");
  EXPECT_EQ((*store_->FindDefinitions("plans/p", Deadline()))->etag(), "7");
  EXPECT_FALSE(store_->FindDefinitions("plans/q", Deadline())->has_value());
  agreement.set_name("plans/p/agreements/a");
  EXPECT_TRUE(save(Key(), "").ok());
  agreement.set_name("plans/q/agreements/a");
  EXPECT_TRUE(save(Key(), "").ok());
  const auto listed = store_->ListAgreements("plans/p", Deadline());
  ASSERT_EQ(listed->size(), 2U);
  EXPECT_EQ((*listed)[0].name(), "plans/p/agreements/a");
}

TEST_P(ExchangeStoreConformance, ManyPublishAtOnceAndNoPositionIsGivenTwice) {
  constexpr int kThreads = 4, kRounds = 5;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kRounds; ++i) {
        EXPECT_TRUE(
            Publish(*store_, {Version(absl::StrCat("r", t, "-", i)), Version(absl::StrCat("s", t, "-", i))}).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto all = store_->ListVersionsAfter(0, 1000, Deadline());
  ASSERT_EQ(all->size(), size_t{2} * kThreads * kRounds);
  for (size_t i = 0; i < all->size(); ++i) EXPECT_EQ((*all)[i].position, static_cast<int64_t>(i) + 1);
}

}  // namespace
}  // namespace lianfang::exchange
