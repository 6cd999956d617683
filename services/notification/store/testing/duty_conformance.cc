// The part of the conformance suite about duties as received.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "common/time.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/store/testing/received.h"
#include "services/notification/store/testing/saved_rows.h"
#include "services/notification/store/testing/store_conformance.h"

namespace lianfang::notification {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

absl::Status Save(NotificationStore& store, const std::string& source, const std::string& resource,
                  std::vector<Duty> duties, const std::string& after, const std::string& cursor) {
  for (Duty& duty : duties) duty.set_resource(resource);
  return store.SaveDuties({source, resource, std::move(duties)}, after, cursor, CallDeadline());
}

Duty Any() { return testing::DutiesOf(testing::May2022().at(0)).at(0); }

TEST_P(NotificationStoreConformance, DutiesAndTheirCursorAreKeptTogetherAndOnce) {
  ASSERT_EQ(*store_->LoadDutyCursor("submission", CallDeadline()), "");
  ASSERT_TRUE(Save(*store_, "submission", "orders/1", {Any()}, "", "c1").ok());
  EXPECT_EQ(*store_->LoadDutyCursor("submission", CallDeadline()), "c1");
  EXPECT_EQ(Save(*store_, "submission", "orders/2", {Any()}, "", "c1").code(), absl::StatusCode::kAborted);
  EXPECT_THAT(store_->LoadBasis({}, CallDeadline())->duties, SizeIs(1));
  EXPECT_THAT(store_->LoadBasis({.plan = "plans/other"}, CallDeadline())->duties, IsEmpty());
  // Another source has a cursor of its own.
  EXPECT_EQ(*store_->LoadDutyCursor("inspection", CallDeadline()), "");
  ASSERT_TRUE(Save(*store_, "inspection", "orders/3", {Any()}, "", "c7").ok());
  EXPECT_EQ(*store_->LoadDutyCursor("submission", CallDeadline()), "c1");
}

// What was told before goes, also where less is told, or nothing.
TEST_P(NotificationStoreConformance, AChangeReplacesAllDutiesOfItsResource) {
  Duty again = Any();
  *again.mutable_sent_back_time() = again.open_time();
  ASSERT_TRUE(Save(*store_, "a", "orders/1", {Any(), again}, "", "1").ok());
  const auto duties = store_->LoadBasis({}, CallDeadline())->duties;
  ASSERT_THAT(duties, SizeIs(2));
  EXPECT_FALSE(duties[0].has_sent_back_time());
  EXPECT_TRUE(duties[1].has_sent_back_time());
  ASSERT_TRUE(Save(*store_, "a", "orders/1", {again}, "1", "2").ok());
  EXPECT_THAT(store_->LoadBasis({}, CallDeadline())->duties, SizeIs(1));
  ASSERT_TRUE(Save(*store_, "a", "orders/1", {}, "2", "3").ok());
  EXPECT_THAT(store_->LoadBasis({}, CallDeadline())->duties, IsEmpty());
}

TEST_P(NotificationStoreConformance, AHeartbeatMovesTheCursorAlone) {
  ASSERT_TRUE(store_->MoveDutyCursor("a", "", "c1", CallDeadline()).ok());
  EXPECT_EQ(*store_->LoadDutyCursor("a", CallDeadline()), "c1");
  EXPECT_EQ(store_->MoveDutyCursor("a", "", "c2", CallDeadline()).code(), absl::StatusCode::kAborted);
  EXPECT_EQ(store_->MoveDutyCursor("b", "c1", "c2", CallDeadline()).code(), absl::StatusCode::kAborted);
  EXPECT_TRUE(store_->MoveDutyCursor("a", "c1", "c2", CallDeadline()).ok());
}

TEST_P(NotificationStoreConformance, WhatIsMetOrWithdrawnIsNotOwed) {
  auto obligation = testing::May2022().at(0);
  const auto owed = [&] { return store_->LoadBasis({.owed_only = true}, CallDeadline())->duties.size(); };
  ASSERT_TRUE(testing::Receive(*store_, obligation).ok());
  EXPECT_EQ(owed(), 1u);
  *obligation.mutable_met_time() = obligation.open_time();
  ASSERT_TRUE(testing::Receive(*store_, obligation).ok());
  EXPECT_EQ(owed(), 0u);
  *obligation.mutable_final_open_time() = obligation.open_time();
  *obligation.mutable_final_due_time() = obligation.due_time();
  ASSERT_TRUE(testing::Receive(*store_, obligation).ok());
  EXPECT_EQ(owed(), 1u);
  *obligation.mutable_waive_time() = obligation.due_time();
  ASSERT_TRUE(testing::Receive(*store_, obligation).ok());
  EXPECT_EQ(owed(), 0u);
  EXPECT_THAT(store_->LoadBasis({}, CallDeadline())->duties, SizeIs(2));
}

TEST_P(NotificationStoreConformance, LoadsTheDutiesOfResourcesOrSourcesNamed) {
  ASSERT_TRUE(Save(*store_, "a", "orders/1", {Any()}, "", "1").ok());
  ASSERT_TRUE(Save(*store_, "b", "orders/2", {Any()}, "", "1").ok());
  const auto named = store_->LoadBasis({.resources = {"orders/2", "orders/9"}}, CallDeadline());
  ASSERT_THAT(named->duties, SizeIs(1));
  EXPECT_EQ(named->duties[0].resource(), "orders/2");
  EXPECT_EQ(named->sources.at("orders/2"), "b");
  const auto of = [&](std::vector<std::string> sources) {
    return store_->LoadBasis({.sources = std::move(sources)}, CallDeadline())->duties.size();
  };
  EXPECT_EQ(of({"a"}), 1u);
  EXPECT_EQ(of({"a", "b"}), 2u);
  EXPECT_EQ(of({"c"}), 0u);
  EXPECT_EQ(of({}), 0u);
}

TEST_P(NotificationStoreConformance, SentStagesAreThoseOfWhatIsOwed) {
  auto owed = testing::May2022().at(1);  // coal mining, 2019
  ASSERT_TRUE(testing::Receive(*store_, owed).ok());
  v1::Delivery delivery = Reminder("emergency", {"coal-mining"});
  delivery.mutable_items(0)->set_duty(owed.name());
  ASSERT_TRUE(*store_->RecordDelivery(delivery, CallDeadline()));
  EXPECT_TRUE(store_->LoadSentStages(CallDeadline())->Contains(owed.name(), "2022-05-31/-7", delivery.email()));
  *owed.mutable_met_time() = owed.open_time();
  ASSERT_TRUE(testing::Receive(*store_, owed).ok());
  EXPECT_FALSE(store_->LoadSentStages(CallDeadline())->Contains(owed.name(), "2022-05-31/-7", delivery.email()));
}

TEST_P(NotificationStoreConformance, ListsDutiesByDueTimeInPagesByFilter) {
  Duty early = Any();
  *early.mutable_due_time() = ToTimestamp(FromTimestamp(early.due_time()) - absl::Hours(24));
  Duty elsewhere = Any();
  elsewhere.set_acting_region("150000");
  elsewhere.set_department("health");
  Duty met = Any();
  *met.mutable_met_time() = met.open_time();
  ASSERT_TRUE(Save(*store_, "a", "orders/1", {met, Any()}, "", "1").ok());
  ASSERT_TRUE(Save(*store_, "a", "orders/2", {early}, "1", "2").ok());
  ASSERT_TRUE(Save(*store_, "b", "orders/3", {elsewhere}, "", "1").ok());
  const auto names = [&](const DutyFilter& filter, int limit) {
    std::vector<std::string> listed;
    std::string after;
    for (;;) {
      const auto page = store_->ListDuties(filter, {after, limit}, CallDeadline());
      if (!page.ok() || page->empty()) return listed;
      for (const ListedDuty& one : *page) listed.push_back(one.duty.resource());
      after = page->back().key;
    }
  };
  for (const int limit : {1, 2, 10}) {
    EXPECT_THAT(names({}, limit), ElementsAre("orders/2", "orders/1", "orders/1", "orders/3")) << limit;
  }
  EXPECT_THAT(names({.owed_only = true}, 10), ElementsAre("orders/2", "orders/1", "orders/3"));
  EXPECT_THAT(names({.department = "health"}, 10), ElementsAre("orders/3"));
  EXPECT_THAT(names({.region = "150000"}, 10), ElementsAre("orders/3"));
  EXPECT_THAT(names({.within = "1405"}, 10), ElementsAre("orders/2", "orders/1", "orders/1"));
  EXPECT_THAT(names({.resource = "orders/1"}, 10), SizeIs(2));
  EXPECT_THAT(names({.plan = "plans/other"}, 10), IsEmpty());
}

}  // namespace
}  // namespace lianfang::notification
