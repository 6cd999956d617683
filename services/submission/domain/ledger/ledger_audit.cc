#include "services/submission/domain/ledger/ledger_audit.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/hash.h"
#include "common/ledger/receipt.h"
#include "common/ledger/tree_head.h"
#include "common/request_key.h"
#include "common/time.h"
#include "lianfang/submission/v1/ledger_service.pb.h"
#include "lianfang/submission/v1/plan_service.pb.h"
#include "services/submission/domain/ledger/changes.h"
#include "services/submission/domain/ledger/fact_rules.h"
#include "services/submission/domain/ledger/find.h"
#include "services/submission/domain/ledger/grant_rules.h"
#include "services/submission/domain/ledger/receipts.h"
#include "services/submission/domain/ledger/witness_rules.h"
#include "services/submission/domain/request/names.h"

namespace lianfang::submission {
namespace {

constexpr int kMaxProblems = 100;

// Mostly their bytes are the same, which is told many times faster.
bool IsSame(const google::protobuf::Message& one, const google::protobuf::Message& other) {
  return DeterministicBytes(one) == DeterministicBytes(other) ||
         google::protobuf::util::MessageDifferencer::Equals(one, other);
}

// In the message itself or in one within it.
bool HasUnknownFields(const google::protobuf::Message& message) {
  const std::unique_ptr<google::protobuf::Message> known(message.New());
  known->CopyFrom(message);
  known->DiscardUnknownFields();
  return known->ByteSizeLong() != message.ByteSizeLong();
}

// Whether the answer is that of a method of this name, of whichever service.
bool IsOf(const StoredAnswer& answer, absl::string_view method) {
  return absl::EndsWith(answer.method, absl::StrCat(".", method));
}

// What an answer says of the instant at which it was given, and nothing stores.
void ClearStanding(v1::Obligation& obligation) {
  obligation.clear_state();
  obligation.clear_state_reason();
  obligation.clear_state_reason_en();
  obligation.clear_awaited_edition();
}

// Whether no state follows from the entry.
bool ChangesNothing(const v1::LedgerEntry& entry) {
  return entry.has_key_registered() || entry.has_head_witnessed() || entry.has_fact_recorded() ||
         entry.has_plan_region_granted();
}

// The return that an entry other than a filing is about, which a filing before it made; null for others.
const std::string* ReturnOf(const v1::LedgerEntry& entry) {
  if (entry.has_return_reviewed()) return &entry.return_reviewed().return_();
  if (entry.has_return_signed()) return &entry.return_signed().return_();
  if (entry.has_return_withdrawn()) return &entry.return_withdrawn().return_();
  if (entry.has_correction_granted()) return &entry.correction_granted().return_();
  if (entry.has_evidence_attached()) return &entry.evidence_attached().return_();
  return nullptr;
}

// The method that makes such an entry.
absl::string_view MethodOn(const v1::LedgerEntry& entry) {
  if (entry.has_return_signed()) return "SignReturn";
  if (entry.has_return_withdrawn()) return "WithdrawReturn";
  if (entry.has_correction_granted()) return "GrantCorrection";
  if (entry.has_evidence_attached()) return "FinishUpload";
  return "ReviewReturn";
}

// What the request that made such an entry was answered.
bool IsAnswerToSuch(const v1::LedgerEntry& entry, const StoredAnswer& answer, const KeyRing& keys) {
  if (entry.has_fact_recorded()) return IsOf(answer, "RecordFact") && IsAnswerToFact(entry, answer.response, keys);
  if (entry.has_key_registered()) {
    v1::RegisterKeyResponse response;
    return IsOf(answer, "RegisterKey") && response.ParseFromString(answer.response) &&
           IsSame(response, AnswerTo(entry.key_registered()));
  }
  if (entry.has_plan_region_granted()) {
    v1::PlanGrant response;
    return IsOf(answer, entry.plan_region_granted().revoked() ? "RevokePlanRegion" : "GrantPlanRegion") &&
           response.ParseFromString(answer.response) && IsSame(response, GrantOf(entry));
  }
  v1::WitnessHeadResponse response;
  return IsOf(answer, "WitnessHead") && response.ParseFromString(answer.response) &&
         IsSame(response, AnswerTo(entry.head_witnessed()));
}

}  // namespace

Subject SubjectOf(const v1::LedgerEntry& entry) {
  if (entry.has_plan_published() || ChangesNothing(entry)) return {.concerns_plan = true};
  const std::string* filed = ReturnOf(entry);
  const bool concerns_return = entry.has_return_filed() || filed != nullptr;
  const auto name = filed != nullptr ? ParseReturnName("return", *filed)
                    : entry.has_return_filed()
                        ? ParseObligationName("obligation", entry.return_filed().obligation())
                        : ParseObligationName("obligation", entry.obligation_adjusted().obligation());
  return name.ok() ? Subject{.id = name->id, .concerns_return = concerns_return} : Subject{};
}

void LedgerAudit::Problem(int64_t sequence, absl::string_view what) {
  if (response_.problems_size() >= kMaxProblems) return;
  auto* problem = response_.add_problems();
  problem->set_sequence(sequence);
  problem->set_problem(std::string(what));
}

LedgerAudit::LedgerAudit(absl::string_view plan, const KeyRing& keys)
    : plan_(plan),
      keys_(keys),
      chain_(PlanName(plan), keys, [this](int64_t sequence, absl::string_view what) { Problem(sequence, what); }) {}

void LedgerAudit::HoldTo(const v1::LedgerHead& earlier) {
  const auto seal = OpenSeal(earlier.seal(), keys_);
  if (!seal.ok()) return Problem(0, absl::StrCat("the earlier head is not genuine: ", seal.status().message()));
  chain_.HoldTo(KeptHead::Of(*seal));
  if (!earlier.has_tree_head()) return;
  const auto tree = OpenTreeHead(earlier.tree_head(), keys_);
  if (!tree.ok()) return Problem(0, absl::StrCat("the earlier head is not genuine: ", tree.status().message()));
  chain_.HoldTo(KeptHead::Of(*tree));
}

void LedgerAudit::AddEntry(const StoredEntry& stored) {
  last_.reset();
  v1::LedgerEntry entry;
  const bool readable = entry.ParseFromString(stored.bytes);
  chain_.AddEntry(stored.bytes, readable ? std::optional(LinkOf(entry)) : std::nullopt);
  response_.set_entry_count(chain_.size());
  if (stored.sequence != chain_.size()) {
    Problem(stored.sequence,
            absl::StrCat("expected sequence ", chain_.size(), ", the entry is stored as ", stored.sequence));
  }
  if (stored.hash != chain_.head_hash()) {
    Problem(stored.sequence, "the hash stored beside the entry is not its hash");
  }
  if (readable) {
    Replay(entry, stored);
  } else {
    state_lost_ = true;
  }
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
    return IsKnown(entry.sequence(), edition_, entry.rules());
  }
  state_lost_ = true;
  return false;
}

// The message follows no rules that this version does not know; otherwise that is told, once, and no state is replayed
// any more. The number of the rules alone says so: fields that nobody knows may come from whoever filed, and must not
// end the comparison. They are told as what they are.
bool LedgerAudit::IsKnown(int64_t sequence, const google::protobuf::Message& message, int rules) {
  if (rules <= kRules) {
    if (HasUnknownFields(message)) Problem(sequence, "it holds fields that are unknown to the rules that it names");
    return true;
  }
  if (!std::exchange(state_lost_, true)) {
    Problem(sequence, "a later version of this service wrote this; only that one can compare the state from here on");
  }
  return false;
}

void LedgerAudit::Replay(const v1::LedgerEntry& entry, const StoredEntry& stored) {
  if (entry.has_plan_published() && !OpenEdition(entry)) return;
  if (!IsKnown(entry.sequence(), entry, entry.rules())) return;
  if (entry.rules() >= kArrivals && !entry.has_arrival_time()) {
    Problem(entry.sequence(), "it does not say when its call arrived");
  }
  std::vector<const v1::Obligation*> stated;
  if (entry.has_plan_published()) {
    for (const auto& [name, obligation] : obligations_) stated.push_back(&obligation);
  }
  const Subject subject = SubjectOf(entry);
  if (stored.return_id != (subject.concerns_return ? subject.id : "")) {
    Problem(entry.sequence(), "the entry is listed with another return");
  }
  if (state_lost_) return;
  const v1::Obligation* obligation = FindOrNull(obligations_, ObligationName(plan_, subject.id));
  const v1::Return* filed = FindOrNull(returns_, ReturnName(plan_, subject.id));
  const bool fits =
      subject.concerns_plan || (obligation != nullptr && (ReturnOf(entry) == nullptr || filed != nullptr));
  if (!fits) return Problem(entry.sequence(), "the entry concerns what no entry before it tells of");
  Projection after = Project(entry, {edition_, obligation, filed, stated});
  for (const v1::Obligation& changed : after.obligations) obligations_[changed.name()] = changed;
  if (after.filed.has_value()) returns_[after.filed->name()] = *after.filed;
  if (!changes_differ_) {
    const auto find_return = [this](const std::string& name) { return FindOrNull(returns_, name); };
    for (Change& change : ChangesOf(entry, after, find_return)) {
      expected_.push_back({entry.sequence(), std::move(change)});
    }
  }
  last_ = Effect{entry, std::move(after)};
}

void LedgerAudit::CheckAnswer(const StoredAnswer* answer) {
  if (!last_.has_value()) return;
  const int64_t sequence = last_->entry.sequence();
  if (answer == nullptr) {
    Problem(sequence, "the request log has no answer to the request: repeated, it would be decided anew");
  } else if (!IsAnswer(*answer)) {
    Problem(sequence, "the request log answers a repeat of the request otherwise than it was decided");
  }
}

// What a mutation answers follows from its entry, but for the words on where an obligation stands, which are not kept.
bool LedgerAudit::IsAnswer(const StoredAnswer& answer) {
  const v1::LedgerEntry& entry = last_->entry;
  if (entry.has_return_filed()) return IsAnswerToFiling(answer);
  if (ChangesNothing(entry)) return IsAnswerToSuch(entry, answer, keys_);
  if (ReturnOf(entry) != nullptr) {
    v1::Return response;
    return IsOf(answer, MethodOn(entry)) && response.ParseFromString(answer.response) &&
           IsSame(response, *last_->after.filed);
  }
  if (entry.has_obligation_adjusted()) {
    const bool waived = entry.obligation_adjusted().adjustment().kind() == v1::ADJUSTMENT_KIND_WAIVER;
    v1::Obligation response;
    if (!IsOf(answer, waived ? "WaiveObligation" : "ExtendObligation")) return false;
    if (!response.ParseFromString(answer.response)) return false;
    ClearStanding(response);
    return IsSame(response, last_->after.obligations.front());
  }
  v1::PublishPlanResponse expected;
  *expected.mutable_plan() = edition_;
  for (const v1::Obligation& obligation : last_->after.obligations) *expected.add_obligations() = obligation;
  v1::PublishPlanResponse response;
  return IsOf(answer, edition_.edition() == 1 ? "PublishPlan" : "AmendPlan") &&
         response.ParseFromString(answer.response) && IsSame(response, expected);
}

// The receipt is not kept, but made of the ledger, where it is.
bool LedgerAudit::IsAnswerToFiling(const StoredAnswer& answer) {
  const auto kept = OpenKeptAnswer(answer.response);
  v1::SubmitReturnResponse response, expected;
  *expected.mutable_return_() = *last_->after.filed;
  return IsOf(answer, "SubmitReturn") && kept.ok() && response.ParseFromString(kept->bytes) &&
         IsSame(response, expected);
}

bool LedgerAudit::CheckChange(const StoredChange& stored) {
  if (state_lost_ || changes_differ_) return true;
  const auto opened = OpenChange(stored.change);
  if (opened.has_value() && opened->plan != plan_) return true;
  const auto is_it = [&](const ExpectedChange& expected) {
    return opened.has_value() && expected.change.topic == stored.change.topic &&
           expected.change.payload == opened->bytes;
  };
  if (skips_pruned_) {
    while (!expected_.empty() && !is_it(expected_.front())) expected_.pop_front();
    if (expected_.empty()) return false;
    skips_pruned_ = false;
  }
  const int64_t sequence = expected_.empty() ? 0 : expected_.front().sequence;
  if (!expected_.empty() && is_it(expected_.front())) {
    expected_.pop_front();
    return true;
  }
  changes_differ_ = true;
  Problem(sequence,
          absl::StrCat("change ", stored.position,
                       " tells those who watch otherwise than the entries do; those after it are not compared"));
  return true;
}

void LedgerAudit::RefuseChange(const StoredChange& stored) {
  if (state_lost_ || changes_differ_) return;
  changes_differ_ = true;
  Problem(0, absl::StrCat("change ", stored.position, ", the first that is left, tells what no entry does"));
}

void LedgerAudit::DropPruned() {
  if (skips_pruned_) expected_.clear();
}

void LedgerAudit::CheckChangesEnd() {
  DropPruned();
  if (!ExpectsChanges()) return;
  Problem(expected_.front().sequence, absl::StrCat("those who watch are not told: ", expected_.size(),
                                                   " changes of this entry and later ones are missing"));
}

void LedgerAudit::AddSeal(int64_t first_sequence, int64_t last_sequence, const type::v1::SignedSeal& seal) {
  const auto opened = chain_.AddSeal(seal);
  response_.set_seal_count(chain_.seal_count());
  if (!opened.has_value() || EntriesUnder(*opened) == SequenceRange{first_sequence, last_sequence}) return;
  Problem(last_sequence, "the seal is listed with other entries than it covers");
}

void LedgerAudit::CheckReturn(const v1::Return& stored, bool indexed) {
  if (state_lost_) return;
  const int64_t sequence = stored.latest().ledger_sequence();
  const auto told = returns_.extract(stored.name());
  if (told.empty()) return Problem(0, absl::StrCat(stored.name(), " is stored, but no entry tells of it"));
  if (!IsSame(told.mapped(), stored)) {
    Problem(sequence, absl::StrCat(stored.name(), " is stored otherwise than the entries tell"));
  } else if (!indexed) {
    Problem(sequence, absl::StrCat(stored.name(), " is listed otherwise than it is stored"));
  }
}

void LedgerAudit::CheckObligation(const v1::Obligation& stored, bool indexed) {
  if (state_lost_) return;
  const auto told = obligations_.extract(stored.name());
  if (told.empty()) return Problem(0, absl::StrCat(stored.name(), " is stored, but no edition of the plan states it"));
  if (!IsSame(told.mapped(), stored)) {
    Problem(0, absl::StrCat(stored.name(), " is stored otherwise than the entries tell"));
  } else if (!indexed) {
    Problem(0, absl::StrCat(stored.name(), " is listed otherwise than it is stored"));
  }
}

void LedgerAudit::CheckHead(int64_t sequence, const std::string& hash) {
  if (sequence == chain_.size() && hash == chain_.head_hash()) return;
  Problem(sequence, absl::StrCat("the recorded end of the ledger is entry ", sequence, ", the entries end at ",
                                 response_.entry_count(), " or with another hash"));
}

void LedgerAudit::CheckNext(absl::Time commit_time, int edition) {
  const int64_t count = response_.entry_count();
  if (absl::ToUnixMicros(commit_time) != absl::ToUnixMicros(chain_.last_time())) {  // as exact as it is stored
    Problem(count, absl::StrCat("the time recorded with the ledger's end is ", absl::FormatTime(commit_time),
                                ", that of the last entry ", absl::FormatTime(chain_.last_time())));
  }
  const int newest = published_.empty() ? 0 : *published_.rbegin();
  if (edition != newest) {
    Problem(count, absl::StrCat("edition ", edition, " is recorded as the one in force, the entries publish ", newest));
  }
}

void LedgerAudit::CheckTotals(const StoredTotals& totals) {
  if (totals.answers != totals.entries) {
    Problem(0, absl::StrCat("the request log has ", totals.answers, " answers, all ledgers together ", totals.entries,
                            " entries: there must be as many"));
  }
  if (totals.changes + totals.pruned_changes != totals.last_change || totals.last_change != totals.change_head) {
    Problem(0, absl::StrCat("the changelog has ", totals.changes, " changes and ", totals.pruned_changes,
                            " were pruned, the last is ", totals.last_change, ", the one recorded as the last ",
                            totals.change_head, ": they must be the same"));
  }
}

v1::VerifyLedgerResponse LedgerAudit::Finish() {
  chain_.Finish();
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
  response_.set_head_hash(chain_.head_hash());
  response_.set_valid(response_.problems().empty());
  return response_;
}

}  // namespace lianfang::submission
