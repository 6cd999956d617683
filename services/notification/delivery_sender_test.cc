// Sending and its faults as far as they need no real mail server: time is the test's own.
#include "services/notification/delivery_sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/calendar_library.h"
#include "common/errors.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/notification/channels/email/email_channel.h"
#include "services/notification/channels/email/testing/fake_mail_transport.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/delivery/ways.h"
#include "services/notification/domain/stage/restraints.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/messages/testing/shipped_templates.h"
#include "services/notification/reminder_tick.h"
#include "services/notification/store/mutations.h"
#include "services/notification/store/testing/fake_notification_store.h"
#include "services/notification/store/testing/received.h"

namespace lianfang::notification {
namespace {

using testing::At;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
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
  absl::Status Transact(const std::function<absl::Status(NotificationRows&)>& work, absl::Time deadline) override {
    if (away || forgets) return absl::UnavailableError("no database");
    return FakeNotificationStore::Transact(work, deadline);
  }

  bool away = false;
  bool forgets = false;  // what became of a mail
};

// Takes everything, and keeps the addresses.
class FakeChannel : public Channel {
 public:
  explicit FakeChannel(std::string id) : id_(std::move(id)) {}

  std::string id() const override { return id_; }
  ChannelLimits limits() const override { return {}; }
  absl::StatusOr<std::string> CheckAddress(const std::string& address) const override { return address; }
  absl::StatusOr<ComposedMessage> Compose(const TemplateSet& templates, const OutgoingMessage& message,
                                          const v1::Delivery& delivery, absl::Time now) const override {
    const auto content = templates.Render(message.template_name, delivery.language(), message.data);
    if (!content.ok()) return content.status();
    return ComposedMessage{content->subject, content->short_text, content->short_text, now};
  }
  SendResult Send(const v1::Delivery& delivery, const ComposedMessage& /*message*/) override {
    sent_.push_back(AddressOf(delivery));
    return {SendResult::Outcome::kAccepted, 200, ""};
  }

  const std::vector<std::string>& sent() const { return sent_; }

 private:
  const std::string id_;
  std::vector<std::string> sent_;
};

class DeliverySenderTest : public ::testing::Test {
 protected:
  DeliverySenderTest() {
    type::v1::Plan plan = testing::GaopingPlan();
    plan.set_edition(1);
    EXPECT_TRUE(store_.SavePlan(plan, absl::InfiniteFuture()).ok());
    EXPECT_TRUE(testing::ReceiveAll(store_, testing::May2022()).ok());
    for (const auto& contact : testing::GaopingContacts()) Put(contact);
  }

  void Put(const v1::Contact& contact, absl::Time now = At(absl::CivilSecond(2022, 5, 18))) {
    const ContactPut put{RequestKey{"office", "PutContact", contact.SerializeAsString(), ""}, contact, "", now};
    EXPECT_TRUE(PutContact(store_, put, absl::InfiniteFuture()).ok());
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

  QuietHours quiet_ = *QuietHours::Parse("20:00-08:00", testing::Shanghai(), nullptr);
  FakeClock clock_{Day(24, 9)};
  FailingStore store_;
  FakeMailTransport transport_;
  EmailChannel mail_{transport_, {"领导小组办公室", "office@hrss.example"}};
  Metrics metrics_;
  const CalendarLibrary calendar_{testing::China()};
  const ShippedTemplates templates_;
  const AlertDesk desk_ = testing::OfficeDesk();
  const MessageWriter writer_{{"领导小组办公室", "office@hrss.example"}};
  DeliverySender sender_{store_, mail_, templates_, writer_, clock_, metrics_, {.desk = desk_, .quiet_hours = quiet_}};
  ReminderTick tick_{store_, calendar_, clock_, metrics_, {.desk = desk_}};
};

TEST_F(DeliverySenderTest, AReminderCarriesTheDueDatesAsACalendar) {
  RunUntil(Day(24, 9, 10));
  ASSERT_THAT(transport_.mails(), SizeIs(4));
  EXPECT_THAT(transport_.mails()[0].message, HasSubstr("multipart/mixed"));
  EXPECT_THAT(transport_.mails()[0].message, HasSubstr("-2021.ics"));
}

TEST_F(DeliverySenderTest, TenMinutesWithoutADatabaseDelayTheMailsAndLoseNone) {
  store_.away = true;
  RunUntil(Day(24, 9, 10));
  EXPECT_THAT(transport_.mails(), IsEmpty());
  store_.away = false;
  RunUntil(Day(24, 10));
  EXPECT_THAT(transport_.mails(), SizeIs(4));
}

// The process is gone after the mail server's 250: the claim runs out, and the mail goes out again as the same mail:
// Message-ID and words are the same, the date is that of the attempt.
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
  EXPECT_EQ(MessageIdOf(transport_.mails()[0]), MessageIdOf(transport_.mails()[1]));
}

// The 28th is a Saturday. It used to bring the mails at 08:00; offices that are not at work read them on Monday anyway.
TEST_F(DeliverySenderTest, WhatAnOutageHeldUpWaitsForTheNextWorkingMorningAsOneMail) {
  store_.away = true;
  RunUntil(Day(27, 21));  // −7 and −3 pass meanwhile
  store_.away = false;
  RunUntil(Day(30, 9), absl::Minutes(30));
  EXPECT_THAT(transport_.mails(), IsEmpty());
  clock_.Set(Day(30, 9));
  RunUntil(Day(30, 12));
  ASSERT_THAT(transport_.mails(), SizeIs(4));
}

// A mail that is deferred when the office pauses does not go out while the pause lasts; its stage is planned again.
TEST_F(DeliverySenderTest, APauseStopsTheMailsThatWereDeferredBeforeIt) {
  for (const char* department : {"emergency", "housing", "transport", "health"}) {
    transport_.Answer(absl::StrCat("liaison-1@", department, ".example"),
                      {SendResult::Outcome::kTransientFailure, 451, "later"});
  }
  RunUntil(Day(24, 10));
  v1::ReminderPause asked;
  asked.set_plan("plans/gaoping-2021-2025");
  *asked.mutable_until_time() = ToTimestamp(Day(26, 0));
  const auto pause = DecidePause(asked, "office", clock_.Now());
  ASSERT_TRUE(store_.PutPause(*pause, {"office", "PauseReminders", "1", ""}, absl::InfiniteFuture()).ok());
  for (const char* department : {"emergency", "housing", "transport", "health"}) {
    transport_.Accept(absl::StrCat("liaison-1@", department, ".example"));
  }
  RunUntil(Day(26, 8, 55));
  EXPECT_THAT(transport_.mails(), IsEmpty());
  RunUntil(Day(26, 9, 10));
  EXPECT_THAT(transport_.mails(), SizeIs(4));
}

TEST_F(DeliverySenderTest, WhileTheSourceIsSilentNoReminderGoesOut) {
  DutySources sources({testing::kSource}, absl::Minutes(2));
  DeliverySender waiting(store_, mail_, templates_, writer_, clock_, metrics_, {.desk = desk_, .sources = &sources});
  ASSERT_TRUE(tick_.Plan().ok());
  EXPECT_EQ(*waiting.SendSome(), 0);
  sources.Of(testing::kSource).Know(clock_.Now());
  EXPECT_EQ(*waiting.SendSome(), 4);
  EXPECT_THAT(transport_.mails(), SizeIs(4));
}

// Another source is heard, so mails are claimed; those that list a duty of the silent one wait.
TEST_F(DeliverySenderTest, AMailThatListsADutyOfASilentSourceWaits) {
  DutySources sources({testing::kSource, "inspection"}, absl::Minutes(2));
  DeliverySender waiting(store_, mail_, templates_, writer_, clock_, metrics_, {.desk = desk_, .sources = &sources});
  ASSERT_TRUE(tick_.Plan().ok());
  sources.Of("inspection").Know(clock_.Now());
  EXPECT_EQ(*waiting.SendSome(), 4);
  EXPECT_THAT(transport_.mails(), IsEmpty());
  const auto deferred = store_.ListDeliveries({.state = v1::DELIVERY_STATE_DEFERRED}, {"", 10}, absl::InfiniteFuture());
  ASSERT_THAT(*deferred, SizeIs(4));
  EXPECT_THAT(deferred->at(0).attempts(), IsEmpty());
  clock_.Advance(absl::Minutes(1));
  sources.Of(testing::kSource).Know(clock_.Now());
  EXPECT_EQ(*waiting.SendSome(), 4);
  EXPECT_THAT(transport_.mails(), SizeIs(4));
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

std::vector<std::string> RecipientsOf(const FakeMailTransport& transport) {
  std::vector<std::string> recipients;
  for (const FakeMailTransport::Mail& mail : transport.mails()) recipients.push_back(mail.to);
  return recipients;
}

// A failed reminder counted as sent: it was lost until the next stage.
TEST_F(DeliverySenderTest, AFailedReminderGoesOutOnceItsContactIsCorrected) {
  transport_.Answer("liaison-1@health.example", {SendResult::Outcome::kPermanentFailure, 550, "no such user"});
  RunUntil(Day(24, 9, 30));
  const auto failed = store_.ListDeliveries({.state = v1::DELIVERY_STATE_FAILED}, {"", 10}, absl::InfiniteFuture());
  ASSERT_THAT(*failed, SizeIs(1));
  EXPECT_EQ(failed->at(0).attempts(0).scope(), v1::FAILURE_SCOPE_MAILBOX);

  v1::Contact corrected = testing::GaopingContact("health", type::v1::RECIPIENT_LIAISON);
  corrected.set_email("new@health.example");
  Put(corrected, clock_.Now());
  RunUntil(Day(24, 11));
  EXPECT_THAT(RecipientsOf(transport_), Contains("new@health.example"));
  // The old delivery has been replaced.
  const DeliveryRetry retry{{"office", "RetryDelivery", "1", ""}, failed->at(0).name(), "", clock_.Now()};
  EXPECT_EQ(ErrorInfoOf(RetryDelivery(store_, retry, absl::InfiniteFuture()).status())->reason(), "SUPERSEDED");
}

TEST_F(DeliverySenderTest, AMailboxThatHasFailedIsTriedAgainOnTheNextWorkingMorningAndAlarmsOnce) {
  const std::string liaison = "liaison-1@health.example";
  const auto& unreachable = metrics_.Gauge("lianfang_contacts_unreachable", "", {});
  EXPECT_EQ(unreachable.Value(), 0);
  transport_.Answer(liaison, {SendResult::Outcome::kPermanentFailure, 552, "mailbox full"});
  RunUntil(Day(25, 12));  // Tuesday's −7, and again on Wednesday
  EXPECT_THAT(*store_.ListDeliveries({.state = v1::DELIVERY_STATE_FAILED}, {"", 10}, absl::InfiniteFuture()),
              SizeIs(2));
  EXPECT_THAT(*store_.ListDeliveries({.kind = v1::DELIVERY_KIND_ALERT}, {"", 10}, absl::InfiniteFuture()), SizeIs(1));
  EXPECT_EQ(unreachable.Value(), 1);
  transport_.Accept(liaison);
  RunUntil(Day(26, 8, 55));
  EXPECT_THAT(RecipientsOf(transport_), Not(Contains(liaison)));
  RunUntil(Day(26, 12));
  EXPECT_THAT(RecipientsOf(transport_), Contains(liaison));
  EXPECT_EQ(unreachable.Value(), 0);
}

TEST_F(DeliverySenderTest, ARetryGoesOutAtOnceAndTakesItsStagesBack) {
  const std::string liaison = "liaison-1@health.example";
  transport_.Answer(liaison, {SendResult::Outcome::kPermanentFailure, 550, "no such user"});
  RunUntil(Day(24, 13));
  const auto failed = store_.ListDeliveries({.state = v1::DELIVERY_STATE_FAILED}, {"", 10}, absl::InfiniteFuture());
  ASSERT_THAT(*failed, SizeIs(1));
  transport_.Accept(liaison);
  const DeliveryRetry retry{{"office", "RetryDelivery", "1", ""}, failed->at(0).name(), "", clock_.Now()};
  ASSERT_TRUE(RetryDelivery(store_, retry, absl::InfiniteFuture()).ok());
  RunUntil(Day(26, 12));
  const auto recipients = RecipientsOf(transport_);
  EXPECT_EQ(std::count(recipients.begin(), recipients.end(), liaison), 1);
}

// From Tuesday to Friday no mail gets out: none fails, the office has one alert, and all goes at the end.
TEST_F(DeliverySenderTest, AnOutageOfTheMailServerLosesNothing) {
  const auto& down = metrics_.Gauge("lianfang_channel_down", "", {{"channel", "email"}});
  const auto counted = [this](v1::DeliveryState state) {
    return metrics_
        .Counter("lianfang_messages_total", "", {{"channel", "email"}, {"state", v1::DeliveryState_Name(state)}})
        .Value();
  };
  transport_.AnswerAll(SendResult{SendResult::Outcome::kTransientFailure, 554, "554 not allowed to connect",
                                  SendResult::Scope::kChannel});
  RunUntil(Day(27, 8));
  EXPECT_EQ(down.Value(), 1);
  EXPECT_EQ(counted(v1::DELIVERY_STATE_FAILED), 0);
  EXPECT_THAT(*store_.ListDeliveries({.state = v1::DELIVERY_STATE_DEFERRED}, {"", 20}, absl::InfiniteFuture()),
              SizeIs(5));
  const auto alerts = store_.ListDeliveries({.kind = v1::DELIVERY_KIND_ALERT}, {"", 10}, absl::InfiniteFuture());
  ASSERT_THAT(*alerts, SizeIs(1));
  const auto listed = store_.ListDeliveries({}, {"", 20}, absl::InfiniteFuture());
  for (const auto& delivery : *listed) {
    EXPECT_LE(delivery.attempts_size(), 2) << "attempts that repeat are not listed";
  }
  transport_.AnswerAll(std::nullopt);
  RunUntil(Day(27, 8, 30));
  EXPECT_EQ(down.Value(), 0);
  EXPECT_THAT(transport_.mails(), SizeIs(5));
  EXPECT_EQ(counted(v1::DELIVERY_STATE_SENT), 5);
}

// Somebody reached by mail first and a gateway second: an hour's outage of mail is bridged, and nothing comes twice.
TEST_F(DeliverySenderTest, WhatWaitsForMailForAnHourGoesByTheContactsNextChannel) {
  FakeChannel gateway("webhook");
  DeliverySender by_gateway(store_, gateway, templates_, writer_, clock_, metrics_, {.desk = desk_});
  v1::Contact contact = testing::GaopingContact("health", type::v1::RECIPIENT_LIAISON);
  auto* address = contact.add_addresses();
  address->set_channel("webhook");
  address->set_address("wang.li");
  Put(contact);
  transport_.AnswerAll(SendResult{SendResult::Outcome::kTransientFailure, 554, "554 not allowed to connect",
                                  SendResult::Scope::kChannel});
  const auto run_until = [&](absl::Time end) {
    while (clock_.Now() < end) {
      RunUntil(clock_.Now() + absl::Minutes(5));
      while (by_gateway.Step() == absl::ZeroDuration()) {
      }
    }
  };
  run_until(Day(24, 9, 55));
  EXPECT_THAT(gateway.sent(), IsEmpty());
  run_until(Day(24, 10, 30));
  EXPECT_THAT(gateway.sent(), ::testing::ElementsAre("wang.li"));
  transport_.AnswerAll(std::nullopt);
  run_until(Day(24, 12));
  EXPECT_THAT(RecipientsOf(transport_), Not(Contains("liaison-1@health.example")));
  EXPECT_THAT(gateway.sent(), SizeIs(1));
  const auto by_channel = store_.ListDeliveries({.channel = "webhook"}, {"", 10}, absl::InfiniteFuture());
  ASSERT_THAT(*by_channel, SizeIs(1));
  EXPECT_EQ(by_channel->at(0).state(), v1::DELIVERY_STATE_SENT);
}

// Once for the department: not with its next stage (this test used to say so), nor with each of its filings.
TEST_F(DeliverySenderTest, ADepartmentWithoutContactsIsToldToTheOfficeOnce) {
  v1::Contact ended = testing::GaopingContact("health", type::v1::RECIPIENT_LIAISON);
  *ended.mutable_end_time() = ToTimestamp(Day(24, 0));
  Put(ended);
  RunUntil(Day(24, 12));
  const auto alerts = [&] {
    return store_.ListDeliveries({.kind = v1::DELIVERY_KIND_ALERT}, {"", 10}, absl::InfiniteFuture());
  };
  ASSERT_THAT(*alerts(), SizeIs(1));
  EXPECT_EQ(alerts()->at(0).subject(), "催报无法送达：1个岗位没有联系人");
  EXPECT_EQ(alerts()->at(0).state(), v1::DELIVERY_STATE_SENT);
  EXPECT_THAT(store_.GetDelivery(alerts()->at(0).name(), absl::InfiniteFuture())->text_body(),
              HasSubstr("高平市 卫生健康和体育局 联络员 (2)"));
  RunUntil(Day(27, 12), absl::Minutes(30));
  EXPECT_THAT(*alerts(), SizeIs(1));
}

TEST_F(DeliverySenderTest, DepartmentsWithoutContactsAreToldInOneMail) {
  for (v1::Contact contact : testing::GaopingContacts()) {
    *contact.mutable_end_time() = ToTimestamp(Day(24, 0));
    Put(contact);
  }
  RunUntil(Day(24, 12));
  const auto alerts = store_.ListDeliveries({.kind = v1::DELIVERY_KIND_ALERT}, {"", 10}, absl::InfiniteFuture());
  ASSERT_THAT(*alerts, SizeIs(1));
  EXPECT_EQ(alerts->at(0).subject(), "催报无法送达：4个岗位没有联系人");
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
