// What SubmitReturn and BatchSubmitReturns do alike with one filing.
#ifndef LIANFANG_SERVICES_SUBMISSION_FILING_H_
#define LIANFANG_SERVICES_SUBMISSION_FILING_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/domain/ledger/batch.h"

namespace lianfang::submission {

// The mutation that a filing asks for. INVALID_ARGUMENT when `obligation` is no name of one. An item of a stream and a
// call of its own are the same request: a repeat by either way answers the first response.
absl::StatusOr<Proposal> ProposeFiling(std::shared_ptr<const Call> call,
                                       std::shared_ptr<const v1::SubmitReturnRequest> request);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_FILING_H_
