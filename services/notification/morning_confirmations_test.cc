// Confirmations from the store into mails: with the reminder of the morning, or without one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/calendar_library.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/notification/channels/email/email_channel.h"
#include "services/notification/channels/email/testing/fake_mail_transport.h"
#include "services/notification/delivery_sender.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/messages/testing/shipped_templates.h"
#include "services/notification/reminder_tick.h"
#include "services/notification/store/mutations.h"
#include "services/notification/store/testing/fake_notification_store.h"
#include "services/notification/store/testing/received.h"

namespace lianfang::notification {
namespace {

using testing::At;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kLiaison[] = "liaison-1@emergency.example";

// The −7 stage of May 2022 falls on the 24th, a Tuesday; the 25th has none.
absl::Time Day(int day, int hour = 9) { return At(absl::CivilSecond(2022, 5, day, hour, 0, 0)); }

class MorningConfirmationsTest : public ::testing::Test {
 protected:
  MorningConfirmationsTest() {
    type::v1::Plan plan = testing::GaopingPlan();
    plan.set_edition(1);
    EXPECT_TRUE(store_.SavePlan(plan, absl::InfiniteFuture()).ok());
    for (const auto& contact : testing::GaopingContacts()) {
      const ContactPut put{RequestKey{"office", "PutContact", contact.SerializeAsString(), ""}, contact, "",
                           clock_.Now()};
      EXPECT_TRUE(PutContact(store_, put, absl::InfiniteFuture()).ok());
    }
  }

  void OweReturns() { EXPECT_TRUE(testing::ReceiveAll(store_, testing::May2022()).ok()); }

  // Coal mining's return of 2019, filed or accepted at `time`.
  void Confirm(absl::Time time, int64_t sequence, bool accepted = false) {
    v1::ConfirmedFiling filing;
    filing.set_revision("plans/gaoping-2021-2025/returns/2019-140581-coal-mining/revisions/1");
    filing.set_ledger_sequence(sequence);
    filing.mutable_title()->set_zh("2019 高平市 煤矿");
    *filing.mutable_commit_time() = ToTimestamp(time);
    filing.set_accepted(accepted);
    filing.set_contact("contacts/140581-emergency-liaison-1");
    EXPECT_TRUE(store_.SaveWaiting({filing}, absl::InfinitePast(), absl::InfiniteFuture()).ok());
  }

  void RunAt(absl::Time time) {
    clock_.Set(time);
    EXPECT_TRUE(tick_.Plan().ok());
    while (sender_.SendSome().value() > 0) {
    }
  }

  std::vector<v1::Delivery> To(const std::string& email, v1::DeliveryState state = v1::DELIVERY_STATE_SENT) {
    std::vector<v1::Delivery> deliveries;
    const auto listed = store_.ListDeliveries({.state = state}, {"", 1000}, absl::InfiniteFuture());
    for (const v1::Delivery& delivery : *listed) {
      if (delivery.email() == email) deliveries.push_back(*store_.GetDelivery(delivery.name(), absl::InfiniteFuture()));
    }
    return deliveries;
  }

  FakeClock clock_{Day(18, 12)};
  FakeNotificationStore store_;
  FakeMailTransport transport_;
  EmailChannel mail_{transport_, {"领导小组办公室", "office@hrss.example"}};
  Metrics metrics_;
  const CalendarLibrary calendar_{testing::China()};
  const ShippedTemplates templates_;
  const AlertDesk desk_ = testing::OfficeDesk();
  const MessageWriter writer_{{"领导小组办公室", "office@hrss.example"}};
  DeliverySender sender_{store_, mail_, templates_, writer_, clock_, metrics_, {.desk = desk_}};
  ReminderTick tick_{store_, calendar_, clock_, metrics_, {.desk = desk_, .zone = testing::Shanghai()}};
};

TEST_F(MorningConfirmationsTest, TheReminderOfTheMorningListsThem) {
  OweReturns();
  Confirm(Day(23, 15), 7);
  RunAt(Day(24));
  EXPECT_THAT(transport_.mails(), SizeIs(4)) << "no mail more than without";
  const auto mails = To(kLiaison);
  ASSERT_THAT(mails, SizeIs(1));
  EXPECT_EQ(mails[0].kind(), v1::DELIVERY_KIND_REMINDER);
  EXPECT_THAT(mails[0].text_body(), HasSubstr("2019 高平市 煤矿，第1版：已收到，2022-05-23 15:00"));
  EXPECT_THAT(mails[0].text_body(), HasSubstr("receipt show --plan gaoping-2021-2025 --sequence 7"));
  RunAt(Day(24, 10));
  RunAt(Day(25));
  EXPECT_THAT(transport_.mails(), SizeIs(4)) << "told once";
}

TEST_F(MorningConfirmationsTest, OnAMorningWithoutAReminderTheyAreOneMail) {
  Confirm(Day(24, 10), 7);
  Confirm(Day(24, 15), 9, /*accepted=*/true);
  RunAt(Day(24, 15));
  EXPECT_THAT(transport_.mails(), IsEmpty());
  RunAt(Day(25));
  const auto mails = To(kLiaison);
  ASSERT_THAT(mails, SizeIs(1));
  EXPECT_EQ(mails[0].kind(), v1::DELIVERY_KIND_CONFIRMATION);
  EXPECT_EQ(mails[0].subject(), "已收到的报送（2022-05-25）：2项");
  EXPECT_THAT(mails[0].text_body(), HasSubstr("已收到，2022-05-24 10:00"));
  EXPECT_THAT(mails[0].text_body(), HasSubstr("已审核通过，2022-05-24 15:00"));
  EXPECT_THAT(mails[0].text_body(), HasSubstr("0356-5220242")) << "whom to ask";
  RunAt(Day(26));
  EXPECT_THAT(transport_.mails(), SizeIs(1));
}

// The reminder was recorded, and before it went out everything in it was filed.
TEST_F(MorningConfirmationsTest, AReminderThatIsWithdrawnTakesNoConfirmationWithIt) {
  OweReturns();
  Confirm(Day(23, 15), 7);
  clock_.Set(Day(24));
  ASSERT_TRUE(tick_.Plan().ok());
  for (auto obligation : testing::May2022()) {
    *obligation.mutable_met_time() = ToTimestamp(Day(24));
    ASSERT_TRUE(testing::Receive(store_, obligation).ok());
  }
  RunAt(Day(24));
  EXPECT_THAT(To(kLiaison, v1::DELIVERY_STATE_SUPPRESSED), SizeIs(1));
  RunAt(Day(24));
  const auto mails = To(kLiaison);
  ASSERT_THAT(mails, SizeIs(1));
  EXPECT_EQ(mails[0].kind(), v1::DELIVERY_KIND_CONFIRMATION);
}

TEST_F(MorningConfirmationsTest, AMailboxThatRefusesIsTriedAgainOnTheNextMorningAlone) {
  transport_.Answer(kLiaison, {SendResult::Outcome::kPermanentFailure, 550, "no such user"});
  Confirm(Day(24, 10), 7);
  for (const int hour : {9, 10, 11}) RunAt(Day(25, hour));
  EXPECT_THAT(To(kLiaison, v1::DELIVERY_STATE_FAILED), SizeIs(1));
  transport_.Accept(kLiaison);
  RunAt(Day(26));
  EXPECT_THAT(To(kLiaison), SizeIs(1));
}

TEST_F(MorningConfirmationsTest, TwoReplicasTellThemOnce) {
  Confirm(Day(24, 10), 7);
  ReminderTick other(store_, calendar_, clock_, metrics_, {.desk = desk_, .zone = testing::Shanghai()});
  clock_.Set(Day(25));
  ASSERT_TRUE(tick_.Plan().ok());
  ASSERT_TRUE(other.Plan().ok());
  RunAt(Day(25));
  EXPECT_THAT(transport_.mails(), SizeIs(1));
}

}  // namespace
}  // namespace lianfang::notification
