#include "common/ledger/chain.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/receipt.h"

namespace lianfang {
namespace {

constexpr size_t kHashBytes = 32;

}  // namespace

ChainCheck::ChainCheck(std::string ledger, const KeyRing& keys, Report report)
    : ledger_(std::move(ledger)), keys_(keys), report_(std::move(report)) {}

void ChainCheck::HoldTo(KeptHead head) {
  if (head.ledger != ledger_) return report_(0, absl::StrCat("the ", head.name, " is of ", head.ledger));
  kept_.emplace(head.size, std::move(head));
}

void ChainCheck::AddEntry(absl::string_view bytes, const std::optional<ChainLink>& link) {
  if (link.has_value()) {
    CheckLink(*link);
  } else {
    report_(size() + 1, "the entry is no entry");
  }
  AddHash(LeafHash(bytes));
}

void ChainCheck::CheckLink(const ChainLink& link) {
  const int64_t sequence = size() + 1;
  if (link.sequence != sequence) {
    report_(sequence, absl::StrCat("expected sequence ", sequence, ", the entry says ", link.sequence));
  }
  if (link.ledger != ledger_) report_(sequence, absl::StrCat("the entry belongs to ", link.ledger));
  if (link.previous_hash != head_hash_) {
    report_(sequence, "the chain is broken: the entry before is not the one it names");
  }
  if (link.commit_time < last_time_) report_(sequence, "the entry is dated before the one before it");
  last_time_ = link.commit_time;
  if (!link.arrival_time.has_value()) return;
  const absl::Duration waited = link.commit_time - *link.arrival_time;
  if (waited < absl::ZeroDuration()) report_(sequence, "the entry is dated before its call arrived");
  if (waited > kLongestWait) {
    report_(sequence, absl::StrCat("the entry is dated ", absl::FormatDuration(waited), " after its call arrived"));
  }
}

void ChainCheck::AddHash(std::string hash) {
  tree_.Append(hash);
  unsealed_.push_back(hash);
  head_hash_ = std::move(hash);
  CheckKept();
}

void ChainCheck::CheckKept() {
  const auto [begin, end] = kept_.equal_range(size());
  for (auto met = begin; met != end; ++met) {
    const KeptHead& head = met->second;
    if (head.head_hash == head_hash_ && (head.root.empty() || head.root == tree_.root())) continue;
    report_(size(), absl::StrCat("the ledger does not begin with what the ", head.name, " covers"));
  }
  kept_.erase(begin, end);
}

std::optional<type::v1::LedgerSeal> ChainCheck::AddSeal(const type::v1::SignedSeal& seal) {
  ++seal_count_;
  if (keeps_roots_ && tree_.size() > 0) {
    root_sizes_.push_back(tree_.size());
    roots_.append(tree_.root());
  }
  const std::vector<std::string> leaves = std::exchange(unsealed_, {});
  const auto opened = OpenSeal(seal, keys_);
  if (!opened.ok()) {
    report_(size(), opened.status().message());
    return std::nullopt;
  }
  const SequenceRange covered = EntriesUnder(*opened);
  const SequenceRange added{size() - static_cast<int64_t>(leaves.size()) + 1, size()};
  CheckOrder(seal.key_id(), covered);
  if (leaves.empty() || covered != added || opened->plan() != ledger_) {
    report_(size(), "the seal does not cover the entries it stands for");
  } else if (opened->merkle_root() != MerkleTree(leaves).root() || opened->head_hash() != leaves.back()) {
    report_(size(), absl::StrCat("entries ", added.first, " to ", added.last, " are not the ones that were sealed"));
  }
  return *opened;
}

std::optional<std::string> ChainCheck::RootAt(int64_t size) const {
  const auto found = std::lower_bound(root_sizes_.begin(), root_sizes_.end(), size);
  if (found == root_sizes_.end() || *found != size) return std::nullopt;
  return roots_.substr(static_cast<size_t>(found - root_sizes_.begin()) * kHashBytes, kHashBytes);
}

// Keys come one after the other: once a newer one has sealed, an older one has nothing left to seal. Where a key's term
// was pinned that says more, and was checked.
void ChainCheck::CheckOrder(const std::string& key_id, const SequenceRange& entries) {
  if (key_runs_.empty() || key_runs_.back().key_id != key_id) {
    key_runs_.push_back({key_id, entries});
  } else {
    key_runs_.back().entries.last = entries.last;
  }
  if (key_id == newest_key_) return;
  if (replaced_.contains(key_id)) {
    if (keys_.HasTerm(key_id)) return;
    return report_(entries.last,
                   absl::StrCat("entries ", entries.first, " to ", entries.last, " are sealed with the key ", key_id,
                                ", which the key ", newest_key_, " had replaced"));
  }
  replaced_.insert(std::exchange(newest_key_, key_id));
}

void ChainCheck::Finish() {
  if (!unsealed_.empty()) report_(size(), absl::StrCat("the last ", unsealed_.size(), " entries are not sealed"));
  for (const auto& [length, head] : kept_) {
    report_(size(), absl::StrCat("the ledger ends before entry ", length, ", which the ", head.name, " covers"));
  }
}

}  // namespace lianfang
