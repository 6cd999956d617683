// How fast a country is judged: counties × 7 industries × 5 target years in the shape of the notice, on one core.
//
//   evaluation_bench                        # time per cell, the fit over 100 … 100,000 counties, bytes per cell
//
// A cell is one industry of one county in one year, with all its targets: two or three of them, each against a base.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/time.h"
#include "services/evaluation/domain/facts/figure_grid.h"
#include "services/evaluation/domain/verdict/grid_judge.h"
#include "services/evaluation/domain/verdict/scorecard.h"

namespace lianfang::evaluation {
namespace {

const char* const kFalling[] = {"hazardous", "coal", "non-coal", "construction", "transport", "machinery"};
constexpr char kDust[] = "dust";
const char* const kTargetYears[] = {"2021", "2022", "2023", "2024", "2025"};
const char* const kCategories[] = {"principals", "managers", "leaders"};
constexpr int kIndustries = 7;
constexpr int kYears = 5;
const absl::Time kAfter = absl::FromUnixSeconds(1'800'000'000);

type::v1::Indicator& AddIndicator(type::v1::Plan& plan, const char* id, const std::vector<std::string>& numerator,
                                  const std::vector<std::string>& denominator) {
  type::v1::Indicator& indicator = *plan.add_indicators();
  indicator.set_id(id);
  for (const std::string& figure : numerator) indicator.add_numerator(figure);
  for (const std::string& figure : denominator) indicator.add_denominator(figure);
  if (!denominator.empty()) {
    indicator.set_scale(100);
    indicator.set_empty_denominator(type::v1::EMPTY_DENOMINATOR_ZERO);
  }
  return indicator;
}

void AddTargets(type::v1::Plan& plan) {
  std::string previous = "2019";
  for (int i = 0; i < kYears; ++i) {
    for (const char* indicator : {"accidents", "casualties"}) {
      type::v1::Target& target = *plan.add_targets();
      target.set_indicator(indicator);
      target.set_period(kTargetYears[i]);
      target.mutable_reduce_by()->set_percent(absl::StrCat(5 * i));
      target.mutable_reduce_by()->set_base_period("2019");
    }
    type::v1::Target& ratio = *plan.add_targets();
    ratio.set_indicator("pneumoconiosis");
    ratio.set_period(kTargetYears[i]);
    ratio.mutable_keeps_falling()->set_previous_period(std::exchange(previous, kTargetYears[i]));
    type::v1::Target& coverage = *plan.add_targets();
    coverage.set_indicator("coverage");
    coverage.set_period(kTargetYears[i]);
    coverage.mutable_at_least()->set_value(absl::StrCat(70 + 5 * i));
  }
}

type::v1::Plan CountryPlan(int64_t first, int64_t counties) {
  type::v1::Plan plan;
  plan.set_name("plans/country");
  plan.set_time_zone("Asia/Shanghai");
  for (int64_t i = 0; i < counties; ++i) plan.add_regions()->set_code(absl::StrFormat("%06d", first + i));
  for (const char* id : kFalling) plan.add_industries()->set_id(id);
  plan.add_industries()->set_id(kDust);
  plan.add_periods()->set_id("2019");
  for (const char* year : kTargetYears) plan.add_periods()->set_id(year);
  std::vector<std::string> trained, required;
  for (const char* category : kCategories) {
    trained.push_back(absl::StrCat(category, "-trained"));
    required.push_back(absl::StrCat(category, "-required"));
  }
  for (const char* id : {"accidents", "deaths", "injured", "short-exposure", "cases"}) plan.add_figures()->set_id(id);
  for (const std::string& id : trained) plan.add_figures()->set_id(id);
  for (const std::string& id : required) plan.add_figures()->set_id(id);
  AddIndicator(plan, "accidents", {"accidents"}, {})
      .mutable_industries()
      ->Add(std::begin(kFalling), std::end(kFalling));
  AddIndicator(plan, "casualties", {"deaths", "injured"}, {})
      .mutable_industries()
      ->Add(std::begin(kFalling), std::end(kFalling));
  AddIndicator(plan, "pneumoconiosis", {"short-exposure"}, {"cases"}).add_industries(kDust);
  type::v1::Indicator& coverage = AddIndicator(plan, "coverage", trained, required);
  coverage.mutable_industries()->Add(std::begin(kFalling), std::end(kFalling));
  coverage.add_industries(kDust);
  AddTargets(plan);
  return plan;
}

// Every return filed and accepted, with figures at random.
Filings CountryFilings(const type::v1::Plan& plan) {
  std::mt19937 random(1);
  Filings filings;
  for (const type::v1::Region& region : plan.regions()) {
    for (const type::v1::Industry& industry : plan.industries()) {
      for (const type::v1::Period& period : plan.periods()) {
        submission::v1::Obligation obligation;
        const std::string id = absl::StrCat(period.id(), "-", region.code(), "-", industry.id());
        obligation.set_name(absl::StrCat("plans/country/obligations/", id));
        *obligation.mutable_due_time() = ToTimestamp(absl::FromUnixSeconds(1'700'000'000));
        submission::v1::Return filed;
        filed.set_obligation(obligation.name());
        filed.set_state(submission::v1::RETURN_STATE_ACCEPTED);
        for (const type::v1::Figure& figure : plan.figures()) {
          type::v1::FigureValue& value = *filed.mutable_latest()->add_figures();
          value.set_figure(figure.id());
          value.set_number(random() % 1000);
        }
        filings.Put(std::move(obligation));
        filings.Put(std::move(filed));
      }
    }
  }
  return filings;
}

// Some counties in one table, with the judges of the five years. The filings it is built from are let go: those of
// 100,000 counties at once would take many times the memory of the tables.
struct Province {
  Province(int64_t first, int64_t counties)
      : plan(CountryPlan(first, counties)), grid(plan, CountryFilings(plan)), size(static_cast<size_t>(counties)) {
    for (const char* year : kTargetYears) judges.push_back(*GridJudge::Of(grid, plan, year));
  }

  const type::v1::Plan plan;
  const FigureGrid grid;
  const size_t size;
  std::vector<GridJudge> judges;
};

constexpr int64_t kProvince = 1'000;  // counties
constexpr int64_t kFirstCode = 100'001;

void JudgeCountry(benchmark::State& state) {
  const int64_t counties = state.range(0);
  std::vector<std::unique_ptr<Province>> country;
  double bytes = 0;
  for (int64_t done = 0; done < counties; done += kProvince) {
    country.push_back(std::make_unique<Province>(kFirstCode + done, std::min(kProvince, counties - done)));
    bytes += static_cast<double>(country.back()->grid.bytes());
  }
  int64_t attained = 0;
  for (auto _ : state) {
    for (const auto& province : country) {
      for (size_t county = 0; county < province->size; ++county) {
        for (const GridJudge& judge : province->judges) {
          attained += (*judge.Judge({county}, kAfter))[v1::RESULT_STATUS_ATTAINED];
        }
      }
    }
  }
  benchmark::DoNotOptimize(attained);
  const int64_t cells = counties * kIndustries * kYears;
  state.SetItemsProcessed(state.iterations() * cells);
  state.SetComplexityN(counties);
  state.counters["seconds_per_cell"] = benchmark::Counter(
      static_cast<double>(cells), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["table_bytes_per_cell"] = bytes / static_cast<double>(cells);
  state.counters["table_MiB"] = bytes / (1 << 20);
}
BENCHMARK(JudgeCountry)
    ->Arg(100)
    ->Arg(1'000)
    ->Arg(2'850)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Unit(benchmark::kMillisecond)
    ->Complexity(benchmark::oN);

// Building the table from what is in memory, which happens once for a league table.
void BuildTable(benchmark::State& state) {
  const type::v1::Plan plan = CountryPlan(kFirstCode, state.range(0));
  const Filings filings = CountryFilings(plan);
  for (auto _ : state) benchmark::DoNotOptimize(FigureGrid(plan, filings).bytes());
  state.SetItemsProcessed(state.iterations() * state.range(0) * kIndustries * (kYears + 1));
}
BENCHMARK(BuildTable)->Arg(2'850)->Unit(benchmark::kMillisecond);

// One county's scorecard with everything that explains it: what a reader asks for.
void BuildOneScorecard(benchmark::State& state) {
  const type::v1::Plan plan = CountryPlan(kFirstCode, 1);
  const Filings filings = CountryFilings(plan);
  const std::string region = plan.regions(0).code();
  for (auto _ : state) benchmark::DoNotOptimize(BuildScorecard(plan, region, "2025", filings, kAfter).ok());
}
BENCHMARK(BuildOneScorecard)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace lianfang::evaluation

BENCHMARK_MAIN();
