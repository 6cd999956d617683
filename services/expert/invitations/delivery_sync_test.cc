#include "services/expert/invitations/delivery_sync.h"

#include <gtest/gtest.h>

#include "common/time.h"

namespace lianfang::expert {
namespace {

const absl::Time kSent = absl::FromUnixSeconds(1'000);
const absl::Time kCommitted = absl::FromUnixSeconds(1'005);

notification::v1::WatchDeliveriesResponse ChangeTo(notification::v1::DeliveryState state) {
  notification::v1::WatchDeliveriesResponse change;
  change.set_cursor("7");
  *change.mutable_commit_time() = ToTimestamp(kCommitted);
  change.mutable_delivery()->set_name("deliveries/a");
  change.mutable_delivery()->set_state(state);
  return change;
}

TEST(DeliverySyncTest, AMailIsDeliveredWhenTheMailServerTookIt) {
  auto change = ChangeTo(notification::v1::DELIVERY_STATE_SENT);
  *change.mutable_delivery()->mutable_send_time() = ToTimestamp(kSent);
  const auto outcome = OutcomeOf(change);
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->name, "deliveries/a");
  EXPECT_EQ(outcome->outcome, DeliveryOutcome::kSent);
  EXPECT_EQ(outcome->time, kSent);
}

TEST(DeliverySyncTest, ABounceTellsWhy) {
  auto change = ChangeTo(notification::v1::DELIVERY_STATE_FAILED);
  change.mutable_delivery()->add_attempts()->set_text("451 try later");
  change.mutable_delivery()->add_attempts()->set_text("550 no such user");
  auto outcome = OutcomeOf(change);
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->outcome, DeliveryOutcome::kFailed);
  EXPECT_EQ(outcome->time, kCommitted);
  EXPECT_EQ(outcome->problem, "550 no such user");
  change.mutable_delivery()->set_state_reason("收件邮箱不存在");
  EXPECT_EQ(OutcomeOf(change)->problem, "收件邮箱不存在");
}

TEST(DeliverySyncTest, WhatIsUnderWayIsNoOutcome) {
  EXPECT_FALSE(OutcomeOf(ChangeTo(notification::v1::DELIVERY_STATE_QUEUED)).has_value());
  EXPECT_FALSE(OutcomeOf(ChangeTo(notification::v1::DELIVERY_STATE_DEFERRED)).has_value());
  EXPECT_FALSE(OutcomeOf(notification::v1::WatchDeliveriesResponse()).has_value()) << "a heartbeat";
}

}  // namespace
}  // namespace lianfang::expert
