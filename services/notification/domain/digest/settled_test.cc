#include "services/notification/domain/digest/settled.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/time.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/digest/reminder_item.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using submission::v1::Obligation;
using testing::At;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Delivery;

absl::Time Day(int day, int hour = 9) { return At(absl::CivilSecond(2022, 5, day, hour, 0, 0)); }

class SettledTest : public ::testing::Test {
 protected:
  // A reminder of the 24th that was sent to `email`.
  Delivery Sent(const std::string& email) const {
    Digest digest;
    digest.contact = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
    digest.contact.set_email(email);
    digest.time = Day(24);
    digest.items.push_back(ListedItem(testing::DutyAt(coal_, Day(24)), testing::Shanghai(), Day(24)));
    Delivery delivery = ReminderDelivery(digest, "hrss.example", Day(24));
    delivery.set_state(v1::DELIVERY_STATE_SENT);
    return delivery;
  }

  Obligation Met(absl::Time time) const {
    Obligation met = coal_;
    *met.mutable_met_time() = ToTimestamp(time);
    return met;
  }

  const Obligation coal_ =
      testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2022, 5, 1), absl::CivilDay(2022, 5, 31));
};

TEST_F(SettledTest, WhoWasSentTheDateIsToldOnce) {
  const Obligation met = Met(Day(25));
  EXPECT_THAT(SettledDeliveries({Sent("a@x.example")}, testing::DutiesOf(coal_), "h.example", Day(26)), IsEmpty());
  const auto mails = SettledDeliveries({Sent("a@x.example"), Sent("A@x.example"), Sent("b@x.example")},
                                       testing::DutiesOf(met), "h.example", Day(26));
  ASSERT_THAT(mails, SizeIs(2));
  EXPECT_TRUE(IsSettledMail(mails[0]));
  ASSERT_THAT(mails[0].items(), SizeIs(1));
  EXPECT_EQ(mails[0].items(0).stage().key(), "settled/0");
  EXPECT_THAT(SettledDeliveries({Sent("a@x.example"), Sent("b@x.example"), mails[0], mails[1]}, testing::DutiesOf(met),
                                "h.example", Day(27)),
              IsEmpty());
}

TEST_F(SettledTest, NotOnceTheDateHasPassedNorOfWhatNeverArrived) {
  EXPECT_THAT(SettledDeliveries({Sent("a@x.example")}, testing::DutiesOf(Met(Day(25))), "h.example",
                                At(absl::CivilSecond(2022, 6, 1))),
              IsEmpty());
  Delivery deferred = Sent("a@x.example");
  deferred.set_state(v1::DELIVERY_STATE_DEFERRED);
  EXPECT_THAT(SettledDeliveries({deferred}, testing::DutiesOf(Met(Day(25))), "h.example", Day(26)), IsEmpty());
}

// Sent back, reminded again, filed again: the event stands in the calendar again, and is taken out again.
TEST_F(SettledTest, WhatWasSentBackAndFiledAgainIsToldAgain) {
  const auto first = SettledDeliveries({Sent("a@x.example")}, testing::DutiesOf(Met(Day(25))), "h.example", Day(26));
  ASSERT_THAT(first, SizeIs(1));
  Obligation again = coal_;
  auto& send_back = *again.add_send_backs();
  *send_back.mutable_send_back_time() = ToTimestamp(Day(26, 12));
  EXPECT_THAT(SettledDeliveries({Sent("a@x.example"), first[0]}, testing::DutiesOf(again), "h.example", Day(27)),
              IsEmpty());
  EXPECT_THAT(StillSettled(first[0], testing::DutiesOf(again), testing::Shanghai(), Day(27)), IsEmpty());
  *send_back.mutable_answer_time() = ToTimestamp(Day(27));
  *again.mutable_met_time() = ToTimestamp(Day(27));
  const auto second =
      SettledDeliveries({Sent("a@x.example"), first[0]}, testing::DutiesOf(again), "h.example", Day(28));
  ASSERT_THAT(second, SizeIs(1));
  EXPECT_EQ(second[0].items(0).stage().key(), "settled/1");
  EXPECT_NE(second[0].name(), first[0].name());
}

TEST_F(SettledTest, AWaivedDutyAndFinalFiguresAreSettledEachByItself) {
  Obligation waived = coal_;
  *waived.mutable_waive_time() = ToTimestamp(Day(25));
  EXPECT_THAT(SettledDeliveries({Sent("a@x.example")}, testing::DutiesOf(waived), "h.example", Day(26)), SizeIs(1));
  Obligation both = Met(Day(25));  // the first figures; the final ones are awaited
  *both.mutable_final_open_time() = ToTimestamp(At(absl::CivilSecond(2022, 9, 1)));
  *both.mutable_final_due_time() = ToTimestamp(At(absl::CivilSecond(2022, 12, 1)));
  EXPECT_TRUE(IsSettled(testing::DutiesOf(both), ""));
  EXPECT_FALSE(IsSettled(testing::DutiesOf(both), "final"));
  EXPECT_THAT(SettledDeliveries({Sent("a@x.example")}, testing::DutiesOf(both), "h.example", Day(26)), SizeIs(1));
}

}  // namespace
}  // namespace lianfang::notification
