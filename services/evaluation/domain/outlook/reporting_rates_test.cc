#include "services/evaluation/domain/outlook/reporting_rates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/evaluation/domain/testing/sample_plan.h"

namespace lianfang::evaluation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReportingRatesTest : public testing::Test {
 protected:
  submission::v1::Obligation& Coal(const char* period) { return filed_.Owed(period, "coal-mining"); }

  // `emergency 2019 1/2 1/2`: filed, and in time, of those expected.
  std::vector<std::string> RatesAt(absl::Time as_of) const {
    const v1::ReportingRates rates = *BuildReportingRates(filed_.plan(), "140581", filed_.filings(), as_of);
    std::vector<std::string> texts;
    for (const auto& rate : rates.rates()) {
      texts.push_back(absl::StrCat(rate.department(), " ", rate.period().empty() ? "all" : rate.period(), " ",
                                   rate.filed(), "/", rate.expected(), " ", rate.timely(), "/", rate.expected()));
    }
    return texts;
  }

  Filed filed_{SamplePlan()};  // 2019 and 2021 due before 1 June 2022, 2022 before 1 March 2023
};

TEST_F(ReportingRatesTest, CountsWhatIsDueByDepartmentAndPeriod) {
  EXPECT_THAT(RatesAt(Day(2022, 5, 31)), IsEmpty());
  *Coal("2019").mutable_met_time() = ToTimestamp(Day(2022, 5, 20));
  *Coal("2021").mutable_met_time() = ToTimestamp(Day(2022, 6, 3));  // late
  EXPECT_THAT(RatesAt(Day(2022, 7, 1)),
              ElementsAre("emergency 2019 1/1 1/1", "emergency 2021 1/1 0/1", "emergency all 2/2 1/2",
                          "health 2019 0/1 0/1", "health 2021 0/1 0/1", "health all 0/2 0/2"));
  *Coal("2022").mutable_met_time() = ToTimestamp(Day(2022, 12, 1));  // before it is due
  const auto rates = BuildReportingRates(filed_.plan(), "140581", filed_.filings(), Day(2023, 1, 1));
  EXPECT_EQ(rates->rates(3).completeness().text(), "100");
  EXPECT_EQ(rates->rates(3).timeliness().text(), "66.6667");
}

TEST_F(ReportingRatesTest, FinalFiguresCountApartAndWaivedOnesDoNot) {
  *Coal("2022").mutable_met_time() = ToTimestamp(Day(2022, 12, 1));
  *Coal("2022").mutable_final_open_time() = ToTimestamp(Day(2023, 1, 1));
  *Coal("2022").mutable_final_due_time() = ToTimestamp(Day(2023, 4, 1));
  for (const char* period : {"2019", "2021"}) *Coal(period).mutable_waive_time() = ToTimestamp(Day(2022, 5, 1));
  for (const char* period : {"2019", "2021", "2022"}) {
    *filed_.Owed(period, "dust-exposed").mutable_waive_time() = ToTimestamp(Day(2022, 5, 1));
  }
  EXPECT_THAT(RatesAt(Day(2023, 3, 31)), ElementsAre("emergency 2022 1/1 1/1", "emergency all 1/1 1/1"));
  EXPECT_THAT(RatesAt(Day(2023, 4, 1)), ElementsAre("emergency 2022 1/2 1/2", "emergency all 1/2 1/2"));
  // Never filed, the obligation lacks both.
  Coal("2022").clear_met_time();
  EXPECT_THAT(RatesAt(Day(2023, 4, 1)), ElementsAre("emergency 2022 0/2 0/2", "emergency all 0/2 0/2"));
}

TEST_F(ReportingRatesTest, WhatIsSentBackIsOwedAgain) {
  filed_.File("2022", "coal-mining", {{"accidents", 1}});
  *Coal("2022").mutable_met_time() = ToTimestamp(Day(2023, 2, 1));
  filed_.SendBack("2022", "coal-mining", Day(2023, 3, 11));
  const auto coal_of_2022 = [this](absl::Time as_of) {
    for (const std::string& rate : RatesAt(as_of)) {
      if (rate.starts_with("emergency 2022")) return rate;
    }
    return std::string();
  };
  EXPECT_EQ(coal_of_2022(Day(2023, 3, 10)), "");
  EXPECT_EQ(coal_of_2022(Day(2023, 3, 11)), "emergency 2022 0/1 0/1");
}

}  // namespace
}  // namespace lianfang::evaluation
