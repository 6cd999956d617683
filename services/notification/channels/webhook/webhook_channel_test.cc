// What needs no gateway. How the channel takes a gateway's faults: webhook_faults_test.cc.
#include "services/notification/channels/webhook/webhook_channel.h"

#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "common/errors.h"
#include "common/text.h"
#include "common/time.h"
#include "services/notification/channels/webhook/webhook_outcome.h"
#include "services/notification/channels/webhook/webhook_signature.h"
#include "services/notification/domain/delivery/ways.h"
#include "services/notification/messages/message_writer.h"
#include "services/notification/messages/testing/shipped_templates.h"

namespace lianfang::notification {
namespace {

using Outcome = SendResult::Outcome;
using Scope = SendResult::Scope;

absl::StatusOr<std::unique_ptr<WebhookChannel>> ChannelTo(const std::string& url) {
  return WebhookChannel::Create({.url = url, .secret_file = "secret", .ca_file = "ca.pem"});
}

TEST(WebhookChannelTest, TheUrlIsEncryptedUnlessItStaysOnThisMachine) {
  for (const char* url : {"https://gateway.city.example/send", "https://gateway.city.example:8443/send?app=1",
                          "http://127.0.0.1:8080/send", "http://localhost/send", "http://[::1]:8080/send"}) {
    EXPECT_TRUE(ChannelTo(url).ok()) << url;
  }
  for (const char* url : {"http://gateway.city.example/send", "http://127.0.0.1.example/send", "ftp://localhost/send",
                          "file:///etc/passwd", "https://user:password@gateway.example/", "https://gateway.example/#a",
                          "gateway.example", "", "https://"}) {
    EXPECT_EQ(ChannelTo(url).status().code(), absl::StatusCode::kInvalidArgument) << url;
  }
}

// An address never says where a request goes.
TEST(WebhookChannelTest, AnAddressIsAUserIdOrATelephoneNumber) {
  const auto channel = ChannelTo("https://gateway.city.example/send");
  ASSERT_TRUE(channel.ok());
  for (const char* address : {"wang.li", "+8613800000000", "13800000000", "W-1_2@corp"}) {
    EXPECT_TRUE((*channel)->CheckAddress(address).ok()) << address;
  }
  for (const std::string& address : {std::string(), std::string(65, 'a'), std::string("https://a.example/"),
                                     std::string("a b"), std::string("a\r\nX: y"), std::string("王力"),
                                     std::string("a/../b"), std::string("a?b=c"), std::string("\0a", 2)}) {
    EXPECT_EQ((*channel)->CheckAddress(address).status().code(), absl::StatusCode::kInvalidArgument) << address;
  }
}

// Computed with `openssl dgst -sha256 -hmac`, over the key and text of RFC 4231's second case with a time before it.
TEST(WebhookChannelTest, TheSignatureIsTheHmacOverTimeAndBody) {
  EXPECT_EQ(SignRequest("Jefe", absl::FromUnixSeconds(1653354000), "what do ya want for nothing?"),
            "v1=337b1875e12413f1d85aa93c6f95ef1aebb71571a0d3c238f597ab22b275c351");
}

v1::Delivery DeliveryTo(const std::string& name) {
  v1::Contact contact;
  contact.set_display_name(name);
  contact.set_email("a@b.example");
  auto* address = contact.add_addresses();
  address->set_channel("webhook");
  address->set_address("wang.li");
  contact.add_channels("webhook");
  contact.add_channels("email");
  v1::Delivery delivery;
  delivery.set_name("deliveries/1");
  delivery.set_kind(v1::DELIVERY_KIND_NOTICE);
  delivery.set_display_name(name);
  delivery.set_language("zh-CN");
  *delivery.mutable_create_time() = ToTimestamp(absl::FromUnixSeconds(1653354000));
  SetWays(delivery, contact);
  return delivery;
}

v1::SendNoticeRequest NoticeOf(const std::string& text) {
  v1::SendNoticeRequest content;
  content.set_template_("expert-notice");
  for (const auto& [name, value] : {std::pair<const char*, std::string>{"engagement", "项目评审"},
                                    {"subject", "地点变更"},
                                    {"text", text},
                                    {"contact", "陈某"}}) {
    auto* variable = content.add_variables();
    variable->set_name(name);
    variable->set_value(value);
  }
  return content;
}

ComposedMessage Composed(const v1::Delivery& delivery, const v1::SendNoticeRequest& content) {
  const ShippedTemplates templates;
  return *(*ChannelTo("https://gateway.city.example/send"))
              ->Compose(**templates.Current(), MessageWriter::Notice(delivery, content), delivery,
                        absl::FromUnixSeconds(1653354000));
}

std::string ValueOf(const ComposedMessage& message, const std::string& key) {
  google::protobuf::Struct parsed;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(message.bytes, &parsed).ok()) << message.bytes;
  return parsed.fields().at(key).string_value();
}

TEST(WebhookChannelTest, TheBodyHasTheRecipientAndTheShortText) {
  const ComposedMessage message = Composed(DeliveryTo("联络员\"甲\""), NoticeOf("改在三楼<会议室>\n第二行"));
  EXPECT_EQ(ValueOf(message, "to"), "wang.li");
  EXPECT_EQ(ValueOf(message, "id"), "deliveries/1");
  EXPECT_EQ(ValueOf(message, "kind"), "notice");
  EXPECT_EQ(ValueOf(message, "name"), "联络员\"甲\"");
  EXPECT_EQ(ValueOf(message, "text"), "【工伤预防】地点变更：项目评审。改在三楼<会议室>\n第二行联系人：陈某");
  EXPECT_EQ(message.text, ValueOf(message, "text"));
}

TEST(WebhookChannelTest, ALongTextIsCutBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "长";
  const std::string sent = ValueOf(Composed(DeliveryTo("甲"), NoticeOf(text)), "text");
  EXPECT_TRUE(IsValidUtf8(sent));
  EXPECT_EQ(CountCodePoints(sent), 500U);
}

TEST(WebhookChannelTest, TheKeyIsTheSameUntilTheOfficeQueuesItAgain) {
  v1::Delivery delivery = DeliveryTo("甲");
  const std::string first = IdempotencyKeyOf(delivery);
  delivery.set_etag("7");
  delivery.add_attempts();
  EXPECT_EQ(IdempotencyKeyOf(delivery), first);
  *delivery.mutable_retry_time() = ToTimestamp(absl::FromUnixSeconds(1653354060));
  EXPECT_NE(IdempotencyKeyOf(delivery), first);
}

TEST(WebhookChannelTest, TheStatusSaysWhatAFailureConcerns) {
  for (const int status : {200, 202, 204}) {
    EXPECT_EQ(OutcomeOf(status, "", absl::ZeroDuration()).outcome, Outcome::kAccepted) << status;
  }
  for (const int status : {404, 409, 410, 422}) {
    const SendResult result = OutcomeOf(status, "no", absl::ZeroDuration());
    EXPECT_EQ(result.outcome, Outcome::kPermanentFailure) << status;
    EXPECT_EQ(result.scope, Scope::kMailbox) << status;
  }
  for (const int status : {400, 413}) {
    EXPECT_EQ(OutcomeOf(status, "no", absl::ZeroDuration()).scope, Scope::kMail) << status;
  }
  for (const int status : {0, 301, 302, 401, 403, 405, 407, 408, 429, 500, 502, 503, 599}) {
    const SendResult result = OutcomeOf(status, "no", absl::Minutes(3));
    EXPECT_EQ(result.outcome, Outcome::kTransientFailure) << status;
    EXPECT_EQ(result.scope, Scope::kChannel) << status;
    EXPECT_EQ(result.rest, absl::Minutes(3)) << status;
  }
}

}  // namespace
}  // namespace lianfang::notification
