// Rates by the shipped tables, at every boundary.
#include "services/fund/domain/premium/rate_rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "common/errors.h"
#include "services/fund/domain/premium/rate_list.h"
#include "services/fund/domain/premium/rate_table.h"
#include "services/fund/domain/testing/sample.h"
#include "services/fund/domain/values/money.h"

namespace lianfang::fund {
namespace {

using ::testing::HasSubstr;

v1::RateTable Shipped(const std::string& name) {
  std::ifstream file("deploy/rates/" + name + ".textproto");
  EXPECT_TRUE(file) << name;
  return testing::FromText<v1::RateTable>(std::string(std::istreambuf_iterator<char>(file), {}));
}

v1::EmployerFigures Figures(int industry_class, int64_t premiums, int64_t benefits, int injuries = 0) {
  v1::EmployerFigures figures;
  figures.set_credit_code("91350100M000100Y43");
  figures.set_display_name("示例公司");
  figures.set_industry_class(industry_class);
  *figures.mutable_premiums() = MoneyOf(premiums);
  *figures.mutable_benefits() = MoneyOf(benefits);
  figures.set_new_injuries(injuries);
  return figures;
}

// One point of a table: benefits of premiums of 1,000.00 yuan, and the per cent that follows.
struct Point {
  int industry_class;
  int64_t benefits;
  int injuries;
  int percent;
};

void ExpectPoints(const v1::RateTable& table, const std::vector<Point>& points) {
  const RateRule rule(table);
  for (const Point& point : points) {
    const ProposedRate rate = rule.Propose(Figures(point.industry_class, 100000, point.benefits, point.injuries), 0);
    EXPECT_EQ(rate.percent, point.percent) << "class " << point.industry_class << ", benefits " << point.benefits
                                           << ", " << point.injuries << " injuries: " << rate.derivation.en();
  }
}

TEST(ShippedTablesTest, AreSound) {
  for (const char* name : {"shanxi", "example-a", "example-b"}) {
    v1::RateTable table = Shipped(name);
    EXPECT_TRUE(CheckRateTable(table, testing::SamplePlan()).ok())
        << name << ": " << CheckRateTable(table, testing::SamplePlan());
  }
}

TEST(ShippedTablesTest, ShanxiIsEmptyAndSaysSo) {
  const absl::Status status = CheckUsable(Shipped("shanxi"), 2026);
  EXPECT_EQ(ErrorInfoOf(status)->reason(), "RATE_TABLE_EMPTY");
  EXPECT_TRUE(CheckUsable(Shipped("example-a"), 2026).ok());
  EXPECT_EQ(ErrorInfoOf(CheckUsable(Shipped("example-a"), 2015))->reason(), "RATE_TABLE_NOT_IN_FORCE");
}

TEST(ShippedTablesTest, ExampleAAtEveryBoundary) {
  std::vector<Point> points;
  for (int number = 2; number <= 8; ++number) {
    for (const auto& [benefits, percent] : std::vector<std::pair<int64_t, int>>{{0, 50},
                                                                                {50000, 50},
                                                                                {50001, 80},
                                                                                {80000, 80},
                                                                                {80001, 100},
                                                                                {100000, 100},
                                                                                {100001, 120},
                                                                                {149999, 120},
                                                                                {150000, 150},
                                                                                {9000000, 150}}) {
      points.push_back({number, benefits, 0, percent});
      points.push_back({number, benefits, 3, percent});
    }
  }
  for (const auto& [benefits, percent] : std::vector<std::pair<int64_t, int>>{
           {0, 100}, {50000, 100}, {80000, 100}, {100000, 100}, {100001, 120}, {149999, 120}, {150000, 150}}) {
    points.push_back({1, benefits, 0, percent});
  }
  ExpectPoints(Shipped("example-a"), points);
}

TEST(ShippedTablesTest, ExampleBAtEveryBoundary) {
  v1::RateTable table = Shipped("example-b");
  table.set_steps_per_period(0);  // the bands alone
  std::vector<Point> points = {{1, 0, 0, 100}, {2, 9000000, 5, 100}};
  for (int number = 3; number <= 8; ++number) {
    for (const Point& point : std::vector<Point>{{0, 0, 0, 80},
                                                 {0, 120000, 0, 80},
                                                 {0, 120001, 0, 100},
                                                 {0, 9000000, 0, 100},
                                                 {0, 0, 1, 100},
                                                 {0, 120000, 1, 100},
                                                 {0, 120001, 1, 120},
                                                 {0, 300000, 1, 120},
                                                 {0, 300001, 1, 150}}) {
      points.push_back({number, point.benefits, point.injuries, point.percent});
    }
  }
  ExpectPoints(table, points);
}

TEST(RateRuleTest, TheRatioIsComparedExactly) {
  const RateRule rule(Shipped("example-a"));
  // A third: 33.33…% of premiums that three does not divide; and sums near the largest.
  EXPECT_EQ(rule.Propose(Figures(4, 100000000000001, 50000000000000), 0).percent, 50);
  EXPECT_EQ(rule.Propose(Figures(4, 99999999999999, 50000000000000), 0).percent, 80);
}

TEST(RateRuleTest, WithoutPremiumsOrExemptTheBaseRateHoldsAndSaysWhy) {
  const RateRule rule(Shipped("example-a"));
  const ProposedRate unpaid = rule.Propose(Figures(4, 0, 100), 0);
  EXPECT_EQ(unpaid.percent, 100);
  EXPECT_EQ(unpaid.rate_ppm, 9000);
  EXPECT_THAT(unpaid.derivation.zh(), HasSubstr("未缴费"));
  v1::EmployerFigures exempt = Figures(4, 100, 1000);
  exempt.set_exemption("project-insured");
  EXPECT_EQ(rule.Propose(exempt, 0).percent, 100);
  EXPECT_THAT(rule.Propose(exempt, 0).derivation.zh(), HasSubstr("按项目参保的建筑施工企业，不浮动"));
}

TEST(RateRuleTest, TheDerivationShowsTheWholeWay) {
  const RateRule rule(Shipped("example-a"));
  const ProposedRate rate = rule.Propose(Figures(8, 100000, 62555, 2), 0);
  EXPECT_EQ(rate.rate_ppm, 15200);
  EXPECT_EQ(rate.derivation.zh(),
            "第8类，基准费率1.9%；支缴率625.55÷1000.00＝62.55%，新发工伤2件；高于50%、不超过80%，80%；费率1.52%");
  EXPECT_EQ(rate.derivation.en(),
            "class 8, base rate 1.9%; payout ratio 625.55 / 1000.00 = 62.55%, 2 new injuries; above 50%, at most 80%: "
            "80%; rate 1.52%");
}

// Grades of classes 3 to 8 in table (b): 80, 100, 120, 150; one step a period.
TEST(RateRuleTest, ARateMovesByTheTablesStepsAtMost) {
  const RateRule rule(Shipped("example-b"));
  const auto from = [&](int previous, int64_t benefits, int injuries) {
    return rule.Propose(Figures(5, 100000, benefits, injuries), previous);
  };
  EXPECT_EQ(from(0, 900000, 1).percent, 120) << "150 is two steps from the base";
  EXPECT_THAT(from(0, 900000, 1).derivation.zh(), HasSubstr("每期最多浮动1档，执行120%"));
  EXPECT_EQ(from(120, 900000, 1).percent, 150);
  EXPECT_EQ(from(150, 0, 0).percent, 120);
  EXPECT_EQ(from(80, 900000, 1).percent, 100);
  EXPECT_EQ(from(130, 900000, 1).percent, 150) << "what is no grade counts as the next one towards 100: 120";
  EXPECT_EQ(from(90, 0, 0).percent, 80) << "and 90 as 100";
}

TEST(CheckRateTableTest, AGapAnOverlapAndABoundaryOfNobodyAreRefused) {
  const auto told = [](const std::function<void(v1::RateTable&)>& spoil) {
    v1::RateTable table = Shipped("example-a");
    spoil(table);
    const auto faults = BadRequestOf(CheckRateTable(table, testing::SamplePlan()));
    return faults.has_value() ? faults->field_violations(0).field() : std::string("sound");
  };
  EXPECT_EQ(told([](auto& t) { t.mutable_bands(0)->mutable_upper()->set_inclusive(false); }), "rate_table.bands");
  EXPECT_EQ(told([](auto& t) { t.mutable_bands(1)->mutable_lower()->set_inclusive(true); }), "rate_table.bands");
  EXPECT_EQ(told([](auto& t) { t.mutable_bands(1)->mutable_lower()->set_basis_points(6000); }), "rate_table.bands");
  EXPECT_EQ(told([](auto& t) { t.mutable_bands()->RemoveLast(); }), "rate_table.bands");
  EXPECT_EQ(told([](auto& t) { t.mutable_bands(0)->add_classes(9); }), "rate_table.bands[0].classes");
  EXPECT_EQ(told([](auto& t) { t.mutable_classes(0)->set_base_ppm(2001); }), "rate_table.bands[4].percent");
  EXPECT_EQ(told([](auto& t) { t.mutable_classes(0)->set_industry_class(2); }), "rate_table.classes[1].industry_class");
  EXPECT_EQ(told([](auto& t) { t.set_reviewing_department("market"); }), "rate_table.reviewing_department");
  EXPECT_EQ(told([](auto& t) { t.set_period_years(0); }), "rate_table.period_years");
}

TEST(CheckEmployersTest, AnEmployerTwiceAndBadFiguresNameTheirField) {
  const v1::RateTable table = Shipped("example-a");
  Employers employers;
  *employers.Add() = Figures(4, 100, 50);
  EXPECT_TRUE(CheckEmployers(employers, table).ok());
  *employers.Add() = Figures(9, 100, 50);
  employers[1].mutable_premiums()->set_nanos(1000000);
  employers[1].set_exemption("none");
  const auto faults = BadRequestOf(CheckEmployers(employers, table));
  std::vector<std::string> fields;
  for (const auto& violation : faults->field_violations()) fields.push_back(violation.field());
  EXPECT_THAT(fields, ::testing::ElementsAre("employers[1].industry_class", "employers[1].premiums",
                                             "employers[1].exemption", "employers[1].credit_code"));
}

TEST(RateListTest, CountsFollowProposalAndCorrection) {
  const v1::RateTable table = Shipped("example-a");
  v1::RateList list = NewList("plans/sample/rateLists/2026", table.name(), testing::Now());
  std::vector<v1::EmployerRate> rates;
  for (int i = 0; i < 3; ++i) {
    v1::EmployerFigures figures = Figures(4, 100000, i * 80000);
    figures.set_credit_code(testing::CreditCode(i));
    rates.push_back(Listed(list.name(), figures));
  }
  BeginProposal(list, table, {"a", testing::Now(), ""});
  ProposePage(list, rates, RateRule(table), {{testing::CreditCode(1), 100}, {testing::CreditCode(2), 150}});
  EXPECT_EQ(list.lowered_count(), 2) << "50 and 80 of 100";
  EXPECT_EQ(list.raised_count(), 0) << "150 as before";
  EXPECT_EQ(Correct(list, rates[0], 90, {"a", testing::Now(), "核查"}).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Correct(list, rates[0], 120, {"a", testing::Now(), ""}).code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(Correct(list, rates[0], 120, {"a", testing::Now(), "漏报待遇"}).ok());
  EXPECT_EQ(list.lowered_count(), 1);
  EXPECT_EQ(list.raised_count(), 1);
  EXPECT_EQ(list.corrected_count(), 1);
  EXPECT_EQ(rates[0].proposed_percent(), 50) << "what the rule said stays";
  EXPECT_EQ(rates[0].rate_ppm(), 10800);
  Reopen(list, testing::Now());
  ClearRates(rates);
  EXPECT_EQ(rates[0].percent(), 0);
  EXPECT_EQ(list.corrected_count(), 0);
}

}  // namespace
}  // namespace lianfang::fund
