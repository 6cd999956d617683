// Re-reading a ledger: is the chain whole, is every seal genuine, and does all that is stored beside it follow from the
// entries? Pure. Entries are replayed through the projection that made the state (projection.h), so every field of
// every obligation and return is compared. Where an entry, or an edition of the plan, says what this version does not
// know, it was written by a later one: the state cannot be replayed from there, which is told as a problem of its own,
// and only the chain and the seals are checked.
//
//   LedgerAudit audit("gaoping-2021-2025", keys);
//   for each plan document:            audit.AddPlan(edition, document);
//   for each entry in order:           audit.AddEntry(entry);
//   for each seal, after its entries:  audit.AddSeal(first, last, seal);
//   for each stored return and obligation, after all entries: audit.Check…(stored); then the recorded head
//   v1::VerifyLedgerResponse verdict = audit.Finish();
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_AUDIT_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_AUDIT_H_

#include <map>
#include <set>
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
#include "services/submission/domain/projection.h"

namespace lianfang::submission {

// An entry as stored: its bytes, and what stands beside them to find it by.
struct StoredEntry {
  int64_t sequence = 0;
  std::string bytes{};
  std::string hash{};
  std::string return_id{};  // empty for an entry that concerns no return
};

// What an entry is about: the id of an obligation, which is its return's too; empty for an entry about the plan itself,
// or one that says nothing known here.
struct Subject {
  std::string id{};
  bool concerns_return = false;
};

Subject SubjectOf(const v1::LedgerEntry& entry);

class LedgerAudit {
 public:
  // `plan` is its id; `keys` outlives the audit.
  LedgerAudit(absl::string_view plan, const KeyRing& keys) : plan_(plan), keys_(keys) {}

  // The ledger must begin with everything that this head covers.
  void HoldTo(const v1::LedgerHead& earlier);

  void AddPlan(int edition, const std::string& document) { documents_[edition] = document; }
  void AddEntry(const StoredEntry& stored);
  void AddSeal(int64_t first_sequence, int64_t last_sequence, const type::v1::SignedSeal& seal);
  // `indexed` says whether what lists filter by, beside the message, agrees with it.
  void CheckReturn(const v1::Return& stored, bool indexed);
  void CheckObligation(const v1::Obligation& stored, bool indexed);
  // Compares the recorded end of the ledger with the last entry: a ledger cut short has its old head beside it, or the
  // auditor's own note of it (HoldTo).
  void CheckHead(int64_t sequence, const std::string& hash);
  v1::VerifyLedgerResponse Finish();

 private:
  void CheckAgainstEarlierHead(int64_t sequence);
  void Replay(const v1::LedgerEntry& entry, const std::string& return_id);
  bool OpenEdition(const v1::LedgerEntry& entry);
  bool IsKnown(int64_t sequence, const google::protobuf::Message& message, int rules = kFirstRules);
  void Problem(int64_t sequence, absl::string_view what);

  const std::string plan_;
  const KeyRing& keys_;
  v1::VerifyLedgerResponse response_;
  std::string previous_hash_;
  std::vector<std::string> unsealed_;  // hashes of the entries since the last seal
  int64_t sealed_ = 0;                 // last sequence under a seal
  int64_t earlier_sequence_ = 0;       // of the head that the ledger is held to; 0: none
  std::string earlier_hash_;

  std::map<int, std::string> documents_;  // by edition
  std::set<int> published_;               // editions that entries tell of
  // The state that the entries make, by name. Lost where an edition's document or an entry cannot be used: then only
  // the chain is checked.
  bool state_lost_ = false;
  type::v1::Plan edition_;
  std::map<std::string, v1::Obligation> obligations_;
  std::map<std::string, v1::Return> returns_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_AUDIT_H_
