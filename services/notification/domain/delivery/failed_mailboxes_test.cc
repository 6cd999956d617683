#include "services/notification/domain/delivery/failed_mailboxes.h"

#include <gtest/gtest.h>

#include "common/time.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using testing::At;

constexpr char kEmail[] = "liaison-1@emergency.example";

// Friday, in the afternoon.
const absl::Time kFailure = At(absl::CivilSecond(2022, 5, 27, 16, 30, 0));
const FailedMailboxes kFailed = {{kEmail, {kEmail, kFailure - absl::Hours(48), kFailure}}};

absl::Time From(const FailedMailboxes& failed, const v1::Contact& contact) {
  return TriedAgainFrom(failed, contact, {contact}, At(absl::CivilSecond(2022, 5, 24, 9, 0, 0)), testing::China(),
                        testing::Shanghai());
}

TEST(FailedMailboxesTest, AMailboxIsTriedAgainOnTheNextWorkingMorning) {
  const v1::Contact contact = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
  ASSERT_EQ(contact.email(), kEmail);
  EXPECT_EQ(From({}, contact), absl::InfinitePast());
  EXPECT_EQ(From(kFailed, contact), At(absl::CivilSecond(2022, 5, 30, 9, 0, 0)));
}

TEST(FailedMailboxesTest, OrAtOnceWhenTheContactIsChanged) {
  v1::Contact contact = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
  *contact.mutable_update_time() = ToTimestamp(kFailure - absl::Seconds(1));
  EXPECT_NE(From(kFailed, contact), absl::InfinitePast());
  *contact.mutable_update_time() = ToTimestamp(kFailure + absl::Seconds(1));
  EXPECT_EQ(From(kFailed, contact), absl::InfinitePast());
}

// A mailbox that takes nothing holds nothing back that another channel would take.
TEST(FailedMailboxesTest, AContactWithAnotherWayIsNotHeldBack) {
  v1::Contact contact = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
  auto& address = *contact.add_addresses();
  address.set_channel("webhook");
  address.set_address("wang.li");
  EXPECT_EQ(From(kFailed, contact), absl::InfinitePast());
  FailedMailboxes both = kFailed;
  both["webhook:wang.li"] = {"webhook:wang.li", kFailure, kFailure + absl::Hours(72)};
  EXPECT_EQ(From(both, contact), At(absl::CivilSecond(2022, 5, 30, 9, 0, 0))) << "by the first that is tried again";
}

TEST(FailedMailboxesTest, OnlyContactsOfTodayAreUnreachable) {
  v1::Contact contact = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
  EXPECT_EQ(CountUnreachable(kFailed, {contact}, kFailure), 1);
  *contact.mutable_end_time() = ToTimestamp(kFailure);
  EXPECT_EQ(CountUnreachable(kFailed, {contact}, kFailure), 0);
}

}  // namespace
}  // namespace lianfang::notification
