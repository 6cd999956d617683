// LedgerService's handlers for keys that others register, and for what they witness with them.
#ifndef LIANFANG_SERVICES_SUBMISSION_WITNESS_SERVICE_H_
#define LIANFANG_SERVICES_SUBMISSION_WITNESS_SERVICE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/keys.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/serialized.h"
#include "lianfang/submission/v1/ledger_service.pb.h"
#include "services/submission/domain/ledger/witness_rules.h"
#include "services/submission/ledger_trees.h"
#include "services/submission/ledger_writer.h"
#include "services/submission/store/ledger_store.h"

namespace lianfang::submission {

// Thread-safe.
class WitnessService {
 public:
  // `keys` are the ledger's own. All outlive the service.
  WitnessService(LedgerStore& store, LedgerTrees& trees, LedgerWriter& writer, const KeyRing& keys)
      : store_(store), trees_(trees), writer_(writer), keys_(keys) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  void RegisterKey(const std::shared_ptr<const Call>& call,
                   const std::shared_ptr<const v1::RegisterKeyRequest>& request,
                   Reply<Serialized<v1::RegisterKeyResponse>> reply);
  void WitnessHead(const std::shared_ptr<const Call>& call,
                   const std::shared_ptr<const v1::WitnessHeadRequest>& request,
                   Reply<Serialized<v1::WitnessHeadResponse>> reply);
  absl::StatusOr<v1::ListWitnessesResponse> ListWitnesses(const Call& call, const v1::ListWitnessesRequest& request);

 private:
  absl::StatusOr<v1::HeadWitnessed> Check(const Call& call, const std::string& plan,
                                          const v1::WitnessHeadRequest& request, const RegisteredKeys& registered);

  LedgerStore& store_;
  LedgerTrees& trees_;
  LedgerWriter& writer_;
  const KeyRing& keys_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_WITNESS_SERVICE_H_
