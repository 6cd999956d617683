// Sending through a real gateway that fails, with mail to fall back on: time is the test's own. Needs what tests/run
// provides.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "common/hash.h"
#include "common/id.h"
#include "common/testing/fake_clock.h"
#include "services/notification/channels/email/email_channel.h"
#include "services/notification/channels/email/testing/fake_mail_transport.h"
#include "services/notification/channels/webhook/testing/faulty_gateway.h"
#include "services/notification/channels/webhook/webhook_channel.h"
#include "services/notification/delivery_sender.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/messages/testing/shipped_templates.h"
#include "services/notification/store/testing/fake_notification_store.h"

namespace lianfang::notification {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kMorning = testing::At(absl::CivilSecond(2022, 5, 24, 9, 0, 0));

absl::Time Deadline() { return absl::Now() + absl::Minutes(1); }

// A notice to contacts, by their addresses at the gateway; each has a mailbox, too, which comes second.
Notice To(const std::vector<std::string>& addresses) {
  v1::SendNoticeRequest content;
  content.set_template_("expert-notice");
  for (const char* name : {"engagement", "subject", "text", "contact"}) {
    auto* variable = content.add_variables();
    variable->set_name(name);
    variable->set_value("通知");
  }
  std::vector<NoticeAddressee> addressees;
  for (const std::string& address : addresses) {
    v1::Contact& contact = addressees.emplace_back().contact;
    contact.set_name(absl::StrCat("contacts/", address));
    contact.set_display_name("收件人");
    contact.set_email(absl::StrCat(address, "@b.example"));
    contact.set_language("zh-CN");
    contact.add_channels("webhook");
    contact.add_channels("email");
    auto* webhook = contact.add_addresses();
    webhook->set_channel("webhook");
    webhook->set_address(address);
  }
  return MakeNotice(content, addressees, {.identity = NewUuid(), .sender = "expert", .mail_domain = "hrss.example"},
                    kMorning);
}

class WebhookFaultsTest : public ::testing::Test {
 protected:
  Notice Record(const std::vector<std::string>& addresses) {
    Notice notice = To(addresses);
    const RequestKey key{"expert", "SendNotice", NewUuid(), Sha256("")};
    EXPECT_TRUE(store_.RecordNotice(notice, key, kMorning, Deadline()).ok());
    return notice;
  }

  // Lets both channels send all that they may send now.
  void SendAll(DeliverySender& webhook) {
    while (webhook.SendSome().value() + mail_sender_.SendSome().value() > 0) {
    }
  }
  void SendAll() { SendAll(sender_); }

  void RunUntil(absl::Time end, DeliverySender& webhook) {
    for (; clock_.Now() < end; clock_.Advance(absl::Minutes(1))) SendAll(webhook);
    SendAll(webhook);
  }

  v1::Delivery DeliveryOf(const Notice& notice, int number = 0) {
    return *store_.GetDelivery(notice.deliveries.at(number).name(), Deadline());
  }

  // The mailboxes that mail has reached.
  std::set<std::string> Mailboxes() const {
    std::set<std::string> mailboxes;
    for (const FakeMailTransport::Mail& mail : transport_.mails()) mailboxes.insert(mail.to);
    return mailboxes;
  }

  double Down(Metrics& metrics) { return metrics.Gauge("lianfang_channel_down", "", {{"channel", "webhook"}}).Value(); }

  FaultyGateway gateway_;
  const std::unique_ptr<WebhookChannel> webhook_ = *WebhookChannel::Create(gateway_.Options());
  FakeMailTransport transport_;
  EmailChannel mail_{transport_, {"领导小组办公室", "office@hrss.example"}};
  FakeClock clock_{kMorning};
  FakeNotificationStore store_;
  Metrics metrics_;
  const ShippedTemplates templates_;
  const MessageWriter writer_{{"领导小组办公室", "office@hrss.example"}};
  const DeliverySender::Options options_{.desk = testing::OfficeDesk()};
  DeliverySender sender_{store_, *webhook_, templates_, writer_, clock_, metrics_, options_};
  DeliverySender mail_sender_{store_, mail_, templates_, writer_, clock_, metrics_, options_};
};

// The gateway checks the signature by the contract in README.md, in another language.
TEST_F(WebhookFaultsTest, ASignedMessageArrivesOnceAndNoMailGoesOut) {
  const Notice notice = Record({"wang.li", "13800000000"});
  SendAll();
  EXPECT_EQ(DeliveryOf(notice).state(), v1::DELIVERY_STATE_SENT);
  EXPECT_EQ(DeliveryOf(notice).attempts(0).smtp_code(), 200);
  EXPECT_THAT(DeliveryOf(notice).text_body(), HasSubstr("【工伤预防】"));
  ASSERT_THAT(gateway_.Messages(), SizeIs(2));
  EXPECT_NE(gateway_.Messages()[0].key, gateway_.Messages()[1].key);
  EXPECT_THAT(gateway_.Messages()[0].body, HasSubstr("【工伤预防】"));
  EXPECT_THAT(Mailboxes(), IsEmpty());
}

TEST_F(WebhookFaultsTest, AnAddressThatTheGatewayRefusesGetsMailAndTheOfficeIsToldOnce) {
  const Notice notice = Record({"status-404", "wang.li", "status-400", "status-422"});
  SendAll();
  EXPECT_THAT(gateway_.Messages(), SizeIs(1));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(DeliveryOf(notice, i).state(), v1::DELIVERY_STATE_SENT) << i;
  EXPECT_EQ(Mailboxes(), (std::set<std::string>{"status-404@b.example", "status-400@b.example", "status-422@b.example",
                                                "office@hrss.example"}));
  Record({"status-404"});
  SendAll();
  EXPECT_THAT(*store_.ListDeliveries({.kind = v1::DELIVERY_KIND_ALERT}, {"", 10}, Deadline()), SizeIs(3));
  EXPECT_EQ(Down(metrics_), 0);
}

// The answer gets lost after the gateway has taken the message: it comes again under its key, which says so.
TEST_F(WebhookFaultsTest, AnAnswerThatIsLostRepeatsTheMessageUnderItsKey) {
  const Notice notice = Record({"drop"});
  SendAll();
  EXPECT_EQ(DeliveryOf(notice).state(), v1::DELIVERY_STATE_DEFERRED);
  RunUntil(kMorning + absl::Minutes(5), sender_);
  EXPECT_EQ(DeliveryOf(notice).state(), v1::DELIVERY_STATE_SENT);
  const auto messages = gateway_.Messages();
  ASSERT_THAT(messages, SizeIs(2));
  EXPECT_EQ(messages[0].key, messages[1].key);
  EXPECT_EQ(messages[1].body, "repeat");
  EXPECT_THAT(Mailboxes(), IsEmpty());
}

TEST_F(WebhookFaultsTest, AnAnswerOfManyMegabytesIsNotReadToItsEnd) {
  const Notice notice = Record({"long"});
  SendAll();
  EXPECT_EQ(DeliveryOf(notice).state(), v1::DELIVERY_STATE_SENT);
}

// Everything waits, one alarm is raised; after an hour it goes by mail, and by the gateway again once that is mended.
TEST_F(WebhookFaultsTest, AGatewayThatIsDownHoldsAllBackAndMailTakesOverAfterAnHour) {
  gateway_.SetFault("down");
  const Notice notice = Record({"a", "b", "c", "d", "e", "f"});
  RunUntil(kMorning + absl::Minutes(55), sender_);
  EXPECT_EQ(Down(metrics_), 1);
  for (int i = 0; i < 6; ++i) EXPECT_EQ(DeliveryOf(notice, i).state(), v1::DELIVERY_STATE_DEFERRED) << i;
  const auto alerts = store_.ListDeliveries({.kind = v1::DELIVERY_KIND_ALERT}, {"", 10}, Deadline());
  ASSERT_THAT(*alerts, SizeIs(1));
  EXPECT_EQ(alerts->at(0).state(), v1::DELIVERY_STATE_SENT);
  EXPECT_THAT(alerts->at(0).subject(), HasSubstr("消息网关不可用"));

  RunUntil(kMorning + absl::Minutes(75), sender_);
  for (int i = 0; i < 6; ++i) EXPECT_EQ(DeliveryOf(notice, i).state(), v1::DELIVERY_STATE_SENT) << i;
  EXPECT_THAT(Mailboxes(), SizeIs(7));
  EXPECT_THAT(gateway_.Messages(), IsEmpty());

  gateway_.SetFault("none");
  const Notice later = Record({"g"});
  SendAll();
  EXPECT_EQ(DeliveryOf(later).channel(), "webhook");
  EXPECT_EQ(DeliveryOf(later).state(), v1::DELIVERY_STATE_SENT);
  EXPECT_EQ(Down(metrics_), 0);
}

TEST_F(WebhookFaultsTest, RetryAfterIsKept) {
  gateway_.SetFault("limit");
  const Notice notice = Record({"a"});
  SendAll();
  gateway_.SetFault("none");
  RunUntil(kMorning + absl::Minutes(9), sender_);
  EXPECT_EQ(DeliveryOf(notice).state(), v1::DELIVERY_STATE_DEFERRED);
  RunUntil(kMorning + absl::Minutes(11), sender_);
  EXPECT_EQ(DeliveryOf(notice).state(), v1::DELIVERY_STATE_SENT);
}

TEST_F(WebhookFaultsTest, WhatTheGatewayHoldsAgainstUsOrDoesNotAnswerIsTheChannels) {
  for (const char* address : {"status-401", "status-403", "status-500", "status-302", "slow"}) {
    FakeNotificationStore store;
    Metrics metrics;
    DeliverySender sender(store, *webhook_, templates_, writer_, clock_, metrics, options_);
    const Notice notice = To({address});
    ASSERT_TRUE(store.RecordNotice(notice, {"expert", "SendNotice", "1", ""}, kMorning, Deadline()).ok());
    EXPECT_EQ(*sender.SendSome(), 1);
    const auto delivery = store.GetDelivery(notice.deliveries[0].name(), Deadline());
    EXPECT_EQ(delivery->state(), v1::DELIVERY_STATE_DEFERRED) << address;
    EXPECT_EQ(delivery->attempts(0).scope(), v1::FAILURE_SCOPE_CHANNEL) << address;
    EXPECT_EQ(Down(metrics), 1) << address;
  }
}

// Nothing listens; the certificate is for another name; it is of another authority.
TEST_F(WebhookFaultsTest, WithoutTheRightServerNothingIsSent) {
  WebhookChannel::Options refused = gateway_.Options();
  refused.url = "https://localhost:1/send";
  WebhookChannel::Options misnamed = gateway_.Options();
  misnamed.url = absl::StrReplaceAll(misnamed.url, {{"localhost", "127.0.0.2"}});
  WebhookChannel::Options untrusted = gateway_.Options();
  untrusted.ca_file = "/etc/ssl/certs/ca-certificates.crt";
  WebhookChannel::Options silent = gateway_.Options();
  silent.secret_file += ".gone";
  for (const WebhookChannel::Options& options : {refused, misnamed, untrusted, silent}) {
    const auto channel = WebhookChannel::Create(options);
    ASSERT_TRUE(channel.ok());
    const Notice notice = To({"a"});
    const auto composed =
        (*channel)->Compose(**templates_.Current(), MessageWriter::Notice(notice.deliveries[0], notice.content),
                            notice.deliveries[0], kMorning);
    const SendResult result = (*channel)->Send(notice.deliveries[0], *composed);
    EXPECT_EQ(result.outcome, SendResult::Outcome::kTransientFailure) << options.url;
    EXPECT_EQ(result.scope, SendResult::Scope::kChannel) << options.url;
    EXPECT_NE(result.text, "") << options.url;
  }
  EXPECT_THAT(gateway_.Messages(), IsEmpty());
}

TEST_F(WebhookFaultsTest, ANewSecretCountsFromTheNextMessageOn) {
  gateway_.ExpectSecret("another");
  const Notice notice = Record({"a"});
  SendAll();
  EXPECT_EQ(DeliveryOf(notice).attempts(0).smtp_code(), 401);
  gateway_.WriteSecret("another");
  RunUntil(kMorning + absl::Minutes(3), sender_);
  EXPECT_EQ(DeliveryOf(notice).state(), v1::DELIVERY_STATE_SENT);
}

}  // namespace
}  // namespace lianfang::notification
