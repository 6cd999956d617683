// Verifying a ledger here, with the public keys that the user has: from a file or from what a service answers, whom it
// does not believe. Chain, seals, keys, and the signatures of those who have witnessed it. What entries make of
// obligations and returns is not replayed (`ledger audit` has the service do so).
//
//   LedgerVerifier verifier("plans/x", keys);
//   verifier.HoldTo(kept, "earlier head");            // any number, and the head that the ledger is said to have
//   for each entry: verifier.Add(entry); and after the last one that a seal covers: verifier.Add(seal);
//   const LedgerVerification found = verifier.Finish();
#ifndef LIANFANG_CLI_LEDGER_VERIFIER_H_
#define LIANFANG_CLI_LEDGER_VERIFIER_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/chain.h"
#include "common/ledger/keys.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/ledger_archive.pb.h"
#include "lianfang/submission/v1/ledger_service.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang::cli {

// What a head says of its ledger, once its signatures are verified: by its tree head, or by its seal where it is from
// before there were tree heads. Errors as for OpenSeal and OpenTreeHead; DATA_LOSS also where both disagree.
absl::StatusOr<KeptHead> OpenHead(const submission::v1::LedgerHead& head, const KeyRing& keys);

// Not thread-safe.
class LedgerVerifier {
 public:
  // `plan` is `plans/{plan}`; `keys` outlives this.
  LedgerVerifier(const std::string& plan, const KeyRing& keys);
  LedgerVerifier(const LedgerVerifier&) = delete;
  LedgerVerifier& operator=(const LedgerVerifier&) = delete;

  // The ledger must begin with what the head covers. `name` is what problems call it. Before any entry.
  void HoldTo(const submission::v1::LedgerHead& head, const std::string& name);
  void HoldTo(KeptHead head) { chain_.HoldTo(std::move(head)); }

  void Add(const submission::v1::RecordedEntry& entry);
  void Add(const type::v1::SignedSeal& seal) { chain_.AddSeal(seal); }
  // A page as the service answers it: each seal right after the last entry that it covers.
  void Add(const submission::v1::ListLedgerEntriesResponse& page);

  int64_t size() const { return chain_.size(); }
  std::string root() const { return chain_.root(); }

  submission::v1::LedgerVerification Finish();

 private:
  using ActorKey = std::pair<std::string, int64_t>;  // who registered it, with which entry

  void Report(int64_t sequence, absl::string_view problem);
  void CheckWitness(const submission::v1::LedgerEntry& entry);

  const KeyRing& keys_;
  submission::v1::LedgerVerification found_;
  ChainCheck chain_;
  std::map<ActorKey, submission::v1::KeyRegistered> registered_;
  std::map<std::string, submission::v1::LedgerWitnessSpan> witnesses_;  // the newest of each actor
};

// Sequence of the last entry that a seal says it covers, whoever signed it; 0 where it says nothing.
int64_t EndOf(const type::v1::SignedSeal& seal);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_LEDGER_VERIFIER_H_
