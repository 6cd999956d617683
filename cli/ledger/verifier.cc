#include "cli/ledger/verifier.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/receipt.h"
#include "common/ledger/tree_head.h"
#include "common/ledger/witness_key.h"

namespace lianfang::cli {
namespace {

using submission::v1::LedgerEntry;
using submission::v1::LedgerHead;
using submission::v1::LedgerVerification;
using submission::v1::RecordedEntry;

constexpr int kMostProblems = 100;
constexpr size_t kHashBytes = 32;

}  // namespace

absl::StatusOr<KeptHead> OpenHead(const LedgerHead& head, const KeyRing& keys) {
  const auto seal = OpenSeal(head.seal(), keys);
  if (!seal.ok()) return seal.status();
  const KeptHead sealed = KeptHead::Of(*seal);
  if (!head.has_tree_head()) return sealed;
  const auto tree = OpenTreeHead(head.tree_head(), keys);
  if (!tree.ok()) return tree.status();
  const KeptHead kept = KeptHead::Of(*tree);
  if (kept.ledger != sealed.ledger || kept.size != sealed.size || kept.head_hash != sealed.head_hash) {
    return absl::DataLossError("the head's seal and its tree head are of different ledgers");
  }
  return kept;
}

int64_t EndOf(const type::v1::SignedSeal& seal) {
  type::v1::LedgerSeal opened;
  if (!opened.ParseFromString(seal.seal()) || opened.first_sequence() < 1 || opened.entry_count() < 1 ||
      opened.first_sequence() > SequenceRange::kNoEnd - opened.entry_count()) {
    return 0;
  }
  return EntriesUnder(opened).last;
}

LedgerVerifier::LedgerVerifier(const std::string& plan, const KeyRing& keys)
    : keys_(keys),
      chain_(plan, keys, [this](int64_t sequence, absl::string_view problem) { Report(sequence, problem); }) {
  found_.set_plan(plan);
  chain_.KeepRoots();
}

void LedgerVerifier::Report(int64_t sequence, absl::string_view problem) {
  if (found_.problems_size() == kMostProblems) return;
  auto* reported = found_.add_problems();
  reported->set_sequence(sequence);
  reported->set_problem(std::string(problem));
}

void LedgerVerifier::HoldTo(const LedgerHead& head, const std::string& name) {
  auto kept = OpenHead(head, keys_);
  if (!kept.ok()) return Report(0, absl::StrCat("the ", name, " is not genuine: ", kept.status().message()));
  kept->name = name;
  chain_.HoldTo(*std::move(kept));
}

void LedgerVerifier::Add(const RecordedEntry& recorded) {
  if (recorded.sequence() != chain_.size() + 1) {
    Report(chain_.size() + 1, absl::StrCat("there is entry ", recorded.sequence(), " in its place"));
  }
  if (recorded.entry().empty()) {
    if (recorded.entry_hash().size() != kHashBytes) Report(chain_.size() + 1, "there is neither an entry nor its hash");
    found_.set_withheld_count(found_.withheld_count() + 1);
    return chain_.AddHash(recorded.entry_hash());
  }
  LedgerEntry entry;
  const bool readable = entry.ParseFromString(recorded.entry());
  chain_.AddEntry(recorded.entry(), readable ? std::optional(LinkOf(entry)) : std::nullopt);
  if (readable && entry.has_key_registered()) registered_[{entry.actor(), entry.sequence()}] = entry.key_registered();
  if (readable && entry.has_head_witnessed()) CheckWitness(entry);
}

// Whoever witnessed the ledger saw it as it is here.
void LedgerVerifier::CheckWitness(const LedgerEntry& entry) {
  const submission::v1::HeadWitnessed& witnessed = entry.head_witnessed();
  const auto problem = [this, &entry](absl::string_view what) {
    Report(entry.sequence(), absl::StrCat("the witness of ", entry.actor(), " ", what));
  };
  const auto key = registered_.find({entry.actor(), witnessed.key_sequence()});
  const auto head = OpenTreeHead(witnessed.tree_head(), keys_);
  const auto public_key = key == registered_.end() ? absl::StatusOr<WitnessPublicKey>(absl::NotFoundError(""))
                                                   : WitnessPublicKey::FromDer(key->second.public_key());
  if (!public_key.ok() || public_key->id() != witnessed.key_id()) return problem("has no registered key");
  if (!public_key->Verify(WitnessMessage(witnessed.tree_head().tree_head()), witnessed.signature())) {
    return problem("is not signed with his key");
  }
  if (!head.ok()) return problem(absl::StrCat("is over a head that is not genuine: ", head.status().message()));
  if (head->plan() != found_.plan() || chain_.RootAt(head->size()) != head->root()) {
    return problem(absl::StrCat("saw another ledger of ", head->size(), " entries"));
  }
  submission::v1::LedgerWitnessSpan& span = witnesses_[entry.actor()];
  span.set_actor(entry.actor());
  span.set_key_id(witnessed.key_id());
  span.set_size(head->size());
  span.set_sequence(entry.sequence());
  *span.mutable_witness_time() = entry.commit_time();
}

void LedgerVerifier::Add(const submission::v1::ListLedgerEntriesResponse& page) {
  int seal = 0;
  for (const RecordedEntry& entry : page.entries()) {
    Add(entry);
    while (seal < page.seals_size() && EndOf(page.seals(seal)) <= chain_.size()) Add(page.seals(seal++));
  }
  while (seal < page.seals_size()) Add(page.seals(seal++));
}

LedgerVerification LedgerVerifier::Finish() {
  chain_.Finish();
  found_.set_entry_count(chain_.size());
  found_.set_seal_count(chain_.seal_count());
  found_.set_head_hash(chain_.head_hash());
  found_.set_root(chain_.root());
  for (const KeyRun& run : chain_.key_runs()) {
    auto* span = found_.add_keys();
    span->set_key_id(run.key_id);
    span->set_first_sequence(run.entries.first);
    span->set_last_sequence(run.entries.last);
    span->set_pinned(keys_.HasTerm(run.key_id));
  }
  for (const auto& [actor, span] : witnesses_) *found_.add_witnesses() = span;
  found_.set_valid(found_.problems().empty());
  return found_;
}

}  // namespace lianfang::cli
