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

// One target of one row. A projection is made while there is no verdict on settled figures, through the values of the
// periods before the one judged.
absl::StatusOr<v1::TargetForecast> ForecastTarget(const Basis& basis, const type::v1::Industry& industry,
                                                  const type::v1::Indicator& indicator, const type::v1::Target& target);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_FORECAST_H_
