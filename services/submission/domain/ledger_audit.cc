#include "services/submission/domain/ledger_audit.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "common/hash.h"
#include "common/ledger/merkle.h"
#include "common/ledger/receipt.h"
#include "services/submission/domain/names.h"
#include "services/submission/domain/revisions.h"

namespace lianfang::submission {
namespace {

constexpr int kMaxProblems = 100;

using google::protobuf::util::MessageDifferencer;

// The return that an entry concerns, by name; empty for an entry that concerns none.
std::string ReturnOf(const v1::LedgerEntry& entry) {
  if (entry.has_return_reviewed()) return entry.return_reviewed().return_();
  const auto obligation = ParseObligationName("obligation", entry.return_filed().obligation());
  return obligation.ok() ? ReturnName(obligation->plan, obligation->id) : "";
}

v1::ReturnState StateAfter(const v1::LedgerEntry& entry) {
  if (entry.has_return_filed()) return v1::RETURN_STATE_SUBMITTED;
  return entry.return_reviewed().review().decision() == v1::REVIEW_DECISION_ACCEPT ? v1::RETURN_STATE_ACCEPTED
                                                                                   : v1::RETURN_STATE_SENT_BACK;
}

}  // namespace

void LedgerAudit::Problem(int64_t sequence, absl::string_view what) {
  if (response_.problems_size() >= kMaxProblems) return;
  auto* problem = response_.add_problems();
  problem->set_sequence(sequence);
  problem->set_problem(std::string(what));
}

void LedgerAudit::AddEntry(int64_t sequence, const std::string& bytes) {
  const int64_t expected = response_.entry_count() + 1;
  response_.set_entry_count(expected);
  v1::LedgerEntry entry;
  if (!entry.ParseFromString(bytes)) {
    Problem(sequence, "the entry is no entry");
  } else {
    if (sequence != expected || entry.sequence() != expected) {
      Problem(sequence, absl::StrCat("expected sequence ", expected, ", the entry says ", entry.sequence()));
    }
    if (entry.plan() != PlanName(plan_)) Problem(sequence, absl::StrCat("the entry belongs to ", entry.plan()));
    if (entry.previous_hash() != previous_hash_)
      Problem(sequence, "the chain is broken: the entry before is not the one it names");
    Follow(entry);
  }
  previous_hash_ = LeafHash(bytes);
  unsealed_.push_back(previous_hash_);
}

void LedgerAudit::Follow(const v1::LedgerEntry& entry) {
  if (entry.has_plan_published()) {
    plan_hashes_[entry.plan_published().edition()] = entry.plan_published().document_hash();
    return;
  }
  if (entry.has_obligation_adjusted()) {
    auto& adjustment =
        adjustments_[entry.obligation_adjusted().obligation()].emplace_back(entry.obligation_adjusted().adjustment());
    adjustment.set_actor(entry.actor());
    *adjustment.mutable_adjust_time() = entry.commit_time();
    return;
  }
  const std::string name = ReturnOf(entry);
  if (name.empty()) return Problem(entry.sequence(), "the entry says nothing that is known here");
  v1::Return& told = returns_[name];
  std::vector<v1::ReturnRevision> revisions;
  if (told.has_latest()) revisions.push_back(told.latest());
  if (!Replay(entry, revisions)) return Problem(entry.sequence(), "the entry reviews what was never filed");
  *told.mutable_latest() = revisions.back();
  told.set_state(StateAfter(entry));
  if (told.state() == v1::RETURN_STATE_ACCEPTED) told.set_accepted_revision(told.latest().revision());
}

void LedgerAudit::AddSeal(int64_t first_sequence, int64_t last_sequence, const type::v1::SignedSeal& seal) {
  response_.set_seal_count(response_.seal_count() + 1);
  const auto opened = OpenSeal(seal, key_);
  if (!opened.ok()) return Problem(last_sequence, opened.status().message());
  const bool covers = opened->first_sequence() == first_sequence && first_sequence == sealed_ + 1 &&
                      first_sequence + opened->entry_count() - 1 == last_sequence &&
                      opened->entry_count() == static_cast<int32_t>(unsealed_.size());
  if (!covers || opened->plan() != PlanName(plan_)) {
    Problem(last_sequence, "the seal does not cover the entries it stands for");
  } else if (opened->merkle_root() != MerkleRoot(unsealed_) || opened->head_hash() != unsealed_.back()) {
    Problem(last_sequence,
            absl::StrCat("entries ", first_sequence, " to ", last_sequence, " are not the ones that were sealed"));
  }
  sealed_ = last_sequence;
  unsealed_.clear();
}

void LedgerAudit::CheckReturn(const v1::Return& stored) {
  const auto found = returns_.find(stored.name());
  if (found == returns_.end()) return Problem(0, absl::StrCat(stored.name(), " is stored, but no entry tells of it"));
  const v1::Return& told = found->second;
  if (!MessageDifferencer::Equals(told.latest(), stored.latest()) || told.state() != stored.state() ||
      told.accepted_revision() != stored.accepted_revision()) {
    Problem(stored.latest().ledger_sequence(),
            absl::StrCat(stored.name(), " is stored otherwise than the entries tell"));
  }
  returns_.erase(found);
}

void LedgerAudit::CheckObligation(const v1::Obligation& stored) {
  const auto told = adjustments_.extract(stored.name());
  std::vector<v1::ObligationAdjustment>
      by_hand;  // amendments follow from the plan's editions, whose documents are checked themselves
  std::copy_if(stored.adjustments().begin(), stored.adjustments().end(), std::back_inserter(by_hand),
               [](const auto& adjustment) { return adjustment.kind() != v1::ADJUSTMENT_KIND_AMENDMENT; });
  const auto same = [](const auto& a, const auto& b) { return MessageDifferencer::Equals(a, b); };
  if (told.empty() ? by_hand.empty()
                   : std::equal(by_hand.begin(), by_hand.end(), told.mapped().begin(), told.mapped().end(), same)) {
    return;
  }
  Problem(0, absl::StrCat(stored.name(), " is stored with other extensions or waivers than the entries tell"));
}

void LedgerAudit::CheckPlan(int edition, const std::string& document) {
  const auto found = plan_hashes_.find(edition);
  if (found == plan_hashes_.end() || found->second != Sha256(document)) {
    Problem(0, absl::StrCat("edition ", edition, " of the plan is not the document that was published"));
  }
  if (found != plan_hashes_.end()) plan_hashes_.erase(found);
}

void LedgerAudit::CheckHead(int64_t sequence, const std::string& hash) {
  if (sequence == response_.entry_count() && hash == previous_hash_) return;
  Problem(sequence, absl::StrCat("the recorded end of the ledger is entry ", sequence, ", the entries end at ",
                                 response_.entry_count(), " or with another hash"));
}

v1::VerifyLedgerResponse LedgerAudit::Finish() {
  if (!unsealed_.empty())
    Problem(response_.entry_count(), absl::StrCat("the last ", unsealed_.size(), " entries are not sealed"));
  for (const auto& [name, filed] : returns_)
    Problem(filed.latest().ledger_sequence(), absl::StrCat(name, " is missing"));
  for (const auto& [name, told] : adjustments_) Problem(0, absl::StrCat(name, " is missing"));
  for (const auto& [edition, hash] : plan_hashes_)
    Problem(0, absl::StrCat("edition ", edition, " of the plan is missing"));
  response_.set_head_hash(previous_hash_);
  response_.set_valid(response_.problems().empty());
  return response_;
}

}  // namespace lianfang::submission
