#include "services/evaluation/domain/outlook/reporting_rates.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "deadlines/lateness.h"
#include "services/evaluation/domain/numbers/decimal.h"
#include "services/evaluation/domain/numbers/fraction.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/domain/verdict/scorecard.h"

namespace lianfang::evaluation {
namespace {

using deadlines::Punctuality;

struct Counts {
  int32_t expected = 0;
  int32_t filed = 0;
  int32_t timely = 0;

  Counts& operator+=(const Counts& other) {
    expected += other.expected;
    filed += other.filed;
    timely += other.timely;
    return *this;
  }
};

Counts CountsOf(const deadlines::FiledEdition& edition, absl::Time as_of) {
  const bool in_force = edition.met && !edition.sent_back;
  if (in_force) return {1, 1, edition.punctuality == Punctuality::kInTime ? 1 : 0};
  const bool waits_for_the_first = edition.final_figures && edition.punctuality == Punctuality::kNotOwed &&
                                   !edition.sent_back && as_of >= edition.due;
  return {edition.punctuality == Punctuality::kOverdue || waits_for_the_first ? 1 : 0, 0, 0};
}

v1::ReportingRate RateOf(const type::v1::Department& department, const Counts& counts) {
  v1::ReportingRate rate;
  rate.set_department(department.id());
  *rate.mutable_department_names() = department.names();
  rate.set_expected(counts.expected);
  rate.set_filed(counts.filed);
  rate.set_timely(counts.timely);
  *rate.mutable_completeness() = ToExactValue(Fraction::Of(Int128{100} * counts.filed, counts.expected));
  *rate.mutable_timeliness() = ToExactValue(Fraction::Of(Int128{100} * counts.timely, counts.expected));
  return rate;
}

}  // namespace

std::vector<std::string> PeriodsUntil(const type::v1::Plan& plan, absl::string_view until) {
  std::vector<std::string> periods;
  for (const type::v1::Period& period : plan.periods()) {
    periods.push_back(period.id());
    if (period.id() == until) break;
  }
  return periods;
}

std::vector<v1::ReportingRate> ReportingRatesOf(const Basis& basis, absl::string_view until) {
  std::map<std::pair<std::string, std::string>, Counts> counts;  // by department and period
  basis.filings.ForEach([&](const Filing& filing) {
    if (filing.obligation == nullptr || !absl::c_binary_search(basis.regions, filing.obligation->region())) return;
    Counts& sum = counts[{filing.obligation->department(), filing.obligation->period()}];
    for (const deadlines::FiledEdition& edition : deadlines::EditionsAt(*filing.obligation, basis.as_of)) {
      sum += CountsOf(edition, basis.as_of);
    }
  });
  const std::vector<std::string> periods = PeriodsUntil(basis.plan, until);
  std::vector<v1::ReportingRate> rates;
  for (const type::v1::Department& department : basis.plan.departments()) {
    Counts together;
    for (const std::string& period : periods) {
      const Counts& of_period = counts[{department.id(), period}];
      if (of_period.expected == 0) continue;
      together += of_period;
      v1::ReportingRate& rate = rates.emplace_back(RateOf(department, of_period));
      rate.set_period(period);
      *rate.mutable_period_names() = PeriodNames(basis.plan, period);
    }
    if (together.expected > 0) rates.push_back(RateOf(department, together));
  }
  return rates;
}

absl::StatusOr<v1::ReportingRates> BuildReportingRates(const type::v1::Plan& plan, absl::string_view region,
                                                       const Filings& filings, absl::Time as_of) {
  const absl::StatusOr<std::vector<std::string>> regions = RegionsOf(plan, region);
  if (!regions.ok()) return regions.status();
  v1::ReportingRates rates;
  rates.set_region(absl::StrCat(plan.name(), "/regions/", region));
  *rates.mutable_as_of() = ToTimestamp(as_of);
  const std::vector<v1::ReportingRate> each = ReportingRatesOf({plan, *regions, filings, as_of}, {});
  rates.mutable_rates()->Assign(each.begin(), each.end());
  return rates;
}

}  // namespace lianfang::evaluation
