// Mutations as the service would propose them, for tests of batches and stores.
#ifndef LIANFANG_SERVICES_SUBMISSION_TESTING_PROPOSALS_H_
#define LIANFANG_SERVICES_SUBMISSION_TESTING_PROPOSALS_H_

#include <string>

#include "lianfang/submission/v1/submission_service.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/submission/domain/ledger/batch.h"

namespace lianfang::submission {

// By the office of Gaoping, with a fresh request id.
Proposal ProposePublication(const type::v1::Plan& plan);
Proposal ProposeAmendment(const type::v1::Plan& plan, const std::string& reason);
Proposal ProposeReview(const v1::ReviewReturnRequest& request);
Proposal ProposeExtension(const v1::ExtendObligationRequest& request);
Proposal ProposeWaiver(const v1::WaiveObligationRequest& request);
// By the emergency department's liaison officer.
Proposal ProposeFiling(const v1::SubmitReturnRequest& request);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_TESTING_PROPOSALS_H_
