#include "services/submission/domain/batch.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "common/errors.h"
#include "common/ledger/merkle.h"
#include "common/time.h"
#include "services/submission/domain/changes.h"
#include "services/submission/domain/find.h"
#include "services/submission/domain/names.h"
#include "services/submission/domain/plausibility.h"
#include "services/submission/domain/receipts.h"

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
  const type::v1::Plan& plan = decision.plan.has_value() ? *decision.plan : *snapshot.plan;
  return Project(decision.event, {plan, snapshot.obligation, snapshot.filed, snapshot.stated});
}

class Batch {
 public:
  Batch(const std::vector<Proposal>& proposals, BatchState state, const SigningKey& key, absl::Time now)
      : proposals_(proposals),
        state_(std::move(state)),
        key_(key),
        now_(absl::FromUnixMicros(absl::ToUnixMicros(now))) {  // as precise as the database
    outcome_.responses.assign(proposals.size(), kNotDecided);
  }

  BatchOutcome Run(Atomicity atomicity) {
    for (size_t i = 0; i < proposals_.size(); ++i) Decide(i);
    if (atomicity == Atomicity::kAll && AnyRefused()) return NothingDone();
    for (const auto& [plan, places] : decided_) Seal(plan, places);
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
    const Proposal& proposal = proposals_[i];
    if (const auto& earlier = state_.earlier_answers[i]; !earlier.ok() || earlier->has_value()) {
      outcome_.responses[i] = earlier.ok() ? absl::StatusOr<std::string>(**earlier) : earlier.status();
      outcome_.repeated.push_back(i);
      return;
    }
    if (IsRepeat(i)) return;
    LedgerHead& head = state_.heads[proposal.plan];
    // Every entry has an instant of its own, later than the one before it, also where a clock is set back: whoever has
    // received the ledger up to an instant has received all of it.
    const absl::Time now = std::max(now_, head.commit_time + absl::Microseconds(1));
    const Snapshot snapshot = Meet(proposal, now);
    auto decision = proposal.decide(snapshot);
    if (!decision.ok()) {
      outcome_.responses[i] = decision.status();
      return;
    }
    decided_[proposal.plan].push_back(Enter(i, *std::move(decision), snapshot, head, now));
  }

  // Whether the same request stands earlier in this batch; then it answers what that one answers.
  bool IsRepeat(size_t i) {
    const RequestKey& key = proposals_[i].key;
    const auto [place, fresh] = first_of_.emplace(std::make_pair(key.actor, key.request_id), i);
    if (fresh) return false;
    const RequestKey& first = proposals_[place->second].key;
    if (first.method == key.method && first.request_hash == key.request_hash) {
      repeats_.emplace_back(i, place->second);
    } else {
      outcome_.responses[i] = InvalidField("request_id", "was used before for another request; choose a new one");
    }
    return true;
  }

  Snapshot Meet(const Proposal& proposal, absl::Time now) const {
    const auto* plan = FindOrNull(state_.plans, proposal.plan);
    Snapshot snapshot{plan == nullptr ? nullptr : plan->get(),
                      PointerAt(state_.obligations, ObligationName(proposal.plan, proposal.obligation)),
                      PointerAt(state_.returns, ReturnName(proposal.plan, proposal.obligation)),
                      nullptr,
                      {},
                      now};
    if (snapshot.plan != nullptr && snapshot.obligation != nullptr) {
      snapshot.before = InForce(EarlierReturns(*snapshot.plan, *snapshot.obligation), [&](const std::string& id) {
        return PointerAt(state_.returns, ReturnName(proposal.plan, id));
      });
    }
    if (!proposal.obligation.empty()) return snapshot;
    const std::string prefix = ObligationName(proposal.plan, "");
    for (auto it = state_.obligations.lower_bound(prefix);
         it != state_.obligations.end() && absl::StartsWith(it->first, prefix); ++it) {
      snapshot.stated.push_back(it->second.get());
    }
    return snapshot;
  }

  bool AnyRefused() const {
    return std::any_of(outcome_.responses.begin(), outcome_.responses.end(),
                       [this](const auto& response) { return !response.ok() && response.status() != kNotDecided; });
  }

  // The batch with one refused, where all or none is asked for: each answers its own fault, or that of the others. What
  // was answered before this batch is answered again: it was done then, and no refusal undoes it.
  BatchOutcome NothingDone() {
    BatchOutcome nothing;
    for (auto& response : outcome_.responses) {
      const bool undecided = !response.ok() && response.status() == kNotDecided;
      nothing.responses.push_back(undecided ? NotFiledWithOthers() : std::move(response));
    }
    nothing.repeated = std::move(outcome_.repeated);
    return nothing;
  }

  // Makes the entry, and the state that the next proposal meets.
  Accepted Enter(size_t i, Decision decision, const Snapshot& snapshot, LedgerHead& head, absl::Time now) {
    const Proposal& proposal = proposals_[i];
    v1::LedgerEntry& entry = decision.event;
    entry.set_plan(PlanName(proposal.plan));
    entry.set_sequence(head.sequence + 1);
    entry.set_previous_hash(head.hash);
    *entry.mutable_commit_time() = ToTimestamp(now);
    entry.set_actor(proposal.key.actor);
    entry.set_request_id(proposal.key.request_id);
    const auto projection = std::make_shared<const Projection>(ProjectDecision(decision, snapshot));
    SealedEntry sealed{proposal.plan, entry.sequence(), DeterministicBytes(entry), "",
                       projection->filed.has_value() ? proposal.obligation : ""};
    sealed.hash = LeafHash(sealed.bytes);
    outcome_.heads_before.emplace(proposal.plan, head.hash);
    head = {sealed.sequence, sealed.hash, now};
    outcome_.entries.push_back(std::move(sealed));
    Keep(proposal.plan, decision, projection);
    return {i, outcome_.entries.size() - 1, std::move(decision), projection};
  }

  // Puts what follows into the state and tells it to those who watch.
  void Keep(const std::string& plan, const Decision& decision, const std::shared_ptr<const Projection>& projection) {
    if (decision.plan.has_value()) {
      state_.plans[plan] = std::make_shared<const type::v1::Plan>(*decision.plan);
      outcome_.plans.push_back(*decision.plan);
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
    for (Change& change : ChangesOf(decision.event, *projection)) outcome_.changes.push_back(std::move(change));
  }

  // Seals and signs one plan's entries, and gives each its receipt and response.
  void Seal(const std::string& plan, const std::vector<Accepted>& accepted) {
    std::vector<std::string> leaves;
    for (const Accepted& each : accepted) leaves.push_back(outcome_.entries[each.entry].hash);
    const MerkleTree tree(std::move(leaves));
    const LedgerHead& head = state_.heads[plan];
    type::v1::LedgerSeal seal;
    seal.set_plan(PlanName(plan));
    seal.set_first_sequence(head.sequence - static_cast<int64_t>(accepted.size()) + 1);
    seal.set_entry_count(static_cast<int32_t>(accepted.size()));
    seal.set_merkle_root(tree.root());
    seal.set_head_hash(head.hash);
    *seal.mutable_seal_time() = ToTimestamp(head.commit_time);

    PlanSeal sealed{plan, seal.first_sequence(), head.sequence, {}};
    sealed.seal.set_seal(DeterministicBytes(seal));
    sealed.seal.set_signature(key_.Sign(sealed.seal.seal()));
    sealed.seal.set_key_id(key_.public_key().id());
    for (size_t k = 0; k < accepted.size(); ++k) Answer(accepted[k], tree.InclusionPath(k), sealed.seal);
    outcome_.heads[plan] = head;
    outcome_.seals.push_back(std::move(sealed));
  }

  void Answer(const Accepted& accepted, std::vector<std::string> path, const type::v1::SignedSeal& seal) {
    const SealedEntry& entry = outcome_.entries[accepted.entry];
    const RequestKey& key = proposals_[accepted.proposal].key;
    std::string kept = accepted.decision.respond(*accepted.projection);
    outcome_.responses[accepted.proposal] =
        BearsReceipt(key.method) ? WithReceipt(kept, MakeReceipt(entry.bytes, entry.sequence, std::move(path), seal))
                                 : kept;
    outcome_.requests.push_back({key, std::move(kept), accepted.decision.resource, accepted.decision.detail});
  }

  // The response of an accepted proposal until it is sealed, and of a repeat until the end.
  const absl::Status kNotDecided = absl::InternalError("not decided");

  const std::vector<Proposal>& proposals_;
  BatchState state_;
  const SigningKey& key_;
  const absl::Time now_;
  BatchOutcome outcome_;
  std::map<std::pair<std::string, std::string>, size_t> first_of_;  // (actor, request id) → proposal
  std::vector<std::pair<size_t, size_t>> repeats_;                  // (proposal, the one it repeats)
  std::map<std::string, std::vector<Accepted>> decided_;            // by plan id, in ledger order
};

}  // namespace

std::string PlanDocument(const type::v1::Plan& plan) { return DeterministicBytes(plan); }

absl::Status NotFiledWithOthers() {
  return ErrorWithReason(absl::StatusCode::kAborted, "not filed, because another item of the whole was refused",
                         "NOT_FILED_WITH_OTHERS");
}

BatchOutcome DecideBatch(const std::vector<Proposal>& proposals, BatchState state, const SigningKey& key,
                         absl::Time now, Atomicity atomicity) {
  return Batch(proposals, std::move(state), key, now).Run(atomicity);
}

absl::StatusOr<std::string> Rehearse(const Proposal& proposal, const Snapshot& snapshot) {
  auto decision = proposal.decide(snapshot);
  if (!decision.ok()) return decision.status();
  *decision->event.mutable_commit_time() = ToTimestamp(snapshot.now);
  decision->event.set_actor(proposal.key.actor);
  return decision->respond(ProjectDecision(*decision, snapshot));
}

}  // namespace lianfang::submission
