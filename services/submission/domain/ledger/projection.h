// What a ledger entry makes of the state: the one function by which obligations and returns change. Pure.
//
// A decision checks a request and states an event; the batch makes an entry of it and projects it; the audit replays
// stored entries through the same function and compares. So state that does not follow from the ledger is found, field
// by field.
//
// What an entry projects to, it projects to for ever: otherwise the audit would call every store tampered with that is
// older than the change. So an entry bears the number of the rules that it was written under. Whoever changes them adds
// a number below, leaves the rules of the numbers before as they are, and adds a ledger to the test data, where those
// of earlier versions are kept (earlier_ledgers_test.cc). An older version that meets such an entry, after a rollback,
// says that it is of a later version, and raises no alarm (ledger_audit.h).
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_PROJECTION_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_PROJECTION_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/submission/domain/request/visibility.h"

namespace lianfang::submission {

// LedgerEntry.rules: those of the first versions, which set no number, and what changed since.
enum Rules {
  kFirstRules = 0,
  // An amendment records every instant that it moves, not the due instants alone; it does not take back a waiver by
  // hand; what it no longer states is waived also where only provisional figures were filed.
  kWholeAmendments = 1,
  // There are entries about the ledger itself: keys that were registered, heads that were witnessed. No state follows.
  kWitnesses = 2,
  // Entries say when their call arrived, and a filing is judged by that. Those who watch are told what an amendment gives
  // to another department (changes.h).
  kArrivals = 3,
  // There are facts of other services of the suite. No state follows.
  kFacts = 4,
  // A filing may wait for its convener's signature; a return may be withdrawn; the office may give leave to correct one.
  kSignOffs = 5,
  // There are grants of regions to the plan, also before its first edition. No state follows.
  kGrants = 6,
  // Files are attached to returns.
  kEvidence = 7,
  // What is owed again of an obligation that the newest edition does not state any more is waived at once.
  kUnstated = 8,
};
// The newest that this version knows. An entry bears the lowest number by which it is understood, so that a version
// before the newest, after a rollback, still compares the state that all other entries make.
inline constexpr Rules kRules = kUnstated;
// Those of the decisions that change the state, but for what the rules after them brought. An entry that the batch makes of one has at
// least kArrivals.
inline constexpr Rules kStateRules = kWholeAmendments;

// When the call that asked for the entry arrived: by earlier rules, when it was committed.
absl::Time ArrivalOf(const v1::LedgerEntry& entry);

// The state that an entry meets. Pointers are null where there is nothing.
struct ProjectionInput {
  const type::v1::Plan& plan;                        // the newest edition; for PlanPublished the one published
  const v1::Obligation* obligation;                  // the one that the entry concerns
  const v1::Return* filed;                           // its return
  const std::vector<const v1::Obligation*>& stated;  // for PlanPublished: all that stand, by name
};

// What it changes.
struct Projection {
  std::vector<v1::Obligation> obligations;  // in the order in which lists show them
  std::optional<v1::Return> filed;
  std::map<std::string, RowKey> moved{};  // obligations given to another department, by name: whose they were
};

// `entry` is complete but for what the ledger hashes; its obligation and return are there where its event needs them.
Projection Project(const v1::LedgerEntry& entry, const ProjectionInput& input);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_LEDGER_PROJECTION_H_
