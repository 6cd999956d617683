#include "services/submission/domain/plan/fund_rules.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/id.h"
#include "services/submission/domain/plan/plan_checks.h"

namespace lianfang::submission {
namespace {

using type::v1::Plan;

constexpr int kWhole = 10'000;  // basis points
constexpr int kMostMonths = 120;
constexpr int kMostRules = 20;
constexpr int kDefaultAdvanceMaximum = 7000;
constexpr int kMostItems = 50;
constexpr int kFullScore = 100;
constexpr int32_t kNanosOfFen = 10'000'000;

void CheckRange(FieldViolations& faults, absl::string_view path, int value, int most) {
  if (value < 0 || value > most) faults.Add(path, absl::StrCat("must be 0 to ", most, ", was ", value));
}

void CheckPurposes(FieldViolations& faults, const type::v1::FundPolicy& fund) {
  CheckUniqueIds(faults, "fund.purposes", fund.purposes());
  if (fund.purposes_size() > kMostRules) faults.Add("plan.fund.purposes", absl::StrCat("must be at most ", kMostRules));
  int sum = 0;
  for (int i = 0; i < fund.purposes_size(); ++i) {
    CheckRange(faults, At("fund.purposes", i, "basis_points"), fund.purposes(i).basis_points(), kWhole);
    if (fund.purposes(i).names().zh().empty()) faults.Add(At("fund.purposes", i, "names.zh"), "must be given");
    sum += std::clamp(fund.purposes(i).basis_points(), 0, kWhole);
  }
  if (!fund.purposes().empty() && sum != kWhole) {
    faults.Add("plan.fund.purposes", absl::StrCat("their basis points must add up to ", kWhole, ", they are ", sum));
  }
}

void CheckProcurement(FieldViolations& faults, const type::v1::FundPolicy& fund) {
  if (fund.procurement_size() > kMostRules) {
    faults.Add("plan.fund.procurement", absl::StrCat("must be at most ", kMostRules));
  }
  std::set<std::pair<int64_t, int32_t>> amounts;
  for (int i = 0; i < fund.procurement_size(); ++i) {
    const auto& rule = fund.procurement(i);
    const auto& from = rule.from();
    const bool sound = from.currency_code() == "CNY" && from.units() >= 0 && from.nanos() >= 0 &&
                       from.nanos() < 100 * kNanosOfFen && from.nanos() % kNanosOfFen == 0;
    if (!sound) faults.Add(At("fund.procurement", i, "from"), "must be in CNY, not negative, in whole fen");
    if (!amounts.insert({from.units(), from.nanos()}).second) {
      faults.Add(At("fund.procurement", i, "from"), "is that of another way");
    }
    if (!IsResourceId(rule.way())) {
      faults.Add(At("fund.procurement", i, "way"),
                 absl::StrCat("must be lower-case words joined by hyphens, was ", Quoted(rule.way())));
    }
    if (rule.names().zh().empty()) faults.Add(At("fund.procurement", i, "names.zh"), "must be given");
  }
}

// Whether some target asks for at least so much of the indicator.
bool HasLowerBound(const Plan& plan, const std::string& indicator) {
  return std::any_of(plan.targets().begin(), plan.targets().end(), [&](const type::v1::Target& target) {
    return target.indicator() == indicator && target.has_at_least();
  });
}

void CheckItem(FieldViolations& faults, const Plan& plan, int i) {
  const type::v1::AssessmentItem& item = plan.assessment().items(i);
  const auto at = [i](absl::string_view field) { return At("assessment.items", i, field); };
  if (item.names().zh().empty()) faults.Add(at("names.zh"), "must be given");
  if (item.source() == type::v1::ASSESSMENT_SOURCE_UNSPECIFIED || !type::v1::AssessmentSource_IsValid(item.source())) {
    faults.Add(at("source"), "is no known source");
  }
  if (item.points() < 1 || item.points() > kFullScore) {
    faults.Add(at("points"), absl::StrCat("must be 1 to ", kFullScore, ", was ", item.points()));
  }
  if (item.source() != type::v1::ASSESSMENT_SOURCE_INDICATOR) {
    if (!item.indicator().empty()) faults.Add(at("indicator"), "is for items whose source is an indicator");
  } else if (FindById(plan.indicators(), item.indicator()) == nullptr) {
    faults.Add(at("indicator"), absl::StrCat("no indicator has the id ", Quoted(item.indicator())));
  } else if (!HasLowerBound(plan, item.indicator())) {
    faults.Add(at("indicator"), absl::StrCat("no target asks for at least so much of ", Quoted(item.indicator())));
  }
}

}  // namespace

absl::Status ValidateFund(const Plan& plan) {
  if (!plan.has_fund()) return absl::OkStatus();
  FieldViolations faults;
  const type::v1::FundPolicy& fund = plan.fund();
  CheckRange(faults, "plan.fund.cap_basis_points", fund.cap_basis_points(), kWhole);
  CheckPurposes(faults, fund);
  CheckProcurement(faults, fund);
  CheckRange(faults, "plan.fund.advance_minimum_basis_points", fund.advance_minimum_basis_points(), kWhole);
  CheckRange(faults, "plan.fund.advance_maximum_basis_points", fund.advance_maximum_basis_points(), kWhole);
  const int maximum =
      fund.advance_maximum_basis_points() == 0 ? kDefaultAdvanceMaximum : fund.advance_maximum_basis_points();
  if (fund.advance_minimum_basis_points() > maximum) {
    faults.Add("plan.fund.advance_minimum_basis_points", absl::StrCat("must be at most the maximum, ", maximum));
  }
  CheckRange(faults, "plan.fund.project_months", fund.project_months(), kMostMonths);
  CheckRange(faults, "plan.fund.provider_bar_months", fund.provider_bar_months(), kMostMonths);
  return faults.ToStatus();
}

absl::Status ValidateAssessment(const Plan& plan) {
  if (!plan.has_assessment()) return absl::OkStatus();
  FieldViolations faults;
  const type::v1::AssessmentRules& rules = plan.assessment();
  CheckUniqueIds(faults, "assessment.items", rules.items());
  if (rules.items_size() > kMostItems) {
    faults.Add("plan.assessment.items", absl::StrCat("must be at most ", kMostItems));
  }
  int points = 0;
  for (int i = 0; i < rules.items_size(); ++i) {
    CheckItem(faults, plan, i);
    points += std::clamp(rules.items(i).points(), 0, kFullScore);
  }
  if (points != kFullScore) {
    faults.Add("plan.assessment.items",
               absl::StrCat("their points must add up to ", kFullScore, ", they are ", points));
  }
  CheckRange(faults, "plan.assessment.concealment_points", rules.concealment_points(), kFullScore);
  return faults.ToStatus();
}

}  // namespace lianfang::submission
