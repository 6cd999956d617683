// Sending and its faults as far as they need no real mail server: time is the test's own.
#include "services/notification/delivery_sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/mail/testing/fake_mail_transport.h"
#include "services/notification/mail/testing/shipped_templates.h"
#include "services/notification/reminder_tick.h"
#include "services/notification/store/testing/fake_notification_store.h"

namespace lianfang::notification {
namespace {

using testing::At;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A database that goes away, and that loses the process between the mail server's answer and the record.
class FailingStore : public FakeNotificationStore {
 public:
  absl::StatusOr<ReminderBasis> LoadBasis(const BasisFilter& filter, absl::Time deadline) override {
    if (away) return absl::UnavailableError("no database");
    return FakeNotificationStore::LoadBasis(filter, deadline);
  }
  absl::StatusOr<std::vector<v1::Delivery>> ClaimDeliveries(const Claim& claim, absl::Time deadline) override {
    if (away) return absl::UnavailableError("no database");
    return FakeNotificationStore::ClaimDeliveries(claim, deadline);
  }
  absl::Status FinishDelivery(const v1::Delivery& delivery, const std::string& holder,
                              const std::optional<Notice>& alert, absl::Time deadline) override {
    if (away || forgets) return absl::UnavailableError("no database");
    return FakeNotificationStore::FinishDelivery(delivery, holder, alert, deadline);
  }

  bool away = false;
  bool forgets = false;  // what became of a mail
};

class DeliverySenderTest : public ::testing::Test {
 protected:
  DeliverySenderTest() {
    type::v1::Plan plan = testing::GaopingPlan();
    plan.set_edition(1);
    EXPECT_TRUE(store_.SavePlan(plan, absl::InfiniteFuture()).ok());
    std::string cursor;
    for (const auto& obligation : testing::May2022()) {
      EXPECT_TRUE(store_.SaveObligation(obligation, cursor, cursor + "x", absl::InfiniteFuture()).ok());
      cursor += "x";
    }
    for (const auto& contact : testing::GaopingContacts()) Put(contact);
  }

  void Put(const v1::Contact& contact) {
    const ContactPut put{RequestKey{"office", "PutContact", contact.SerializeAsString(), ""}, contact, "",
                         At(absl::CivilSecond(2022, 5, 18))};
    EXPECT_TRUE(store_.PutContact(put, absl::InfiniteFuture()).ok());
  }

  // Ticks and sends every few minutes until `end`; faults of the store are what the loops take in their stride.
  void RunUntil(absl::Time end, absl::Duration step = absl::Minutes(5)) {
    for (; clock_.Now() < end; clock_.Advance(step)) {
      tick_.Step();
      while (sender_.Step() == absl::ZeroDuration()) {
      }
    }
  }

  std::string MessageIdOf(const FakeMailTransport::Mail& mail) {
    const size_t begin = mail.message.find("Message-Id: ");
    return mail.message.substr(begin, mail.message.find('\r', begin) - begin);
  }

  static absl::Time Day(int day, int hour, int minute = 0) {
    return At(absl::CivilSecond(2022, 5, day, hour, minute, 0));
  }

  QuietHours quiet_ = *QuietHours::Parse("20:00-08:00", testing::Shanghai());
  FakeClock clock_{Day(24, 9)};
  FailingStore store_;
  FakeMailTransport transport_;
  Metrics metrics_;
  const WorkingCalendar calendar_ = testing::China();
  const ShippedTemplates templates_;
  const AlertDesk desk_ = testing::OfficeDesk();
  const MailComposer composer_{{"领导小组办公室", "office@hrss.example"}};
  DeliverySender sender_{
      store_, transport_, templates_, composer_, clock_, metrics_, {.desk = desk_, .quiet_hours = quiet_}};
  ReminderTick tick_{store_, calendar_, clock_, metrics_, {.desk = desk_, .quiet_hours = quiet_}};
};

TEST_F(DeliverySenderTest, AReminderCarriesTheDueDatesAsACalendar) {
  RunUntil(Day(24, 9, 10));
  ASSERT_THAT(transport_.mails(), SizeIs(4));
  EXPECT_THAT(transport_.mails()[0].message, HasSubstr("multipart/mixed"));
  EXPECT_THAT(transport_.mails()[0].message, HasSubstr("due-dates.ics"));
}

TEST_F(DeliverySenderTest, TenMinutesWithoutADatabaseDelayTheMailsAndLoseNone) {
  store_.away = true;
  RunUntil(Day(24, 9, 10));
  EXPECT_THAT(transport_.mails(), IsEmpty());
  store_.away = false;
  RunUntil(Day(24, 10));
  EXPECT_THAT(transport_.mails(), SizeIs(4));
}

// The process is gone after the mail server's 250: the claim runs out, and the mail goes out again as the same mail.
TEST_F(DeliverySenderTest, ACrashBeforeTheRecordRepeatsTheSameMail) {
  clock_.Set(Day(24, 9));
  ASSERT_TRUE(tick_.Plan().ok());
  store_.forgets = true;
  EXPECT_FALSE(sender_.SendSome().ok());
  ASSERT_THAT(transport_.mails(), SizeIs(1));
  store_.forgets = false;
  EXPECT_EQ(*sender_.SendSome(), 0);  // the claim still holds
  RunUntil(Day(24, 10));
  ASSERT_THAT(transport_.mails(), SizeIs(5));
  EXPECT_EQ(transport_.mails()[0].message, transport_.mails()[1].message);
  EXPECT_EQ(MessageIdOf(transport_.mails()[0]), MessageIdOf(transport_.mails()[1]));
}

TEST_F(DeliverySenderTest, WhatComesUpInQuietHoursWaitsForTheirEndAsOneMail) {
  store_.away = true;
  RunUntil(Day(27, 21));  // −7 and −3 pass meanwhile
  store_.away = false;
  RunUntil(Day(28, 7, 59), absl::Minutes(30));
  EXPECT_THAT(transport_.mails(), IsEmpty());
  clock_.Set(Day(28, 8));
  RunUntil(Day(28, 8, 10));
  ASSERT_THAT(transport_.mails(), SizeIs(4));
}

TEST_F(DeliverySenderTest, TheOfficeIsToldOfARefusalOnceAndNotOfARefusedAlert) {
  transport_.Answer("liaison-1@health.example", {SendResult::Outcome::kPermanentFailure, 550, "no such user"});
  transport_.Answer("office@hrss.example", {SendResult::Outcome::kPermanentFailure, 550, "no such user either"});
  RunUntil(Day(24, 12));
  const auto alerts = store_.ListDeliveries({.kind = v1::DELIVERY_KIND_ALERT}, {"", 10}, absl::InfiniteFuture());
  ASSERT_THAT(*alerts, SizeIs(1));
  EXPECT_EQ(alerts->at(0).state(), v1::DELIVERY_STATE_FAILED);
  EXPECT_THAT(alerts->at(0).subject(), HasSubstr("邮件投递失败"));
}

TEST_F(DeliverySenderTest, ARetryHasAllItsAttemptsAgain) {
  transport_.Answer("liaison-1@health.example", {SendResult::Outcome::kTransientFailure, 451, "later"});
  RunUntil(Day(26, 19));
  const auto failed = store_.ListDeliveries({.state = v1::DELIVERY_STATE_FAILED}, {"", 10}, absl::InfiniteFuture());
  ASSERT_THAT(*failed, SizeIs(1));
  const DeliveryRetry retry{{"office", "RetryDelivery", "1", ""}, failed->at(0).name(), "", clock_.Now()};
  ASSERT_TRUE(store_.RetryDelivery(retry, absl::InfiniteFuture()).ok());
  RunUntil(Day(26, 19, 20));
  const auto deferred = store_.GetDelivery(failed->at(0).name(), absl::InfiniteFuture());
  EXPECT_EQ(deferred->state(), v1::DELIVERY_STATE_DEFERRED);
  EXPECT_GT(deferred->attempts_size(), kMaxAttempts);
}

TEST_F(DeliverySenderTest, ADepartmentWithoutContactsIsToldToTheOfficeOncePerStage) {
  v1::Contact ended = testing::GaopingContact("health", type::v1::RECIPIENT_LIAISON);
  *ended.mutable_end_time() = ToTimestamp(Day(24, 0));
  Put(ended);
  RunUntil(Day(24, 12));
  const auto alerts = [&] {
    return store_.ListDeliveries({.kind = v1::DELIVERY_KIND_ALERT}, {"", 10}, absl::InfiniteFuture());
  };
  ASSERT_THAT(*alerts(), SizeIs(1));
  EXPECT_EQ(alerts()->at(0).subject(), "催报无法送达：高平市 卫生健康和体育局 联络员");
  EXPECT_EQ(alerts()->at(0).state(), v1::DELIVERY_STATE_SENT);
  RunUntil(Day(27, 12), absl::Minutes(30));
  EXPECT_THAT(*alerts(), SizeIs(2));  // −3 is news
}

// A notice of a template that the operator has since removed cannot be written: it fails, and the office is told.
TEST_F(DeliverySenderTest, ANoticeWithoutItsTemplateFailsAndIsToldToTheOffice) {
  v1::SendNoticeRequest content;
  content.set_template_("gone");
  v1::Contact expert;
  expert.set_display_name("专家甲");
  expert.set_email("expert@b.example");
  expert.set_language("zh-CN");
  const Notice notice =
      MakeNotice(content, {{expert, false}}, {.identity = "1", .mail_domain = "h.example"}, Day(24, 9));
  ASSERT_TRUE(
      store_.RecordNotice(notice, {"expert", "SendNotice", "1", ""}, clock_.Now(), absl::InfiniteFuture()).ok());
  RunUntil(Day(24, 9, 5));
  EXPECT_EQ(store_.GetDelivery(notice.deliveries[0].name(), absl::InfiniteFuture())->state(),
            v1::DELIVERY_STATE_FAILED);
  ASSERT_THAT(transport_.mails(), SizeIs(5));  // with the morning's four reminders
  const auto mails = transport_.mails();
  EXPECT_EQ(std::count_if(mails.begin(), mails.end(),
                          [](const FakeMailTransport::Mail& mail) { return mail.to == "office@hrss.example"; }),
            1);
}

}  // namespace
}  // namespace lianfang::notification
