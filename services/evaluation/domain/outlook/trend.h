// An indicator of an industry row, or of rows added up, over the data periods of the plan, with the targets' judgements.
//
//   absl::StatusOr<v1::Trend> trend = BuildTrend(plan, "140581", {.indicator = "accidents"}, filings, as_of);
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_TREND_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_TREND_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lianfang/evaluation/v1/assessment.pb.h"
#include "services/evaluation/domain/verdict/result.h"

namespace lianfang::evaluation {

// Which lines; empty: all.
struct TrendFilter {
  std::string indicator;
  std::string industry;
};

// NOT_FOUND with reason REGION_NOT_FOUND, INDICATOR_NOT_FOUND or INDUSTRY_NOT_FOUND; otherwise as JudgeTarget.
absl::StatusOr<v1::Trend> BuildTrend(const type::v1::Plan& plan, absl::string_view region, const TrendFilter& filter,
                                     const Filings& filings, absl::Time as_of);

// One line, up to the period `until`, or over all periods where that is empty. Periods of which the plan asks no data
// of an industry of the rows are left out.
absl::StatusOr<v1::TrendLine> TraceLine(const Basis& basis, const Rows& rows, const type::v1::Indicator& indicator,
                                        absl::string_view until = {});

// The target of exactly these rows for a period, or null.
const type::v1::Target* TargetOf(const type::v1::Plan& plan, const Rows& rows, const type::v1::Indicator& indicator,
                                 absl::string_view period);

// The totals that the plan judges of an indicator in any period: each set of industries once, named as in the last
// period with a target for it.
std::vector<Rows> TotalsOf(const type::v1::Plan& plan, const type::v1::Indicator& indicator);

// An indicator's value of one period, added up over the basis's regions and the rows' industries.
struct Measurement {
  Side side;
  std::vector<Evidence> evidence;
};
// OUT_OF_RANGE when it does not fit.
absl::StatusOr<Measurement> Measure(const Basis& basis, const Rows& rows, const type::v1::Indicator& indicator,
                                    const std::string& period);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_TREND_H_
