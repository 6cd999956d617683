// SubmissionService's handlers for receipts and the ledger. They only read.
#ifndef LIANFANG_SERVICES_SUBMISSION_LEDGER_SERVICE_H_
#define LIANFANG_SERVICES_SUBMISSION_LEDGER_SERVICE_H_

#include "absl/status/statusor.h"
#include "common/ledger/keys.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Thread-safe.
class LedgerService {
 public:
  // `key` is the one in use; `keys` holds it and those that signed before. Both outlive the service.
  LedgerService(SubmissionStore& store, const PublicKey& key, const KeyRing& keys)
      : store_(store), key_(key), keys_(keys) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<type::v1::Receipt> GetReceipt(const Call& call, const v1::GetReceiptRequest& request);
  absl::StatusOr<v1::VerifyReceiptResponse> VerifyReceipt(const Call& call, const v1::VerifyReceiptRequest& request);
  absl::StatusOr<v1::LedgerHead> GetLedgerHead(const Call& call, const v1::GetLedgerHeadRequest& request);
  absl::StatusOr<v1::VerifyLedgerResponse> VerifyLedger(const Call& call, const v1::VerifyLedgerRequest& request);

 private:
  class ChangeReader;

  absl::Status CheckMaySee(const Call& call, const std::string& plan, const std::string& entry);
  absl::Status AuditEntries(const std::string& plan, absl::Time deadline, LedgerAudit& audit);
  absl::Status AuditState(const std::string& plan, absl::Time deadline, LedgerAudit& audit);

  SubmissionStore& store_;
  const PublicKey& key_;
  const KeyRing& keys_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_LEDGER_SERVICE_H_
