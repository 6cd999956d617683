#include "cli/ledger/testing/sample_ledger.h"

#include "absl/strings/str_cat.h"
#include "cli/ledger/archive.h"
#include "cli/ledger/verifier.h"
#include "common/ledger/receipt.h"
#include "common/ledger/tree_head.h"
#include "lianfang/submission/v1/ledger.pb.h"

namespace lianfang::cli {

std::string SampleLedger::HashAt(int64_t sequence) const {
  return LeafHash(entries_[static_cast<size_t>(sequence) - 1].entry());
}

void SampleLedger::Add(int count, const SigningKey& key) {
  std::vector<std::string> leaves;
  for (int i = 0; i < count; ++i) {
    const auto sequence = static_cast<int64_t>(entries_.size()) + 1;
    submission::v1::LedgerEntry entry;
    entry.set_plan(plan_);
    entry.set_sequence(sequence);
    if (sequence > 1) entry.set_previous_hash(HashAt(sequence - 1));
    entry.mutable_commit_time()->set_seconds(sequence);
    entry.set_actor(absl::StrCat(actor_, sequence));
    submission::v1::RecordedEntry& recorded = entries_.emplace_back();
    recorded.set_sequence(sequence);
    recorded.set_entry(entry.SerializeAsString());
    leaves.push_back(HashAt(sequence));
  }
  type::v1::LedgerSeal seal;
  seal.set_plan(plan_);
  seal.set_first_sequence(static_cast<int64_t>(entries_.size()) - count + 1);
  seal.set_entry_count(count);
  seal.set_merkle_root(MerkleTree(leaves).root());
  seal.set_head_hash(leaves.back());
  seals_.emplace_back().set_seal(seal.SerializeAsString());
  Sign(seals_.size() - 1, key);
}

void SampleLedger::Sign(size_t seal, const SigningKey& key) {
  seals_[seal].set_signature(key.Sign(seals_[seal].seal()));
  seals_[seal].set_key_id(key.public_key().id());
}

std::string SampleLedger::Root(int64_t size) const {
  MerkleFrontier tree;
  for (int64_t i = 1; i <= size; ++i) tree.Append(HashAt(i));
  return tree.root();
}

submission::v1::LedgerHead SampleLedger::Head(size_t seals, const SigningKey& key, bool with_tree) const {
  submission::v1::LedgerHead head;
  *head.mutable_seal() = seals_[seals - 1];
  head.set_sequence(EndOf(head.seal()));
  head.set_public_key_pem(key.public_key().ToPem());
  if (!with_tree) return head;
  type::v1::TreeHead tree;
  tree.set_plan(plan_);
  tree.set_size(head.sequence());
  tree.set_root(Root(head.sequence()));
  tree.set_head_hash(HashAt(head.sequence()));
  *head.mutable_tree_head() = SignTreeHead(tree, key);
  return head;
}

void SampleLedger::Export(std::ostream& out, const SigningKey& key) const {
  ArchiveWriter archive(out, plan_, absl::UnixEpoch());
  archive.Write(Head(key));
  size_t seal = 0;
  for (const auto& entry : entries_) {
    archive.Write(entry);
    if (seal < seals_.size() && EndOf(seals_[seal]) == entry.sequence()) archive.Write(seals_[seal++]);
  }
}

}  // namespace lianfang::cli
