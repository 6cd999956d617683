// Re-reading a ledger: is the chain whole, is every seal genuine, and does all that is stored beside it follow from the
// entries? Pure. Entries are replayed through the projection that made the state (projection.h), so every field of
// every obligation and return is compared; so are the answers that repeated requests get, and what those who watch are
// told. Where an entry names rules that this version does not know, a later one wrote it:
// the state cannot be replayed from there, which is told as a problem of its own, and only the chain and the seals are
// checked. So whoever adds to what an entry or a plan holds raises the number of the rules (projection.h).
//
//   LedgerAudit audit("gaoping-2021-2025", keys);
//   where the oldest changes were pruned: audit.ExpectPruned();
//   for each plan document:            audit.AddPlan(edition, document);
//   for each entry in order:           audit.AddEntry(entry); audit.CheckAnswer(answer);
//   for each seal, after its entries:  audit.AddSeal(first, last, seal);
//   for each change, in order, while the entries added so far expect some: audit.CheckChange(change);
//   after all entries: the changes that are left and CheckChangesEnd(); for each stored return and obligation
//   audit.Check…(stored); then the recorded head, and the totals
//   v1::VerifyLedgerResponse verdict = audit.Finish();
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_LEDGER_AUDIT_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_LEDGER_AUDIT_H_

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/change.h"
#include "common/ledger/chain.h"
#include "common/ledger/keys.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/submission/domain/ledger/projection.h"
#include "services/submission/domain/ledger/stored_ledger.h"

namespace lianfang::submission {

// What an entry is about: an obligation, by the id that is its return's too, or the plan itself; neither, where it says
// nothing known here.
struct Subject {
  std::string id{};
  bool concerns_return = false;
  bool concerns_plan = false;
};

Subject SubjectOf(const v1::LedgerEntry& entry);

// What the request log holds for the request that made an entry.
struct StoredAnswer {
  std::string method;
  std::string response;
};

// A change as stored for those who watch.
struct StoredChange {
  int64_t position;
  Change change;
};

// How many rows there are, of all plans together, of what every mutation leaves one or some of.
struct StoredTotals {
  int64_t entries = 0;
  int64_t answers = 0;  // in the request log, and pruned from it
  int64_t changes = 0;
  int64_t pruned_changes = 0;  // the oldest ones, as recorded when they were removed
  int64_t last_change = 0;     // position
  int64_t change_head = 0;     // the position recorded as the last one
};

class LedgerAudit {
 public:
  // `plan` is its id; `keys` outlives the audit.
  LedgerAudit(absl::string_view plan, const KeyRing& keys);
  LedgerAudit(const LedgerAudit&) = delete;
  LedgerAudit& operator=(const LedgerAudit&) = delete;

  // The ledger must begin with everything that this head covers. Before any entry.
  void HoldTo(const v1::LedgerHead& earlier);

  // The oldest changes, of all plans, were removed. Before any entry. The first change that is checked says from where on
  // this plan's are there.
  void ExpectPruned() { skips_pruned_ = true; }

  void AddPlan(int edition, const std::string& document) { documents_[edition] = document; }
  void AddEntry(const StoredEntry& stored);
  // The answer to the request of the entry added last; null where there is none. Not to be called where the answer was
  // pruned.
  void CheckAnswer(const StoredAnswer* answer);
  void AddSeal(int64_t first_sequence, int64_t last_sequence, const type::v1::SignedSeal& seal);
  // Whether the entries added so far made changes that were not checked yet. Changes of other plans may be among those
  // that are checked.
  bool ExpectsChanges() const { return !state_lost_ && !changes_differ_ && !expected_.empty(); }
  // False where only an entry that is not added yet can have made the change, because all that were expected so far were
  // pruned: to be checked again, after more entries.
  bool CheckChange(const StoredChange& stored);
  // No change is left: where none was checked, all that were expected so far were pruned.
  void DropPruned();
  // No entry made this change, which CheckChange would not take.
  void RefuseChange(const StoredChange& stored);
  // There is no change after those that were checked.
  void CheckChangesEnd();
  // `indexed` says whether what lists filter by, beside the message, agrees with it.
  void CheckReturn(const v1::Return& stored, bool indexed);
  void CheckObligation(const v1::Obligation& stored, bool indexed);
  // Compares the recorded end of the ledger with the last entry: a ledger cut short has its old head beside it, or the
  // auditor's own note of it (HoldTo).
  void CheckHead(int64_t sequence, const std::string& hash);
  // Compares what is recorded there for the next entry: the time that it is not before, and the edition in force.
  void CheckNext(absl::Time commit_time, int edition);
  void CheckTotals(const StoredTotals& totals);
  v1::VerifyLedgerResponse Finish();

 private:
  // An entry that was replayed, and what it made.
  struct Effect {
    v1::LedgerEntry entry;
    Projection after;
  };
  // A change that an entry made, as OpenChange would read it.
  struct ExpectedChange {
    int64_t sequence;
    Change change;
  };

  bool IsAnswer(const StoredAnswer& answer);
  bool IsAnswerToFiling(const StoredAnswer& answer);
  void Replay(const v1::LedgerEntry& entry, const StoredEntry& stored);
  bool OpenEdition(const v1::LedgerEntry& entry);
  bool IsKnown(int64_t sequence, const google::protobuf::Message& message, int rules);
  void Problem(int64_t sequence, absl::string_view what);

  const std::string plan_;
  const KeyRing& keys_;
  v1::VerifyLedgerResponse response_;
  ChainCheck chain_;

  std::map<int, std::string> documents_;  // by edition
  std::set<int> published_;               // editions that entries tell of
  // The state that the entries make, by name. Lost where an edition's document or an entry cannot be used: then only
  // the chain is checked.
  bool state_lost_ = false;
  type::v1::Plan edition_;
  std::map<std::string, v1::Obligation> obligations_;
  std::map<std::string, v1::Return> returns_;

  std::optional<Effect> last_;           // the entry added last, while the state is known
  std::deque<ExpectedChange> expected_;  // not checked yet
  bool changes_differ_ = false;          // told once: from there on they cannot be matched
  bool skips_pruned_ = false;            // until the first change that is there
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_LEDGER_AUDIT_H_
