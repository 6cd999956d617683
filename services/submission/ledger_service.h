// SubmissionService's handlers for receipts and the ledger's head. They only read.
#ifndef LIANFANG_SERVICES_SUBMISSION_LEDGER_SERVICE_H_
#define LIANFANG_SERVICES_SUBMISSION_LEDGER_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/ledger/keys.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/ledger_auditor.h"
#include "services/submission/ledger_trees.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Thread-safe.
class LedgerService {
 public:
  // `key` is the one in use; `keys` holds its public half and those that signed before. All outlive the service.
  LedgerService(SubmissionStore& store, LedgerTrees& trees, LedgerAuditor& auditor, const SigningKey& key,
                const KeyRing& keys, const Clock& clock)
      : store_(store), trees_(trees), auditor_(auditor), key_(key), keys_(keys), clock_(clock) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<type::v1::Receipt> GetReceipt(const Call& call, const v1::GetReceiptRequest& request);
  absl::StatusOr<v1::VerifyReceiptResponse> VerifyReceipt(const Call& call, const v1::VerifyReceiptRequest& request);
  absl::StatusOr<v1::LedgerHead> GetLedgerHead(const Call& call, const v1::GetLedgerHeadRequest& request);

 private:
  absl::Status CheckMaySee(const Call& call, const std::string& plan, const std::string& entry);

  SubmissionStore& store_;
  LedgerTrees& trees_;
  LedgerAuditor& auditor_;
  const SigningKey& key_;
  const KeyRing& keys_;
  const Clock& clock_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_LEDGER_SERVICE_H_
