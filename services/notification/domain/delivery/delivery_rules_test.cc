#include "services/notification/domain/delivery/delivery_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/errors.h"
#include "common/time.h"
#include "services/notification/domain/delivery/ways.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using testing::At;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Delivery;

const absl::Time kMorning = At(absl::CivilSecond(2022, 5, 24, 9, 0, 0));

Digest LiaisonDigest() {
  const std::vector<PlanDuties> plans = {
      {*ReminderPolicyOf(testing::GaopingPlan()), testing::DutiesOf(testing::May2022())}};
  const ContactBook book(testing::GaopingContacts());
  const WorkingCalendar calendar = testing::China();
  return DigestPlanner(plans, book, Restraints(), Mornings(calendar)).Due(kMorning, SentStages()).digests.at(0);
}

v1::DeliveryAttempt Attempt(v1::AttemptOutcome outcome, absl::Time time) {
  v1::DeliveryAttempt attempt;
  attempt.set_outcome(outcome);
  *attempt.mutable_attempt_time() = ToTimestamp(time);
  return attempt;
}

TEST(DeliveryRulesTest, TheNameFollowsFromRecipientMorningAndStagesAlone) {
  const Delivery delivery = ReminderDelivery(LiaisonDigest(), "hrss.example", kMorning);
  EXPECT_EQ(ReminderDelivery(LiaisonDigest(), "hrss.example", kMorning + absl::Minutes(3)).name(), delivery.name());
  EXPECT_EQ(delivery.message_id(), delivery.name().substr(11) + "@hrss.example");

  Digest other_recipient = LiaisonDigest();
  other_recipient.contact.set_email("other@emergency.example");
  Digest other_stages = LiaisonDigest();
  other_stages.items.pop_back();
  Digest other_morning = LiaisonDigest();
  other_morning.time += absl::Hours(24);
  for (const Digest& other : {other_recipient, other_stages, other_morning}) {
    EXPECT_NE(ReminderDelivery(other, "hrss.example", kMorning).name(), delivery.name());
  }
  EXPECT_NE(ReminderDelivery(LiaisonDigest(), "hrss.example", kMorning, kMorning).name(), delivery.name());
}

TEST(DeliveryRulesTest, AcceptedAndRefusedAreFinal) {
  const Delivery queued = ReminderDelivery(LiaisonDigest(), "hrss.example", kMorning);
  const Delivery sent = AfterAttempt(queued, Attempt(v1::ATTEMPT_OUTCOME_ACCEPTED, kMorning));
  EXPECT_EQ(sent.state(), v1::DELIVERY_STATE_SENT);
  EXPECT_EQ(FromTimestamp(sent.send_time()), kMorning);
  EXPECT_FALSE(sent.has_next_attempt_time());
  EXPECT_NE(sent.etag(), queued.etag());
  const Delivery failed = AfterAttempt(queued, Attempt(v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE, kMorning));
  EXPECT_EQ(failed.state(), v1::DELIVERY_STATE_FAILED);
  EXPECT_FALSE(failed.has_next_attempt_time());
}

// Each wait is within a quarter above 1, 2, 4 … 60 minutes; the last attempt ends it, after five days: a weekend's
// outage of the recipient's server ends nothing. Of so many attempts the first and the last are listed.
TEST(DeliveryRulesTest, PassingFaultsAreTriedAgainLaterAndLaterUpToABound) {
  Delivery delivery = ReminderDelivery(LiaisonDigest(), "hrss.example", kMorning);
  absl::Time now = kMorning;
  absl::Duration least = absl::Minutes(1);
  for (int attempt = 1; attempt < kMaxAttempts; ++attempt) {
    delivery = AfterAttempt(delivery, Attempt(v1::ATTEMPT_OUTCOME_TRANSIENT_FAILURE, now));
    ASSERT_EQ(delivery.state(), v1::DELIVERY_STATE_DEFERRED);
    const absl::Duration wait = FromTimestamp(delivery.next_attempt_time()) - now;
    ASSERT_GE(wait, least) << attempt;
    ASSERT_LT(wait, least * 1.25) << attempt;
    now += wait;
    least = std::min(least * 2, absl::Hours(1));
  }
  EXPECT_GT(now - kMorning, absl::Hours(5 * 24));
  delivery = AfterAttempt(delivery, Attempt(v1::ATTEMPT_OUTCOME_TRANSIENT_FAILURE, now));
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_FAILED);
  ASSERT_THAT(delivery.attempts(), SizeIs(2));
  EXPECT_EQ(delivery.attempts(1).repeats(), kMaxAttempts - 2);
  EXPECT_EQ(FromTimestamp(delivery.attempts(0).attempt_time()), kMorning);
  EXPECT_EQ(FromTimestamp(delivery.attempts(1).attempt_time()), now);
}

TEST(DeliveryRulesTest, AChannelThatIsDownEndsNoDelivery) {
  Delivery delivery = ReminderDelivery(LiaisonDigest(), "hrss.example", kMorning);
  v1::DeliveryAttempt down = Attempt(v1::ATTEMPT_OUTCOME_TRANSIENT_FAILURE, kMorning);
  down.set_scope(v1::FAILURE_SCOPE_CHANNEL);
  for (int attempt = 0; attempt < 3 * kMaxAttempts; ++attempt) {
    *down.mutable_attempt_time() = ToTimestamp(kMorning + absl::Minutes(5) * attempt);
    delivery = AfterAttempt(delivery, down);
    ASSERT_EQ(delivery.state(), v1::DELIVERY_STATE_DEFERRED);
  }
  EXPECT_THAT(delivery.attempts(), SizeIs(2));
  const absl::Time later = kMorning + absl::Hours(100);
  delivery = AfterAttempt(delivery, Attempt(v1::ATTEMPT_OUTCOME_TRANSIENT_FAILURE, later));
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_DEFERRED);
  EXPECT_LT(FromTimestamp(delivery.next_attempt_time()) - later, absl::Minutes(2));  // its own first attempt
}

TEST(DeliveryRulesTest, WhatIsHeldBackIsDeferredWithoutAnAttempt) {
  const Delivery queued = ReminderDelivery(LiaisonDigest(), "hrss.example", kMorning);
  const Delivery held = HeldBack(queued, kMorning + absl::Minutes(2), kMorning);
  EXPECT_EQ(held.state(), v1::DELIVERY_STATE_DEFERRED);
  EXPECT_THAT(held.attempts(), IsEmpty());
  EXPECT_EQ(FromTimestamp(held.next_attempt_time()), kMorning + absl::Minutes(2));
  EXPECT_NE(held.etag(), queued.etag());
}

TEST(DeliveryRulesTest, ARetryGoesToTheMailboxOfToday) {
  const Delivery queued = ReminderDelivery(LiaisonDigest(), "hrss.example", kMorning);
  v1::Contact contact = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
  contact.set_email("new@emergency.example");
  contact.set_display_name("新联络员");
  EXPECT_EQ(Retried(queued, contact, "", kMorning).status().code(), absl::StatusCode::kFailedPrecondition);
  for (const auto outcome : {v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE, v1::ATTEMPT_OUTCOME_TRANSIENT_FAILURE}) {
    const Delivery stuck = AfterAttempt(queued, Attempt(outcome, kMorning));
    EXPECT_EQ(Retried(stuck, contact, "99", kMorning).status().code(), absl::StatusCode::kAborted);
    const auto retried = Retried(stuck, contact, stuck.etag(), kMorning + absl::Hours(1));
    ASSERT_TRUE(retried.ok()) << retried.status();
    EXPECT_EQ(retried->state(), v1::DELIVERY_STATE_QUEUED);
    EXPECT_EQ(retried->email(), "new@emergency.example");
    EXPECT_EQ(retried->display_name(), "新联络员");
    EXPECT_EQ(retried->message_id(), queued.message_id());
    EXPECT_EQ(FromTimestamp(retried->next_attempt_time()), kMorning + absl::Hours(1));
    EXPECT_EQ(Retried(stuck, std::nullopt, "", kMorning)->email(), queued.email());
  }
  *contact.mutable_end_time() = ToTimestamp(kMorning);
  const Delivery failed = AfterAttempt(queued, Attempt(v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE, kMorning));
  EXPECT_EQ(ErrorInfoOf(Retried(failed, contact, "", kMorning).status())->reason(), "CONTACT_NOT_VALID");
}

TEST(DeliveryRulesTest, WhatIsSettledMeanwhileIsLeftOut) {
  const Delivery delivery = ReminderDelivery(LiaisonDigest(), "hrss.example", kMorning);
  const PlanMap plans = {{"plans/gaoping-2021-2025", testing::GaopingPlan()}};
  auto obligations = testing::May2022();
  EXPECT_THAT(StillOwed(delivery, plans, testing::DutiesOf(obligations), kMorning), SizeIs(8));
  for (auto& obligation : obligations) {
    if (obligation.industry() == "coal-mining") *obligation.mutable_met_time() = ToTimestamp(kMorning);
  }
  EXPECT_THAT(StillOwed(delivery, plans, testing::DutiesOf(obligations), kMorning), SizeIs(6));
  EXPECT_THAT(StillOwed(delivery, plans, {}, kMorning), IsEmpty());
}

TEST(DeliveryRulesTest, AMailSentLateCountsTheDaysOfItsOwnDay) {
  const Delivery delivery = ReminderDelivery(LiaisonDigest(), "hrss.example", kMorning);
  const PlanMap plans = {{"plans/gaoping-2021-2025", testing::GaopingPlan()}};
  const auto items = StillOwed(delivery, plans, testing::DutiesOf(testing::May2022()), kMorning + absl::Hours(24 * 8));
  ASSERT_THAT(items, SizeIs(8));
  EXPECT_EQ(items.at(0).days_left(), -1);
  EXPECT_EQ(items.at(0).urgency(), v1::URGENCY_OVERDUE);
}

}  // namespace
}  // namespace lianfang::notification
