// Money and days at their bounds.
#include <gtest/gtest.h>

#include <string>

#include "services/fund/domain/testing/sample.h"
#include "services/fund/domain/values/days.h"
#include "services/fund/domain/values/money.h"

namespace lianfang::fund {
namespace {

std::string Fault(int64_t units, int32_t nanos, const std::string& currency = "CNY") {
  google::type::Money money;
  money.set_currency_code(currency);
  money.set_units(units);
  money.set_nanos(nanos);
  return MoneyFault(money);
}

TEST(MoneyTest, IsYuanInWholeFenBelowATrillion) {
  EXPECT_EQ(Fault(0, 0), "");
  EXPECT_EQ(Fault(0, 10'000'000), "") << "one fen";
  EXPECT_EQ(Fault(999'999'999'999, 990'000'000), "");
  EXPECT_NE(Fault(1'000'000'000'000, 0), "");
  EXPECT_NE(Fault(1, 1'000'000'000), "");
  EXPECT_NE(Fault(1, 5'000'000), "") << "half a fen";
  EXPECT_NE(Fault(-1, 0), "");
  EXPECT_NE(Fault(0, -10'000'000), "");
  EXPECT_NE(Fault(1, 0, "USD"), "");
}

TEST(MoneyTest, GoesToFenAndBack) {
  for (const int64_t fen : {int64_t{0}, int64_t{1}, int64_t{99}, int64_t{100}, int64_t{99'999'999'999'999}}) {
    EXPECT_EQ(FenOf(MoneyOf(fen)), fen);
    EXPECT_EQ(MoneyFault(MoneyOf(fen)), "");
  }
  EXPECT_EQ(FenText(5), "0.05");
  EXPECT_EQ(FenText(123'450), "1234.50");
  EXPECT_EQ(FenOf(google::type::Money()), 0) << "an absent sum";
}

TEST(DaysTest, TodayIsPastAndTomorrowIsNot) {
  const auto passes = [](int year, int month, int day) {
    google::type::Date date;
    date.set_year(year);
    date.set_month(month);
    date.set_day(day);
    FieldViolations faults;
    const bool passed = CheckPastDate("f", date, absl::CivilDay(2026, 6, 1), faults);
    EXPECT_EQ(passed, faults.empty());
    return passed;
  };
  EXPECT_TRUE(passes(2026, 5, 31));
  EXPECT_TRUE(passes(2026, 6, 1));
  EXPECT_FALSE(passes(2026, 6, 2));
  EXPECT_FALSE(passes(2026, 2, 29)) << "no day";
}

TEST(DaysTest, ADayBeginsAtMidnightOfThePlan) {
  const type::v1::Plan& plan = testing::SamplePlan();
  const absl::Time midnight = StartOf(plan, absl::CivilDay(2026, 6, 1));
  EXPECT_EQ(DayAt(plan, midnight), absl::CivilDay(2026, 6, 1));
  EXPECT_EQ(DayAt(plan, midnight - absl::Nanoseconds(1)), absl::CivilDay(2026, 5, 31));
}

TEST(DaysTest, MonthsEndAtTheirLastDay) {
  EXPECT_EQ(AddMonths(absl::CivilDay(2026, 1, 31), 1), absl::CivilDay(2026, 2, 28));
  EXPECT_EQ(AddMonths(absl::CivilDay(2026, 1, 28), 1), absl::CivilDay(2026, 2, 28));
  EXPECT_EQ(AddMonths(absl::CivilDay(2026, 12, 1), 1), absl::CivilDay(2027, 1, 1));
}

}  // namespace
}  // namespace lianfang::fund
