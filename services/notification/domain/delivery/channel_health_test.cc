#include "services/notification/domain/delivery/channel_health.h"

#include <gtest/gtest.h>

namespace lianfang::notification {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1653354000);

TEST(ChannelHealthTest, WhileItIsDownOneMailAtATimeIsTriedLaterAndLater) {
  ChannelHealth health;
  EXPECT_EQ(MailsAllowed(health, 4, kNow), 4);
  absl::Time now = kNow;
  for (const int minutes : {1, 2, 4, 5, 5, 5}) {
    health = AfterChannelFailure(health, now);
    EXPECT_TRUE(health.down);
    EXPECT_EQ(health.since, kNow);
    EXPECT_EQ(health.next_probe - now, absl::Minutes(minutes));
    EXPECT_EQ(MailsAllowed(health, 4, health.next_probe - absl::Seconds(1)), 0);
    EXPECT_EQ(MailsAllowed(health, 4, health.next_probe), 1);
    now = health.next_probe;
  }
  EXPECT_EQ(health.failures, 6);
  health = AfterAnswerToMail(health);
  EXPECT_FALSE(health.down);
  EXPECT_EQ(MailsAllowed(health, 4, now), 4);
}

// A server that takes five mails and then none for a while: each time it is left alone for longer.
TEST(ChannelHealthTest, AChannelThatFailsAgainSoonIsTriedMoreSlowly) {
  ChannelHealth health = AfterChannelFailure({}, kNow);
  health = AfterAnswerToMail(health);
  health = AfterChannelFailure(health, kNow + absl::Minutes(2));
  EXPECT_EQ(health.since, kNow + absl::Minutes(2));
  EXPECT_EQ(health.failures, 1);
  EXPECT_EQ(health.next_probe, kNow + absl::Minutes(4));
  health = AfterAnswerToMail(health);
  health = AfterChannelFailure(health, kNow + absl::Hours(1));
  EXPECT_EQ(health.next_probe, kNow + absl::Hours(1) + absl::Minutes(1));
}

TEST(ChannelHealthTest, OneRecipientsRuleIsNotTheChannels) {
  ChannelHealth health = AfterDoubt({}, "a@b.example", kNow);
  health = AfterDoubt(health, "a@b.example", kNow + absl::Minutes(1));
  EXPECT_FALSE(health.down);
  health = AfterAnswerToMail(health);
  health = AfterDoubt(health, "c@d.example", kNow);
  EXPECT_FALSE(health.down);
  health = AfterDoubt(health, "a@b.example", kNow);
  EXPECT_TRUE(health.down);
  EXPECT_EQ(health.failures, 1);
}

}  // namespace
}  // namespace lianfang::notification
