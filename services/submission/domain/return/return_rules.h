// What may be filed and how it may be reviewed. Pure: state and instant come in, what happened goes out, as the event
// of a ledger entry; projection.h says what follows from it.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_RETURN_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_RETURN_RULES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// What a filing or review is decided on: the state it meets.
struct ReturnState {
  const type::v1::Plan& plan;
  const v1::Obligation& obligation;
  const v1::Return* current;  // null while nothing was filed
  const v1::Return* before;   // of the period before, in force; null where there is none, or nothing is compared
};

// The figures of a return checked against the plan's catalogue and the obligation; in the catalogue's order on success.
// INVALID_ARGUMENT with every fault: unknown, missing or repeated figures, bounds, broken consistency rules.
absl::StatusOr<std::vector<type::v1::FigureValue>> CheckFigures(const type::v1::Plan& plan,
                                                                const v1::Obligation& obligation,
                                                                const v1::SubmitReturnRequest& request);

// Decides a filing that arrived at `arrival`. PERMISSION_DENIED when the caller's department does not owe the obligation; INVALID_ARGUMENT for a
// correction without an etag or a reason; ABORTED when `supersedes` or `etag` is not the current one;
// FAILED_PRECONDITION before opening, after locking, when waived, without leave after the plan has closed
// (closing_rules.h), or, with PreconditionFailure, while the figures raise warnings that nobody confirmed.
absl::StatusOr<v1::ReturnFiled> FileReturn(const ReturnState& state, const v1::SubmitReturnRequest& request,
                                           const Identity& caller, absl::Time arrival);

// Decides a review of `state.current`, which is not null. PERMISSION_DENIED unless the caller is of the plan's office;
// INVALID_ARGUMENT without an etag; ABORTED on a stale one; FAILED_PRECONDITION when the latest revision is reviewed
// already, and where there is nothing to review: not signed, or withdrawn.
absl::StatusOr<v1::ReturnReviewed> ReviewReturn(const ReturnState& state, const v1::ReviewReturnRequest& request,
                                                const Identity& caller);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_RETURN_RULES_H_
