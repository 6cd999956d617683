// Handlers of what happens to a filed return besides its review: signature, withdrawal, leave to correct it. Each makes a
// proposal for the ledger's writer (commit.h).
#ifndef LIANFANG_SERVICES_SUBMISSION_SIGN_OFF_SERVICE_H_
#define LIANFANG_SERVICES_SUBMISSION_SIGN_OFF_SERVICE_H_

#include <memory>

#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/serialized.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/ledger_writer.h"

namespace lianfang::submission {

// Thread-safe.
class SignOffService {
 public:
  explicit SignOffService(LedgerWriter& writer) : writer_(writer) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  void SignReturn(std::shared_ptr<const Call> call, std::shared_ptr<const v1::SignReturnRequest> request,
                  Reply<Serialized<v1::Return>> reply);
  // Each item is queued like a call of its own, so that a repeat by either way answers the first response.
  void SignReturns(const std::shared_ptr<const Call>& call,
                   const std::shared_ptr<const v1::SignReturnsRequest>& request, Reply<v1::SignReturnsResponse> reply);
  void WithdrawReturn(std::shared_ptr<const Call> call, std::shared_ptr<const v1::WithdrawReturnRequest> request,
                      Reply<Serialized<v1::Return>> reply);
  void GrantCorrection(std::shared_ptr<const Call> call, std::shared_ptr<const v1::GrantCorrectionRequest> request,
                       Reply<Serialized<v1::Return>> reply);

 private:
  LedgerWriter& writer_;
  CallAudit* audit_ = nullptr;  // the contract's, once registered
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_SIGN_OFF_SERVICE_H_
