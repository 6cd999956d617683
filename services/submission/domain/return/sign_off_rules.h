// Which filings wait for their convener's signature (召集人审签), who signs them, and how a return is withdrawn. Pure: what
// happened goes out as the event of a ledger entry; projection.h says what follows from it.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_SIGN_OFF_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_SIGN_OFF_RULES_H_

#include "absl/status/statusor.h"
#include "common/identity.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/domain/return/return_rules.h"

namespace lianfang::submission {

// Whether the plan asks that filings for the obligation be signed.
bool NeedsSignOff(const type::v1::Plan& plan, const v1::Obligation& obligation);

// Decides on the signature of `state.current`, which is not null. PERMISSION_DENIED unless the caller's department owes
// the obligation, and where the caller may be who filed and the plan does not allow that; INVALID_ARGUMENT without an
// etag, a decision, or a reason for sending back; ABORTED on a stale etag; FAILED_PRECONDITION when it does not wait.
absl::StatusOr<v1::ReturnSigned> SignReturn(const ReturnState& state, const v1::SignReturnRequest& request,
                                            const Identity& caller);

// Decides a withdrawal of `state.current`, which is not null. PERMISSION_DENIED unless the caller's department owes the
// obligation, or where a convener has signed and the caller is none; ABORTED on a stale etag; FAILED_PRECONDITION once a
// revision was accepted, and where nothing is in force or waits for a signature.
absl::StatusOr<v1::ReturnWithdrawn> WithdrawReturn(const ReturnState& state, const v1::WithdrawReturnRequest& request,
                                                   const Identity& caller);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_SIGN_OFF_RULES_H_
