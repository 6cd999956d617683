// Every reminder of the notice's five years, as a file to be read: 42 obligations, each filed five days late, so that
// all stages up to the director's are there.
#include <gtest/gtest.h>
#include <time.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/test_file.h"
#include "common/time.h"
#include "services/notification/domain/digest/digest.h"
#include "services/notification/domain/digest/previews.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using submission::v1::Obligation;

constexpr char kGolden[] = "services/notification/domain/digest/testdata/gaoping_2021_2025.txt";

struct DataYear {
  const char* period;
  absl::CivilDay open;
  absl::CivilDay due;
};

// Annex 2 of the notice. The data of 2025 is due before the year is over; its filing opens in December, and the plan
// asks for the final figures by the end of February.
std::vector<DataYear> DataYears() {
  using absl::CivilDay;
  return {
      {"2019", CivilDay(2022, 5, 19), CivilDay(2022, 5, 31)}, {"2021", CivilDay(2022, 5, 19), CivilDay(2022, 5, 31)},
      {"2022", CivilDay(2023, 1, 1), CivilDay(2023, 2, 28)},  {"2023", CivilDay(2024, 1, 1), CivilDay(2024, 2, 29)},
      {"2024", CivilDay(2025, 1, 1), CivilDay(2025, 2, 28)},  {"2025", CivilDay(2025, 12, 1), CivilDay(2025, 12, 31)}};
}

void AskForFinalFigures(Obligation& obligation) {
  *obligation.mutable_final_open_time() = ToTimestamp(testing::At(absl::CivilSecond(2026, 1, 1)));
  *obligation.mutable_final_due_time() = ToTimestamp(testing::At(absl::CivilSecond(2026, 3, 1)));
  *obligation.mutable_final_met_time() = ToTimestamp(testing::At(absl::CivilSecond(2026, 3, 5, 12, 0, 0)));
}

std::vector<Obligation> FortyTwo() {
  std::vector<Obligation> obligations;
  const type::v1::Plan plan = testing::GaopingPlan();
  for (const auto& [period, open, due] : DataYears()) {
    for (const auto& industry : plan.industries()) {
      Obligation obligation = testing::GaopingObligation(industry.id(), period, open, due);
      *obligation.mutable_met_time() = ToTimestamp(testing::At(absl::CivilSecond(due + 5)) + absl::Hours(12));
      if (due.year() == 2025 && due.month() == 12) AskForFinalFigures(obligation);
      obligations.push_back(std::move(obligation));
    }
  }
  return obligations;
}

// A line for every mail, and below it one for every obligation.
std::string Written(const std::vector<v1::ReminderPreview>& previews) {
  std::string text;
  for (const v1::ReminderPreview& preview : previews) {
    absl::StrAppend(&text,
                    absl::FormatTime("%Y-%m-%d %H:%M %a", FromTimestamp(preview.send_time()), testing::Shanghai()),
                    "  ", preview.email(), "\n");
    for (const v1::ReminderItem& item : preview.items()) {
      absl::StrAppend(&text, "    ", item.period(), " ", item.industry(), "  ", item.days_left(), "  ",
                      v1::Urgency_Name(item.urgency()), "  ", item.stage().key(), "  ", item.reason(), "\n");
    }
  }
  return text;
}

std::string Preview() {
  const std::vector<PlanDuties> plans = {{*ReminderPolicyOf(testing::GaopingPlan()), testing::DutiesOf(FortyTwo())}};
  const ContactBook book(testing::GaopingContacts());
  const Restraints restraints;
  const WorkingCalendar calendar = testing::China();
  return Written(
      ToPreviews(DigestPlanner(plans, book, restraints, Mornings(calendar))
                     .Preview(testing::At(absl::CivilSecond(2022, 1, 1)), testing::At(absl::CivilSecond(2027, 1, 1)))));
}

TEST(GaopingYearsTest, TheFiveYearsAreTheGoldenFile) {
  std::ifstream file(kGolden);
  std::stringstream golden;
  golden << file.rdbuf();
  const std::string now = Preview();
  if (now == golden.str()) return;
  const std::string path = TestFile("gaoping_2021_2025.txt");
  std::ofstream(path) << now;
  ADD_FAILURE() << "the reminders have changed: diff " << kGolden << " " << path;
}

// The host's time zone is nobody's business: days are the plan's.
TEST(GaopingYearsTest, TheHostsTimeZoneChangesNothing) {
  const std::string here = Preview();
  for (const char* zone : {"America/Los_Angeles", "Pacific/Kiritimati", "UTC"}) {
    ::setenv("TZ", zone, /*overwrite=*/1);
    ::tzset();
    EXPECT_EQ(Preview(), here) << zone;
  }
  ::unsetenv("TZ");
  ::tzset();
}

}  // namespace
}  // namespace lianfang::notification
