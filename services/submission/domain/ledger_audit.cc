#include "services/submission/domain/ledger_audit.h"

#include <google/protobuf/util/message_differencer.h>

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/hash.h"
#include "common/ledger/merkle.h"
#include "common/ledger/receipt.h"
#include "services/submission/domain/find.h"
#include "services/submission/domain/names.h"

namespace lianfang::submission {
namespace {

constexpr int kMaxProblems = 100;

using google::protobuf::util::MessageDifferencer;

// In the message itself or in one within it.
bool HasUnknownFields(const google::protobuf::Message& message) {
  const std::unique_ptr<google::protobuf::Message> known(message.New());
  known->CopyFrom(message);
  known->DiscardUnknownFields();
  return known->ByteSizeLong() != message.ByteSizeLong();
}

}  // namespace

Subject SubjectOf(const v1::LedgerEntry& entry) {
  const bool concerns_return = entry.has_return_filed() || entry.has_return_reviewed();
  const auto name = entry.has_return_reviewed() ? ParseReturnName("return", entry.return_reviewed().return_())
                    : entry.has_return_filed()
                        ? ParseObligationName("obligation", entry.return_filed().obligation())
                        : ParseObligationName("obligation", entry.obligation_adjusted().obligation());
  return name.ok() ? Subject{name->id, concerns_return} : Subject{};
}

void LedgerAudit::Problem(int64_t sequence, absl::string_view what) {
  if (response_.problems_size() >= kMaxProblems) return;
  auto* problem = response_.add_problems();
  problem->set_sequence(sequence);
  problem->set_problem(std::string(what));
}

void LedgerAudit::HoldTo(const v1::LedgerHead& earlier) {
  const auto seal = OpenSeal(earlier.seal(), keys_);
  if (!seal.ok()) return Problem(0, absl::StrCat("the earlier head is not genuine: ", seal.status().message()));
  if (seal->plan() != PlanName(plan_)) return Problem(0, absl::StrCat("the earlier head is of ", seal->plan()));
  earlier_sequence_ = seal->first_sequence() + seal->entry_count() - 1;
  earlier_hash_ = seal->head_hash();
}

void LedgerAudit::AddEntry(const StoredEntry& stored) {
  const int64_t expected = response_.entry_count() + 1;
  response_.set_entry_count(expected);
  v1::LedgerEntry entry;
  if (!entry.ParseFromString(stored.bytes)) {
    Problem(stored.sequence, "the entry is no entry");
    state_lost_ = true;
  } else {
    if (stored.sequence != expected || entry.sequence() != expected) {
      Problem(stored.sequence, absl::StrCat("expected sequence ", expected, ", the entry says ", entry.sequence()));
    }
    if (entry.plan() != PlanName(plan_)) Problem(stored.sequence, absl::StrCat("the entry belongs to ", entry.plan()));
    if (entry.previous_hash() != previous_hash_)
      Problem(stored.sequence, "the chain is broken: the entry before is not the one it names");
    Replay(entry, stored.return_id);
  }
  previous_hash_ = LeafHash(stored.bytes);
  if (stored.hash != previous_hash_) Problem(stored.sequence, "the hash stored beside the entry is not its hash");
  unsealed_.push_back(previous_hash_);
  CheckAgainstEarlierHead(stored.sequence);
}

void LedgerAudit::CheckAgainstEarlierHead(int64_t sequence) {
  if (sequence != earlier_sequence_ || previous_hash_ == earlier_hash_) return;
  Problem(sequence, "the ledger does not begin with what the earlier head covers");
}

// Takes the plan document that the entry publishes, if it is the one that was published.
bool LedgerAudit::OpenEdition(const v1::LedgerEntry& entry) {
  const int edition = entry.plan_published().edition();
  published_.insert(edition);
  const auto document = documents_.find(edition);
  if (document == documents_.end()) {
    Problem(entry.sequence(), absl::StrCat("edition ", edition, " of the plan is missing"));
  } else if (Sha256(document->second) != entry.plan_published().document_hash() ||
             !edition_.ParseFromString(document->second)) {
    Problem(entry.sequence(), absl::StrCat("edition ", edition, " of the plan is not the document that was published"));
  } else {
    return IsKnown(entry.sequence(), edition_);
  }
  state_lost_ = true;
  return false;
}

// The message says nothing that this version does not know, and follows no rules that it does not know; otherwise that is told, once, and no state is replayed any
// more. Nobody can forge such an entry: it is chained and sealed like any other.
bool LedgerAudit::IsKnown(int64_t sequence, const google::protobuf::Message& message, int rules) {
  if (rules <= kRules && !HasUnknownFields(message)) return true;
  if (!std::exchange(state_lost_, true)) {
    Problem(sequence, "a later version of this service wrote this; only that one can compare the state from here on");
  }
  return false;
}

void LedgerAudit::Replay(const v1::LedgerEntry& entry, const std::string& return_id) {
  if (entry.has_plan_published() && !OpenEdition(entry)) return;
  if (!IsKnown(entry.sequence(), entry, entry.rules())) return;
  std::vector<const v1::Obligation*> stated;
  if (entry.has_plan_published()) {
    for (const auto& [name, obligation] : obligations_) stated.push_back(&obligation);
  }
  const Subject subject = SubjectOf(entry);
  if (return_id != (subject.concerns_return ? subject.id : "")) {
    Problem(entry.sequence(), "the entry is listed with another return");
  }
  if (state_lost_) return;
  const v1::Obligation* obligation = FindOrNull(obligations_, ObligationName(plan_, subject.id));
  const v1::Return* filed = FindOrNull(returns_, ReturnName(plan_, subject.id));
  const bool fits =
      entry.has_plan_published() || (obligation != nullptr && (!entry.has_return_reviewed() || filed != nullptr));
  if (!fits) return Problem(entry.sequence(), "the entry concerns what no entry before it tells of");
  Projection after = Project(entry, {edition_, obligation, filed, stated});
  for (v1::Obligation& changed : after.obligations) obligations_[changed.name()] = std::move(changed);
  if (after.filed.has_value()) returns_[after.filed->name()] = *std::move(after.filed);
}

void LedgerAudit::AddSeal(int64_t first_sequence, int64_t last_sequence, const type::v1::SignedSeal& seal) {
  response_.set_seal_count(response_.seal_count() + 1);
  const auto opened = OpenSeal(seal, keys_);
  if (!opened.ok()) return Problem(last_sequence, opened.status().message());
  const bool covers = opened->first_sequence() == first_sequence && first_sequence == sealed_ + 1 &&
                      first_sequence + opened->entry_count() - 1 == last_sequence &&
                      opened->entry_count() == static_cast<int32_t>(unsealed_.size());
  if (!covers || opened->plan() != PlanName(plan_)) {
    Problem(last_sequence, "the seal does not cover the entries it stands for");
  } else if (opened->merkle_root() != MerkleTree(unsealed_).root() || opened->head_hash() != unsealed_.back()) {
    Problem(last_sequence,
            absl::StrCat("entries ", first_sequence, " to ", last_sequence, " are not the ones that were sealed"));
  }
  sealed_ = last_sequence;
  unsealed_.clear();
}

void LedgerAudit::CheckReturn(const v1::Return& stored, bool indexed) {
  if (state_lost_) return;
  const int64_t sequence = stored.latest().ledger_sequence();
  const auto told = returns_.extract(stored.name());
  if (told.empty()) return Problem(0, absl::StrCat(stored.name(), " is stored, but no entry tells of it"));
  if (!MessageDifferencer::Equals(told.mapped(), stored)) {
    Problem(sequence, absl::StrCat(stored.name(), " is stored otherwise than the entries tell"));
  } else if (!indexed) {
    Problem(sequence, absl::StrCat(stored.name(), " is listed otherwise than it is stored"));
  }
}

void LedgerAudit::CheckObligation(const v1::Obligation& stored, bool indexed) {
  if (state_lost_) return;
  const auto told = obligations_.extract(stored.name());
  if (told.empty()) return Problem(0, absl::StrCat(stored.name(), " is stored, but no edition of the plan states it"));
  if (!MessageDifferencer::Equals(told.mapped(), stored)) {
    Problem(0, absl::StrCat(stored.name(), " is stored otherwise than the entries tell"));
  } else if (!indexed) {
    Problem(0, absl::StrCat(stored.name(), " is listed otherwise than it is stored"));
  }
}

void LedgerAudit::CheckHead(int64_t sequence, const std::string& hash) {
  if (sequence == response_.entry_count() && hash == previous_hash_) return;
  Problem(sequence, absl::StrCat("the recorded end of the ledger is entry ", sequence, ", the entries end at ",
                                 response_.entry_count(), " or with another hash"));
}

v1::VerifyLedgerResponse LedgerAudit::Finish() {
  const int64_t count = response_.entry_count();
  if (!unsealed_.empty()) Problem(count, absl::StrCat("the last ", unsealed_.size(), " entries are not sealed"));
  if (earlier_sequence_ > count) {
    Problem(count, absl::StrCat("the ledger ends before entry ", earlier_sequence_, ", which the earlier head covers"));
  }
  if (!state_lost_) {
    for (const auto& [name, filed] : returns_) {
      Problem(filed.latest().ledger_sequence(), absl::StrCat(name, " is missing"));
    }
    for (const auto& [name, obligation] : obligations_) Problem(0, absl::StrCat(name, " is missing"));
  }
  for (const auto& [edition, document] : documents_) {
    if (!published_.contains(edition)) {
      Problem(0, absl::StrCat("edition ", edition, " of the plan is stored, but no entry tells of it"));
    }
  }
  response_.set_head_hash(previous_hash_);
  response_.set_valid(response_.problems().empty());
  return response_;
}

}  // namespace lianfang::submission
