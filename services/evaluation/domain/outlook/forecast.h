// What a period may still hold for its targets to be attained, and where the row is heading.
//
//   absl::StatusOr<v1::Forecast> forecast = BuildForecast(plan, "140581", "2025", filings, as_of);
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_FORECAST_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_FORECAST_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lianfang/evaluation/v1/assessment.pb.h"
#include "services/evaluation/domain/verdict/result.h"

namespace lianfang::evaluation {

// NOT_FOUND, OUT_OF_RANGE and INTERNAL as BuildScorecard.
absl::StatusOr<v1::Forecast> BuildForecast(const type::v1::Plan& plan, absl::string_view region,
                                           absl::string_view period, const Filings& filings, absl::Time as_of);

// One target of some rows. While there is no verdict on settled figures: the period's own value where it is reported,
// and otherwise a projection through the values of the periods before.
absl::StatusOr<v1::TargetForecast> ForecastTarget(const Basis& basis, const Rows& rows,
                                                  const type::v1::Indicator& indicator, const type::v1::Target& target);

// Likewise as seen from an earlier period: projected through the values up to `until` alone, whatever has become known
// of the target's own period since. Without a projection where `until` is not before that.
absl::StatusOr<v1::TargetForecast> ProjectFrom(const Basis& basis, const Rows& rows,
                                               const type::v1::Indicator& indicator, const type::v1::Target& target,
                                               absl::string_view until);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_FORECAST_H_
