// EvidenceService's handlers: files come in by pieces (common/files), and are attached to a return by an entry of the
// ledger.
#ifndef LIANFANG_SERVICES_SUBMISSION_EVIDENCE_SERVICE_H_
#define LIANFANG_SERVICES_SUBMISSION_EVIDENCE_SERVICE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/files/upload_desk.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/submission/v1/evidence_service.pb.h"
#include "services/submission/ledger_writer.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Thread-safe.
class EvidenceService {
 public:
  EvidenceService(SubmissionStore& store, FileStore& files, LedgerWriter& writer, const Clock& clock)
      : store_(store), desk_(files, clock), writer_(writer), clock_(clock) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<files::v1::Upload> BeginUpload(const Call& call, const v1::BeginUploadRequest& request);
  absl::StatusOr<files::v1::Upload> PutChunk(const Call& call, const v1::PutChunkRequest& request);
  absl::StatusOr<files::v1::Upload> GetUpload(const Call& call, const v1::GetUploadRequest& request);
  absl::StatusOr<v1::Return> FinishUpload(const std::shared_ptr<const Call>& call,
                                          const v1::FinishUploadRequest& request);
  absl::StatusOr<v1::ReadEvidenceResponse> ReadEvidence(const Call& call, const v1::ReadEvidenceRequest& request);

 private:
  SubmissionStore& store_;
  UploadDesk desk_;
  LedgerWriter& writer_;
  const Clock& clock_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_EVIDENCE_SERVICE_H_
