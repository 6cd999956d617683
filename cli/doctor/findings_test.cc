#include "cli/doctor/findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lianfang::cli {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr char kVersion[] = "1.2.3";

absl::Time Now() { return absl::FromUnixSeconds(1'800'000'000); }

// A service that has everything, and all of it well.
std::string WellPage() {
  return "# HELP lianfang_server_info 1.\n"
         "lianfang_server_info{version=\"1.2.3\"} 1\n"
         "lianfang_clock_offset_seconds 0.001\n"
         "lianfang_clock_trusted 1\n"
         "lianfang_redis_connected{channel=\"c\"} 1\n"
         "lianfang_channel_down{channel=\"email\"} 0\n"
         "lianfang_messages_total{channel=\"email\",state=\"DELIVERY_STATE_DEFERRED\"} 0\n"
         "lianfang_messages_total{channel=\"email\",state=\"DELIVERY_STATE_SENT\"} 3\n"
         "lianfang_contacts_unreachable 0\n"
         "lianfang_reminder_roles_unreached 0\n"
         "lianfang_reminders_held 0\n"
         "lianfang_follower_current_timestamp_seconds{stream=\"returns\"} 1799999990\n"
         "lianfang_calendar_unusable 0\n"
         "lianfang_calendar_missing_year 0\n";
}

std::vector<Finding> Find(const std::string& page) {
  return FindingsOf("notification", ParseMetrics(page), kVersion, Now());
}

// The findings that are not good.
std::vector<Finding> Complaints(const std::string& page) {
  std::vector<Finding> complaints;
  for (Finding& finding : Find(page)) {
    if (finding.state != Finding::State::kGood) complaints.push_back(std::move(finding));
  }
  return complaints;
}

// The well page with one line in the place of another.
std::string With(const std::string& before, const std::string& after) {
  std::string page = WellPage();
  const size_t at = page.find(before);
  EXPECT_NE(at, std::string::npos) << before;
  return page.replace(at, before.size(), after);
}

TEST(ParseMetrics, ReadsNamesLabelsAndValues) {
  const auto samples = ParseMetrics(
      "# TYPE a gauge\na 1\nb{x=\"1\",y=\"say \\\"2\\\"\"} 2.5e3 1700000000\n\nbroken{x=\"1 3\nno value\n");
  ASSERT_THAT(samples, SizeIs(2));
  EXPECT_EQ(samples[0].name, "a");
  EXPECT_EQ(samples[1].labels.at("y"), "say \"2\"");
  EXPECT_EQ(samples[1].value, 2500);
}

TEST(FindingsOf, NothingIsWrongWhereAllIsWell) {
  EXPECT_THAT(Find(WellPage()), SizeIs(12));
  EXPECT_THAT(Complaints(WellPage()), IsEmpty());
}

TEST(FindingsOf, EachFaultIsNamedWithItsCure) {
  struct Case {
    const char* before;
    const char* after;
    const char* what;
    Finding::State state;
  };
  const Case cases[] = {
      {"version=\"1.2.3\"", "version=\"1.2.2\"", "version", Finding::State::kSoon},
      {"offset_seconds 0.001", "offset_seconds -0.9", "clock offset", Finding::State::kSoon},
      {"trusted 1", "trusted 0", "clock trusted", Finding::State::kBad},
      {"channel=\"c\"} 1", "channel=\"c\"} 0", "bell (Redis)", Finding::State::kSoon},
      {"channel=\"email\"} 0", "channel=\"email\"} 1", "channel", Finding::State::kBad},
      {"STATE_SENT\"} 3", "STATE_SENT\"} 0", "sent since the start", Finding::State::kSoon},
      {"contacts_unreachable 0", "contacts_unreachable 2", "contacts out of reach", Finding::State::kSoon},
      {"roles_unreached 0", "roles_unreached 1", "roles without a contact", Finding::State::kSoon},
      {"reminders_held 0", "reminders_held 1", "reminders held", Finding::State::kBad},
      {"1799999990", "1799990000", "stream's lag", Finding::State::kBad},
      {"1799999990", "0", "stream's lag", Finding::State::kSoon},
      {"calendar_unusable 0", "calendar_unusable 1", "file of working days", Finding::State::kBad},
      {"missing_year 0", "missing_year 2027", "year without its notice of days off", Finding::State::kSoon},
  };
  for (const Case& each : cases) {
    const auto complaints = Complaints(With(each.before, each.after));
    ASSERT_THAT(complaints, SizeIs(1)) << each.what;
    EXPECT_EQ(complaints[0].what.en, each.what);
    EXPECT_EQ(complaints[0].state, each.state) << each.what;
    EXPECT_FALSE(complaints[0].cure.en.empty()) << each.what;
    EXPECT_FALSE(complaints[0].cure.zh.empty()) << each.what;
  }
}

TEST(FindingsOf, MailOfWhichNothingGetsOutIsTold) {
  std::string page = With("STATE_SENT\"} 3", "STATE_SENT\"} 0");
  page.replace(page.find("STATE_DEFERRED\"} 0"), std::string("STATE_DEFERRED\"} 0").size(), "STATE_DEFERRED\"} 5");
  const auto complaints = Complaints(page);
  ASSERT_THAT(complaints, SizeIs(1));
  EXPECT_EQ(complaints[0].subject, "notification");
  EXPECT_EQ(complaints[0].value, "email: 0");
  EXPECT_NE(complaints[0].cure.en.find("delivery list"), absl::string_view::npos);
}

TEST(FindingOfNoBackup, IsTold) {
  EXPECT_EQ(FindingOfNoBackup().state, Finding::State::kSoon);
  EXPECT_FALSE(FindingOfNoBackup().cure.en.empty());
}

TEST(FindingOfCertificate, WarnsAMonthBeforeItsEnd) {
  const auto state = [](absl::Duration left) { return FindingOfCertificate("a.crt", Now() + left, Now()).state; };
  EXPECT_EQ(state(absl::Hours(24 * 31)), Finding::State::kGood);
  EXPECT_EQ(state(absl::Hours(24 * 29)), Finding::State::kSoon);
  EXPECT_EQ(state(absl::Hours(24 * 6)), Finding::State::kBad);
  EXPECT_EQ(state(-absl::Hours(1)), Finding::State::kBad);
  EXPECT_EQ(FindingOfCertificate("a.crt", std::nullopt, Now()).state, Finding::State::kBad);
}

TEST(FindingsOfBackup, ABackupOfTheDayBeforeYesterdayIsTooOld) {
  const auto states = [](std::optional<absl::Time> base, std::optional<absl::Time> log) {
    const auto findings = FindingsOfBackup("/backup", base, log, Now());
    return std::make_pair(findings[0].state, findings[1].state);
  };
  EXPECT_EQ(states(Now() - absl::Hours(20), Now()), std::make_pair(Finding::State::kGood, Finding::State::kGood));
  EXPECT_EQ(states(Now() - absl::Hours(40), Now() - absl::Hours(2)),
            std::make_pair(Finding::State::kBad, Finding::State::kSoon));
  EXPECT_EQ(states(std::nullopt, std::nullopt), std::make_pair(Finding::State::kBad, Finding::State::kBad));
}

TEST(FindingOfBackupDirectory, OneThatCannotBeWrittenIsBad) {
  EXPECT_EQ(FindingOfBackupDirectory("/backup", "").state, Finding::State::kGood);
  const Finding finding = FindingOfBackupDirectory("/backup", "Read-only file system");
  EXPECT_EQ(finding.state, Finding::State::kBad);
  EXPECT_EQ(finding.value, "Read-only file system");
  EXPECT_FALSE(finding.cure.en.empty());
}

TEST(FindingOfDisk, LittleRoomIsToldAndNoneIsBad) {
  EXPECT_EQ(FindingOfDisk("/", 50, 100).state, Finding::State::kGood);
  EXPECT_EQ(FindingOfDisk("/", 10, 100).state, Finding::State::kSoon);
  EXPECT_EQ(FindingOfDisk("/", 4, 100).state, Finding::State::kBad);
  EXPECT_EQ(FindingOfDisk("/gone", 0, 0).state, Finding::State::kBad);
}

}  // namespace
}  // namespace lianfang::cli
