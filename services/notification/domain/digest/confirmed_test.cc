#include "services/notification/domain/digest/confirmed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/time.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using testing::At;
using testing::GaopingContact;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::ConfirmedFiling;

// 24 May 2022 is a Tuesday.
absl::Time Day(int day, int hour = 9, int minute = 0) { return At(absl::CivilSecond(2022, 5, day, hour, minute, 0)); }

v1::Contact Liaison() { return GaopingContact("emergency", type::v1::RECIPIENT_LIAISON); }

ConfirmedFiling FiledAt(absl::Time time, int64_t sequence = 7, const v1::Contact& contact = Liaison()) {
  ConfirmedFiling filing;
  filing.set_revision("plans/gaoping-2021-2025/returns/2019-140581-coal-mining/revisions/1");
  filing.set_ledger_sequence(sequence);
  *filing.mutable_commit_time() = ToTimestamp(time);
  filing.set_contact(contact.name());
  return filing;
}

class ConfirmedTest : public ::testing::Test {
 protected:
  std::vector<DueConfirmation> Due(absl::Time filed, absl::Time now) const {
    return DueConfirmations({FiledAt(filed)}, mornings_, testing::Shanghai(), now);
  }

  const WorkingCalendar calendar_ = testing::China();
  const Mornings mornings_{calendar_};
};

TEST_F(ConfirmedTest, WhatIsFiledInADayWaitsForNineOClockOfTheNextWorkingDay) {
  EXPECT_THAT(Due(Day(24, 10), Day(24, 10)), IsEmpty());
  EXPECT_THAT(Due(Day(24, 10), Day(24, 11, 59)), IsEmpty()) << "the morning of the same day";
  EXPECT_THAT(Due(Day(24, 10), Day(25, 8, 59)), IsEmpty());
  EXPECT_THAT(Due(Day(24, 10), Day(25)), SizeIs(1));
  EXPECT_THAT(Due(Day(24, 8), Day(24)), SizeIs(1)) << "filed before nine";
  EXPECT_THAT(Due(Day(27, 18), Day(28, 10)), IsEmpty()) << "a Saturday";
  EXPECT_THAT(Due(Day(27, 18), Day(30)), SizeIs(1));
}

TEST_F(ConfirmedTest, AfterAnOutageItWaitsForTheNextMorning) {
  EXPECT_THAT(Due(Day(24, 10), Day(25, 15)), IsEmpty());
  EXPECT_THAT(Due(Day(24, 10), Day(26)), SizeIs(1));
}

TEST_F(ConfirmedTest, WithoutMorningsItGoesOutAtOnce) {
  const Mornings any(calendar_, Mornings::Hours::kAny);
  EXPECT_THAT(DueConfirmations({FiledAt(Day(28, 23))}, any, testing::Shanghai(), Day(28, 23)), SizeIs(1));
}

TEST_F(ConfirmedTest, ItJoinsTheMailToTheSameMailbox) {
  Digest reminder;
  reminder.contact = GaopingContact("emergency", type::v1::RECIPIENT_CONVENER);
  reminder.contact.set_email("LIAISON-1@emergency.example");
  reminder.time = Day(25);
  reminder.items.emplace_back().set_duty("plans/gaoping-2021-2025/obligations/2021-140581-coal-mining");
  const auto digests = WithConfirmations(
      {reminder}, {{FiledAt(Day(24, 11), 9), Day(25)}, {FiledAt(Day(24, 10), 7), Day(25)}}, {Liaison()});
  ASSERT_THAT(digests, SizeIs(1));
  EXPECT_EQ(digests[0].time, Day(25));
  ASSERT_THAT(digests[0].confirmations, SizeIs(2));
  EXPECT_EQ(digests[0].confirmations[0].ledger_sequence(), 7) << "in the order of the ledger";
  const v1::Delivery delivery = ReminderDelivery(digests[0], "hrss.example", Day(25));
  EXPECT_EQ(delivery.kind(), v1::DELIVERY_KIND_REMINDER);
  EXPECT_EQ(delivery.confirmations_size(), 2);
}

TEST_F(ConfirmedTest, WithoutAReminderItIsAMailOfItsOwnForEachContact) {
  const v1::Contact housing = GaopingContact("housing", type::v1::RECIPIENT_LIAISON);
  const auto digests = WithConfirmations({},
                                         {{FiledAt(Day(24, 10), 7), Day(25)},
                                          {FiledAt(Day(23, 10), 6), Day(24)},
                                          {FiledAt(Day(24, 10), 8, housing), Day(25)}},
                                         {Liaison(), housing});
  ASSERT_THAT(digests, SizeIs(2));
  EXPECT_THAT(digests[0].confirmations, SizeIs(2));
  EXPECT_EQ(digests[0].time, Day(25)) << "of the latest";
  EXPECT_EQ(digests[1].contact.name(), housing.name());
  const v1::Delivery delivery = ReminderDelivery(digests[0], "hrss.example", Day(25));
  EXPECT_EQ(delivery.kind(), v1::DELIVERY_KIND_CONFIRMATION);
  EXPECT_TRUE(IsConfirmationDigest(delivery));
  EXPECT_EQ(delivery.region(), "140581");
  EXPECT_NE(delivery.name(), ReminderDelivery(digests[1], "hrss.example", Day(25)).name());
}

TEST_F(ConfirmedTest, AContactThatIsGoneIsToldNothing) {
  EXPECT_THAT(WithConfirmations({}, {{FiledAt(Day(24)), Day(25)}}, {}), IsEmpty());
}

}  // namespace
}  // namespace lianfang::notification
