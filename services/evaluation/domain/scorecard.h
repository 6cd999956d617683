// The scorecard of a region for a period: every target judged on what was known at one instant.
//
//   absl::StatusOr<v1::Scorecard> scorecard = BuildScorecard(plan, "140581", "2022", {obligations, returns}, as_of);
//
// Pure: the same plan, knowledge and instant give the same scorecard, in whatever order the knowledge arrived.
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_SCORECARD_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_SCORECARD_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

// What was known of a plan at an instant: each obligation and each return once, as it then stood.
struct Knowledge {
  std::vector<submission::v1::Obligation> obligations;
  std::vector<submission::v1::Return> returns;
};

// NOT_FOUND, with reason REGION_NOT_FOUND or PERIOD_NOT_FOUND, when no region of the plan reports for `region` or the
// plan sets no target for `period`. OUT_OF_RANGE and INTERNAL as JudgeTarget (result.h). The caller sets the received
// times, which are not known here.
absl::StatusOr<v1::Scorecard> BuildScorecard(const type::v1::Plan& plan, absl::string_view region,
                                             absl::string_view period, const Knowledge& knowledge, absl::Time as_of);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_SCORECARD_H_
