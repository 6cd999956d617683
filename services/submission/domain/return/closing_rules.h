// What a plan's closing date (关闭日) stops: from the day after it, an accepted return is corrected only with the office's
// leave. What is still owed is filed as ever, the answer to a send-back included. Pure.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_CLOSING_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_CLOSING_RULES_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/domain/return/return_rules.h"

namespace lianfang::submission {

// The first instant at which the plan is closed; InfiniteFuture where it never closes.
absl::Time ClosesAt(const type::v1::Plan& plan);

// FAILED_PRECONDITION with reason PLAN_CLOSED for a filing at `now` that corrects an accepted return without leave.
absl::Status CheckNotClosed(const ReturnState& state, absl::Time now);

// Decides a leave to correct `state.current`, which is not null. PERMISSION_DENIED unless the caller is of the plan's
// office; INVALID_ARGUMENT for an instant that is past or more than 366 days ahead; ABORTED on a stale etag;
// FAILED_PRECONDITION where no revision was accepted, and where the plan never closes.
absl::StatusOr<v1::CorrectionGranted> GrantCorrection(const ReturnState& state,
                                                      const v1::GrantCorrectionRequest& request, const Identity& caller,
                                                      absl::Time now);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_CLOSING_RULES_H_
