// The mutations of this service, each as one pure step: what it meets → the event of a ledger entry, and the response.
// What follows for the state is projection.h's.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_DECISIONS_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_DECISIONS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/identity.h"
#include "lianfang/files/v1/files.pb.h"
#include "lianfang/submission/v1/plan_service.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/domain/ledger/batch.h"

namespace lianfang::submission {

// PublishPlan of a valid plan (plan_rules.h). PERMISSION_DENIED unless the caller is of the office that the plan names;
// ALREADY_EXISTS when the plan is published.
absl::StatusOr<Decision> DecidePublication(const Snapshot& snapshot, const v1::PublishPlanRequest& request,
                                           const Identity& caller);

// AmendPlan, likewise. NOT_FOUND when the plan is not published; ABORTED when the request's etag is not the newest
// edition's; INVALID_ARGUMENT without an etag, with too long a reason, or where the plan's office would be another region's.
// The office of the edition in force amends it.
absl::StatusOr<Decision> DecideAmendment(const Snapshot& snapshot, const v1::AmendPlanRequest& request,
                                         const Identity& caller);

// SubmitReturn. NOT_FOUND when the plan states no such obligation; otherwise as FileReturn (return_rules.h).
absl::StatusOr<Decision> DecideFiling(const Snapshot& snapshot, const v1::SubmitReturnRequest& request,
                                      const Identity& caller);

// ReviewReturn. NOT_FOUND when nothing was filed; otherwise as ReviewReturn (return_rules.h).
absl::StatusOr<Decision> DecideReview(const Snapshot& snapshot, const v1::ReviewReturnRequest& request,
                                      const Identity& caller);

// SignReturn, WithdrawReturn and GrantCorrection, likewise; otherwise as in sign_off_rules.h and closing_rules.h.
absl::StatusOr<Decision> DecideSignOff(const Snapshot& snapshot, const v1::SignReturnRequest& request,
                                       const Identity& caller);
absl::StatusOr<Decision> DecideWithdrawal(const Snapshot& snapshot, const v1::WithdrawReturnRequest& request,
                                          const Identity& caller);
absl::StatusOr<Decision> DecideGrant(const Snapshot& snapshot, const v1::GrantCorrectionRequest& request,
                                     const Identity& caller);

// FinishUpload of a whole file, likewise; otherwise as in evidence_rules.h. `id` ends the name of what is attached.
absl::StatusOr<Decision> DecideEvidence(const Snapshot& snapshot, const std::string& return_name, const std::string& id,
                                        const files::v1::FileInfo& file, const Identity& caller);

// ExtendObligation and WaiveObligation. NOT_FOUND when the plan states no such obligation; otherwise as in
// adjustment_rules.h.
absl::StatusOr<Decision> DecideExtension(const Snapshot& snapshot, const v1::ExtendObligationRequest& request,
                                         const Identity& caller);
absl::StatusOr<Decision> DecideWaiver(const Snapshot& snapshot, const v1::WaiveObligationRequest& request,
                                      const Identity& caller);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_DECISIONS_H_
