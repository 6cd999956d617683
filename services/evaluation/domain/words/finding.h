// What there is to say about a result beside its formula: a figure overdue, a base of 0, nothing to divide by.
//
//   std::vector<Finding> findings = {{.kind = FindingKind::kOverdue, .period = "2022", .due_time = due}};
//   *result.mutable_reason() = ReasonText(plan, findings, {.regions = false});
//   // zh: "2022：逾期未报（应在 2023-02-28 24:00 前报送）"
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_FINDING_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_FINDING_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/type/v1/figures.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

enum class FindingKind {
  kNotRequested,            // the plan asks for no such data
  kNotStated,               // the plan does, but no obligation had been stated
  kNotDue,                  // nothing filed, not yet due
  kOverdue,                 // nothing filed, due
  kSentBack,                // sent back; when it is due is not known yet
  kSentBackNotDue,          // sent back, not yet due
  kSentBackOverdue,         // sent back, due
  kWaived,                  // the obligation was waived
  kFigureAbsent,            // the return does not carry a figure
  kFigureNotApplicable,     // the return states that a figure does not apply
  kNotSigned,               // filed, not yet signed by the department's convener
  kNotAccepted,             // filed, not yet accepted
  kProvisionalByNature,     // the period was not over, or not settled
  kFinalNotDue,             // likewise; the final figures are asked for, not yet due
  kFinalOverdue,            // likewise; the final figures are due
  kFinalWaived,             // likewise; the final figures are waived
  kDividedByNothingIsZero,  // denominator 0, which the plan counts as 0
  kDividedByNothing,        // denominator 0, which the plan calls not applicable
  kBaseIsZero,              // a base of 0 has no percentage and nothing below it
  kPreviousIsZero,          // the period before was at 0
};

struct Finding {
  FindingKind kind;
  std::string period;                            // id
  std::string region = {};                       // code; empty when it concerns the result as a whole
  std::string industry = {};                     // id; likewise
  std::string figure = {};                       // id, where the kind concerns one
  std::string words = {};                        // the department's own, where it gave any
  absl::Time due_time = absl::InfiniteFuture();  // where the kind concerns one
};

// Whether sentences name the regions and the industries that they concern: where several are added up.
struct Naming {
  bool regions = false;
  bool industries = false;
};

// The findings in sentences, equal ones of several regions and industries as one.
type::v1::LocalizedText ReasonText(const type::v1::Plan& plan, const std::vector<Finding>& findings, Naming naming);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_FINDING_H_
