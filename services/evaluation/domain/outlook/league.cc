#include "services/evaluation/domain/outlook/league.h"

#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "common/division.h"
#include "services/evaluation/domain/facts/figure_grid.h"
#include "services/evaluation/domain/numbers/fraction.h"
#include "services/evaluation/domain/plan/reporting_regions.h"
#include "services/evaluation/domain/verdict/grid_judge.h"
#include "services/evaluation/domain/verdict/scorecard.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::Plan;

constexpr size_t kCodeSize = 6;
constexpr size_t kLevelSize = 2;  // digits of each level

// The region of the level that ends after `digits` digits which `code` lies in.
std::string AtLevel(absl::string_view code, size_t digits) {
  std::string region(code.substr(0, digits));
  region.resize(kCodeSize, '0');
  return region;
}

struct Place {
  Tally tally;
  std::string region;
};

// The share of results with this status, of those that apply, negative so that the greatest comes first.
Fraction ShareOf(const Place& place, v1::ResultStatus status) {
  int32_t applies = 0;
  for (size_t each = 0; each < place.tally.size(); ++each) {
    if (each != static_cast<size_t>(v1::RESULT_STATUS_NOT_APPLICABLE)) applies += place.tally[each];
  }
  return applies == 0 ? Fraction() : Fraction::Of(-place.tally[static_cast<size_t>(status)], applies);
}

// What comes first is less. A count would favour a region for having more industries.
auto RankOf(const Place& place, v1::ScorecardOrder order) {
  switch (order) {
    case v1::SCORECARD_ORDER_ATTAINED:
      return std::make_tuple(ShareOf(place, v1::RESULT_STATUS_ATTAINED),
                             ShareOf(place, v1::RESULT_STATUS_PROVISIONAL_ATTAINED), place.region);
    case v1::SCORECARD_ORDER_MISSING:
      return std::make_tuple(ShareOf(place, v1::RESULT_STATUS_MISSING), Fraction(), place.region);
    default:
      return std::make_tuple(Fraction(), Fraction(), place.region);
  }
}

}  // namespace

std::vector<std::string> ChildRegions(const Plan& plan, absl::string_view parent) {
  const size_t level = DivisionPrefix(parent).size() + kLevelSize;
  std::set<std::string> children;
  for (const type::v1::Region& region : plan.regions()) {
    if (region.code() != parent && DivisionCovers(parent, region.code())) {
      children.insert(AtLevel(region.code(), level));
    }
  }
  return {children.begin(), children.end()};
}

absl::StatusOr<std::vector<std::string>> RankChildren(const Plan& plan, absl::string_view parent,
                                                      absl::string_view period, v1::ScorecardOrder order,
                                                      const Filings& filings, absl::Time as_of) {
  if (const auto regions = RegionsOf(plan, parent); !regions.ok()) return regions.status();
  if (absl::Status status = CheckTargetPeriod(plan, period); !status.ok()) return status;
  std::vector<std::string> children = ChildRegions(plan, parent);
  if (order == v1::SCORECARD_ORDER_UNSPECIFIED) return children;
  const FigureGrid grid(plan, filings);
  const absl::StatusOr<GridJudge> judge = GridJudge::Of(grid, plan, period);
  if (!judge.ok()) return judge.status();
  std::vector<Place> places;
  for (std::string& child : children) {
    std::vector<size_t> reporting;
    for (const std::string& region : ReportingRegions(plan, child)) reporting.push_back(grid.IndexOf(region));
    const absl::StatusOr<Tally> tally = judge->Judge(reporting, as_of);
    if (!tally.ok()) return tally.status();
    places.push_back({*tally, std::move(child)});
  }
  absl::c_sort(places, [order](const Place& a, const Place& b) { return RankOf(a, order) < RankOf(b, order); });
  std::vector<std::string> ranked;
  for (Place& place : places) ranked.push_back(std::move(place.region));
  return ranked;
}

std::vector<std::string> EvaluatedRegions(const Plan& plan) {
  std::set<std::string> regions;
  for (const type::v1::Region& region : plan.regions()) {
    regions.insert(region.code());
    for (size_t digits = kLevelSize; digits < kCodeSize; digits += kLevelSize) {
      std::string above = AtLevel(region.code(), digits);
      if (!regions.contains(above) && ReportingRegions(plan, above).size() > 1) regions.insert(std::move(above));
    }
  }
  return {regions.begin(), regions.end()};
}

}  // namespace lianfang::evaluation
