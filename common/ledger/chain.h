// Reading a ledger from its first entry on, with nothing but the public keys: is the chain whole, and is every seal
// genuine and of these entries? Pure, in one pass, with the memory of one seal's entries. What the entries say is the
// caller's business.
//
//   ChainCheck chain("plans/x", keys, [](int64_t sequence, absl::string_view problem) { … });
//   chain.HoldTo(KeptHead::Of(*OpenTreeHead(kept, keys)));        // any number
//   for each entry: chain.AddEntry(bytes, LinkOf(entry)); and after the last one that a seal covers: chain.AddSeal(seal);
//   chain.Finish();
#ifndef LIANFANG_COMMON_LEDGER_CHAIN_H_
#define LIANFANG_COMMON_LEDGER_CHAIN_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/keys.h"
#include "common/ledger/merkle.h"
#include "common/time.h"
#include "lianfang/type/v1/receipt.pb.h"
#include "lianfang/type/v1/tree_head.pb.h"

namespace lianfang {

// How long before its commit the call of an entry has arrived, at most. One that waits longer is not committed.
inline constexpr absl::Duration kLongestWait = absl::Seconds(60);

// What an entry says of its place.
struct ChainLink {
  std::string ledger;  // `plans/{plan}`
  int64_t sequence = 0;
  std::string previous_hash;
  absl::Time commit_time;
  std::optional<absl::Time> arrival_time{};  // none in entries of earlier versions
};

// The link of an opened entry, whichever message it is that has these fields.
template <typename Entry>
ChainLink LinkOf(const Entry& entry) {
  ChainLink link{entry.plan(), entry.sequence(), entry.previous_hash(), FromTimestamp(entry.commit_time())};
  if (entry.has_arrival_time()) link.arrival_time = FromTimestamp(entry.arrival_time());
  return link;
}

// A ledger as it was once: what a kept head or a witness says of it.
struct KeptHead {
  std::string ledger;
  int64_t size = 0;
  std::string head_hash;
  std::string root{};                 // of the tree; empty where only the last entry's hash is known
  std::string name = "earlier head";  // what problems call it

  static KeptHead Of(const type::v1::TreeHead& head) {
    return {head.plan(), head.size(), head.head_hash(), head.root()};
  }
  // A seal knows nothing of the tree; its last entry names the one before it, and so on.
  static KeptHead Of(const type::v1::LedgerSeal& seal) {
    return {seal.plan(), seal.first_sequence() + seal.entry_count() - 1, seal.head_hash()};
  }
};

// Entries in a row that one key sealed.
struct KeyRun {
  std::string key_id;
  SequenceRange entries;
};

// Not thread-safe.
class ChainCheck {
 public:
  // Is told what does not hold, in ledger order; the sequence is 0 where it is not one entry.
  using Report = std::function<void(int64_t sequence, absl::string_view problem)>;

  // `keys` outlives the check.
  ChainCheck(std::string ledger, const KeyRing& keys, Report report);

  // The ledger must begin with what this head covers. Before any entry.
  void HoldTo(KeptHead head);

  // The next entry: its stored bytes, and what they say; nothing where they are no entry.
  void AddEntry(absl::string_view bytes, const std::optional<ChainLink>& link);
  // The next entry by its hash alone, of whose link nothing is known.
  void AddHash(std::string hash);
  // The seal over the entries that were added since the seal before. Answers what it says, if it is genuine.
  std::optional<type::v1::LedgerSeal> AddSeal(const type::v1::SignedSeal& seal);
  // There are no more.
  void Finish();

  // From here on keeps the root at the end of each seal, 40 bytes a seal, for RootAt.
  void KeepRoots() { keeps_roots_ = true; }
  // The root over the first `size` entries; nothing where no seal that was kept ends there.
  std::optional<std::string> RootAt(int64_t size) const;

  // What was read so far.
  int64_t size() const { return tree_.size(); }
  int64_t seal_count() const { return seal_count_; }
  const std::string& head_hash() const { return head_hash_; }
  std::string root() const { return tree_.root(); }
  absl::Time last_time() const { return last_time_; }  // of the last entry that could be read
  const std::vector<KeyRun>& key_runs() const { return key_runs_; }

 private:
  void CheckLink(const ChainLink& link);
  void CheckKept();
  void CheckOrder(const std::string& key_id, const SequenceRange& entries);

  const std::string ledger_;
  const KeyRing& keys_;
  const Report report_;
  std::multimap<int64_t, KeptHead> kept_;  // by size; those not met yet
  MerkleFrontier tree_;
  std::string head_hash_;
  absl::Time last_time_ = absl::InfinitePast();
  std::vector<std::string> unsealed_;  // hashes of the entries since the last seal
  int64_t seal_count_ = 0;
  bool keeps_roots_ = false;
  std::vector<int64_t> root_sizes_;  // in order
  std::string roots_;                // as many, 32 bytes each
  std::vector<KeyRun> key_runs_;
  std::string newest_key_;          // of those that have sealed
  std::set<std::string> replaced_;  // those before it
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_LEDGER_CHAIN_H_
