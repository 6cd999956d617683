// Re-reading a ledger: is the chain whole, is every seal genuine, and does the stored state follow from the entries?
// Pure.
//
//   LedgerAudit audit("gaoping-2021-2025", public_key);
//   for each entry in order: audit.AddEntry(sequence, bytes);
//   for each seal in order:  audit.AddSeal(first, last, seal);      // after its entries
//   for each stored return:  audit.CheckReturn(stored);             // after all entries
//   for each stored obligation and plan document, likewise; then the recorded head
//   v1::VerifyLedgerResponse verdict = audit.Finish();
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_AUDIT_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_AUDIT_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/ledger/keys.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "lianfang/type/v1/receipt.pb.h"

namespace lianfang::submission {

class LedgerAudit {
 public:
  LedgerAudit(absl::string_view plan, const PublicKey& key) : plan_(plan), key_(key) {}

  void AddEntry(int64_t sequence, const std::string& bytes);
  void AddSeal(int64_t first_sequence, int64_t last_sequence, const type::v1::SignedSeal& seal);
  // Compares a stored return with what the entries say of it.
  void CheckReturn(const v1::Return& stored);
  // Compares a stored obligation's extensions and waivers with what the entries say of them.
  void CheckObligation(const v1::Obligation& stored);
  // Compares a stored plan document, by its bytes, with the hash in the entry that published it.
  void CheckPlan(int edition, const std::string& document);
  // Compares the recorded end of the ledger with the last entry: a ledger cut short has its old head beside it, or the
  // auditor's own note of it.
  void CheckHead(int64_t sequence, const std::string& hash);
  v1::VerifyLedgerResponse Finish();

 private:
  void Follow(const v1::LedgerEntry& entry);
  void Problem(int64_t sequence, absl::string_view what);

  const std::string plan_;
  const PublicKey& key_;
  v1::VerifyLedgerResponse response_;
  std::string previous_hash_;
  std::vector<std::string> unsealed_;          // hashes of the entries since the last seal
  int64_t sealed_ = 0;                         // last sequence under a seal
  std::map<std::string, v1::Return> returns_;  // by name, as far as entries tell
  std::map<std::string, std::vector<v1::ObligationAdjustment>> adjustments_;  // by obligation
  std::map<int, std::string> plan_hashes_;                                    // by edition
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_AUDIT_H_
