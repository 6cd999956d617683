// What people verify without a server: receipts, seals and tree heads under a ring of keys, proofs between heads, key files, witnesses' keys.
// The first word says what the rest is: `receipt`, `head`, `keys`, `witness` or `consistency`.
//
// Nothing may verify but what the key has signed. Genuine receipts and heads of this process stand at the beginning of many mutations.
#include <algorithm>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/ledger/key_file.h"
#include "common/ledger/keys.h"
#include "common/ledger/merkle.h"
#include "common/ledger/proof.h"
#include "common/ledger/receipt.h"
#include "common/ledger/tree_head.h"
#include "common/ledger/witness_key.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/feature.h"
#include "tests/fuzz/message_mutator.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t most);

namespace lianfang::fuzz {
namespace {

constexpr char kLedger[] = "plans/p";
constexpr int kEntries = 11;

class ProofsTarget {
 public:
  ProofsTarget() {
    QuietProtobuf();
    for (int i = 1; i <= kEntries; ++i) entries_.push_back(absl::StrCat("entry ", i));
    std::vector<std::string> leaves;
    for (const std::string& entry : entries_) leaves.push_back(LeafHash(entry));
    const MerkleTree tree(leaves);
    type::v1::LedgerSeal seal;
    seal.set_plan(kLedger);
    seal.set_first_sequence(1);
    seal.set_entry_count(kEntries);
    seal.set_merkle_root(tree.root());
    seal.set_head_hash(leaves.back());
    type::v1::SignedSeal sealed;
    sealed.set_seal(seal.SerializeAsString());
    sealed.set_key_id(key_.public_key().id());
    sealed.set_signature(key_.Sign(sealed.seal()));
    for (int i = 0; i < kEntries; ++i) {
      type::v1::Receipt receipt;
      receipt.set_entry(entries_[static_cast<size_t>(i)]);
      receipt.set_sequence(i + 1);
      for (const std::string& hash : tree.InclusionPath(static_cast<size_t>(i))) receipt.add_inclusion_path(hash);
      *receipt.mutable_seal() = sealed;
      Expect(VerifyReceipt(receipt, ring_).ok(), "a genuine receipt verifies");
      genuine_.push_back(absl::StrCat("receipt ", receipt.SerializeAsString()));
    }
    type::v1::TreeHead head;
    head.set_plan(kLedger);
    head.set_size(kEntries);
    head.set_root(tree.root());
    const auto signed_head = SignTreeHead(head, key_);
    signed_heads_.insert(signed_head.tree_head());
    genuine_.push_back(absl::StrCat("head ", signed_head.SerializeAsString()));
    genuine_.push_back(absl::StrCat("witness ", WitnessSigner::Generate().public_key().der()));
  }

  void Run(absl::string_view input) {
    const size_t space = input.find(' ');
    if (space == absl::string_view::npos) return;
    const absl::string_view kind = input.substr(0, space);
    const std::string rest(input.substr(space + 1));
    if (kind == "receipt") ReadReceipt(rest);
    if (kind == "head") ReadHead(rest);
    if (kind == "keys") ReadKeys(rest);
    if (kind == "consistency") ReadConsistency(rest);
    if (kind == "witness") {
      const auto key = WitnessPublicKey::FromDer(rest);
      Expect(!key.ok() || key->der() == rest, "a witness's key has one form");
      if (key.ok()) Expect(!key->Verify("message", rest), "a key is no signature");
    }
  }

  std::string Mutate(absl::string_view input, unsigned seed) {
    random_.seed(seed);
    std::string text(random_() % 3 == 0 ? absl::string_view(genuine_[random_() % genuine_.size()]) : input);
    type::v1::Receipt receipt;
    if (random_() % 2 == 0 && absl::StartsWith(text, "receipt ") && receipt.ParseFromString(text.substr(8))) {
      mutator_.Change(receipt);
      return absl::StrCat("receipt ", receipt.SerializeAsString());
    }
    const size_t size = text.size();
    text.resize(size + 4096);
    text.resize(LLVMFuzzerMutate(reinterpret_cast<uint8_t*>(text.data()), size, text.size()));
    return text;
  }

 private:
  void ReadReceipt(const std::string& bytes) {
    type::v1::Receipt receipt;
    if (!receipt.ParseFromString(bytes)) return;
    const absl::Status verified = VerifyReceipt(receipt, ring_);
    Feature(absl::StrCat("receipt ", KindOf(verified.message())));
    if (!verified.ok()) return;
    const int64_t sequence = receipt.sequence();
    Expect(sequence >= 1 && sequence <= kEntries && receipt.entry() == entries_[static_cast<size_t>(sequence - 1)],
           "a receipt that verifies is of an entry that was sealed, at its place");
  }

  void ReadHead(const std::string& bytes) {
    type::v1::SignedTreeHead head;
    if (!head.ParseFromString(bytes)) return;
    const auto opened = OpenTreeHead(head, ring_);
    Feature(absl::StrCat("head ", KindOf(opened.status().message())));
    Expect(!opened.ok() || signed_heads_.count(head.tree_head()) == 1, "a head that verifies was signed");
  }

  static void ReadKeys(const std::string& text) {
    const auto ring = ParseKeyFile(text);
    Feature(absl::StrCat("keys ", KindOf(ring.status().message())));
    if (!ring.ok()) return;
    std::string written;
    for (const auto& [id, member] : ring->members()) {
      written += member.term.has_value() ? FormatKey(member.key, *member.term) : member.key.ToPem();
    }
    const auto again = ParseKeyFile(written);
    Expect(again.ok() && again->members().size() == ring->members().size(), "a key file that is written can be read");
    for (const auto& [id, member] : ring->members()) {
      Expect(again->members().at(id).term == member.term, "a key keeps its term");
    }
  }

  // Sizes in the first two bytes, then hashes: a proof between two trees of those sizes, one leaf of the smaller one changed or not.
  void ReadConsistency(const std::string& bytes) {
    if (bytes.size() < 2) return;
    const int64_t first = bytes[0], second = bytes[1];
    if (first < 1 || second < 1 || second > kEntries || first > second) return;
    std::vector<std::string> path;
    for (size_t i = 2; i + 32 <= bytes.size(); i += 32) path.push_back(bytes.substr(i, 32));
    const std::string old_root = RootOf(first, ""), new_root = RootOf(second, ""),
                      other_root = RootOf(first, "another");
    Expect(!IsConsistent(first, other_root, second, new_root, path), "no path proves a tree with another leaf");
    const bool proven = IsConsistent(first, old_root, second, new_root, path);
    Feature(absl::StrCat("consistency ", proven, " ", first, " ", second));
    std::vector<std::string> genuine;
    for (const LeafRange& range : ConsistencyRanges(first, second)) genuine.push_back(RootOf(range.begin, range.end));
    Expect(IsConsistent(first, old_root, second, new_root, genuine), "the genuine path proves it");
    Expect(!proven || path == genuine, "no other path proves it");
  }

  std::string RootOf(int64_t begin, int64_t end) const {
    std::vector<std::string> leaves;
    for (int64_t i = begin; i < end; ++i) leaves.push_back(LeafHash(entries_[static_cast<size_t>(i)]));
    return MerkleTree(leaves).root();
  }
  // Of the first entries; with the first of them replaced, where one is given.
  std::string RootOf(int64_t size, const std::string& replaced) const {
    std::vector<std::string> leaves;
    for (int64_t i = 0; i < size; ++i) leaves.push_back(LeafHash(entries_[static_cast<size_t>(i)]));
    if (!replaced.empty()) leaves[0] = LeafHash(replaced);
    return MerkleTree(leaves).root();
  }

  const SigningKey key_ = SigningKey::Generate();
  const KeyRing ring_{key_.public_key()};
  std::vector<std::string> entries_;
  std::vector<std::string> genuine_;
  std::set<std::string> signed_heads_;
  WordPool words_;
  Random random_;
  MessageMutator mutator_{words_, random_, absl::UnixEpoch()};
};

ProofsTarget& Target() {
  static auto& target = *new ProofsTarget();
  return target;
}

}  // namespace
}  // namespace lianfang::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  lianfang::fuzz::Target().Run({reinterpret_cast<const char*>(data), size});
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t most, unsigned seed) {
  const std::string mutated = lianfang::fuzz::Target().Mutate({reinterpret_cast<const char*>(data), size}, seed);
  if (mutated.size() > most) return size;
  std::copy(mutated.begin(), mutated.end(), data);
  return mutated.size();
}
