#include "services/exchange/publish_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "services/exchange/reseal.h"
#include "services/exchange/testing/world.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples

std::string ReasonIn(const v1::PublishedRecord& result) {
  for (const auto& detail : result.status().details()) {
    google::rpc::ErrorInfo info;
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return "";
}

v1::Record Versioned(int64_t version, const std::string& place = "三采区") {
  v1::Record record = Accident();
  record.set_version(version);
  record.mutable_accident()->set_place(place);
  return record;
}

TEST(PublishTest, EachRecordIsAnsweredForItself) {
  World world;
  v1::Record bad = Accident(2), foreign = Accident(3);
  bad.mutable_accident()->set_deaths(-1);
  *foreign.mutable_owner() = Owner("health");
  const auto response = world.Publish(world.emergency, {Accident(1), bad, foreign, Accident(4)});
  ASSERT_EQ(response.results_size(), 4);
  EXPECT_EQ(response.results(0).status().code(), 0);
  EXPECT_EQ(response.results(1).status().code(), static_cast<int>(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(ReasonIn(response.results(2)), "NOT_OWN_RECORD");
  EXPECT_EQ(response.results(3).status().code(), 0);
  EXPECT_EQ(world.store.ListVersionsAfter(0, 10, absl::InfiniteFuture())->size(), 2U);
  EXPECT_THAT(world.store.audit(), ::testing::ElementsAre("records: published 2 of 4 records: 2 of kind accident"));
}

TEST(PublishTest, ARepeatChangesNothingAndABackwardVersionIsRefused) {
  World world;
  EXPECT_FALSE(world.Publish(world.emergency, {Versioned(2)}).results(0).unchanged());
  world.clock.Advance(absl::Hours(1));
  EXPECT_TRUE(world.Publish(world.emergency, {Versioned(2)}).results(0).unchanged());
  EXPECT_EQ(ReasonIn(world.Publish(world.emergency, {Versioned(2, "他处")}).results(0)), "VERSION_DIFFERS");
  EXPECT_EQ(ReasonIn(world.Publish(world.emergency, {Versioned(1)}).results(0)), "VERSION_GOES_BACKWARDS");
  EXPECT_EQ(world.Publish(world.emergency, {Versioned(5, "他处")}).results(0).status().code(), 0);
  EXPECT_TRUE(world.Publish(world.emergency, {Versioned(2)}).results(0).unchanged()) << "late, and known";
  EXPECT_EQ(world.store.ListVersionsAfter(0, 10, absl::InfiniteFuture())->size(), 2U);
}

Call Coordination() {
  Call call = As(type::v1::ROLE_SERVICE, "");
  call.caller.region.clear();
  call.caller.service = "coordination";
  call.caller.uri = "spiffe://t/service/coordination";
  return call;
}

TEST(PublishTest, CoordinationPublishesAttendanceForTheDepartmentThatItNames) {
  World world;
  v1::Record named = Training(1), nobodys = Training(2), accident = Accident(3);
  *named.mutable_owner() = Owner("emergency");
  nobodys.clear_owner();
  *accident.mutable_owner() = Owner("emergency");
  const auto response = world.Publish(Coordination(), {named, nobodys, accident});
  EXPECT_EQ(response.results(0).status().code(), 0) << response.results(0).status().message();
  EXPECT_EQ(response.results(1).status().code(), static_cast<int>(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(ReasonIn(response.results(2)), "NOT_FOR_SERVICE");
  EXPECT_TRUE(world.Publish(world.emergency, {named}).results(0).unchanged()) << "it is the department's record";
}

TEST(PublishTest, TwoOwnersMayGiveTheSameNumber) {
  World world;
  v1::Record other = Accident(1);
  const std::string first = world.Published(world.emergency, Accident(1));
  const std::string second = world.Published(world.health, other);
  EXPECT_NE(first, second);
  EXPECT_FALSE(world.Publish(world.health, {other}).results(0).name().empty());
}

TEST(PublishTest, NothingPersonalIsStoredInTheClear) {
  World world;
  world.Publish(world.emergency, {Accident()});
  const StoredVersion stored = world.store.ListVersionsAfter(0, 1, absl::InfiniteFuture())->front();
  const std::string all = stored.name + stored.sealed.bytes + stored.content_hash + stored.casualties +
                          stored.credit_code + absl::StrCat(stored.persons.size()) + stored.persons[0];
  for (const char* secret : {"欧阳小明", kIdNumber, "13900001111", "S1", "三采区"}) {
    EXPECT_EQ(all.find(secret), std::string::npos) << secret;
  }
  const auto opened = world.sealer.Open(stored);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened->accident().casualties(0).person().id_number(), kIdNumber);
  EXPECT_EQ(opened->publisher(), world.emergency.caller.uri);
}

TEST(PublishTest, SealedBytesDoNotOpenElsewhere) {
  World world;
  world.Publish(world.emergency, {Accident(1), Accident(2)});
  auto stored = *world.store.ListVersionsAfter(0, 2, absl::InfiniteFuture());
  stored[1].sealed = stored[0].sealed;
  EXPECT_EQ(ReasonOf(world.sealer.Open(stored[1]).status()), "FIELD_KEY_MISSING");
  stored[0].algorithm = 2;
  EXPECT_EQ(ReasonOf(world.sealer.Open(stored[0]).status()), "SEAL_UNKNOWN");
}

TEST(PublishTest, AMissingKeyIsNamedAndResealingLeavesTheRecordAsItIs) {
  World world;
  world.Publish(world.emergency, {Accident()});
  const FieldCipher other = *FieldCipher::Parse("k2 " + std::string(64, 'c'), std::string(64, 'b'));
  const RecordSealer without(other, Zone());
  OpenedRecords records(world.store, without);
  EXPECT_EQ(ReasonOf(records.ReadAfter(0, 10, absl::InfiniteFuture()).status()), "FIELD_KEY_MISSING");
  auto report = ResealAll(world.store, without);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->unreadable, 1);
  EXPECT_EQ(report->resealed, 0);
  EXPECT_TRUE(world.records.ReadAfter(0, 10, absl::InfiniteFuture()).ok()) << "nothing is lost";

  const FieldCipher ring =
      *FieldCipher::Parse("k2 " + std::string(64, 'c') + "\nk1 " + std::string(64, 'a'), std::string(64, 'b'));
  report = ResealAll(world.store, RecordSealer(ring, Zone()));
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->resealed, 1);
  EXPECT_TRUE(records.ReadAfter(0, 10, absl::InfiniteFuture()).ok()) << "the old key is not needed any more";
  EXPECT_EQ(ResealAll(world.store, RecordSealer(ring, Zone()))->resealed, 0);
}

TEST(PublishTest, AWithdrawalIsAVersionWithoutContent) {
  World world;
  world.Publish(world.emergency, {Versioned(1)});
  v1::Record withdrawal = Accident();
  withdrawal.set_version(2);
  withdrawal.clear_accident();
  withdrawal.set_withdrawn(true);
  withdrawal.set_revision_reason("重复上报");
  EXPECT_EQ(world.Publish(world.emergency, {withdrawal}).results(0).newest_version(), 2);
  EXPECT_EQ(world.Query(world.emergency, "")->records_size(), 0);
  const auto repeated = world.Publish(world.emergency, {Versioned(1)}).results(0);
  EXPECT_TRUE(repeated.unchanged());
  EXPECT_EQ(repeated.newest_version(), 2) << "whoever repeats it is told what came since";
  EXPECT_EQ(world.Query(world.emergency, "")->records_size(), 0);
  EXPECT_EQ(world.Publish(world.emergency, {Versioned(3)}).results(0).status().code(), 0) << "it may come back";
  EXPECT_EQ(world.Query(world.emergency, "")->records_size(), 1);
}

TEST(PublishTest, AMessageThatCannotBeStoredSaysSoAsAWhole) {
  World world;
  world.store.SetAway(true);
  const auto response = world.Publish(world.emergency, {Accident()});
  EXPECT_EQ(response.results_size(), 0);
  EXPECT_EQ(response.status().code(), static_cast<int>(absl::StatusCode::kUnavailable));
}

// A stream may have no deadline: the database would be waited for as long as it likes.
TEST(PublishTest, AMessageIsStoredWithinATimeOfItsOwn) {
  World world;
  const absl::Time latest = absl::Now() + absl::Minutes(1);
  ASSERT_EQ(world.emergency.deadline, absl::InfiniteFuture());
  world.Publish(world.emergency, {Accident(1)});
  EXPECT_LT(world.store.publish_deadline(), latest);
  EXPECT_GT(world.store.publish_deadline(), absl::Now());
}

// Replicas agree on when a version was published: by the service's clock, which is the database's (common/service_clock.h), not the machine's.
TEST(PublishTest, AVersionIsPublishedAtTheServicesTime) {
  World world;
  const std::string name = world.Published(world.emergency, Accident(1));
  EXPECT_EQ((*world.store.FindVersion(name, 0, absl::InfiniteFuture()))->publish_time, Now());
}

TEST(BatchPublishTest, ARehearsalStoresNothingAndARepeatAnswersTheFirst) {
  World world;
  v1::BatchPublishRecordsRequest request;
  *request.add_records() = Accident();
  request.set_request_id(NewUuid());
  request.set_validate_only(true);
  EXPECT_EQ(world.publishing.BatchPublishRecords(world.emergency, request)->results(0).status().code(), 0);
  EXPECT_TRUE(world.store.ListVersionsAfter(0, 10, absl::InfiniteFuture())->empty());
  request.set_validate_only(false);
  request.set_request_id(NewUuid());
  const auto first = world.publishing.BatchPublishRecords(world.emergency, request);
  const auto again = world.publishing.BatchPublishRecords(world.emergency, request);
  EXPECT_FALSE(again->results(0).unchanged());
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  request.clear_records();
  EXPECT_EQ(FaultOf(world.publishing.BatchPublishRecords(world.emergency, request).status()), "records");
}

}  // namespace
}  // namespace lianfang::exchange
