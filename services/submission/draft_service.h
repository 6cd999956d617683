// DraftService's handlers: validate → load → decide → save. Nothing of a draft is logged or entered in the ledger.
#ifndef LIANFANG_SERVICES_SUBMISSION_DRAFT_SERVICE_H_
#define LIANFANG_SERVICES_SUBMISSION_DRAFT_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/submission/v1/draft_service.pb.h"
#include "services/submission/store/draft_store.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Thread-safe.
class DraftService {
 public:
  DraftService(SubmissionStore& store, DraftStore& drafts, const Clock& clock)
      : store_(store), drafts_(drafts), clock_(clock) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<v1::ReturnDraft> SaveDraft(const Call& call, const v1::SaveDraftRequest& request);
  absl::StatusOr<v1::ReturnDraft> GetDraft(const Call& call, const v1::GetDraftRequest& request);
  absl::StatusOr<v1::ListDraftsResponse> ListDrafts(const Call& call, const v1::ListDraftsRequest& request);
  absl::StatusOr<v1::DeleteDraftResponse> DeleteDraft(const Call& call, const v1::DeleteDraftRequest& request);

 private:
  SubmissionStore& store_;
  DraftStore& drafts_;
  const Clock& clock_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DRAFT_SERVICE_H_
