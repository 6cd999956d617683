// The part of the conformance suite about channels: who claims what, and where it is found.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "common/id.h"
#include "common/time.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/delivery/ways.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/store/mutations.h"
#include "services/notification/store/testing/saved_rows.h"
#include "services/notification/store/testing/store_conformance.h"

namespace lianfang::notification {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Delivery;

// Its first way is the gateway, its second one mail.
Delivery ByWebhook(const std::string& industry) {
  Delivery delivery = Reminder("emergency", {industry});
  v1::Contact contact = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
  auto* address = contact.add_addresses();
  address->set_channel("webhook");
  address->set_address("wang.li");
  contact.add_channels("webhook");
  contact.add_channels(kEmailChannel);
  SetWays(delivery, contact);
  return delivery;
}

Claim ClaimOf(const std::string& channel, bool passable = false) {
  return {.lease = {NewUuid(), kMorning + absl::Minutes(5)},
          .now = kMorning,
          .limit = 10,
          .channel = channel,
          .passable = passable};
}

std::vector<Delivery> Listed(NotificationStore& store, const std::string& channel) {
  return *store.ListDeliveries({.channel = channel}, {"", 10}, CallDeadline());
}

TEST_P(NotificationStoreConformance, ASenderClaimsWhatGoesByItsChannel) {
  ASSERT_TRUE(*store_->RecordDelivery(ByWebhook("coal-mining"), CallDeadline()));
  ASSERT_TRUE(*store_->RecordDelivery(Reminder("emergency", {"construction"}), CallDeadline()));
  EXPECT_THAT(Listed(*store_, "webhook"), SizeIs(1));
  EXPECT_THAT(Listed(*store_, kEmailChannel), SizeIs(1));
  EXPECT_THAT(Listed(*store_, ""), SizeIs(2));
  EXPECT_THAT(*store_->ClaimDeliveries(ClaimOf("pigeon"), CallDeadline()), IsEmpty());
  EXPECT_THAT(*store_->ClaimDeliveries(ClaimOf(kEmailChannel, /*passable=*/true), CallDeadline()), IsEmpty());
  EXPECT_THAT(*store_->ClaimDeliveries(ClaimOf(kEmailChannel), CallDeadline()), SizeIs(1));
  EXPECT_THAT(*store_->ClaimDeliveries(ClaimOf("webhook", /*passable=*/true), CallDeadline()), SizeIs(1));
}

TEST_P(NotificationStoreConformance, WhatIsPassedOnIsTheNextChannels) {
  const Delivery recorded = ByWebhook("coal-mining");
  ASSERT_TRUE(*store_->RecordDelivery(recorded, CallDeadline()));
  const Claim claim = ClaimOf("webhook");
  const auto claimed = store_->ClaimDeliveries(claim, CallDeadline());
  ASSERT_THAT(*claimed, SizeIs(1));
  v1::DeliveryAttempt refused;
  *refused.mutable_attempt_time() = ToTimestamp(kMorning);
  refused.set_outcome(v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE);
  refused.set_scope(v1::FAILURE_SCOPE_MAILBOX);
  const Delivery passed = AfterAttempt(claimed->at(0), refused);
  ASSERT_TRUE(FinishDelivery(*store_, passed, claim.lease.holder, testing::OfficeDesk(), CallDeadline()).ok());

  EXPECT_THAT(*store_->ClaimDeliveries(ClaimOf("webhook"), CallDeadline()), IsEmpty());
  // The reminder, and the alert that tells the office of the address.
  EXPECT_THAT(*store_->ClaimDeliveries(ClaimOf(kEmailChannel), CallDeadline()), SizeIs(2));
  const auto failed = store_->LoadFailedMailboxes(CallDeadline());
  ASSERT_THAT(*failed, SizeIs(1));
  EXPECT_EQ(failed->begin()->second.email, "webhook:wang.li");
  // Its stage is still its own.
  EXPECT_FALSE(*store_->RecordDelivery(Reminder("emergency", {"coal-mining", "construction"}), CallDeadline()));
}

TEST_P(NotificationStoreConformance, AContactKeepsItsAddressesAndTheirOrder) {
  v1::Contact contact = Unnamed();
  auto* address = contact.add_addresses();
  address->set_channel("webhook");
  address->set_address("wang.li");
  contact.add_channels("webhook");
  contact.add_channels(kEmailChannel);
  ASSERT_TRUE(PutContact(*store_, Put(contact), CallDeadline()).ok());
  const auto listed = store_->ListContacts({}, {"", 10}, CallDeadline());
  ASSERT_THAT(*listed, SizeIs(1));
  EXPECT_EQ(WaysTo(listed->at(0)).front().address(), "wang.li");
}

}  // namespace
}  // namespace lianfang::notification
