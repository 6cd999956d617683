// LedgerService's handlers for entries, proofs and keys. They only read.
#ifndef LIANFANG_SERVICES_SUBMISSION_PROOF_SERVICE_H_
#define LIANFANG_SERVICES_SUBMISSION_PROOF_SERVICE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ledger/keys.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/submission/v1/ledger_service.pb.h"
#include "services/submission/ledger_trees.h"
#include "services/submission/store/ledger_store.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Thread-safe.
class ProofService {
 public:
  // `key` is the one in use; `keys` holds it and those that signed before. All outlive the service.
  ProofService(SubmissionStore& store, LedgerStore& ledger, LedgerTrees& trees, const PublicKey& key,
               const KeyRing& keys)
      : store_(store), ledger_(ledger), trees_(trees), key_(key), keys_(keys) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<v1::ListLedgerEntriesResponse> ListLedgerEntries(const Call& call,
                                                                  const v1::ListLedgerEntriesRequest& request);
  absl::StatusOr<v1::ConsistencyProof> GetConsistencyProof(const Call& call,
                                                           const v1::GetConsistencyProofRequest& request);
  absl::StatusOr<v1::InclusionProof> GetInclusionProof(const Call& call, const v1::GetInclusionProofRequest& request);
  absl::StatusOr<v1::ListLedgerKeysResponse> ListLedgerKeys(const Call& call, const v1::ListLedgerKeysRequest& request);

 private:
  absl::StatusOr<std::vector<v1::RecordedEntry>> Record(const Call& call, const std::string& plan,
                                                        const std::vector<StoredEntry>& entries);
  absl::Status CheckLength(const std::string& plan, int64_t size, absl::Time deadline);

  SubmissionStore& store_;
  LedgerStore& ledger_;
  LedgerTrees& trees_;
  const PublicKey& key_;
  const KeyRing& keys_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_PROOF_SERVICE_H_
