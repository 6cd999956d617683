// The five years of gaoping_years_test.cc, every mail of which the version before there were duties has sent: under its own
// keys, which the golden file has from then. Nothing of it goes out again.
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/time.h"
#include "services/notification/domain/contact/mailbox_key.h"
#include "services/notification/domain/digest/digest.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using submission::v1::Obligation;
using testing::At;

// Every stage in the file, as sent.
SentStages SentBefore(int& count) {
  std::ifstream file("services/notification/domain/digest/testdata/gaoping_2021_2025.txt");
  SentStages sent;
  std::string mailbox;
  for (std::string line; std::getline(file, line);) {
    if (!absl::StartsWith(line, "    ")) {
      mailbox = line.substr(line.rfind(' ') + 1);
      continue;
    }
    // `2019 coal-mining  12  URGENCY_UPCOMING  2022-05-31/-15  …`
    const std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    if (!absl::StrContains(words.at(4), "/")) continue;  // listed beside the reason for the mail
    sent.Insert(absl::StrCat("plans/gaoping-2021-2025/obligations/", words[0], "-140581-", words[1]), words[4],
                MailboxKey(mailbox));
    ++count;
  }
  return sent;
}

// The obligation of an industry for the last year, with final figures; nothing of it is filed.
Obligation Owed(const char* industry, const char* period, absl::CivilDay open, absl::CivilDay due) {
  return testing::GaopingObligation(industry, period, open, due);
}

TEST(EarlierKeysTest, WhatWasSentUnderThemIsNotSentAgain) {
  int count = 0;
  const SentStages sent = SentBefore(count);
  EXPECT_GT(count, 300);
  std::vector<Obligation> obligations;
  const type::v1::Plan plan = testing::GaopingPlan();
  for (const auto& industry : plan.industries()) {
    obligations.push_back(Owed(industry.id().c_str(), "2022", absl::CivilDay(2023, 1, 1), absl::CivilDay(2023, 2, 28)));
    *obligations.back().mutable_met_time() = ToTimestamp(At(absl::CivilSecond(2023, 3, 5, 12, 0, 0)));
    Obligation both = Owed(industry.id().c_str(), "2025", absl::CivilDay(2025, 12, 1), absl::CivilDay(2025, 12, 31));
    *both.mutable_met_time() = ToTimestamp(At(absl::CivilSecond(2026, 1, 5, 12, 0, 0)));
    *both.mutable_final_open_time() = ToTimestamp(At(absl::CivilSecond(2026, 1, 1)));
    *both.mutable_final_due_time() = ToTimestamp(At(absl::CivilSecond(2026, 3, 1)));
    *both.mutable_final_met_time() = ToTimestamp(At(absl::CivilSecond(2026, 3, 5, 12, 0, 0)));
    obligations.push_back(both);
  }
  const std::vector<PlanDuties> plans = {{*ReminderPolicyOf(testing::GaopingPlan()), testing::DutiesOf(obligations)}};
  const ContactBook book(testing::GaopingContacts());
  const Restraints restraints;
  const WorkingCalendar calendar = testing::China();
  const DigestPlanner planner(plans, book, restraints, Mornings(calendar));
  int mornings = 0;
  for (const auto& [from, until] : {std::pair(absl::CivilDay(2023, 1, 1), absl::CivilDay(2023, 3, 10)),
                                    std::pair(absl::CivilDay(2025, 12, 1), absl::CivilDay(2026, 3, 10))}) {
    for (absl::CivilDay day = from; day < until; ++day) {
      const absl::Time now = At(absl::CivilSecond(day) + 9 * 3600);
      EXPECT_TRUE(planner.Due(now, sent).digests.empty()) << day;
      if (!planner.Due(now, SentStages()).digests.empty()) ++mornings;
    }
  }
  EXPECT_GT(mornings, 50) << "without what was sent there would have been mails";
}

}  // namespace
}  // namespace lianfang::notification
