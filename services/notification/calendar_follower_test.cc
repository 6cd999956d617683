#include "services/notification/calendar_follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "common/testing/fake_clock.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/store/testing/fake_notification_store.h"

namespace lianfang::notification {
namespace {

using testing::At;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kGood[] =
    "date,status,holiday,notice_year\n"
    "2026-10-01,off,国庆节,2026\n";

class CalendarFollowerTest : public ::testing::Test {
 protected:
  void Write(const std::string& content) { std::ofstream(path_, std::ios::binary) << content; }

  CalendarFollower NewFollower(CalendarLibrary& library) {
    return CalendarFollower(store_, library, clock_, metrics_,
                            {.path = path_, .desk = testing::OfficeDesk(), .zone = testing::Shanghai()});
  }

  // What the alerts recorded say, `template: first variable's values`.
  std::vector<std::string> Alerts() {
    std::vector<std::string> alerts;
    const auto deliveries = store_.ListDeliveries({.kind = v1::DELIVERY_KIND_ALERT}, {"", 100}, absl::InfiniteFuture());
    for (const auto& delivery : *deliveries) {
      const auto content = store_.LoadNotice(delivery.notice(), absl::InfiniteFuture());
      std::string text = content->template_();
      for (const auto& variable : content->variables()) text += "|" + variable.value();
      alerts.push_back(text);
    }
    return alerts;
  }

  FakeClock clock_{At(absl::CivilSecond(2026, 6, 1, 12, 0, 0))};
  Metrics metrics_;
  FakeNotificationStore store_;
  const std::string path_ = ::testing::TempDir() + "/calendar_follower.csv";
};

TEST_F(CalendarFollowerTest, AChangedFileCountsWithoutARestart) {
  CalendarLibrary library;
  CalendarFollower follower = NewFollower(library);
  Write(kGood);
  ASSERT_TRUE(follower.Refresh().ok());
  EXPECT_FALSE(library.Current()->IsWorkingDay(absl::CivilDay(2026, 10, 1)));
  Write(std::string(kGood) + "2026/10/2,off,国庆节,2026\r\n");
  ASSERT_TRUE(follower.Refresh().ok());
  EXPECT_FALSE(library.Current()->IsWorkingDay(absl::CivilDay(2026, 10, 2)));
  EXPECT_THAT(Alerts(), IsEmpty());
}

TEST_F(CalendarFollowerTest, ABadFileLeavesTheLastGoodOneAndTellsTheOfficeTheLine) {
  CalendarLibrary library;
  CalendarFollower follower = NewFollower(library);
  Write(kGood);
  ASSERT_TRUE(follower.Refresh().ok());
  Write(std::string(kGood) + "1/1/2027,off,元旦,2027\n");
  ASSERT_TRUE(follower.Refresh().ok());
  ASSERT_TRUE(follower.Refresh().ok());
  EXPECT_FALSE(library.Current()->IsWorkingDay(absl::CivilDay(2026, 10, 1)));
  EXPECT_THAT(Alerts(),
              ElementsAre(::testing::AllOf(HasSubstr("alert-calendar-fault"), HasSubstr(path_),
                                           HasSubstr("第3行：`1/1/2027` 不是日期"), HasSubstr("2022-05-31"))));
  EXPECT_EQ(metrics_.Gauge("lianfang_calendar_unusable", "", {}).Value(), 1);
}

// The process ends and starts again on the bad file: what was kept in the store counts.
TEST_F(CalendarFollowerTest, TheLastGoodOneSurvivesARestart) {
  CalendarLibrary before;
  Write(kGood);
  ASSERT_TRUE(NewFollower(before).Refresh().ok());
  for (const char* bad : {"", "date;status;holiday;notice_year\n",
                          "\xFF\xFE"
                          "d\0a"}) {
    Write(bad);
    CalendarLibrary after;
    ASSERT_TRUE(NewFollower(after).Refresh().ok());
    EXPECT_FALSE(after.Current()->IsWorkingDay(absl::CivilDay(2026, 10, 1))) << bad;
  }
}

TEST_F(CalendarFollowerTest, WithoutAnyGoodFileDaysGoByTheirWeekday) {
  CalendarLibrary library;
  Write("");
  ASSERT_TRUE(NewFollower(library).Refresh().ok());
  EXPECT_TRUE(library.Current()->IsWorkingDay(absl::CivilDay(2026, 10, 1)));
  EXPECT_FALSE(library.Current()->IsCertain(absl::CivilDay(2026, 10, 1)));
}

TEST_F(CalendarFollowerTest, FromOctoberOnTheOfficeIsAskedForTheNextNoticeOnceAMonth) {
  CalendarLibrary library;
  CalendarFollower follower = NewFollower(library);
  Write(kGood);
  clock_.Set(At(absl::CivilSecond(2026, 9, 30, 23, 59, 59)));
  ASSERT_TRUE(follower.Refresh().ok());
  EXPECT_THAT(Alerts(), IsEmpty());
  clock_.Set(At(absl::CivilSecond(2026, 10, 1)));
  ASSERT_TRUE(follower.Refresh().ok());
  clock_.Set(At(absl::CivilSecond(2026, 10, 20)));
  ASSERT_TRUE(follower.Refresh().ok());
  EXPECT_THAT(Alerts(), ElementsAre(HasSubstr("2027")));
  clock_.Set(At(absl::CivilSecond(2026, 11, 2)));
  ASSERT_TRUE(follower.Refresh().ok());
  EXPECT_THAT(Alerts(), SizeIs(2));
  Write(std::string(kGood) + "2027-01-01,off,元旦,2027\n");
  ASSERT_TRUE(follower.Refresh().ok());
  clock_.Set(At(absl::CivilSecond(2026, 12, 2)));
  ASSERT_TRUE(follower.Refresh().ok());
  EXPECT_THAT(Alerts(), SizeIs(2));
  EXPECT_EQ(metrics_.Gauge("lianfang_calendar_missing_year", "", {}).Value(), 0);
}

}  // namespace
}  // namespace lianfang::notification
