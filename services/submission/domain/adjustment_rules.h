// Extensions and waivers: what the office may change about an obligation, and what follows. Pure.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_ADJUSTMENT_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_ADJUSTMENT_RULES_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// The obligation with its due instant moved, and the adjustment as its last. PERMISSION_DENIED unless the caller is of
// the plan's office; INVALID_ARGUMENT unless the new instant is after the one in force; ABORTED on a stale etag;
// FAILED_PRECONDITION when met or waived.
absl::StatusOr<v1::Obligation> ExtendObligation(const type::v1::Plan& plan, const v1::Obligation& obligation,
                                                const v1::ExtendObligationRequest& request, const Identity& caller,
                                                absl::Time now);

// The obligation waived, and the adjustment as its last. Errors as above.
absl::StatusOr<v1::Obligation> WaiveObligation(const type::v1::Plan& plan, const v1::Obligation& obligation,
                                               const v1::WaiveObligationRequest& request, const Identity& caller,
                                               absl::Time now);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_ADJUSTMENT_RULES_H_
