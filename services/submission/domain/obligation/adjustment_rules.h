// Extensions and waivers: what the office may change about an obligation. Pure; the event of a ledger entry goes out,
// and projection.h says what follows from it.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_ADJUSTMENT_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_ADJUSTMENT_RULES_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// Moves the due instant of the edition awaited. PERMISSION_DENIED unless the caller is of the plan's office;
// INVALID_ARGUMENT unless the new instant is after now and after the one in force, a send-back's included; ABORTED on a
// stale etag; FAILED_PRECONDITION when nothing is owed any more.
absl::StatusOr<v1::ObligationAdjusted> ExtendObligation(const type::v1::Plan& plan, const v1::Obligation& obligation,
                                                        const v1::ExtendObligationRequest& request,
                                                        const Identity& caller, absl::Time now);

// Waives whatever is still owed. Errors as above.
absl::StatusOr<v1::ObligationAdjusted> WaiveObligation(const type::v1::Plan& plan, const v1::Obligation& obligation,
                                                       const v1::WaiveObligationRequest& request,
                                                       const Identity& caller, absl::Time now);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_ADJUSTMENT_RULES_H_
