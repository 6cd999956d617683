#include "services/evaluation/domain/verdict/grid_judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "common/time.h"
#include "services/evaluation/domain/outlook/league.h"
#include "services/evaluation/domain/plan/reporting_regions.h"
#include "services/evaluation/domain/testing/sample_plan.h"
#include "services/evaluation/domain/verdict/scorecard.h"

namespace lianfang::evaluation {
namespace {

using ::testing::ElementsAre;

type::v1::Plan FourCounties() {
  type::v1::Plan plan = SamplePlan();
  for (const char* code : {"140525", "140582", "140121"}) plan.add_regions()->set_code(code);
  return plan;
}

// Files something at random for every obligation: a number, nothing, "does not apply", waived, sent back.
void FileAtRandom(Filed& filed, std::mt19937& random) {
  std::vector<submission::v1::Obligation> obligations = filed.obligations();
  for (const submission::v1::Obligation& owed : obligations) {
    const auto dice = [&random](unsigned sides) { return random() % sides; };
    if (dice(8) == 0) continue;
    Filed::Figures figures;
    for (const type::v1::Figure& figure : filed.plan().figures()) {
      if (dice(20) != 0) figures.emplace_back(figure.id(), dice(6));
    }
    auto& filing = filed.File(owed.period(), owed.industry(), figures,
                              static_cast<submission::v1::ReturnState>(1 + dice(3)), owed.region());
    if (dice(10) == 0) filing.mutable_latest()->mutable_figures(0)->mutable_not_applicable()->set_reason("none");
    if (dice(10) == 0) filing.mutable_latest()->set_provisional(true);
    if (dice(12) == 0) {
      *filed.Owed(owed.period(), owed.industry(), owed.region()).mutable_waive_time() = ToTimestamp(Day(2022, 6, 1));
    }
  }
}

// The property that lets a league table count without explaining: both ways see the same statuses, for a county and for
// counties added up.
TEST(GridJudgeTest, JudgesAsExplainedResultsDo) {
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    Filed filed(FourCounties());
    const bool by_totals = round % 3 == 0;
    filed.mutable_plan().mutable_indicators(0)->add_industries("dust-exposed");
    if (by_totals) filed.mutable_plan().set_verdict_basis(type::v1::VERDICT_BASIS_SUM_OF_INDUSTRIES);
    FileAtRandom(filed, random);
    const absl::Time as_of = round % 2 == 0 ? Day(2022, 12, 1) : Day(2023, 3, 1);
    const FigureGrid grid(filed.plan(), filed.filings());
    for (const char* period : {"2021", "2022"}) {
      const GridJudge judge = *GridJudge::Of(grid, filed.plan(), period);
      for (const char* region : {"140581", "140121", "140500", "140000"}) {
        std::vector<size_t> reporting;
        for (const auto& code : ReportingRegions(filed.plan(), region)) reporting.push_back(grid.IndexOf(code));
        Tally expected = {};
        const auto scorecard = BuildScorecard(filed.plan(), region, period, filed.filings(), as_of);
        for (const v1::Result& result : by_totals ? scorecard->totals() : scorecard->results()) {
          ++expected[static_cast<size_t>(result.status())];
        }
        ASSERT_EQ(*judge.Judge(reporting, as_of), expected) << round << " " << region << " " << period;
      }
    }
  }
}

TEST(GridJudgeTest, AFigureThatThePlanDoesNotKnowIsAFaultOfThePlan) {
  type::v1::Plan plan = SamplePlan();
  plan.mutable_indicators(0)->add_numerator("unknown");
  const FigureGrid grid(plan, {});
  EXPECT_EQ(GridJudge::Of(grid, plan, "2022").status().code(), absl::StatusCode::kInternal);
}

TEST(GridJudgeTest, StatesItsMemory) {
  const Filed filed(FourCounties());
  const FigureGrid grid(filed.plan(), filed.filings());
  // 4 regions × 2 industries × 3 periods, each 7 figures.
  EXPECT_EQ(grid.bytes(), 24 * (sizeof(Holding) + 7 * sizeof(int64_t)));
}

// One of one attained comes before three of four.
TEST(LeagueTest, RanksByShareNotByCount) {
  type::v1::Plan plan = FourCounties();
  Filed filed(plan);
  for (const char* period : {"2019", "2021"}) {
    const bool base = period == std::string("2019");
    const int accidents = base ? 20 : 10;
    filed.File(period, "coal-mining",
               {{"accidents", accidents}, {"deaths", base ? 9 : 1}, {"injured", 0}, {"trained", 9}, {"required", 10}},
               submission::v1::RETURN_STATE_ACCEPTED, "140525");
    filed.File(period, "dust-exposed", {{"new-cases", base ? 1 : 4}, {"reported-cases", 4}},
               submission::v1::RETURN_STATE_ACCEPTED, "140525");
    filed.File(period, "dust-exposed", {{"new-cases", base ? 4 : 1}, {"reported-cases", 4}},
               submission::v1::RETURN_STATE_ACCEPTED, "140581");
    *filed.Owed(period, "coal-mining", "140581").mutable_waive_time() = ToTimestamp(Day(2022, 1, 1));
  }
  const auto ranked =
      RankChildren(filed.plan(), "140500", "2021", v1::SCORECARD_ORDER_ATTAINED, filed.filings(), Day(2022, 12, 1));
  EXPECT_THAT(*ranked, ElementsAre("140581", "140525", "140582"));  // 1 of 1, 3 of 4, 0 of 4
}

TEST(LeagueTest, ChildrenAreOneLevelBelow) {
  const type::v1::Plan plan = FourCounties();
  EXPECT_THAT(ChildRegions(plan, "140000"), ElementsAre("140100", "140500"));
  EXPECT_THAT(ChildRegions(plan, "140500"), ElementsAre("140525", "140581", "140582"));
  EXPECT_THAT(ChildRegions(plan, "140581"), ElementsAre());
}

TEST(LeagueTest, EvaluatedAreTheRegionsThatReportAndThoseThatAddSeveralUp) {
  EXPECT_THAT(EvaluatedRegions(SamplePlan()), ElementsAre("140581"));
  EXPECT_THAT(EvaluatedRegions(FourCounties()),
              ElementsAre("140000", "140121", "140500", "140525", "140581", "140582"));
}

}  // namespace
}  // namespace lianfang::evaluation
