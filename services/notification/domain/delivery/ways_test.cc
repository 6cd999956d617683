#include "services/notification/domain/delivery/ways.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/time.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/notice/alerts.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

const absl::Time kMorning = testing::At(absl::CivilSecond(2022, 5, 24, 9, 0, 0));

v1::Contact Liaison(const std::vector<std::string>& order = {}) {
  v1::Contact contact = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
  auto* webhook = contact.add_addresses();
  webhook->set_channel("webhook");
  webhook->set_address("wang.li");
  contact.mutable_channels()->Assign(order.begin(), order.end());
  return contact;
}

v1::Delivery DeliveryTo(const v1::Contact& contact) {
  v1::Delivery delivery = QueuedDelivery(v1::DELIVERY_KIND_REMINDER, "1", "hrss.example", kMorning);
  delivery.set_contact(contact.name());
  delivery.set_email(contact.email());
  SetWays(delivery, contact);
  return delivery;
}

v1::DeliveryAttempt Attempt(v1::AttemptOutcome outcome, v1::FailureScope scope, absl::Time time = kMorning) {
  v1::DeliveryAttempt attempt;
  *attempt.mutable_attempt_time() = ToTimestamp(time);
  attempt.set_outcome(outcome);
  attempt.set_scope(scope);
  attempt.set_smtp_code(404);
  return attempt;
}

const v1::DeliveryAttempt kRefused = Attempt(v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE, v1::FAILURE_SCOPE_MAILBOX);

std::string ChannelsOf(const std::vector<v1::ChannelAddress>& ways) {
  std::string channels;
  for (const v1::ChannelAddress& way : ways) channels += way.channel() + " ";
  return channels;
}

TEST(WaysTest, TheContactChoosesTheOrder) {
  EXPECT_EQ(ChannelsOf(WaysTo(Liaison())), "email webhook ");
  EXPECT_EQ(ChannelsOf(WaysTo(Liaison({"webhook", "email"}))), "webhook email ");
  EXPECT_EQ(ChannelsOf(WaysTo(testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON))), "email ");
}

TEST(WaysTest, WhatHasFilesGoesByMailAlone) {
  v1::Delivery delivery;
  delivery.set_has_files(true);
  SetWays(delivery, Liaison({"webhook", "email"}));
  EXPECT_EQ(delivery.ways_size(), 1);
  EXPECT_EQ(ChannelOf(delivery), kEmailChannel);
}

TEST(WaysTest, ADeliveryRecordedBeforeThereWereChannelsGoesByMail) {
  v1::Delivery delivery;
  delivery.set_email("a@b.example");
  EXPECT_EQ(ChannelOf(delivery), kEmailChannel);
  EXPECT_EQ(AddressOf(delivery), "a@b.example");
  EXPECT_FALSE(WayInOutage(delivery).has_value());
}

TEST(WaysTest, AFinalRefusalPassesItOnAtOnceAndTheLastOneFailsIt) {
  v1::Delivery delivery = AfterAttempt(DeliveryTo(Liaison({"webhook", "email"})), kRefused);
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_DEFERRED);
  EXPECT_EQ(delivery.state_reason(), "未送达，改用下一渠道发送");
  EXPECT_EQ(ChannelOf(delivery), kEmailChannel);
  EXPECT_EQ(FromTimestamp(delivery.next_attempt_time()), kMorning);
  EXPECT_EQ(delivery.attempts(0).channel(), "webhook");
  ASSERT_TRUE(JustClosed(delivery).has_value());
  EXPECT_EQ(JustClosed(delivery)->address(), "wang.li");

  delivery = AfterAttempt(delivery, kRefused);
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_FAILED);
  EXPECT_EQ(JustClosed(delivery)->channel(), kEmailChannel);
}

// Mail was only skipped, since it was down: it is tried before the delivery fails.
TEST(WaysTest, ARefusalGoesBackToAWayThatWasSkipped) {
  v1::Delivery delivery = DeliveryTo(Liaison());
  const auto other = WayInOutage(delivery);
  ASSERT_TRUE(other.has_value());
  delivery = PassedOn(delivery, *other, kMorning);
  EXPECT_EQ(ChannelOf(delivery), "webhook");
  EXPECT_FALSE(JustClosed(delivery).has_value());
  EXPECT_FALSE(WayInOutage(delivery).has_value()) << "an outage of both passes nothing to and fro";
  delivery = AfterAttempt(delivery, kRefused);
  EXPECT_EQ(ChannelOf(delivery), kEmailChannel);
  EXPECT_FALSE(WayInOutage(delivery).has_value());
}

TEST(WaysTest, EveryWayHasItsOwnFiveDays) {
  v1::Delivery delivery = DeliveryTo(Liaison());
  const v1::DeliveryAttempt full = Attempt(v1::ATTEMPT_OUTCOME_TRANSIENT_FAILURE, v1::FAILURE_SCOPE_MAILBOX);
  for (int i = 0; i < kMaxAttempts; ++i) delivery = AfterAttempt(delivery, full);
  EXPECT_EQ(ChannelOf(delivery), "webhook");
  for (int i = 1; i < kMaxAttempts; ++i) delivery = AfterAttempt(delivery, full);
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_DEFERRED);
  delivery = AfterAttempt(delivery, full);
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_FAILED);
}

TEST(WaysTest, ARetryBeginsWithTheFirstWayOfTheContactOfToday) {
  v1::Delivery delivery = DeliveryTo(Liaison());
  delivery = AfterAttempt(AfterAttempt(delivery, kRefused), kRefused);
  ASSERT_EQ(delivery.state(), v1::DELIVERY_STATE_FAILED);
  const auto again = Retried(delivery, Liaison({"webhook", "email"}), "", kMorning + absl::Hours(1));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(ChannelOf(*again), "webhook");
  EXPECT_FALSE(IsClosed(*again, "webhook"));
}

TEST(WaysTest, TheOfficeIsToldOfTheWayThatRefusedAndOfTheOneTakenInstead) {
  const v1::Delivery delivery = AfterAttempt(DeliveryTo(Liaison({"webhook", "email"})), kRefused);
  const Notice alert = FailureAlert(delivery, testing::OfficeDesk(), kMorning);
  std::map<std::string, std::string> values;
  for (const auto& variable : alert.content.variables()) values[variable.name()] = variable.value();
  EXPECT_EQ(values["email"], "webhook:wang.li");
  EXPECT_EQ(values["next"], "邮件");
}

TEST(WaysTest, AnAlertOfMailGoesByTheOfficesOtherChannel) {
  AlertDesk desk = testing::OfficeDesk();
  desk.addresses = {Liaison().addresses(0)};
  const Notice of_mail = ChannelAlert(kEmailChannel, kMorning, 554, "no", absl::UTCTimeZone(), desk, kMorning);
  const Notice of_webhook = ChannelAlert("webhook", kMorning, 503, "no", absl::UTCTimeZone(), desk, kMorning);
  EXPECT_EQ(ChannelOf(of_mail.deliveries[0]), "webhook");
  EXPECT_EQ(ChannelOf(of_webhook.deliveries[0]), kEmailChannel);
  EXPECT_NE(of_mail.name, of_webhook.name);
}

}  // namespace
}  // namespace lianfang::notification
