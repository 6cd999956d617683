// LedgerService's handlers for other services of the suite: what they enter in a ledger, and the keys that they check
// signatures with.
#ifndef LIANFANG_SERVICES_SUBMISSION_FACT_SERVICE_H_
#define LIANFANG_SERVICES_SUBMISSION_FACT_SERVICE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/serialized.h"
#include "lianfang/submission/v1/ledger_service.pb.h"
#include "services/submission/ledger_writer.h"
#include "services/submission/store/ledger_store.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Thread-safe.
class FactService {
 public:
  // All outlive the service.
  FactService(SubmissionStore& store, LedgerStore& ledger, LedgerWriter& writer)
      : store_(store), ledger_(ledger), writer_(writer) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  void RecordFact(const std::shared_ptr<const Call>& call, const std::shared_ptr<const v1::RecordFactRequest>& request,
                  Reply<Serialized<v1::RecordFactResponse>> reply);
  absl::StatusOr<type::v1::Receipt> GetRegisteredKey(const Call& call, const v1::GetRegisteredKeyRequest& request);

 private:
  SubmissionStore& store_;
  LedgerStore& ledger_;
  LedgerWriter& writer_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_FACT_SERVICE_H_
