#include "services/evaluation/domain/outlook/record_warnings.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "services/evaluation/domain/plan/plan_lookup.h"

namespace lianfang::evaluation {
namespace {

using exchange::v1::Discrepancy;
using exchange::v1::DiscrepancyFigure;

constexpr int kMostNamed = 10;

// The period that a target compares with; empty: with none.
std::string BaseOf(const type::v1::Target& target) {
  if (target.has_reduce_by()) return target.reduce_by().base_period();
  if (target.has_below_base()) return target.below_base().base_period();
  if (target.has_keeps_falling()) return target.keeps_falling().previous_period();
  return "";
}

bool Counts(const type::v1::Indicator& indicator, const std::string& figure) {
  const auto among = [&figure](const auto& figures) {
    return std::find(figures.begin(), figures.end(), figure) != figures.end();
  };
  return among(indicator.numerator()) || among(indicator.denominator());
}

class Gatherer {
 public:
  Gatherer(const type::v1::Plan& plan, const std::string& period) : plan_(plan), period_(period) {
    for (int i = 0; i < plan.industries_size(); ++i) places_[plan.industries(i).id()] = i;
  }

  void Add(const Discrepancy& discrepancy) {
    const auto rows = RowsOf(discrepancy);
    for (const auto& [industry, indicators] : rows) Warn(discrepancy, industry, indicators);
    if (rows.empty() && discrepancy.period() == period_) Warn(discrepancy, discrepancy.industry(), {});
  }

  std::vector<v1::RecordWarning> Warnings() {
    std::vector<v1::RecordWarning> warnings;
    for (auto& [key, warning] : warnings_) {
      for (const std::string& department : departments_[key]) warning.add_departments(department);
      for (const type::v1::Indicator& indicator : plan_.indicators()) {
        if (indicators_[key].count(indicator.id()) > 0) warning.add_indicators(indicator.id());
      }
      warnings.push_back(std::move(warning));
    }
    return warnings;
  }

 private:
  using Key = std::tuple<int, std::string, std::string>;  // place of the industry, rule, period

  // The industry rows whose verdicts it touches, each with the indicators.
  std::map<std::string, std::set<std::string>> RowsOf(const Discrepancy& discrepancy) const {
    std::map<std::string, std::set<std::string>> rows;
    for (const type::v1::Target& target : plan_.targets()) {
      if (target.period() != period_) continue;
      if (discrepancy.period() != period_ && discrepancy.period() != BaseOf(target)) continue;
      const type::v1::Indicator* const indicator = FindIndicator(plan_, target.indicator());
      if (indicator == nullptr) continue;
      for (const DiscrepancyFigure& figure : discrepancy.figures()) {
        if (!Counts(*indicator, figure.figure())) continue;
        for (const type::v1::Industry& industry : plan_.industries()) {
          const bool counted = figure.any_industry() || industry.id() == discrepancy.industry();
          if (counted && Applies(target, *indicator, industry.id())) rows[industry.id()].insert(indicator->id());
        }
      }
    }
    return rows;
  }

  void Warn(const Discrepancy& discrepancy, const std::string& industry, const std::set<std::string>& indicators) {
    const auto place = places_.find(industry);
    const Key key = {place == places_.end() ? plan_.industries_size() : place->second, discrepancy.rule(),
                     discrepancy.period()};
    v1::RecordWarning& warning = warnings_[key];
    if (warning.count() == 0) {
      warning.set_rule(discrepancy.rule());
      *warning.mutable_title() = discrepancy.title();
      if (place != places_.end()) warning.set_industry(industry);
      warning.set_period(discrepancy.period());
      *warning.mutable_first_due_time() = discrepancy.due_time();
    }
    warning.set_count(warning.count() + 1);
    if (warning.discrepancies_size() < kMostNamed) warning.add_discrepancies(discrepancy.name());
    departments_[key].insert(discrepancy.owner().department());
    indicators_[key].insert(indicators.begin(), indicators.end());
  }

  const type::v1::Plan& plan_;
  const std::string period_;
  std::map<std::string, int> places_;
  std::map<Key, v1::RecordWarning> warnings_;
  std::map<Key, std::set<std::string>> departments_;
  std::map<Key, std::set<std::string>> indicators_;
};

}  // namespace

std::vector<v1::RecordWarning> RecordWarningsOf(const type::v1::Plan& plan, const std::string& region,
                                                const std::string& period, const std::vector<Discrepancy>& open) {
  Gatherer gatherer(plan, period);
  for (const Discrepancy& discrepancy : open) {
    if (DivisionCovers(region, discrepancy.region())) gatherer.Add(discrepancy);
  }
  return gatherer.Warnings();
}

bool Touches(const v1::RecordWarning& warning, const std::string& industry, const std::string& indicator) {
  const auto& indicators = warning.indicators();
  if (std::find(indicators.begin(), indicators.end(), indicator) == indicators.end()) return false;
  // A total names what it adds up as `+id` each, or nothing for all.
  if (industry.empty() || industry == warning.industry()) return true;
  return absl::StartsWith(industry, "+") &&
         absl::StrContains(absl::StrCat(industry, "+"), absl::StrCat("+", warning.industry(), "+"));
}

}  // namespace lianfang::evaluation
