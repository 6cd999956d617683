// Published appraisals: what an edition keeps, and whether the ground has changed since. Pure.
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_APPRAISAL_EDITION_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_APPRAISAL_EDITION_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lianfang/duty/v1/duty.pb.h"
#include "lianfang/evaluation/v1/appraisal.pb.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

// OK when the period is over at `as_of` and there is something to publish; FAILED_PRECONDITION with the reason PERIOD_NOT_OVER,
// NOTHING_TO_APPRAISE or TOO_MANY_DUTIES otherwise. `appraisals` and `grounds` are what would be published.
absl::Status CheckPublishable(const type::v1::Plan& plan, const type::v1::Period& period,
                              const std::vector<v1::Appraisal>& appraisals, const v1::AppraisalGrounds& grounds,
                              absl::Time as_of);

// OK, or FAILED_PRECONDITION with the reason EDITION_TOO_LARGE: an edition is read as one message.
absl::Status CheckSize(const v1::AppraisalEdition& edition);

// What the appraisals of this scorecard rest on.
v1::AppraisalGrounds GroundsOf(const type::v1::Plan& plan, const v1::Scorecard& scorecard,
                               const std::vector<duty::v1::Duty>& duties,
                               const std::vector<v1::Concealment>& concealments, absl::Time as_of);

// The edition without its content, as lists answer it.
v1::AppraisalEdition Head(v1::AppraisalEdition edition);

// Whether anybody's score, or what it was made of, is another.
bool Differ(const std::vector<v1::Appraisal>& published, const std::vector<v1::Appraisal>& derived);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_APPRAISAL_EDITION_H_
