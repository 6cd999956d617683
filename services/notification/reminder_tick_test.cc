#include "services/notification/reminder_tick.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/calendar_library.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/notification/channels/email/email_channel.h"
#include "services/notification/channels/email/testing/fake_mail_transport.h"
#include "services/notification/delivery_sender.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/messages/testing/shipped_templates.h"
#include "services/notification/store/mutations.h"
#include "services/notification/store/testing/fake_notification_store.h"
#include "services/notification/store/testing/received.h"
#include "services/notification/sync/source_freshness.h"

namespace lianfang::notification {
namespace {

using testing::At;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// What another replica does in the middle of what this one does; once.
class Meanwhile {
 public:
  void Set(std::function<void()> work) {
    absl::MutexLock lock(&mutex_);
    work_ = std::move(work);
  }
  bool IsDone() {
    absl::MutexLock lock(&mutex_);
    return work_ == nullptr;
  }
  void Run() {
    std::function<void()> work;
    {
      absl::MutexLock lock(&mutex_);
      work = std::exchange(work_, nullptr);
    }
    if (work != nullptr) work();
  }

 private:
  absl::Mutex mutex_;
  std::function<void()> work_ ABSL_GUARDED_BY(mutex_);
};

// Between the last that a replica reads and the first that it records.
class SharedStore : public FakeNotificationStore {
 public:
  absl::StatusOr<FailedMailboxes> LoadFailedMailboxes(absl::Time deadline) override {
    auto failed = FakeNotificationStore::LoadFailedMailboxes(deadline);
    meanwhile.Run();
    return failed;
  }

  Meanwhile meanwhile;
};

// While a mail is being sent.
class SharedTransport : public FakeMailTransport {
 public:
  SendResult Send(const std::string& from, const std::string& to, const std::string& message) override {
    meanwhile.Run();
    return FakeMailTransport::Send(from, to, message);
  }

  Meanwhile meanwhile;
};

class ReminderTickTest : public ::testing::Test {
 protected:
  ReminderTickTest() {
    type::v1::Plan plan = testing::GaopingPlan();
    plan.set_edition(1);
    EXPECT_TRUE(store_.SavePlan(plan, absl::InfiniteFuture()).ok());
    for (const auto& obligation : testing::May2022()) Receive(obligation);
    for (const auto& contact : testing::GaopingContacts()) PutContact(contact);
  }

  void PutContact(const v1::Contact& contact) {
    const ContactPut put{RequestKey{"office", "PutContact", contact.SerializeAsString(), ""}, contact, "",
                         clock_.Now()};
    EXPECT_TRUE(notification::PutContact(store_, put, absl::InfiniteFuture()).ok());
  }

  void Receive(const submission::v1::Obligation& obligation) { EXPECT_TRUE(testing::Receive(store_, obligation).ok()); }

  void SettleAll() {
    for (auto obligation : testing::May2022()) {
      *obligation.mutable_met_time() = ToTimestamp(clock_.Now());
      Receive(obligation);
    }
  }

  // Plans, and sends until nothing waits.
  void RunTick(ReminderTick& tick) {
    EXPECT_TRUE(tick.Plan().ok());
    while (sender_.SendSome().value() > 0) {
    }
  }

  size_t CountInState(v1::DeliveryState state) {
    return store_.ListDeliveries({.state = state}, {"", 1000}, absl::InfiniteFuture())->size();
  }

  FakeClock clock_{At(absl::CivilSecond(2022, 5, 18, 12, 0, 0))};
  SharedStore store_;
  SharedTransport transport_;
  EmailChannel mail_{transport_, {"领导小组办公室", "office@hrss.example"}};
  Metrics metrics_;
  const CalendarLibrary calendar_{testing::China()};
  const ShippedTemplates templates_;
  const AlertDesk desk_ = testing::OfficeDesk();
  const MessageWriter writer_{{"领导小组办公室", "office@hrss.example"}};
  DeliverySender sender_{store_, mail_, templates_, writer_, clock_, metrics_, {.desk = desk_}};
  ReminderTick tick_{store_, calendar_, clock_, metrics_, {.desk = desk_, .zone = testing::Shanghai()}};
};

TEST_F(ReminderTickTest, SendsOneMailPerLiaisonOnEachMorningOfMay) {
  std::map<std::string, size_t> mails_by_day;
  size_t before = 0;
  for (; clock_.Now() < At(absl::CivilSecond(2022, 6, 1)); clock_.Advance(absl::Hours(1))) {
    RunTick(tick_);
    const size_t after = transport_.mails().size();
    if (after > before) {
      mails_by_day[absl::FormatTime("%m-%d %H:%M", clock_.Now(), testing::Shanghai())] = after - before;
    }
    before = after;
  }
  const std::map<std::string, size_t> expected = {
      {"05-19 09:00", 4}, {"05-24 09:00", 4}, {"05-27 09:00", 4}, {"05-30 09:00", 4}, {"05-31 09:00", 4}};
  EXPECT_EQ(mails_by_day, expected);
  EXPECT_EQ(CountInState(v1::DELIVERY_STATE_SENT), 20u);
}

TEST_F(ReminderTickTest, TwoReplicasTogetherSendEveryMailOnce) {
  ReminderTick other(store_, calendar_, clock_, metrics_, {.desk = desk_, .zone = testing::Shanghai()});
  DeliverySender other_sender(store_, mail_, templates_, writer_, clock_, metrics_, {.desk = desk_});
  clock_.Set(At(absl::CivilSecond(2022, 5, 24, 9, 0, 0)));
  store_.meanwhile.Set([&] { EXPECT_TRUE(other.Plan().ok()); });
  transport_.meanwhile.Set([&] { EXPECT_TRUE(other_sender.SendSome().ok()); });
  RunTick(tick_);
  EXPECT_TRUE(store_.meanwhile.IsDone());
  EXPECT_TRUE(transport_.meanwhile.IsDone());
  std::set<std::string> recipients;
  for (const auto& mail : transport_.mails()) recipients.insert(mail.to);
  EXPECT_THAT(transport_.mails(), SizeIs(4));
  EXPECT_THAT(recipients, SizeIs(4));
}

TEST_F(ReminderTickTest, APassingFaultIsTriedAgainAndSendsTheSameMail) {
  const std::string liaison = "liaison-1@health.example";
  transport_.Answer(liaison, {SendResult::Outcome::kTransientFailure, 451, "greylisted"});
  clock_.Set(At(absl::CivilSecond(2022, 5, 24, 9, 0, 0)));
  RunTick(tick_);
  EXPECT_THAT(transport_.mails(), SizeIs(3));
  const auto deferred = store_.ListDeliveries({.state = v1::DELIVERY_STATE_DEFERRED}, {"", 10}, absl::InfiniteFuture());
  ASSERT_THAT(*deferred, SizeIs(1));
  EXPECT_EQ(deferred->at(0).attempts(0).smtp_code(), 451);

  transport_.Accept(liaison);
  clock_.Advance(absl::Minutes(2));
  RunTick(tick_);
  ASSERT_THAT(transport_.mails(), SizeIs(4));
  EXPECT_EQ(transport_.mails().back().to, liaison);
  EXPECT_TRUE(absl::StrContains(transport_.mails().back().message,
                                absl::StrCat("Message-Id: <", deferred->at(0).message_id(), ">")));
}

TEST_F(ReminderTickTest, WhatIsDueAndNotSentIsMeasured) {
  const auto& due = metrics_.Gauge("lianfang_reminders_due", "", {});
  const std::string liaison = "liaison-1@health.example";
  transport_.Answer(liaison, {SendResult::Outcome::kTransientFailure, 451, "greylisted"});
  clock_.Set(At(absl::CivilSecond(2022, 5, 24, 9, 0, 0)));
  ASSERT_TRUE(tick_.Plan().ok());
  EXPECT_EQ(due.Value(), 4);
  RunTick(tick_);
  ASSERT_TRUE(tick_.Plan().ok());
  EXPECT_EQ(due.Value(), 1);
  transport_.Accept(liaison);
  clock_.Advance(absl::Minutes(2));
  RunTick(tick_);
  ASSERT_TRUE(tick_.Plan().ok());
  EXPECT_EQ(due.Value(), 0);
  const auto attempts = [this](const char* outcome) {
    return metrics_.Seconds("lianfang_send_seconds", "", {{"channel", "email"}, {"outcome", outcome}})
        .Collect()
        .histogram.sample_count;
  };
  EXPECT_EQ(attempts("ATTEMPT_OUTCOME_ACCEPTED"), 4u);
  EXPECT_EQ(attempts("ATTEMPT_OUTCOME_TRANSIENT_FAILURE"), 1u);
}

TEST_F(ReminderTickTest, ARefusedRecipientKeepsNobodyElseWaiting) {
  transport_.Answer("liaison-1@emergency.example", {SendResult::Outcome::kPermanentFailure, 550, "no such user"});
  clock_.Set(At(absl::CivilSecond(2022, 5, 24, 9, 0, 0)));
  RunTick(tick_);
  EXPECT_THAT(transport_.mails(), SizeIs(4));  // three reminders, and the office is alerted
  EXPECT_EQ(CountInState(v1::DELIVERY_STATE_FAILED), 1u);
  clock_.Advance(absl::Hours(2));
  RunTick(tick_);
  EXPECT_THAT(transport_.mails(), SizeIs(4));
}

TEST_F(ReminderTickTest, WhatIsSettledBeforeTheMailGoesOutIsNotRemindedOf) {
  clock_.Set(At(absl::CivilSecond(2022, 5, 24, 9, 0, 0)));
  ASSERT_TRUE(tick_.Plan().ok());
  SettleAll();
  RunTick(tick_);
  EXPECT_THAT(transport_.mails(), IsEmpty());
  EXPECT_EQ(CountInState(v1::DELIVERY_STATE_SUPPRESSED), 4u);
}

// Nobody is accused while it is not known who filed. The office is told of a silence that lasts.
TEST_F(ReminderTickTest, WhileSubmissionIsSilentRemindersWait) {
  DutySources sources({testing::kSource}, absl::Minutes(2));
  ReminderTick guarded(store_, calendar_, clock_, metrics_,
                       {.desk = desk_, .sources = &sources, .zone = testing::Shanghai()});
  const auto& held = metrics_.Gauge("lianfang_reminders_held", "", {});
  clock_.Set(At(absl::CivilSecond(2022, 5, 24, 9, 0, 0)));
  RunTick(guarded);
  EXPECT_EQ(held.Value(), 1);
  EXPECT_THAT(transport_.mails(), IsEmpty());
  clock_.Advance(absl::Minutes(14));
  RunTick(guarded);
  RunTick(guarded);
  ASSERT_THAT(transport_.mails(), SizeIs(1));
  EXPECT_EQ(transport_.mails()[0].to, "office@hrss.example");
  sources.Of(testing::kSource).Know(clock_.Now());
  clock_.Advance(absl::Minutes(2));
  RunTick(guarded);
  EXPECT_EQ(held.Value(), 0);
  EXPECT_THAT(transport_.mails(), SizeIs(5));
}

// A source that is silent keeps nobody waiting for what another one says, and its own duties are not in the mails.
TEST_F(ReminderTickTest, ASilentSourceHoldsBackItsOwnDutiesAlone) {
  Duty order = testing::DutiesOf(testing::May2022().at(6)).at(0);  // of the health department
  order.set_resource("orders/7");
  ASSERT_TRUE(store_.SaveDuties({"inspection", "orders/7", {order}}, "", "1", absl::InfiniteFuture()).ok());
  DutySources sources({testing::kSource, "inspection"}, absl::Minutes(2));
  ReminderTick guarded(store_, calendar_, clock_, metrics_,
                       {.desk = desk_, .sources = &sources, .zone = testing::Shanghai()});
  const auto items_of_health = [&] {
    size_t items = 0;
    const auto deliveries = store_.ListDeliveries({.department = "health"}, {"", 100}, absl::InfiniteFuture());
    for (const auto& delivery : *deliveries) {
      items += static_cast<size_t>(delivery.items_size());
    }
    return items;
  };
  clock_.Set(At(absl::CivilSecond(2022, 5, 24, 9, 0, 0)));
  sources.Of(testing::kSource).Know(clock_.Now());
  RunTick(guarded);
  EXPECT_THAT(transport_.mails(), SizeIs(4));
  EXPECT_EQ(items_of_health(), 2u);
  clock_.Advance(absl::Minutes(20));  // the office is told of the silence, by name
  sources.Of(testing::kSource).Know(clock_.Now());
  RunTick(guarded);
  ASSERT_THAT(transport_.mails(), SizeIs(5));
  EXPECT_EQ(transport_.mails()[4].to, "office@hrss.example");
  sources.Of("inspection").Know(clock_.Now());
  RunTick(guarded);
  EXPECT_THAT(transport_.mails(), SizeIs(6));
  EXPECT_EQ(items_of_health(), 5u);  // the mail lists the two returns again
}

// What another version sent, under the keys of today, is not sent again.
TEST_F(ReminderTickTest, StagesKeepTheirKeys) {
  clock_.Set(At(absl::CivilSecond(2022, 5, 24, 9, 0, 0)));
  for (const auto& obligation : testing::May2022()) {
    Digest digest;
    digest.contact = testing::GaopingContact(obligation.department(), type::v1::RECIPIENT_LIAISON);
    digest.time = clock_.Now();
    v1::ReminderItem& item = digest.items.emplace_back();
    item.set_duty(obligation.name());
    item.mutable_stage()->set_key("2022-05-31/-7");
    auto sent = ReminderDelivery(digest, "hrss.example", clock_.Now());
    sent.clear_next_attempt_time();
    ASSERT_TRUE(*store_.RecordDelivery(sent, absl::InfiniteFuture()));
  }
  RunTick(tick_);
  EXPECT_THAT(transport_.mails(), IsEmpty());
}

// m8: one person in two roles, whose mailbox is spelt in two ways.
TEST_F(ReminderTickTest, TwoSpellingsOfAMailboxAreOnePerson) {
  auto convener = testing::GaopingContact("emergency", type::v1::RECIPIENT_CONVENER);
  convener.set_email("Liaison-1@emergency.example");
  PutContact(convener);
  clock_.Set(At(absl::CivilSecond(2022, 6, 1, 9, 0, 0)));
  RunTick(tick_);
  EXPECT_THAT(transport_.mails(), SizeIs(7));  // four departments with liaison and convener, and one of them one person
}

TEST_F(ReminderTickTest, AChangedMailboxGetsNothingAgain) {
  clock_.Set(At(absl::CivilSecond(2022, 5, 24, 9, 0, 0)));
  RunTick(tick_);
  ASSERT_THAT(transport_.mails(), SizeIs(4));
  auto liaison = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
  liaison.set_email("new@emergency.example");
  PutContact(liaison);
  clock_.Advance(absl::Minutes(5));
  RunTick(tick_);
  EXPECT_THAT(transport_.mails(), SizeIs(4));
}

// m6: whoever has the date in the calendar is told once when the duty is met, on the next working morning.
TEST_F(ReminderTickTest, AMetDutyTakesItsDateOutOfTheCalendarOnce) {
  clock_.Set(At(absl::CivilSecond(2022, 5, 24, 9, 0, 0)));
  RunTick(tick_);
  ASSERT_THAT(transport_.mails(), SizeIs(4));
  auto met = testing::May2022().at(6);  // dust-exposed, of the health department
  *met.mutable_met_time() = ToTimestamp(At(absl::CivilSecond(2022, 5, 24, 15, 0, 0)));
  Receive(met);
  clock_.Set(At(absl::CivilSecond(2022, 5, 24, 15, 5, 0)));
  RunTick(tick_);
  EXPECT_THAT(transport_.mails(), SizeIs(4));
  clock_.Set(At(absl::CivilSecond(2022, 5, 25, 9, 0, 0)));
  RunTick(tick_);
  RunTick(tick_);
  ASSERT_THAT(transport_.mails(), SizeIs(5));
  EXPECT_EQ(transport_.mails()[4].to, "liaison-1@health.example");
  EXPECT_TRUE(absl::StrContains(transport_.mails()[4].message, "method=CANCEL"));
  clock_.Set(At(absl::CivilSecond(2022, 5, 26, 9, 0, 0)));
  RunTick(tick_);
  EXPECT_THAT(transport_.mails(), SizeIs(5));
}

TEST_F(ReminderTickTest, WhatIsLockedUnmetIsNotLoadedAgainAndAgain) {
  auto locked = testing::May2022().at(0);
  *locked.mutable_lock_time() = ToTimestamp(At(absl::CivilSecond(2022, 7, 1)));
  Receive(locked);
  const auto count = [&](absl::Time now) {
    return store_.LoadBasis({.owed_only = true, .awaited_after = now}, absl::InfiniteFuture())->duties.size();
  };
  EXPECT_EQ(count(At(absl::CivilSecond(2022, 6, 30))), 14u);
  EXPECT_EQ(count(At(absl::CivilSecond(2022, 7, 1))), 13u);
}

// A stage that a later one stood for was never mailed, and may be while the clock is behind. No mail goes out twice.
TEST_F(ReminderTickTest, AClockSetBackRepeatsNothing) {
  const auto tick_at = [this](absl::CivilSecond time) {
    clock_.Set(At(time));
    RunTick(tick_);
    return transport_.mails().size();
  };
  ASSERT_EQ(tick_at(absl::CivilSecond(2022, 5, 24, 9, 0, 0)), 4u);
  const size_t set_back = tick_at(absl::CivilSecond(2022, 5, 23, 9, 0, 0));
  EXPECT_EQ(tick_at(absl::CivilSecond(2022, 5, 24, 9, 0, 0)), set_back);
  EXPECT_EQ(tick_at(absl::CivilSecond(2022, 5, 27, 9, 0, 0)), set_back + 4) << "the next stage is not held back";
  std::set<std::string> ids;
  for (const auto& mail : transport_.mails()) {
    const size_t begin = mail.message.find("Message-Id: <");
    ASSERT_NE(begin, std::string::npos);
    ids.insert(mail.message.substr(begin, mail.message.find('>', begin) - begin));
  }
  EXPECT_THAT(ids, SizeIs(transport_.mails().size()));
  std::set<std::pair<std::string, std::string>> said;  // obligation and stage, to each recipient
  const auto deliveries = store_.ListDeliveries({}, {"", 1000}, absl::InfiniteFuture());
  for (const v1::Delivery& delivery : *deliveries) {
    for (const auto& item : delivery.items()) {
      if (!item.has_stage()) continue;
      EXPECT_TRUE(said.emplace(delivery.email(), item.duty() + item.stage().key()).second) << item.duty();
    }
  }
}

}  // namespace
}  // namespace lianfang::notification
