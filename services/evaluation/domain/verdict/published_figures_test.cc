// Real figures that authorities published, judged by the notice's own step: 5 % below the base. Every verdict is
// worked out by hand beside it.
#include <gtest/gtest.h>

#include <string>

#include "services/evaluation/domain/testing/sample_plan.h"
#include "services/evaluation/domain/verdict/scorecard.h"

namespace lianfang::evaluation {
namespace {

struct Row {
  const char* industry;
  int base_accidents, base_deaths;  // January to July 2021, as restated
  int accidents, deaths;            // January to July 2022
  bool attained;
  const char* accidents_margin;
  const char* deaths_margin;
};

// Yunnan, 云南省应急管理厅, 2022-08-23.
const Row kYunnan[] = {
    // bounds 1.9 and 1.9: 5 and 8 are 4 and 7 too many
    {"coal-mining", 2, 2, 5, 8, false, "-4", "-7"},
    // bounds 21.85 and 23.75: 21 − 15, 23 − 18
    {"non-coal-mining", 23, 25, 15, 18, true, "6", "5"},
    // bounds 147.25 and 156.75: 147 − 108, 156 − 121
    {"construction", 155, 165, 108, 121, true, "39", "35"},
    // bounds 3.8 and 3.8: 3 − 5
    {"hazardous-chemicals", 4, 4, 5, 5, false, "-2", "-2"},
    // bounds 625.1 and 653.6: 625 − 420, 653 − 441
    {"transportation", 658, 688, 420, 441, true, "205", "212"},
};

type::v1::Plan YunnanPlan() {
  type::v1::Plan plan;
  plan.set_name("plans/yunnan-2022");
  plan.set_time_zone("Asia/Shanghai");
  plan.add_regions()->set_code("530000");
  plan.add_departments()->set_id("emergency");
  for (const char* id : {"2021", "2022"}) plan.add_periods()->set_id(id);
  for (const char* id : {"accidents", "deaths"}) {
    type::v1::Indicator& indicator = *plan.add_indicators();
    indicator.set_id(id);
    indicator.add_numerator(id);
    for (const Row& row : kYunnan) indicator.add_industries(row.industry);
    type::v1::Target& target = *plan.add_targets();
    target.set_indicator(id);
    target.set_period("2022");
    target.mutable_reduce_by()->set_percent("5");
    target.mutable_reduce_by()->set_base_period("2021");
  }
  for (const Row& row : kYunnan) {
    type::v1::Industry& industry = *plan.add_industries();
    industry.set_id(row.industry);
    industry.set_responsible_department("emergency");
  }
  for (const char* period : {"2021", "2022"}) {
    type::v1::DataRequest& request = *plan.add_data_requests();
    request.set_period(period);
    for (const Row& row : kYunnan) request.add_industries(row.industry);
    request.mutable_due_date()->set_year(2022);
    request.mutable_due_date()->set_month(8);
    request.mutable_due_date()->set_day(31);
  }
  return plan;
}

TEST(PublishedFiguresTest, YunnanFirstSevenMonthsOf2022) {
  Filed filed(YunnanPlan());
  for (const Row& row : kYunnan) {
    filed.File("2021", row.industry, {{"accidents", row.base_accidents}, {"deaths", row.base_deaths}},
               submission::v1::RETURN_STATE_ACCEPTED, "530000");
    filed.File("2022", row.industry, {{"accidents", row.accidents}, {"deaths", row.deaths}},
               submission::v1::RETURN_STATE_ACCEPTED, "530000");
  }
  const v1::Scorecard scorecard = *BuildScorecard(filed.plan(), "530000", "2022", filed.filings(), Day(2022, 9, 1));
  ASSERT_EQ(scorecard.industries_size(), 5);
  for (int i = 0; i < 5; ++i) {
    SCOPED_TRACE(kYunnan[i].industry);
    const auto expected = kYunnan[i].attained ? v1::RESULT_STATUS_ATTAINED : v1::RESULT_STATUS_NOT_ATTAINED;
    EXPECT_EQ(scorecard.industries(i).summary().status(), expected);
    EXPECT_EQ(scorecard.results(2 * i).margin().text(), kYunnan[i].accidents_margin);
    EXPECT_EQ(scorecard.results(2 * i + 1).margin().text(), kYunnan[i].deaths_margin);
  }
  EXPECT_EQ(scorecard.summary().status(), v1::RESULT_STATUS_NOT_ATTAINED);
}

// Road transport in 2021 was 606 accidents as first published, 658 as restated: with 600 in 2022 the edition decides.
TEST(PublishedFiguresTest, ARestatedBaseCanTurnAVerdict) {
  Filed filed(YunnanPlan());
  filed.File("2021", "transportation", {{"accidents", 606}, {"deaths", 636}}, submission::v1::RETURN_STATE_ACCEPTED,
             "530000");
  filed.File("2022", "transportation", {{"accidents", 600}, {"deaths", 441}}, submission::v1::RETURN_STATE_ACCEPTED,
             "530000");
  const absl::Time as_of = Day(2022, 9, 1);
  const auto accidents = [&] {
    return BuildScorecard(filed.plan(), "530000", "2022", filed.filings(), as_of)->results(8);
  };
  EXPECT_EQ(accidents().status(), v1::RESULT_STATUS_NOT_ATTAINED);  // bound 575.7
  filed.File("2021", "transportation", {{"accidents", 658}, {"deaths", 688}}, submission::v1::RETURN_STATE_ACCEPTED,
             "530000");
  EXPECT_EQ(accidents().status(), v1::RESULT_STATUS_ATTAINED);  // bound 625.1
  EXPECT_EQ(accidents().inputs(1).revision_number(), 2);
}

// National mining, 国家矿山安全监察局, press conference of 2022-03-14: 2021 against 2020, which the stated changes
// give. Judged as the notice's first step asks ("低于") and by its last (−20 %).
TEST(PublishedFiguresTest, NationalMiningOf2021) {
  const struct {
    const char* industry;
    int base_accidents, base_deaths, accidents, deaths;
    // 80 % of the base: 98.4 and 182.4 for coal, 240.8 and 278.4 for the others.
    bool accidents_fell_by_a_fifth, deaths_fell_by_a_fifth;
    const char* accidents_margin;
    const char* deaths_margin;
  } kMining[] = {
      // 91 ≤ 98.4 by 98 − 91; 178 ≤ 182.4 by 182 − 178
      {"coal-mining", 123, 228, 91, 178, true, true, "7", "4"},
      // 265 > 240.8: 240 − 265; 325 > 278.4: 278 − 325
      {"non-coal-mining", 301, 348, 265, 325, false, false, "-25", "-47"},
  };
  type::v1::Plan plan = YunnanPlan();
  plan.mutable_periods(0)->set_id("2020");
  plan.mutable_periods(1)->set_id("2021");
  plan.mutable_regions(0)->set_code("100000");
  plan.mutable_data_requests(0)->set_period("2020");
  plan.mutable_data_requests(1)->set_period("2021");
  for (type::v1::Target& target : *plan.mutable_targets()) {
    target.set_period("2021");
    target.mutable_reduce_by()->set_percent("20");
    target.mutable_reduce_by()->set_base_period("2020");
  }
  const auto filed_under = [&](const type::v1::Plan& document) {
    Filed filed(document);
    for (const auto& row : kMining) {
      filed.File("2020", row.industry, {{"accidents", row.base_accidents}, {"deaths", row.base_deaths}},
                 submission::v1::RETURN_STATE_ACCEPTED, "100000");
      filed.File("2021", row.industry, {{"accidents", row.accidents}, {"deaths", row.deaths}},
                 submission::v1::RETURN_STATE_ACCEPTED, "100000");
    }
    return *BuildScorecard(document, "100000", "2021", filed.filings(), Day(2022, 9, 1));
  };
  const auto status = [](bool attained) {
    return attained ? v1::RESULT_STATUS_ATTAINED : v1::RESULT_STATUS_NOT_ATTAINED;
  };
  const v1::Scorecard by_a_fifth = filed_under(plan);
  for (int i = 0; i < 2; ++i) {
    SCOPED_TRACE(kMining[i].industry);
    EXPECT_EQ(by_a_fifth.results(2 * i).status(), status(kMining[i].accidents_fell_by_a_fifth));
    EXPECT_EQ(by_a_fifth.results(2 * i).margin().text(), kMining[i].accidents_margin);
    EXPECT_EQ(by_a_fifth.results(2 * i + 1).status(), status(kMining[i].deaths_fell_by_a_fifth));
    EXPECT_EQ(by_a_fifth.results(2 * i + 1).margin().text(), kMining[i].deaths_margin);
  }
  for (type::v1::Target& target : *plan.mutable_targets()) target.mutable_below_base()->set_base_period("2020");
  const v1::Scorecard below = filed_under(plan);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(below.results(i).status(), v1::RESULT_STATUS_ATTAINED);  // all fell
}

// National mining as a whole, against the 536 accidents and 734 deaths of 2019: 424 and 576 in 2020, 356 and 503 in
// 2021, the sums of the two rows above. 80 % of the base is 428.8 and 587.2.
TEST(PublishedFiguresTest, NationalMiningAgainst2019) {
  const struct {
    const char* period;
    int accidents, deaths;
    const char* accidents_margin;
    const char* deaths_margin;
  } kYears[] = {
      {"2020", 424, 576, "4", "11"},   // 428 − 424, 587 − 576
      {"2021", 356, 503, "72", "84"},  // 428 − 356, 587 − 503
  };
  for (const auto& year : kYears) {
    type::v1::Plan plan = YunnanPlan();
    plan.mutable_industries(0)->set_id("mining");
    plan.mutable_periods(0)->set_id("2019");
    plan.mutable_periods(1)->set_id(year.period);
    plan.mutable_regions(0)->set_code("100000");
    for (type::v1::Indicator& indicator : *plan.mutable_indicators()) indicator.set_industries(0, "mining");
    for (type::v1::DataRequest& request : *plan.mutable_data_requests()) request.set_industries(0, "mining");
    plan.mutable_data_requests(0)->set_period("2019");
    plan.mutable_data_requests(1)->set_period(year.period);
    for (type::v1::Target& target : *plan.mutable_targets()) {
      target.set_period(year.period);
      target.mutable_reduce_by()->set_percent("20");
      target.mutable_reduce_by()->set_base_period("2019");
    }
    Filed filed(plan);
    filed.File("2019", "mining", {{"accidents", 536}, {"deaths", 734}}, submission::v1::RETURN_STATE_ACCEPTED,
               "100000");
    filed.File(year.period, "mining", {{"accidents", year.accidents}, {"deaths", year.deaths}},
               submission::v1::RETURN_STATE_ACCEPTED, "100000");
    const v1::Scorecard scorecard = *BuildScorecard(plan, "100000", year.period, filed.filings(), Day(2022, 9, 1));
    EXPECT_EQ(scorecard.industries(0).summary().status(), v1::RESULT_STATUS_ATTAINED);
    EXPECT_EQ(scorecard.results(0).margin().text(), year.accidents_margin);
    EXPECT_EQ(scorecard.results(1).margin().text(), year.deaths_margin);
  }
}

}  // namespace
}  // namespace lianfang::evaluation
