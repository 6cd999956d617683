// How complete and how timely the departments' figures are, by department and period.
//
//   std::vector<v1::ReportingRate> rates = ReportingRatesOf(basis, /*until=*/"2023");
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_REPORTING_RATES_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_REPORTING_RATES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lianfang/evaluation/v1/assessment.pb.h"
#include "services/evaluation/domain/verdict/result.h"

namespace lianfang::evaluation {

// Over the obligations of the basis's regions, for periods up to `until` in the plan's order (all where it is empty);
// by department and period in the plan's order, all periods of a department together after each. What is counted, the
// contract says (ReportingRate); what was filed and when, the shared rule (deadlines/lateness.h).
std::vector<v1::ReportingRate> ReportingRatesOf(const Basis& basis, absl::string_view until);

// NOT_FOUND with reason REGION_NOT_FOUND.
absl::StatusOr<v1::ReportingRates> BuildReportingRates(const type::v1::Plan& plan, absl::string_view region,
                                                       const Filings& filings, absl::Time as_of);

// The periods up to `until` in the plan's order; all where it is empty.
std::vector<std::string> PeriodsUntil(const type::v1::Plan& plan, absl::string_view until);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_REPORTING_RATES_H_
