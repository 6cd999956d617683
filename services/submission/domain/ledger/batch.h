// How mutations become ledger entries: the batch's proposals are decided one after the other, each on the state that the
// one before left; the entries are chained, sealed and signed once. Pure. commit.h tells the whole story of a mutation.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_BATCH_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_BATCH_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/change.h"
#include "common/ledger/keys.h"
#include "common/origin.h"
#include "common/request_key.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "lianfang/type/v1/receipt.pb.h"
#include "services/submission/domain/ledger/projection.h"
#include "services/submission/domain/ledger/stored_ledger.h"

namespace lianfang::submission {

// Topics of the changelog: payloads are serialised WatchReturnsResponse and WatchObligationsResponse without their
// cursor.
inline constexpr char kReturnsTopic[] = "returns";
inline constexpr char kObligationsTopic[] = "obligations";

// The end of a plan's ledger; sequence 0 and no hash while it is empty.
struct LedgerHead {
  int64_t sequence = 0;
  std::string hash;
  absl::Time commit_time = absl::InfinitePast();

  bool operator==(const LedgerHead&) const = default;
};

// What a mutation meets. Pointers are null where there is nothing.
struct Snapshot {
  const type::v1::Plan* plan;  // the newest edition
  const v1::Obligation* obligation;
  const v1::Return* filed;
  const v1::Return* before;                   // for the period before, in force, where the plan compares periods
  std::vector<const v1::Obligation*> stated;  // all of the plan's, by name, where the plan itself is concerned
  absl::Time now;                             // when it is committed
  absl::Time arrival = absl::InfinitePast();  // when its call arrived; not after `now`
  // Sequence of the newest entry that concerns no return, where the plan itself is concerned; 0: none, or a rehearsal.
  int64_t plan_entry = 0;
};

// What a mutation does. What follows for obligations and returns is not its business: projection.h.
struct Decision {
  v1::LedgerEntry event;               // its oneof; the rest is filled in here
  std::optional<type::v1::Plan> plan;  // the edition that a publication publishes
  std::string resource;                // for the audit trail
  std::string detail;
  // Makes the serialised response, without a receipt, from what follows.
  std::function<std::string(const Projection&)> respond;
  // Where it is set, makes the response in place of `respond`: from the entry's receipt, with which it is kept.
  std::function<std::string(const type::v1::Receipt&)> respond_with_receipt{};
};

// A mutation that asks to be recorded.
struct Proposal {
  RequestKey key;
  std::string plan;        // id
  std::string obligation;  // id, also the return's; empty where the plan itself is concerned
  size_t bytes;            // of the request, for whoever bounds what waits
  std::function<absl::StatusOr<Decision>(const Snapshot&)> decide;
  Origin origin{};  // the call that asks
  // When the call had arrived, by the service's clock; infinite: as it is decided.
  absl::Time arrival = absl::InfiniteFuture();
  // OK while somebody waits for the answer, for whoever lets it wait; null: always.
  std::function<absl::Status()> wanted{};
  // Concerns the plan itself, and is decided without its obligations and returns: an entry about the ledger, such as a key.
  bool only_ledger = false;
};

// Of each proposal: the response that it had before, nothing when it is new, or why its request id cannot be used
// again.
using EarlierAnswers = std::vector<absl::StatusOr<std::optional<std::string>>>;

// The state of one plan that a batch meets, as far as its proposals name it: also the returns of earlier periods
// (EarlierReturns in plausibility.h); for one that concerns the plan itself and more than its ledger, all of its obligations and returns.
struct BatchState {
  LedgerHead head;
  std::shared_ptr<const type::v1::Plan> plan;                                // the newest edition; null: none
  std::map<std::string, std::shared_ptr<const v1::Obligation>> obligations;  // by name; none is null
  std::map<std::string, std::shared_ptr<const v1::Return>> returns;          // by name; none is null
  EarlierAnswers earlier_answers;                                            // as the request log keeps them
  int64_t plan_entry = 0;  // as in Snapshot; loaded where a proposal concerns the plan itself
};

// A message as it is to be stored.
template <typename Message>
struct Stored {
  std::shared_ptr<const Message> message;
  std::string document;  // its bytes
};

// Everything to be saved, and what to answer. A batch that changes nothing has no entries.
struct BatchOutcome {
  std::vector<absl::StatusOr<std::string>> responses;  // per proposal, serialised
  std::vector<size_t> repeated;                        // proposals that earlier answers answer, as they are kept
  std::string plan;                                    // id
  std::vector<StoredEntry> entries;
  std::optional<StoredSeal> seal;                             // over the entries
  LedgerHead head;                                            // the new end of the ledger
  std::vector<type::v1::Plan> editions;                       // published
  std::map<std::string, Stored<v1::Obligation>> obligations;  // by name
  std::map<std::string, Stored<v1::Return>> returns;          // by name
  std::vector<RequestRecord> requests;
  std::vector<Change> changes;
};

// Whether the batch filed the return's latest revision: what a draft was kept for.
bool IsFiledIn(const BatchOutcome& outcome, const v1::Return& filed);

// The bytes under which a plan edition is stored and hashed.
std::string PlanDocument(const type::v1::Plan& plan);

// What happens to a batch of which one proposal is refused.
enum class Atomicity {
  kEach,  // it changes nothing and does not disturb the others
  // Nothing changes. The others answer ABORTED with reason NOT_FILED_WITH_OTHERS; repeats answer their first response.
  kAll,
};

// ABORTED, with the reason above: what an item answers that another one's fault kept from being filed.
absl::Status NotFiledWithOthers();

// Decides the proposals, all of which concern `plan` (id), in order. A proposal whose request id was seen before, in the
// log or earlier in this batch, answers the first response. UNAVAILABLE with reason WAITED_TOO_LONG where one arrived
// more than kLongestWait (common/ledger/chain.h) before it would be committed.
BatchOutcome DecideBatch(const std::string& plan, const std::vector<Proposal>& proposals, Atomicity atomicity,
                         BatchState state, const SigningKey& key, absl::Time now);

// Decides one proposal on what it meets, and answers what would be, without a receipt; nothing is made of it.
absl::StatusOr<std::string> Rehearse(const Proposal& proposal, const Snapshot& snapshot);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_BATCH_H_
