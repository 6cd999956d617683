// SubmissionService's handlers for obligations, returns and reviews: validate → load → decide → save. The ledger's are
// in ledger_service.h, the watches in watch_service.h.
#ifndef LIANFANG_SERVICES_SUBMISSION_SUBMISSION_SERVICE_H_
#define LIANFANG_SERVICES_SUBMISSION_SUBMISSION_SERVICE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/serialized.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/ledger_writer.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Thread-safe.
class SubmissionService {
 public:
  SubmissionService(SubmissionStore& store, LedgerWriter& writer, const Clock& clock)
      : store_(store), writer_(writer), clock_(clock) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  void SubmitReturn(std::shared_ptr<const Call> call, std::shared_ptr<const v1::SubmitReturnRequest> request,
                    Reply<Serialized<v1::SubmitReturnResponse>> reply);
  // With `validate_only`.
  absl::StatusOr<Serialized<v1::SubmitReturnResponse>> CheckReturn(
      const std::shared_ptr<const Call>& call, const std::shared_ptr<const v1::SubmitReturnRequest>& request);
  void ReviewReturn(std::shared_ptr<const Call> call, std::shared_ptr<const v1::ReviewReturnRequest> request,
                    Reply<Serialized<v1::Return>> reply);
  void ExtendObligation(std::shared_ptr<const Call> call, std::shared_ptr<const v1::ExtendObligationRequest> request,
                        Reply<Serialized<v1::Obligation>> reply);
  void WaiveObligation(std::shared_ptr<const Call> call, std::shared_ptr<const v1::WaiveObligationRequest> request,
                       Reply<Serialized<v1::Obligation>> reply);
  absl::StatusOr<v1::Return> GetReturn(const Call& call, const v1::GetReturnRequest& request);
  absl::StatusOr<v1::ListReturnsResponse> ListReturns(const Call& call, const v1::ListReturnsRequest& request);
  absl::StatusOr<v1::ListRevisionsResponse> ListRevisions(const Call& call, const v1::ListRevisionsRequest& request);
  absl::StatusOr<v1::Obligation> GetObligation(const Call& call, const v1::GetObligationRequest& request);
  absl::StatusOr<v1::ListObligationsResponse> ListObligations(const Call& call,
                                                              const v1::ListObligationsRequest& request);

 private:
  SubmissionStore& store_;
  LedgerWriter& writer_;
  const Clock& clock_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_SUBMISSION_SERVICE_H_
