// What the plan's own calendar asks for: the mid-term assessment (中期评估) and the final summary (终期总结).
//
//   absl::StatusOr<v1::MidTermAssessment> assessment = BuildMidTermAssessment(plan, "140581", "2023", filings, as_of);
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_ASSESSMENT_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_ASSESSMENT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lianfang/evaluation/v1/assessment.pb.h"
#include "services/evaluation/domain/facts/filings.h"

namespace lianfang::evaluation {

// Both: NOT_FOUND, OUT_OF_RANGE and INTERNAL as BuildScorecard.
//
// A row is at risk when a target of the period is not attained, when a figure it needs is missing, or when on a
// straight line through its periods it would miss a target of the plan's last target period.
absl::StatusOr<v1::MidTermAssessment> BuildMidTermAssessment(const type::v1::Plan& plan, absl::string_view region,
                                                             absl::string_view period, const Filings& filings,
                                                             absl::Time as_of);

// Settled once every return that the last target period rests on is accepted and final.
absl::StatusOr<v1::FinalSummary> BuildFinalSummary(const type::v1::Plan& plan, absl::string_view region,
                                                   const Filings& filings, absl::Time as_of);

// Id of the last period with targets, in the plan's order; empty when there is none.
std::string LastTargetPeriod(const type::v1::Plan& plan);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_ASSESSMENT_H_
