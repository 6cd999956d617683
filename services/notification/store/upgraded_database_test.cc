// A database that the version before there were duties has filled: reminders sent in every stage, one of them of a date
// still to come, an acknowledgement, obligations and a cursor of its own. What it sent is not sent again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/calendar_library.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/notification/domain/contact/mailbox_key.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/digest/settled.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/reminder_tick.h"
#include "services/notification/store/testing/pg_test_store.h"
#include "services/notification/store/testing/received.h"
#include "services/notification/store/testing/saved_rows.h"

namespace lianfang::notification {
namespace {

using submission::v1::Obligation;
using testing::At;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kAt[] = "2022-05-24T01:00:00Z";

// First figures in time, sent back, and final figures: all that an obligation may owe.
Obligation Coal() {
  Obligation obligation =
      testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2022, 5, 1), absl::CivilDay(2022, 5, 31));
  *obligation.mutable_final_open_time() = ToTimestamp(At(absl::CivilSecond(2022, 7, 1)));
  *obligation.mutable_final_due_time() = ToTimestamp(At(absl::CivilSecond(2022, 9, 1)));
  return obligation;
}

class UpgradedDatabaseTest : public ::testing::Test {
 protected:
  UpgradedDatabaseTest() {
    type::v1::Plan plan = testing::GaopingPlan();
    plan.set_edition(1);
    EXPECT_TRUE(store_.SavePlan(plan, CallDeadline()).ok());
    for (const auto role : {type::v1::RECIPIENT_LIAISON, type::v1::RECIPIENT_CONVENER}) {
      EXPECT_TRUE(PutContact(store_, Put(testing::GaopingContact("emergency", role)), CallDeadline()).ok());
    }
    EXPECT_TRUE(
        PutContact(store_, Put(testing::GaopingContact("hrss", type::v1::RECIPIENT_OFFICE_DIRECTOR)), CallDeadline())
            .ok());
    store_.Administer("UPDATE notification.stream_cursor SET cursor = 'c1-44'");
    store_.Administer("INSERT INTO notification.obligations (name, plan, owed, document) VALUES ($1, $2, true, $3)",
                      Coal().name(), plan.name(), pqxx::binarystring(Coal().SerializeAsString()));
  }

  // A reminder as that version recorded it: it named neither plan nor occasion, and no words.
  void Sent(const std::string& department, type::v1::Recipient role, const std::string& key, bool final_figures) {
    Digest digest;
    digest.contact = testing::GaopingContact(department, role);
    digest.time = kMorning;
    v1::ReminderItem& item = digest.items.emplace_back();
    item.set_duty(Coal().name());
    item.set_final_figures(final_figures);
    item.set_industry("coal-mining");
    item.set_period("2021");
    *item.mutable_due_time() = final_figures ? Coal().final_due_time() : Coal().due_time();
    item.add_contacts(digest.contact.name());
    item.mutable_stage()->set_key(key);
    v1::Delivery delivery = ReminderDelivery(digest, "hrss.example", kMorning);
    delivery.set_state(v1::DELIVERY_STATE_SENT);
    delivery.clear_next_attempt_time();
    const std::string id = delivery.name().substr(delivery.name().find('/') + 1);
    store_.Administer(
        "INSERT INTO notification.deliveries (delivery_id, kind, state, contact, region, department, obligations, "
        "create_time, document) VALUES ($1, $2, $3, $4, $5, $6, ARRAY[$7], $8::timestamptz, $9)",
        id, static_cast<int>(delivery.kind()), static_cast<int>(delivery.state()), delivery.contact(),
        delivery.region(), delivery.department(), Coal().name(), kAt, pqxx::binarystring(delivery.SerializeAsString()));
    for (const std::string& recipient : {delivery.contact(), MailboxKey(delivery.email())}) {
      store_.Administer(
          "INSERT INTO notification.sent_stages (obligation, stage_key, recipient, delivery_id) VALUES ($1, $2, $3, "
          "$4)",
          Coal().name(), key, recipient, id);
    }
  }

  void SentToLiaison(const std::vector<std::string>& keys, bool final_figures = false) {
    for (const std::string& key : keys) Sent("emergency", type::v1::RECIPIENT_LIAISON, key, final_figures);
  }

  // Ticks at nine, day after day; the mails of each day on which there are some.
  std::vector<std::string> Ticked(absl::CivilDay from, absl::CivilDay until) {
    std::vector<std::string> days;
    for (absl::CivilDay day = from; day < until; ++day) {
      clock_.Set(At(absl::CivilSecond(day) + 9 * 3600));
      const size_t before = Count();
      EXPECT_TRUE(tick_.Plan().ok());
      if (Count() > before) days.push_back(absl::StrCat(FormatDay(day), " ", Count() - before));
    }
    return days;
  }

  size_t Count() {
    return store_.ListDeliveries({.kind = v1::DELIVERY_KIND_REMINDER}, {"", 1000}, CallDeadline())->size();
  }

  FakeClock clock_{kMorning};
  PgTestStore store_;
  Metrics metrics_;
  const CalendarLibrary calendar_{testing::China()};
  ReminderTick tick_{store_, calendar_, clock_, metrics_, {.desk = testing::OfficeDesk(), .zone = testing::Shanghai()}};
};

TEST_F(UpgradedDatabaseTest, EverySourceIsReceivedFromItsBeginning) {
  EXPECT_EQ(*store_.LoadDutyCursor(testing::kSource, CallDeadline()), "");
  EXPECT_THAT(store_.LoadBasis({}, CallDeadline())->duties, IsEmpty());
}

TEST_F(UpgradedDatabaseTest, WhatWasSentInAnyStageIsNotSentAgain) {
  SentToLiaison({"2022-05-31/-30", "2022-05-31/-15", "2022-05-31/-7", "2022-05-31/-3", "2022-05-31/-1", "2022-05-31/+0",
                 "2022-05-31/+1", "2022-05-31/+3"});
  for (const char* key : {"2022-05-31/+1", "2022-05-31/+3"}) {
    Sent("emergency", type::v1::RECIPIENT_CONVENER, key, false);
  }
  Sent("hrss", type::v1::RECIPIENT_OFFICE_DIRECTOR, "2022-05-31/+3", false);
  ASSERT_TRUE(testing::Receive(store_, Coal()).ok());
  EXPECT_THAT(Ticked(absl::CivilDay(2022, 5, 1), absl::CivilDay(2022, 6, 10)), IsEmpty());
  EXPECT_THAT(Ticked(absl::CivilDay(2022, 6, 10), absl::CivilDay(2022, 6, 11)), ElementsAre("2022-06-10 3"));
}

TEST_F(UpgradedDatabaseTest, NorOfFinalFiguresAndOfAReturnSentBack) {
  SentToLiaison({"2022-08-31/-30/final", "2022-08-31/-15/final", "2022-08-31/-7/final"}, true);
  SentToLiaison({"2022-06-13/-7/2022-06-08T07:00:00Z", "2022-06-13/-1/2022-06-08T07:00:00Z",
                 "2022-06-13/+0/2022-06-08T07:00:00Z"});
  Obligation coal = Coal();
  *coal.mutable_met_time() = ToTimestamp(At(absl::CivilSecond(2022, 5, 30)));
  auto& send_back = *coal.add_send_backs();
  *send_back.mutable_send_back_time() = ToTimestamp(At(absl::CivilSecond(2022, 6, 8, 15, 0, 0)));
  *send_back.mutable_due_time() = ToTimestamp(At(absl::CivilSecond(2022, 6, 14)));
  *send_back.mutable_previous_met_time() = coal.met_time();
  Obligation owed_again = coal;
  owed_again.clear_met_time();
  ASSERT_TRUE(testing::Receive(store_, owed_again).ok());
  EXPECT_THAT(Ticked(absl::CivilDay(2022, 6, 9), absl::CivilDay(2022, 6, 14)), IsEmpty());
  *coal.mutable_send_backs(0)->mutable_answer_time() = ToTimestamp(At(absl::CivilSecond(2022, 6, 13, 12, 0, 0)));
  ASSERT_TRUE(testing::Receive(store_, coal).ok());
  EXPECT_THAT(Ticked(absl::CivilDay(2022, 6, 14), absl::CivilDay(2022, 8, 26)), IsEmpty());
  EXPECT_THAT(Ticked(absl::CivilDay(2022, 8, 26), absl::CivilDay(2022, 9, 1)),
              ElementsAre("2022-08-26 1", "2022-08-30 1", "2022-08-31 1"));
}

// The date that an old mail put into a calendar is taken out, in words of today.
TEST_F(UpgradedDatabaseTest, ASettledDateIsTakenOutOfTheCalendar) {
  SentToLiaison({"2022-05-31/-7"});
  Obligation coal = Coal();
  *coal.mutable_met_time() = ToTimestamp(kMorning);
  ASSERT_TRUE(testing::Receive(store_, coal).ok());
  EXPECT_THAT(Ticked(absl::CivilDay(2022, 5, 25), absl::CivilDay(2022, 5, 27)), ElementsAre("2022-05-25 1"));
  const auto mails = store_.ListDeliveries({.state = v1::DELIVERY_STATE_QUEUED}, {"", 10}, CallDeadline());
  ASSERT_THAT(*mails, SizeIs(1));
  EXPECT_TRUE(IsSettledMail(mails->at(0)));
  EXPECT_EQ(mails->at(0).items(0).title().zh(), "煤矿 2021年度");
  EXPECT_EQ(mails->at(0).items(0).stage().key(), "settled/0");
}

}  // namespace
}  // namespace lianfang::notification
