#include "services/notification/domain/notice/office_alerts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "services/notification/domain/testing/gaoping.h"

namespace lianfang::notification {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

std::string Variable(const Notice& notice, const std::string& name) {
  for (const auto& variable : notice.content.variables()) {
    if (variable.name() == name) return variable.value();
  }
  return "";
}

// What the alert lists of a file with so many faults.
std::string Listed(int faults, const std::string& language = "") {
  FieldViolations violations;
  for (int i = 1; i <= faults; ++i) violations.Add(absl::StrCat("line ", i), "is none of ours");
  AlertDesk desk = testing::OfficeDesk();
  desk.office.set_language(language);
  return Variable(CalendarFaultAlert("f.csv", "x", violations.ToStatus(), desk, kNow), "faults");
}

TEST(OfficeAlertsTest, TheFirstTwentyFaultsAreListedAndThatThereAreMore) {
  const std::string all = Listed(20);
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 20);
  EXPECT_THAT(all, HasSubstr("第20行："));
  EXPECT_THAT(all, Not(HasSubstr("…"))) << "nothing is left out";
  const std::string more = Listed(21);
  EXPECT_EQ(std::count(more.begin(), more.end(), '\n'), 21);
  EXPECT_THAT(more, Not(HasSubstr("第21行")));
  EXPECT_THAT(more, ::testing::EndsWith("\n…\n"));
}

TEST(OfficeAlertsTest, TheDeskReadsItsOwnLanguage) {
  EXPECT_EQ(Listed(1, "en"), "line 1: is none of ours\n");
  EXPECT_THAT(Listed(1), ::testing::StartsWith("第1行："));
}

TEST(OfficeAlertsTest, TheSameFaultIsOneAlertAndAnotherContentAnother) {
  const absl::Status fault = absl::InvalidArgumentError("no table");
  const AlertDesk desk = testing::OfficeDesk();
  const Notice first = CalendarFaultAlert("f.csv", "a", fault, desk, kNow);
  EXPECT_EQ(Variable(first, "faults"), "no table");
  EXPECT_EQ(first.name, CalendarFaultAlert("f.csv", "a", fault, desk, kNow + absl::Hours(1)).name);
  EXPECT_NE(first.name, CalendarFaultAlert("f.csv", "b", fault, desk, kNow).name);
}

TEST(OfficeAlertsTest, TheEndOfTheTableIsToldOnceAMonthAndASilenceOnce) {
  const AlertDesk desk = testing::OfficeDesk();
  const auto end = [&](int month) {
    return CalendarEndAlert(2027, absl::CivilMonth(2026, month), "f.csv", desk, kNow);
  };
  EXPECT_EQ(Variable(end(11), "year"), "2027");
  EXPECT_EQ(end(11).name, end(11).name);
  EXPECT_NE(end(11).name, end(12).name);
  const auto silent = [&](const std::string& source, absl::Time since) {
    return SourceSilentAlert(source, since, absl::FixedTimeZone(8 * 3600), desk, kNow);
  };
  EXPECT_EQ(Variable(silent("submission", kNow), "since"), "2023-11-15 06:13");
  EXPECT_EQ(silent("submission", kNow).name, silent("submission", kNow).name);
  EXPECT_NE(silent("submission", kNow).name, silent("exchange", kNow).name);
  EXPECT_NE(silent("submission", kNow).name, silent("submission", kNow + absl::Hours(1)).name);
}

}  // namespace
}  // namespace lianfang::notification
