#include "services/submission/domain/return/plausibility.h"

#include <algorithm>
#include <map>
#include <optional>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/submission/domain/plan/plan_view.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/domain/return/figure_sums.h"

namespace lianfang::submission {
namespace {

using type::v1::FigureValue;
using type::v1::PlausibilityRule;

// A figure that is unlikely, and the numbers that show it.
struct Oddity {
  std::string figure;
  std::string numbers;
};

v1::PlausibilityWarning Warn(const type::v1::Plan& plan, const PlausibilityRule& rule,
                             const std::vector<Oddity>& oddities) {
  v1::PlausibilityWarning warning;
  warning.set_rule(rule.id());
  const auto told = [&](bool english) {
    return absl::StrJoin(oddities, english ? "; " : "；", [&](std::string* out, const Oddity& oddity) {
      const auto& names = FindById(plan.figures(), oddity.figure)->names();
      absl::StrAppend(out, english && !names.en().empty() ? names.en() : names.zh(), " ", oddity.numbers);
    });
  };
  for (const Oddity& oddity : oddities) warning.add_figures(oddity.figure);
  warning.mutable_text()->set_zh(absl::StrCat(rule.text().zh(), "：", told(/*english=*/false)));
  if (!rule.text().en().empty()) {
    warning.mutable_text()->set_en(absl::StrCat(rule.text().en(), ": ", told(/*english=*/true)));
  }
  return warning;
}

// Whether a change is beyond both bounds; exact, whatever the numbers.
bool IsBeyond(const type::v1::ChangeBound& bound, int64_t before, int64_t now) {
  const absl::int128 change = now > before ? absl::int128(now) - before : absl::int128(before) - now;
  const absl::int128 size = before < 0 ? -absl::int128(before) : absl::int128(before);
  return change > bound.units() && change * 100 > size * bound.percent();
}

std::vector<Oddity> LargeChanges(const type::v1::ChangeBound& bound, const FigureNumbers& now,
                                 const FigureNumbers& before) {
  std::vector<Oddity> oddities;
  for (const auto& [figure, number] : now) {
    const bool watched = bound.figures().empty() || Contains(bound.figures(), figure);
    const auto earlier = before.find(figure);
    if (!watched || earlier == before.end() || !IsBeyond(bound, earlier->second, number)) continue;
    oddities.push_back({figure, absl::StrCat(earlier->second, " → ", number)});
  }
  return oddities;
}

std::vector<Oddity> AboveSum(const type::v1::FigureSums& sums, const FigureNumbers& now) {
  const auto left = SumOf(now, sums.left());
  const auto right = SumOf(now, sums.right());
  std::vector<Oddity> oddities;
  if (!left || !right || *left <= *right) return oddities;
  for (const auto* side : {&sums.left(), &sums.right()}) {
    for (const std::string& figure : *side) oddities.push_back({figure, absl::StrCat(now.at(figure))});
  }
  return oddities;
}

std::vector<Oddity> RoundNumbers(const type::v1::RoundNumberRun& run, const FigureNumbers& now) {
  std::vector<Oddity> oddities;
  for (const auto& [figure, number] : now) {
    if (number > 0 && number % run.multiple() == 0) oddities.push_back({figure, absl::StrCat(number)});
  }
  if (static_cast<int>(oddities.size()) < run.length()) oddities.clear();
  return oddities;
}

// In the catalogue's order, each figure once.
void Order(const type::v1::Plan& plan, std::vector<Oddity>& oddities) {
  const auto place = [&plan](const Oddity& oddity) {
    return std::find_if(plan.figures().begin(), plan.figures().end(),
                        [&](const auto& figure) { return figure.id() == oddity.figure; });
  };
  std::sort(oddities.begin(), oddities.end(), [&](const Oddity& a, const Oddity& b) { return place(a) < place(b); });
  oddities.erase(std::unique(oddities.begin(), oddities.end(),
                             [](const Oddity& a, const Oddity& b) { return a.figure == b.figure; }),
                 oddities.end());
}

}  // namespace

std::vector<v1::PlausibilityWarning> FindImplausible(const type::v1::Plan& plan,
                                                     const std::vector<FigureValue>& figures,
                                                     const v1::Return* before) {
  const FigureNumbers now = NumbersOf(figures);
  const v1::ReturnRevision* compared = before == nullptr ? nullptr : Comparable(*before);
  const FigureNumbers earlier = compared == nullptr ? FigureNumbers() : NumbersOf(compared->figures());
  std::vector<v1::PlausibilityWarning> warnings;
  for (const PlausibilityRule& rule : plan.plausibility_rules()) {
    std::vector<Oddity> oddities;
    if (rule.has_change()) oddities = LargeChanges(rule.change(), now, earlier);
    if (rule.has_at_most()) oddities = AboveSum(rule.at_most(), now);
    if (rule.has_round_numbers()) oddities = RoundNumbers(rule.round_numbers(), now);
    if (oddities.empty()) continue;
    Order(plan, oddities);
    warnings.push_back(Warn(plan, rule, oddities));
  }
  return warnings;
}

std::vector<std::string> EarlierReturns(const type::v1::Plan& plan, const v1::Obligation& obligation) {
  const bool compares = std::any_of(plan.plausibility_rules().begin(), plan.plausibility_rules().end(),
                                    [](const PlausibilityRule& rule) { return rule.has_change(); });
  std::vector<std::string> ids;
  if (!compares) return ids;
  for (const auto& period : plan.periods()) {  // in the order of their start
    if (period.id() == obligation.period()) break;
    ids.push_back(CaseId(period.id(), obligation.region(), obligation.industry()));
  }
  std::reverse(ids.begin(), ids.end());
  return ids;
}

}  // namespace lianfang::submission
