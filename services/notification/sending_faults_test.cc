// Sending through a real mail server that fails: time is the test's own, the faults are the server's. Needs what
// tests/run provides.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <pqxx/pqxx>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/hash.h"
#include "common/id.h"
#include "common/testing/environment.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/notification/channels/email/email_channel.h"
#include "services/notification/channels/email/testing/faulty_smtp_server.h"
#include "services/notification/delivery_sender.h"
#include "services/notification/domain/delivery/channel_health.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/messages/testing/shipped_templates.h"
#include "services/notification/store/pg_notification_store.h"
#include "services/notification/store/testing/fake_notification_store.h"
#include "services/notification/store/testing/pg_test_store.h"

namespace lianfang::notification {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const NamedMailbox kOffice{"领导小组办公室", "office@hrss.example"};
const absl::Time kMorning = testing::At(absl::CivilSecond(2022, 5, 24, 9, 0, 0));

absl::Time Deadline() { return absl::Now() + absl::Minutes(1); }

// A notice to mailboxes, by their local parts.
Notice To(const std::vector<std::string>& local_parts) {
  v1::SendNoticeRequest content;
  content.set_template_("expert-notice");
  for (const char* name : {"engagement", "subject", "text", "contact"}) {
    auto* variable = content.add_variables();
    variable->set_name(name);
    variable->set_value("通知");
  }
  std::vector<NoticeAddressee> addressees;
  for (const std::string& local_part : local_parts) {
    v1::Contact& contact = addressees.emplace_back().contact;
    contact.set_display_name("收件人");
    contact.set_email(local_part + "@b.example");
    contact.set_language("zh-CN");
  }
  return MakeNotice(content, addressees, {.identity = NewUuid(), .sender = "expert", .mail_domain = "hrss.example"},
                    kMorning);
}

class SendingFaultsTest : public ::testing::Test {
 protected:
  void Record(NotificationStore& store, const Notice& notice) {
    const RequestKey key{"expert", "SendNotice", NewUuid(), Sha256("")};
    ASSERT_TRUE(store.RecordNotice(notice, key, kMorning, Deadline()).ok());
  }

  void SendAll(DeliverySender& sender) {
    while (sender.SendSome().value() > 0) {
    }
  }

  v1::DeliveryState StateOf(const Notice& notice, int number = 0) {
    return store_.GetDelivery(notice.deliveries.at(number).name(), Deadline())->state();
  }

  FaultySmtpServer server_;
  const std::unique_ptr<CurlSmtpTransport> transport_ = server_.Connect(absl::Seconds(2));
  EmailChannel mail_{*transport_, kOffice};
  FakeClock clock_{kMorning};
  FakeNotificationStore store_;
  Metrics metrics_;
  const ShippedTemplates templates_;
  const MessageWriter writer_{{kOffice.display_name, kOffice.email}};
  const DeliverySender::Options options_{.desk = testing::OfficeDesk()};
  DeliverySender sender_{store_, mail_, templates_, writer_, clock_, metrics_, options_};
};

TEST_F(SendingFaultsTest, GreylistedForAnHourItArrivesOnceAndThen) {
  const Notice notice = To({"grey"});
  Record(store_, notice);
  for (; clock_.Now() < kMorning + absl::Minutes(59); clock_.Advance(absl::Minutes(1))) {
    server_.SetClock(clock_.Now());
    SendAll(sender_);
  }
  EXPECT_EQ(StateOf(notice), v1::DELIVERY_STATE_DEFERRED);
  EXPECT_THAT(server_.Mails(), IsEmpty());
  for (; clock_.Now() < kMorning + absl::Hours(3); clock_.Advance(absl::Minutes(1))) {
    server_.SetClock(clock_.Now());
    SendAll(sender_);
  }
  EXPECT_EQ(StateOf(notice), v1::DELIVERY_STATE_SENT);
  ASSERT_THAT(server_.Mails(), SizeIs(1));
  EXPECT_EQ(server_.Mails()[0].second, absl::StrCat("<", notice.deliveries[0].message_id(), ">"));
}

TEST_F(SendingFaultsTest, OneOfThreeIsRejectedAndTheOthersArrive) {
  const Notice notice = To({"a", "rcpt-550", "c"});
  Record(store_, notice);
  SendAll(sender_);
  EXPECT_EQ(StateOf(notice, 0), v1::DELIVERY_STATE_SENT);
  EXPECT_EQ(StateOf(notice, 1), v1::DELIVERY_STATE_FAILED);
  EXPECT_EQ(StateOf(notice, 2), v1::DELIVERY_STATE_SENT);
  std::multiset<std::string> recipients;
  for (const auto& [recipient, id] : server_.Mails()) recipients.insert(recipient);
  EXPECT_EQ(recipients, (std::multiset<std::string>{"a@b.example", "c@b.example", "office@hrss.example"}));
}

// What the server has against the sender costs no mail: all wait, the office has one alert, and all go once it is mended.
TEST_F(SendingFaultsTest, AChannelThatIsDownLosesNoMailAndAlarmsOnce) {
  CurlSmtpTransport::Options connection = server_.Options();
  connection.ehlo_name = "vm";
  const auto transport = *CurlSmtpTransport::Create(connection);
  for (const char* fault : {"greeting", "sender", "quota", "helo", "client"}) {
    Metrics metrics;
    const auto& down = metrics.Gauge("lianfang_channel_down", "", {{"channel", "email"}});
    FakeNotificationStore store;
    EmailChannel channel(*transport, kOffice);
    DeliverySender sender(store, channel, templates_, writer_, clock_, metrics, options_);
    EXPECT_EQ(down.Value(), 0);
    const Notice notice = To({"a", "b", "c"});
    Record(store, notice);
    const size_t before = server_.Mails().size();
    server_.SetFault(fault);
    // A weekend, by the minute at first.
    const absl::Time begin = clock_.Now();
    for (; clock_.Now() < begin + absl::Hours(64); clock_.Advance(absl::Minutes(1))) {
      SendAll(sender);
      ASSERT_EQ(down.Value(), 1) << fault;
      if (clock_.Now() > begin + absl::Minutes(20)) clock_.Advance(absl::Hours(1));
    }
    EXPECT_THAT(*store.ListDeliveries({.state = v1::DELIVERY_STATE_FAILED}, {"", 10}, Deadline()), IsEmpty()) << fault;
    for (const v1::Delivery& delivery : notice.deliveries) {
      EXPECT_EQ(store.GetDelivery(delivery.name(), Deadline())->state(), v1::DELIVERY_STATE_DEFERRED) << fault;
    }
    EXPECT_THAT(*store.ListDeliveries({.kind = v1::DELIVERY_KIND_ALERT}, {"", 10}, Deadline()), SizeIs(1)) << fault;

    server_.SetFault("none");
    const absl::Time mended = clock_.Now();
    for (; clock_.Now() <= mended + kLongestProbeWait; clock_.Advance(absl::Minutes(1))) SendAll(sender);
    EXPECT_EQ(down.Value(), 0) << fault;
    EXPECT_THAT(*store.ListDeliveries({.state = v1::DELIVERY_STATE_SENT}, {"", 10}, Deadline()), SizeIs(4)) << fault;
    EXPECT_EQ(server_.Mails().size() - before, 4u) << fault;
  }
}

TEST_F(SendingFaultsTest, ALimitOnFrequencyIsWaitedFor) {
  const Notice notice = To({"a", "b", "c", "d", "e", "f", "g", "h"});
  Record(store_, notice);
  server_.SetFault("limit");
  SendAll(sender_);
  EXPECT_THAT(server_.Mails(), SizeIs(5));
  EXPECT_THAT(*store_.ListDeliveries({.state = v1::DELIVERY_STATE_DEFERRED}, {"", 10}, Deadline()), SizeIs(3));
  server_.SetFault("limit");  // another minute begins at the server's
  clock_.Advance(absl::Minutes(1));
  SendAll(sender_);
  EXPECT_THAT(*store_.ListDeliveries({.state = v1::DELIVERY_STATE_SENT}, {"", 10}, Deadline()), SizeIs(8));
}

TEST_F(SendingFaultsTest, AServerThatHangsDropsOrTalksNonsenseKeepsNobodyElseWaiting) {
  const Notice notice = To({"hang", "drop-data", "drop", "garbage", "data-451", "a"});
  Record(store_, notice);
  SendAll(sender_);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(StateOf(notice, i), v1::DELIVERY_STATE_DEFERRED) << i;
  EXPECT_EQ(StateOf(notice, 5), v1::DELIVERY_STATE_SENT);
  EXPECT_THAT(server_.Mails(), SizeIs(1));
}

// What no handler would let in, forged into the store: it is not sent, and no command of it reaches the server.
TEST_F(SendingFaultsTest, ANameOrAddressWithLineBreaksNeverReachesTheServer) {
  Notice notice = To({"a", "b"});
  notice.deliveries[0].set_display_name("收件人\r\nBcc: c@b.example");
  notice.deliveries[1].mutable_ways(0)->set_address("b@b.example>\r\nRCPT TO:<c@b.example");
  Record(store_, notice);
  SendAll(sender_);
  EXPECT_EQ(StateOf(notice, 0), v1::DELIVERY_STATE_FAILED);
  EXPECT_EQ(StateOf(notice, 1), v1::DELIVERY_STATE_FAILED);
  for (const auto& [recipient, id] : server_.Mails()) EXPECT_EQ(recipient, "office@hrss.example");
}

// Two processes' worth of senders, two connections each, on one database: every mail once.
TEST_F(SendingFaultsTest, ReplicasSideBySideSendEveryMailOnce) {
  PgTestStore first;
  PgPool pool({.url = RequiredVariable("LIANFANG_TEST_NOTIFICATION_DATABASE_URL")});
  PgNotificationStore second(pool);
  std::vector<std::string> local_parts;
  for (int i = 0; i < 40; ++i) local_parts.push_back(absl::StrCat("a", i));
  Record(first, To(local_parts));
  DeliverySender here(first, mail_, templates_, writer_, clock_, metrics_, options_);
  DeliverySender there(second, mail_, templates_, writer_, clock_, metrics_, options_);
  std::vector<std::thread> connections;
  for (DeliverySender* sender : {&here, &there, &here, &there}) {
    connections.emplace_back([this, sender] { SendAll(*sender); });
  }
  for (std::thread& connection : connections) connection.join();
  std::set<std::string> ids;
  for (const auto& [recipient, id] : server_.Mails()) ids.insert(id);
  EXPECT_THAT(ids, SizeIs(40));
  EXPECT_THAT(server_.Mails(), SizeIs(40));
}

// A replica dies after the mail server's 250 and before the record; another one takes over when the claim has run out.
TEST_F(SendingFaultsTest, ACrashBetweenAnswerAndRecordRepeatsTheSameMessageId) {
  PgTestStore store;
  const Notice notice = To({"a"});
  Record(store, notice);
  const auto claimed = store.ClaimDeliveries({{NewUuid(), kMorning + absl::Minutes(5)}, kMorning, 4}, Deadline());
  ASSERT_THAT(*claimed, SizeIs(1));
  v1::Delivery lost = claimed->at(0);
  const auto message =
      mail_.Compose(**templates_.Current(), MessageWriter::Notice(lost, notice.content), lost, absl::UnixEpoch());
  ASSERT_EQ(mail_.Send(lost, *message).outcome, SendResult::Outcome::kAccepted);

  DeliverySender survivor(store, mail_, templates_, writer_, clock_, metrics_, options_);
  EXPECT_EQ(*survivor.SendSome(), 0);
  clock_.Advance(absl::Minutes(5));
  SendAll(survivor);
  ASSERT_THAT(server_.Mails(), SizeIs(2));
  EXPECT_EQ(server_.Mails()[0], server_.Mails()[1]);
  EXPECT_EQ(store.GetDelivery(lost.name(), Deadline())->state(), v1::DELIVERY_STATE_SENT);
}

}  // namespace
}  // namespace lianfang::notification
