#include "services/notification/domain/digest/digest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/notification/domain/contact/contact_rules.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using submission::v1::Obligation;
using testing::At;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::Contact;

class DigestTest : public ::testing::Test {
 protected:
  std::vector<PlanDuties> Plans(const std::vector<Obligation>& obligations) const {
    return {{.policy = *ReminderPolicyOf(testing::GaopingPlan()), .duties = testing::DutiesOf(obligations)}};
  }

  DigestPlan Due(const std::vector<PlanDuties>& plans, const std::vector<Contact>& contacts, absl::Time now) const {
    const ContactBook book(contacts);
    return DigestPlanner(plans, book, restraints_, Mornings(calendar_)).Due(now, sent_);
  }

  // Records the stages of every digest, as sending them would.
  void Record(const DigestPlan& plan) {
    for (const Digest& digest : plan.digests) {
      for (const auto& item : digest.items) {
        if (!item.has_stage()) continue;
        for (const std::string& key : RecipientKeys(item, digest.contact.email())) {
          sent_.Insert(item.duty(), item.stage().key(), key);
        }
      }
    }
  }

  const WorkingCalendar calendar_ = testing::China();
  Restraints restraints_;
  SentStages sent_;
};

std::vector<std::string> Mailboxes(const DigestPlan& plan) {
  std::vector<std::string> mailboxes;
  for (const Digest& digest : plan.digests) mailboxes.push_back(digest.contact.email());
  return mailboxes;
}

// One line per mail and per item, as the golden file has them.
std::string Written(const DigestPlan& plan) {
  std::string text;
  for (const Digest& digest : plan.digests) {
    absl::StrAppend(&text, absl::FormatTime("%Y-%m-%d %H:%M %a", digest.time, testing::Shanghai()), "  ",
                    digest.contact.email(), "\n");
    for (const auto& item : digest.items) {
      absl::StrAppend(&text, "    ", item.period(), " ", item.industry(), "  ", item.days_left(), "  ",
                      v1::Urgency_Name(item.urgency()), "  ", item.stage().key(), "  ", item.reason(), "\n");
    }
  }
  return text;
}

TEST_F(DigestTest, PreviewOfMay2022IsTheGoldenFile) {
  const auto plans = Plans(testing::May2022());
  const ContactBook book(testing::GaopingContacts());
  const DigestPlan preview = DigestPlanner(plans, book, restraints_, Mornings(calendar_))
                                 .Preview(At(absl::CivilSecond(2022, 5, 1)), At(absl::CivilSecond(2022, 6, 7)));
  EXPECT_THAT(preview.unreached, IsEmpty());
  std::ifstream file("services/notification/domain/digest/testdata/gaoping_may_2022.txt");
  std::stringstream golden;
  golden << file.rdbuf();
  EXPECT_EQ(Written(preview), golden.str());
}

TEST_F(DigestTest, APreviewStopsBeforeTheNextMorningOnceNobodyWaits) {
  const auto plans = Plans(testing::May2022());
  const ContactBook book(testing::GaopingContacts());
  const DigestPlanner planner(plans, book, restraints_, Mornings(calendar_));
  const absl::Time from = At(absl::CivilSecond(2022, 5, 1)), until = At(absl::CivilSecond(2022, 6, 7));
  const DigestPlan whole = planner.Preview(from, until);
  int asked = 0;
  const DigestPlan begun = planner.Preview(from, until, [&asked] { return ++asked > 1; });
  EXPECT_EQ(asked, 2);
  ASSERT_THAT(begun.digests, ::testing::Not(IsEmpty()));
  EXPECT_LT(begun.digests.size(), whole.digests.size());
  for (const Digest& digest : begun.digests) EXPECT_EQ(digest.time, whole.digests.front().time);
}

TEST_F(DigestTest, OneMailPerMailboxListsEverythingOwed) {
  const DigestPlan plan =
      Due(Plans(testing::May2022()), testing::GaopingContacts(), At(absl::CivilSecond(2022, 5, 24, 9, 0, 0)));
  EXPECT_THAT(Mailboxes(plan), ElementsAre("liaison-1@emergency.example", "liaison-1@health.example",
                                           "liaison-1@housing.example", "liaison-1@transport.example"));
  EXPECT_THAT(plan.digests.at(0).items, SizeIs(8));  // four industries, two years
  EXPECT_THAT(plan.digests.at(1).items, SizeIs(2));
}

TEST_F(DigestTest, WhatWasSentIsNotSentAgain) {
  const auto plans = Plans(testing::May2022());
  const absl::Time morning = At(absl::CivilSecond(2022, 5, 24, 9, 0, 0));
  Record(Due(plans, testing::GaopingContacts(), morning));
  EXPECT_THAT(Due(plans, testing::GaopingContacts(), morning + absl::Minutes(1)).digests, IsEmpty());
  EXPECT_THAT(Due(plans, testing::GaopingContacts(), At(absl::CivilSecond(2022, 5, 27, 9, 0, 0))).digests, SizeIs(4));
}

TEST_F(DigestTest, NothingIsDueBeforeTheMorning) {
  const auto plans = Plans(testing::May2022());
  EXPECT_THAT(Due(plans, testing::GaopingContacts(), At(absl::CivilSecond(2022, 5, 19, 8, 59, 59))).digests, IsEmpty());
  EXPECT_THAT(Due(plans, testing::GaopingContacts(), At(absl::CivilSecond(2022, 5, 19, 9, 0, 0))).digests, SizeIs(4));
}

TEST_F(DigestTest, AnOutageCollapsesIntoOneMailThatCountsTheMissed) {
  const auto plans = Plans(testing::May2022());
  Record(Due(plans, testing::GaopingContacts(), At(absl::CivilSecond(2022, 5, 19, 9, 0, 0))));
  // Not in the afternoon, when the outage ends, but on the next working morning.
  EXPECT_THAT(Due(plans, testing::GaopingContacts(), At(absl::CivilSecond(2022, 5, 30, 14, 0, 0))).digests, IsEmpty());
  const DigestPlan plan = Due(plans, testing::GaopingContacts(), At(absl::CivilSecond(2022, 5, 31, 9, 0, 0)));
  ASSERT_THAT(plan.digests, SizeIs(4));
  for (const auto& item : plan.digests.at(0).items) {
    EXPECT_EQ(item.stage().offset_days(), 0);
    EXPECT_EQ(item.missed_stages(), 3);  // −7, −3 and −1
    EXPECT_EQ(item.late_reason(), v1::LATE_REASON_INTERRUPTION);
  }
  EXPECT_EQ(plan.digests.at(0).time, At(absl::CivilSecond(2022, 5, 31, 9, 0, 0)));
}

// A deputy whose term begins on a Saturday is told on Monday, and not that the system was interrupted.
TEST_F(DigestTest, ANewRecipientIsToldOnAWorkingMorningAndTheReasonIsTrue) {
  const auto plans = Plans({testing::May2022().at(0)});
  auto contacts = testing::GaopingContacts();
  Record(Due(plans, contacts, At(absl::CivilSecond(2022, 5, 24, 9, 0, 0))));
  Record(Due(plans, contacts, At(absl::CivilSecond(2022, 5, 27, 9, 0, 0))));
  v1::Contact deputy = testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON, "2");
  deputy.set_deputy(true);
  *deputy.mutable_start_time() = ToTimestamp(At(absl::CivilSecond(2022, 5, 28)));
  contacts.push_back(deputy);
  for (const int hour : {0, 9, 14}) {
    EXPECT_THAT(Due(plans, contacts, At(absl::CivilSecond(2022, 5, 28, hour, 0, 0))).digests, IsEmpty()) << hour;
  }
  const auto plan = Due(plans, contacts, At(absl::CivilSecond(2022, 5, 30, 8, 59, 0)));
  EXPECT_THAT(plan.digests, IsEmpty());
  const auto monday = Due(plans, contacts, At(absl::CivilSecond(2022, 5, 30, 9, 0, 0)));
  ASSERT_THAT(Mailboxes(monday), ElementsAre("liaison-1@emergency.example", "liaison-2@emergency.example"));
  EXPECT_EQ(monday.digests.at(1).items.at(0).missed_stages(), 0);
}

// A convener who is registered after the final figures have opened is not told that the first ones were late.
TEST_F(DigestTest, StagesOfADeadlineThatIsOverSpeakToNobody) {
  auto obligation =
      testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2022, 5, 1), absl::CivilDay(2022, 5, 31));
  *obligation.mutable_met_time() = ToTimestamp(At(absl::CivilSecond(2022, 6, 20)));
  *obligation.mutable_final_open_time() = ToTimestamp(At(absl::CivilSecond(2022, 9, 1)));
  *obligation.mutable_final_due_time() = ToTimestamp(At(absl::CivilSecond(2022, 12, 1)));
  const auto plans = Plans({obligation});
  auto convener = testing::GaopingContact("emergency", type::v1::RECIPIENT_CONVENER);
  *convener.mutable_create_time() = ToTimestamp(At(absl::CivilSecond(2022, 10, 1)));
  auto owed = obligation;
  owed.clear_met_time();
  EXPECT_THAT(Due(Plans({owed}), {convener}, At(absl::CivilSecond(2022, 10, 10, 9, 0, 0))).digests, SizeIs(1))
      << "who is told what is not over";
  for (int day = 8; day < 30; ++day) {
    EXPECT_THAT(Due(plans, {convener}, At(absl::CivilSecond(2022, 10, day, 9, 0, 0))).digests, IsEmpty()) << day;
  }
}

TEST_F(DigestTest, TheDateBeforeAMoveIsKept) {
  auto obligation =
      testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2022, 5, 1), absl::CivilDay(2022, 6, 15));
  obligation.add_figures("accidents");
  auto& extension = *obligation.add_adjustments();
  extension.set_kind(submission::v1::ADJUSTMENT_KIND_EXTENSION);
  *extension.mutable_previous_due_time() = ToTimestamp(At(absl::CivilSecond(2022, 6, 1)));
  *extension.mutable_due_time() = obligation.due_time();
  const auto plan = Due(Plans({obligation}), testing::GaopingContacts(), At(absl::CivilSecond(2022, 6, 8, 9, 0, 0)));
  ASSERT_THAT(plan.digests, SizeIs(1));
  const auto& item = plan.digests.at(0).items.at(0);
  EXPECT_EQ(FromTimestamp(item.previous_due_time()), At(absl::CivilSecond(2022, 6, 1)));
  EXPECT_THAT(item.details(), ElementsAre("accidents"));
}

TEST_F(DigestTest, WhatIsMetDropsOutOfTheNextMail) {
  auto obligations = testing::May2022();
  *obligations.at(0).mutable_met_time() = ToTimestamp(At(absl::CivilSecond(2022, 5, 23)));
  const DigestPlan plan =
      Due(Plans(obligations), testing::GaopingContacts(), At(absl::CivilSecond(2022, 5, 24, 9, 0, 0)));
  EXPECT_THAT(plan.digests.at(0).items, SizeIs(7));
}

// Two due dates: on the morning of the later one's stage, the earlier one is listed too, without a stage of its own.
TEST_F(DigestTest, ListsWhatIsStillOwedBesideTheReasonForTheMail) {
  auto later =
      testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2022, 5, 1), absl::CivilDay(2022, 6, 15));
  auto earlier =
      testing::GaopingObligation("coal-mining", "2019", absl::CivilDay(2022, 5, 1), absl::CivilDay(2022, 5, 31));
  const auto plans = Plans({later, earlier});
  Record(Due(plans, testing::GaopingContacts(), At(absl::CivilSecond(2022, 6, 6, 9, 0, 0))));
  const DigestPlan plan = Due(plans, testing::GaopingContacts(), At(absl::CivilSecond(2022, 6, 8, 9, 0, 0)));
  ASSERT_THAT(Mailboxes(plan), ElementsAre("liaison-1@emergency.example"));
  const auto& items = plan.digests.at(0).items;
  ASSERT_THAT(items, SizeIs(2));
  EXPECT_EQ(items[0].urgency(), v1::URGENCY_OVERDUE);
  EXPECT_FALSE(items[0].has_stage());
  EXPECT_EQ(items[1].urgency(), v1::URGENCY_DUE_SOON);
  EXPECT_EQ(items[1].stage().key(), "2022-06-15/-7");
}

TEST_F(DigestTest, TheOverdueReachConvenersAndThenTheDirector) {
  const auto plans = Plans({testing::May2022().at(0)});
  Record(Due(plans, testing::GaopingContacts(), At(absl::CivilSecond(2022, 5, 31, 9, 0, 0))));
  const DigestPlan next_day = Due(plans, testing::GaopingContacts(), At(absl::CivilSecond(2022, 6, 1, 9, 0, 0)));
  EXPECT_THAT(Mailboxes(next_day), ElementsAre("liaison-1@emergency.example", "convener-1@emergency.example"));
  Record(next_day);
  EXPECT_THAT(
      Mailboxes(Due(plans, testing::GaopingContacts(), At(absl::CivilSecond(2022, 6, 6, 9, 0, 0)))),
      ElementsAre("liaison-1@emergency.example", "convener-1@emergency.example", "office-director-1@hrss.example"));
}

TEST_F(DigestTest, OneMailboxInTwoRolesGetsOneMail) {
  auto contacts = testing::GaopingContacts();
  contacts.at(1).set_email(contacts.at(0).email());  // the convener of emergency reads the liaison's mailbox
  const auto plans = Plans({testing::May2022().at(0)});
  const DigestPlan plan = Due(plans, contacts, At(absl::CivilSecond(2022, 6, 1, 9, 0, 0)));
  ASSERT_THAT(Mailboxes(plan), ElementsAre("liaison-1@emergency.example"));
  EXPECT_THAT(plan.digests.at(0).items.at(0).reason(), ::testing::StartsWith("逾期1天，发联络员、召集人"));
}

TEST_F(DigestTest, ARoleThatNobodyHoldsIsReported) {
  const DigestPlan plan = Due(Plans({testing::May2022().at(0)}), {}, At(absl::CivilSecond(2022, 5, 24, 9, 0, 0)));
  EXPECT_THAT(plan.digests, IsEmpty());
  ASSERT_THAT(plan.unreached, SizeIs(1));
  EXPECT_EQ(plan.unreached.at(0).place.department, "emergency");
  EXPECT_EQ(plan.unreached.at(0).place.role, type::v1::RECIPIENT_LIAISON);
  EXPECT_THAT(plan.unreached.at(0).items, SizeIs(1));
}

TEST_F(DigestTest, WhatIsInHandIsNotReportedAsUnreached) {
  const Obligation obligation = testing::May2022().at(0);
  v1::Acknowledgement in_hand;
  in_hand.set_duty(obligation.name());
  *in_hand.mutable_due_time() = obligation.due_time();
  *in_hand.mutable_acknowledge_time() = obligation.open_time();  // before the first stage
  restraints_ = Restraints({in_hand}, {});
  EXPECT_THAT(Due(Plans({obligation}), {}, At(absl::CivilSecond(2022, 5, 24, 9, 0, 0))).unreached, IsEmpty());
}

// What a tick sends, morning after morning, is what the preview says, mail for mail.
TEST_F(DigestTest, TickingThroughAStretchSendsExactlyThePreview) {
  auto obligations = testing::May2022();
  *obligations.at(3).mutable_met_time() = ToTimestamp(At(absl::CivilSecond(2022, 5, 26, 17, 0, 0)));
  *obligations.at(5).mutable_waive_time() = ToTimestamp(At(absl::CivilSecond(2022, 6, 2, 17, 0, 0)));
  const auto plans = Plans(obligations);
  const ContactBook book(testing::GaopingContacts());
  const DigestPlanner planner(plans, book, restraints_, Mornings(calendar_));
  const absl::Time from = At(absl::CivilSecond(2022, 5, 1));
  const absl::Time until = At(absl::CivilSecond(2022, 9, 1));

  std::string ticked;
  for (absl::Time now = from; now < until; now += absl::Hours(1)) {
    const DigestPlan plan = planner.Due(now, sent_);
    Record(plan);
    ticked += Written(plan);
  }
  EXPECT_EQ(ticked, Written(planner.Preview(from, until)));
}

}  // namespace
}  // namespace lianfang::notification
