// The part of the conformance suite about what reminders are derived from.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "common/id.h"
#include "common/time.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/store/testing/received.h"
#include "services/notification/store/testing/saved_rows.h"
#include "services/notification/store/testing/store_conformance.h"

namespace lianfang::notification {
namespace {

using submission::v1::Obligation;
using testing::At;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Delivery;

Obligation Coal() {
  return testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2022, 5, 1), absl::CivilDay(2022, 5, 31));
}

// The −7 stage of Coal, to the liaison officer; `contacts` are those that the item concerns.
Delivery Reminder(const std::vector<std::string>& contacts) {
  Digest digest;
  digest.contact = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
  digest.contact.set_email("Wang@163.com");
  digest.time = kMorning;
  v1::ReminderItem& item = digest.items.emplace_back();
  item.set_duty(Coal().name());
  item.mutable_stage()->set_key("2022-05-31/-7");
  for (const std::string& contact : contacts) item.add_contacts(contact);
  return ReminderDelivery(digest, "hrss.example", kMorning);
}

TEST_P(NotificationStoreConformance, TheWorkingCalendarIsKeptByteForByte) {
  EXPECT_EQ(*store_->LoadWorkingCalendar(CallDeadline()), "");
  const std::string bytes("a\0\xFF\r\n", 5);
  ASSERT_TRUE(store_->SaveWorkingCalendar("first", kMorning, CallDeadline()).ok());
  ASSERT_TRUE(store_->SaveWorkingCalendar(bytes, kMorning, CallDeadline()).ok());
  EXPECT_EQ(*store_->LoadWorkingCalendar(CallDeadline()), bytes);
}

TEST_P(NotificationStoreConformance, WhatIsLockedUnmetIsOwedUntilThen) {
  const absl::Time lock = At(absl::CivilSecond(2022, 7, 1));
  Obligation obligation = Coal();
  *obligation.mutable_lock_time() = ToTimestamp(lock);
  ASSERT_TRUE(testing::Receive(*store_, obligation).ok());
  const auto owed = [&](absl::Time at) {
    return store_->LoadBasis({.owed_only = true, .awaited_after = at}, CallDeadline())->duties;
  };
  EXPECT_THAT(owed(lock - absl::Seconds(1)), SizeIs(1));
  EXPECT_THAT(owed(lock), IsEmpty());
  EXPECT_THAT(store_->LoadBasis({.owed_only = true}, CallDeadline())->duties, SizeIs(1));
  // A return that is sent back after the lock is owed again.
  auto& send_back = *obligation.add_send_backs();
  *send_back.mutable_send_back_time() = ToTimestamp(lock + absl::Hours(1));
  ASSERT_TRUE(testing::Receive(*store_, obligation).ok());
  EXPECT_THAT(owed(lock + absl::Hours(2)), SizeIs(1));
}

TEST_P(NotificationStoreConformance, AStageIsRecordedForEveryKeyOfItsRecipient) {
  ASSERT_TRUE(testing::Receive(*store_, Coal()).ok());
  ASSERT_TRUE(*store_->RecordDelivery(Reminder({"contacts/a", "contacts/b"}), CallDeadline()));
  const auto sent = store_->LoadSentStages(CallDeadline());
  for (const char* recipient : {"contacts/a", "contacts/b", "wang@163.com"}) {
    EXPECT_TRUE(sent->Contains(Coal().name(), "2022-05-31/-7", recipient)) << recipient;
  }
  // One key is enough to be the same person.
  Delivery other = Reminder({"contacts/b"});
  other.set_name("deliveries/other");
  other.set_email("new@163.com");
  EXPECT_FALSE(*store_->RecordDelivery(other, CallDeadline()));
  other.mutable_items(0)->set_contacts(0, "contacts/c");
  EXPECT_TRUE(*store_->RecordDelivery(other, CallDeadline()));
}

TEST_P(NotificationStoreConformance, AClaimMayLeaveRemindersOut) {
  ASSERT_TRUE(*store_->RecordDelivery(Reminder({}), CallDeadline()));
  const Lease lease{NewUuid(), kMorning + absl::Minutes(5)};
  Claim claim{lease, kMorning, 10};
  claim.reminders = false;
  EXPECT_THAT(*store_->ClaimDeliveries(claim, CallDeadline()), IsEmpty());
  claim.reminders = true;
  EXPECT_THAT(*store_->ClaimDeliveries(claim, CallDeadline()), SizeIs(1));
}

v1::ConfirmedFiling Waiting(int64_t sequence, absl::Time time, const std::string& contact = "contacts/a") {
  v1::ConfirmedFiling filing;
  filing.set_revision("plans/gaoping-2021-2025/returns/2021-140581-coal-mining/revisions/1");
  filing.set_ledger_sequence(sequence);
  filing.set_contact(contact);
  *filing.mutable_commit_time() = ToTimestamp(time);
  return filing;
}

TEST_P(NotificationStoreConformance, AConfirmationWaitsUntilADeliveryStandsForIt) {
  const absl::Time since = kMorning - absl::Hours(24);
  ASSERT_TRUE(
      store_->SaveWaiting({Waiting(7, kMorning), Waiting(7, kMorning, "contacts/b")}, since, CallDeadline()).ok());
  ASSERT_TRUE(store_->SaveWaiting({Waiting(7, kMorning), Waiting(9, kMorning)}, since, CallDeadline()).ok());
  EXPECT_THAT(*store_->LoadWaiting(since, CallDeadline()), SizeIs(3)) << "what is kept already is the same";
  EXPECT_THAT(*store_->LoadWaiting(kMorning + absl::Seconds(1), CallDeadline()), IsEmpty());

  Digest digest;
  digest.contact = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
  digest.time = kMorning;
  digest.confirmations = {Waiting(7, kMorning), Waiting(9, kMorning)};
  const Delivery told = ReminderDelivery(digest, "hrss.example", kMorning);
  ASSERT_TRUE(*store_->RecordDelivery(told, CallDeadline()));
  const auto left = store_->LoadWaiting(since, CallDeadline());
  ASSERT_THAT(*left, SizeIs(1));
  EXPECT_EQ(left->front().contact(), "contacts/b");
  EXPECT_EQ(store_->GetDelivery(told.name(), CallDeadline())->confirmations_size(), 2);
  digest.confirmations = {Waiting(9, kMorning)};
  EXPECT_FALSE(*store_->RecordDelivery(ReminderDelivery(digest, "hrss.example", kMorning), CallDeadline()))
      << "another delivery tells it";
  const auto freed = store_->Transact(
      [&](NotificationRows& rows) {
        rows.FreeStages(told.name());
        return absl::OkStatus();
      },
      CallDeadline());
  ASSERT_TRUE(freed.ok());
  EXPECT_THAT(*store_->LoadWaiting(since, CallDeadline()), SizeIs(3)) << "nobody was told after all";
}

TEST_P(NotificationStoreConformance, OldConfirmationsAreRemovedWithNewOnes) {
  ASSERT_TRUE(store_->SaveWaiting({Waiting(7, kMorning)}, kMorning, CallDeadline()).ok());
  ASSERT_TRUE(
      store_->SaveWaiting({Waiting(9, kMorning + absl::Hours(1))}, kMorning + absl::Minutes(1), CallDeadline()).ok());
  EXPECT_THAT(*store_->LoadWaiting(kMorning - absl::Hours(1), CallDeadline()), SizeIs(1));
}

TEST_P(NotificationStoreConformance, RemindersOfWhatIsSettledBeforeItsDateAreFound) {
  Obligation obligation = Coal();
  ASSERT_TRUE(testing::Receive(*store_, obligation).ok());
  ASSERT_TRUE(*store_->RecordDelivery(Reminder({}), CallDeadline()));
  EXPECT_THAT(*store_->LoadSettledReminders(kMorning, CallDeadline()), IsEmpty());
  *obligation.mutable_met_time() = ToTimestamp(kMorning + absl::Hours(1));
  ASSERT_TRUE(testing::Receive(*store_, obligation).ok());
  EXPECT_THAT(*store_->LoadSettledReminders(kMorning, CallDeadline()), SizeIs(1));
  EXPECT_THAT(*store_->LoadSettledReminders(FromTimestamp(obligation.due_time()), CallDeadline()), IsEmpty());
}

}  // namespace
}  // namespace lianfang::notification
