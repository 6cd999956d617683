#include "services/submission/domain/ledger/batch.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/ledger/chain.h"
#include "common/ledger/merkle.h"
#include "common/time.h"
#include "services/submission/domain/ledger/changes.h"
#include "services/submission/domain/ledger/find.h"
#include "services/submission/domain/ledger/receipts.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/domain/return/plausibility.h"

namespace lianfang::submission {
namespace {

// What a map of pointers holds under `key`, or null.
template <typename Message>
const Message* PointerAt(const std::map<std::string, std::shared_ptr<const Message>>& map, const std::string& key) {
  const auto* found = FindOrNull(map, key);
  return found == nullptr ? nullptr : found->get();
}

// What follows from a decision on what it met.
Projection ProjectDecision(const Decision& decision, const Snapshot& snapshot) {
  // A grant may come before the first edition.
  const type::v1::Plan& newest = snapshot.plan == nullptr ? type::v1::Plan::default_instance() : *snapshot.plan;
  return Project(decision.event, {decision.plan.has_value() ? *decision.plan : newest, snapshot.obligation,
                                  snapshot.filed, snapshot.stated});
}

// Says when the call arrived and when the entry is committed.
void Date(v1::LedgerEntry& entry, const Snapshot& snapshot) {
  *entry.mutable_commit_time() = ToTimestamp(snapshot.now);
  *entry.mutable_arrival_time() = ToTimestamp(snapshot.arrival);
  entry.set_rules(std::max<int>(entry.rules(), kArrivals));
}

// As precise as the database.
absl::Time InMicros(absl::Time time) { return absl::FromUnixMicros(absl::ToUnixMicros(time)); }

absl::Status WaitedTooLong(absl::Duration waited) {
  return ErrorWithReason(absl::StatusCode::kUnavailable,
                         absl::StrCat("the request would be committed ", absl::FormatDuration(waited),
                                      " after it arrived, which is too long; nothing was decided: send it again"),
                         "WAITED_TOO_LONG");
}

class Batch {
 public:
  Batch(const std::string& plan, const std::vector<Proposal>& proposals, BatchState state, const SigningKey& key,
        absl::Time now)
      : plan_(plan), proposals_(proposals), state_(std::move(state)), key_(key), now_(InMicros(now)) {
    outcome_.plan = plan;
    outcome_.responses.assign(proposals.size(), kNotDecided);
  }

  BatchOutcome Run(Atomicity atomicity) {
    for (size_t i = 0; i < proposals_.size(); ++i) Decide(i);
    if (atomicity == Atomicity::kAll && AnyRefused()) return NothingDone();
    if (!accepted_.empty()) Seal();
    for (const auto& [repeat, first] : repeats_) outcome_.responses[repeat] = outcome_.responses[first];
    return std::move(outcome_);
  }

 private:
  struct Accepted {
    size_t proposal;
    size_t entry;  // in outcome_.entries
    Decision decision;
    std::shared_ptr<const Projection> projection;
  };

  void Decide(size_t i) {
    if (const auto& earlier = state_.earlier_answers[i]; !earlier.ok() || earlier->has_value()) {
      outcome_.responses[i] = earlier.ok() ? absl::StatusOr<std::string>(**earlier) : earlier.status();
      outcome_.repeated.push_back(i);
      return;
    }
    if (IsRepeat(i)) return;
    // Every entry has a later instant than the entry before, also where a clock is set back: a reader that has received
    // the ledger up to an instant has received all of it.
    const absl::Time now = std::max(now_, state_.head.commit_time + absl::Microseconds(1));
    // A clock that was corrected since may have it arrive after now.
    const absl::Time arrival = std::min(InMicros(proposals_[i].arrival), now);
    if (now - arrival > kLongestWait) {
      outcome_.responses[i] = WaitedTooLong(now - arrival);
      return;
    }
    const Snapshot snapshot = Meet(proposals_[i], now, arrival);
    auto decision = proposals_[i].decide(snapshot);
    if (decision.ok()) {
      accepted_.push_back(Enter(i, *std::move(decision), snapshot));
    } else {
      outcome_.responses[i] = decision.status();
    }
  }

  // Whether the same request stands earlier in this batch; then it answers what that one answers.
  bool IsRepeat(size_t i) {
    const RequestKey& key = proposals_[i].key;
    const auto [place, fresh] = first_of_.emplace(std::make_pair(key.actor, key.request_id), i);
    if (fresh) return false;
    const RequestKey& first = proposals_[place->second].key;
    if (const auto same = AnswerToRepeat(key, first.method, first.request_hash, ""); same.ok()) {
      repeats_.emplace_back(i, place->second);
    } else {
      outcome_.responses[i] = same.status();
    }
    return true;
  }

  Snapshot Meet(const Proposal& proposal, absl::Time now, absl::Time arrival) const {
    Snapshot snapshot{state_.plan.get(),
                      PointerAt(state_.obligations, ObligationName(plan_, proposal.obligation)),
                      PointerAt(state_.returns, ReturnName(plan_, proposal.obligation)),
                      nullptr,
                      {},
                      now,
                      arrival};
    if (snapshot.plan != nullptr && snapshot.obligation != nullptr) {
      snapshot.before = InForce(EarlierReturns(*snapshot.plan, *snapshot.obligation), [&](const std::string& id) {
        return PointerAt(state_.returns, ReturnName(plan_, id));
      });
    }
    if (!proposal.obligation.empty()) return snapshot;
    snapshot.plan_entry = state_.plan_entry;
    for (const auto& [name, obligation] : state_.obligations) snapshot.stated.push_back(obligation.get());
    return snapshot;
  }

  bool AnyRefused() const {
    return std::any_of(outcome_.responses.begin(), outcome_.responses.end(),
                       [this](const auto& response) { return !response.ok() && response.status() != kNotDecided; });
  }

  // The batch with one refused, where all or none is asked for: each answers its own fault, or that of the others. What
  // was filed earlier stays filed, and answers its first response.
  BatchOutcome NothingDone() {
    BatchOutcome nothing;
    nothing.plan = plan_;
    nothing.responses.assign(proposals_.size(), NotFiledWithOthers());
    for (size_t i = 0; i < proposals_.size(); ++i) {
      const auto& response = outcome_.responses[i];
      if (!response.ok() && response.status() != kNotDecided) nothing.responses[i] = response.status();
    }
    for (const size_t i : outcome_.repeated) nothing.responses[i] = outcome_.responses[i];
    nothing.repeated = std::move(outcome_.repeated);
    return nothing;
  }

  // Makes the entry, and the state that the next proposal meets.
  Accepted Enter(size_t i, Decision decision, const Snapshot& snapshot) {
    const Proposal& proposal = proposals_[i];
    v1::LedgerEntry& entry = decision.event;
    entry.set_plan(PlanName(plan_));
    entry.set_sequence(state_.head.sequence + 1);
    entry.set_previous_hash(state_.head.hash);
    Date(entry, snapshot);
    entry.set_actor(proposal.key.actor);
    entry.set_request_id(proposal.key.request_id);
    const auto projection = std::make_shared<const Projection>(ProjectDecision(decision, snapshot));
    StoredEntry sealed{entry.sequence(), DeterministicBytes(entry), "",
                       projection->filed.has_value() ? proposal.obligation : ""};
    sealed.hash = LeafHash(sealed.bytes);
    state_.head = {sealed.sequence, sealed.hash, snapshot.now};
    if (sealed.return_id.empty()) state_.plan_entry = sealed.sequence;
    outcome_.entries.push_back(std::move(sealed));
    Apply(decision, projection);
    return {i, outcome_.entries.size() - 1, std::move(decision), projection};
  }

  // Puts what follows into the state, and into what is saved and told to watchers.
  void Apply(const Decision& decision, const std::shared_ptr<const Projection>& projection) {
    if (decision.plan.has_value()) {
      state_.plan = std::make_shared<const type::v1::Plan>(*decision.plan);
      outcome_.editions.push_back(*decision.plan);
    }
    for (const v1::Obligation& obligation : projection->obligations) {
      const std::shared_ptr<const v1::Obligation> kept(projection, &obligation);
      state_.obligations[kept->name()] = kept;
      outcome_.obligations[kept->name()] = {kept, kept->SerializeAsString()};
    }
    if (projection->filed.has_value()) {
      const std::shared_ptr<const v1::Return> kept(projection, &*projection->filed);
      state_.returns[kept->name()] = kept;
      outcome_.returns[kept->name()] = {kept, kept->SerializeAsString()};
    }
    const auto find_return = [this](const std::string& name) { return PointerAt(state_.returns, name); };
    for (Change& change : ChangesOf(decision.event, *projection, find_return)) {
      outcome_.changes.push_back(std::move(change));
    }
  }

  // Seals and signs the entries, and gives each its receipt and response.
  void Seal() {
    std::vector<std::string> leaves;
    for (const StoredEntry& entry : outcome_.entries) leaves.push_back(entry.hash);
    const MerkleTree tree(std::move(leaves));
    const LedgerHead& head = state_.head;
    type::v1::LedgerSeal seal;
    seal.set_plan(PlanName(plan_));
    seal.set_first_sequence(outcome_.entries.front().sequence);
    seal.set_entry_count(static_cast<int32_t>(outcome_.entries.size()));
    seal.set_merkle_root(tree.root());
    seal.set_head_hash(head.hash);
    *seal.mutable_seal_time() = ToTimestamp(head.commit_time);

    type::v1::SignedSeal signed_seal;
    signed_seal.set_seal(DeterministicBytes(seal));
    signed_seal.set_signature(key_.Sign(signed_seal.seal()));
    signed_seal.set_key_id(key_.public_key().id());
    for (const Accepted& accepted : accepted_) Answer(accepted, tree.InclusionPath(accepted.entry), signed_seal);
    outcome_.seal = StoredSeal{seal.first_sequence(), head.sequence, std::move(signed_seal)};
    outcome_.head = head;
  }

  void Answer(const Accepted& accepted, std::vector<std::string> path, const type::v1::SignedSeal& seal) {
    const StoredEntry& entry = outcome_.entries[accepted.entry];
    const RequestKey& key = proposals_[accepted.proposal].key;
    const Decision& decision = accepted.decision;
    const auto receipt = [&] { return MakeReceipt(entry.bytes, entry.sequence, std::move(path), seal); };
    std::string kept = decision.respond_with_receipt ? decision.respond_with_receipt(receipt())
                                                     : decision.respond(*accepted.projection);
    outcome_.responses[accepted.proposal] = BearsReceipt(key.method) ? WithReceipt(kept, receipt()) : kept;
    outcome_.requests.push_back({key, std::move(kept), accepted.decision.resource, accepted.decision.detail,
                                 proposals_[accepted.proposal].origin});
  }

  // The response of an accepted proposal until it is sealed, and of a repeat until the end.
  const absl::Status kNotDecided = absl::InternalError("not decided");

  const std::string& plan_;  // id
  const std::vector<Proposal>& proposals_;
  BatchState state_;
  const SigningKey& key_;
  const absl::Time now_;
  BatchOutcome outcome_;
  std::map<std::pair<std::string, std::string>, size_t> first_of_;  // (actor, request id) → proposal
  std::vector<std::pair<size_t, size_t>> repeats_;                  // (proposal, the one it repeats)
  std::vector<Accepted> accepted_;                                  // in ledger order
};

}  // namespace

bool IsFiledIn(const BatchOutcome& outcome, const v1::Return& filed) {
  return !outcome.entries.empty() && filed.latest().ledger_sequence() >= outcome.entries.front().sequence &&
         !filed.latest().withdrawal();
}

std::string PlanDocument(const type::v1::Plan& plan) { return DeterministicBytes(plan); }

absl::Status NotFiledWithOthers() {
  return ErrorWithReason(absl::StatusCode::kAborted, "not filed, because another item of the whole was refused",
                         "NOT_FILED_WITH_OTHERS");
}

BatchOutcome DecideBatch(const std::string& plan, const std::vector<Proposal>& proposals, Atomicity atomicity,
                         BatchState state, const SigningKey& key, absl::Time now) {
  return Batch(plan, proposals, std::move(state), key, now).Run(atomicity);
}

absl::StatusOr<std::string> Rehearse(const Proposal& proposal, const Snapshot& snapshot) {
  auto decision = proposal.decide(snapshot);
  if (!decision.ok()) return decision.status();
  Date(decision->event, snapshot);
  decision->event.set_actor(proposal.key.actor);
  return decision->respond(ProjectDecision(*decision, snapshot));
}

}  // namespace lianfang::submission
