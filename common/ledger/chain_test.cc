#include "common/ledger/chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/receipt.h"
#include "common/ledger/tree_head.h"

namespace lianfang {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kLedger[] = "plans/p";

// A ledger of entries that are their link in words.
class ChainTest : public testing::Test {
 protected:
  struct Entry {
    std::string bytes;
    ChainLink link;
  };
  struct Seal {
    int64_t last;  // sequence
    type::v1::SignedSeal seal;
  };

  // Seals entries that follow on what there is.
  void Add(int count, const SigningKey& key) {
    std::vector<std::string> leaves;
    for (int i = 0; i < count; ++i) {
      const auto sequence = static_cast<int64_t>(entries_.size()) + 1;
      const std::string previous = entries_.empty() ? "" : LeafHash(entries_.back().bytes);
      entries_.push_back(
          {absl::StrCat("entry ", sequence), {kLedger, sequence, previous, absl::FromUnixSeconds(sequence)}});
      leaves.push_back(LeafHash(entries_.back().bytes));
    }
    seals_.push_back({static_cast<int64_t>(entries_.size()), {}});
    Sign(seals_.size() - 1, key);
  }

  // Seals the entries of one seal once more, as they are.
  void Sign(size_t place, const SigningKey& key) {
    const int64_t first = place == 0 ? 1 : seals_[place - 1].last + 1;
    std::vector<std::string> leaves;
    for (int64_t i = first; i <= seals_[place].last; ++i) leaves.push_back(Hash(i));
    type::v1::LedgerSeal seal;
    seal.set_plan(kLedger);
    seal.set_first_sequence(first);
    seal.set_entry_count(static_cast<int32_t>(leaves.size()));
    seal.set_merkle_root(MerkleTree(leaves).root());
    seal.set_head_hash(leaves.back());
    type::v1::SignedSeal& sealed = seals_[place].seal;
    sealed.set_seal(seal.SerializeAsString());
    sealed.set_signature(key.Sign(sealed.seal()));
    sealed.set_key_id(key.public_key().id());
  }

  std::string Hash(int64_t sequence) const { return LeafHash(entries_[static_cast<size_t>(sequence) - 1].bytes); }

  std::string Root(int64_t size) const {
    MerkleFrontier tree;
    for (int64_t i = 1; i <= size; ++i) tree.Append(Hash(i));
    return tree.root();
  }

  std::vector<std::string> Problems() {
    std::vector<std::string> problems;
    ChainCheck chain(kLedger, keys_, [&problems](int64_t sequence, absl::string_view problem) {
      problems.push_back(absl::StrCat(sequence, ": ", problem));
    });
    for (const KeptHead& head : kept_) chain.HoldTo(head);
    size_t seal = 0;
    for (const Entry& entry : entries_) {
      chain.AddEntry(entry.bytes, entry.link);
      if (seal < seals_.size() && seals_[seal].last == chain.size()) chain.AddSeal(seals_[seal++].seal);
    }
    chain.Finish();
    runs_ = chain.key_runs();
    return problems;
  }

  const SigningKey old_ = SigningKey::Generate();
  const SigningKey new_ = SigningKey::Generate();
  KeyRing keys_ = [this] {
    KeyRing keys(new_.public_key());
    keys.Add(old_.public_key());
    return keys;
  }();
  std::vector<Entry> entries_;
  std::vector<Seal> seals_;
  std::vector<KeptHead> kept_;
  std::vector<KeyRun> runs_;
};

TEST_F(ChainTest, AWholeLedgerHasNoProblem) {
  Add(3, old_);
  Add(1, old_);
  Add(4, new_);
  EXPECT_THAT(Problems(), IsEmpty());
  ASSERT_EQ(runs_.size(), 2u);
  EXPECT_EQ(runs_[0].key_id, old_.public_key().id());
  EXPECT_EQ(runs_[0].entries, (SequenceRange{1, 4}));
  EXPECT_EQ(runs_[1].entries, (SequenceRange{5, 8}));
}

TEST_F(ChainTest, WhatAnEntrySaysOfItsPlaceIsChecked) {
  Add(4, new_);
  const auto entries = entries_;
  entries_[2].link.sequence = 4;
  EXPECT_THAT(Problems(), ElementsAre("3: expected sequence 3, the entry says 4"));
  entries_ = entries;
  entries_[2].link.ledger = "plans/q";
  EXPECT_THAT(Problems(), ElementsAre("3: the entry belongs to plans/q"));
  entries_ = entries;
  entries_[2].link.previous_hash = Hash(1);
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("3: the chain is broken")));
  entries_ = entries;
  entries_[2].link.commit_time -= absl::Seconds(2);
  EXPECT_THAT(Problems(), ElementsAre("3: the entry is dated before the one before it"));
}

TEST_F(ChainTest, AnEntryIsCommittedWithinAMinuteOfItsArrival) {
  Add(4, new_);
  const absl::Time committed = entries_[1].link.commit_time;
  for (const absl::Duration waited : {absl::ZeroDuration(), absl::Seconds(60)}) {
    entries_[1].link.arrival_time = committed - waited;
    EXPECT_THAT(Problems(), IsEmpty()) << waited;
  }
  entries_[1].link.arrival_time = committed - absl::Seconds(60) - absl::Microseconds(1);
  EXPECT_THAT(Problems(), ElementsAre("2: the entry is dated 1m0.000001s after its call arrived"));
  entries_[1].link.arrival_time = committed + absl::Microseconds(1);
  EXPECT_THAT(Problems(), ElementsAre("2: the entry is dated before its call arrived"));
}

TEST_F(ChainTest, AChangedEntryIsFound) {
  Add(4, new_);
  Add(2, new_);
  entries_[1].bytes = "another";
  EXPECT_THAT(Problems(), ElementsAre("3: the chain is broken: the entry before is not the one it names",
                                      "4: entries 1 to 4 are not the ones that were sealed"));
}

TEST_F(ChainTest, ASealThatIsGoneOrOfOthersIsFound) {
  Add(4, new_);
  Add(2, new_);
  const auto seals = seals_;
  seals_.pop_back();
  EXPECT_THAT(Problems(), ElementsAre("6: the last 2 entries are not sealed"));
  seals_ = seals;
  seals_.erase(seals_.begin());
  EXPECT_THAT(Problems(), ElementsAre("6: the seal does not cover the entries it stands for"));
  seals_ = seals;
  std::swap(seals_[0].seal, seals_[1].seal);
  EXPECT_THAT(Problems(), Contains("4: the seal does not cover the entries it stands for"));
}

TEST_F(ChainTest, AForgedSealIsFoundAndTheNextOneStillFits) {
  Add(4, new_);
  Add(2, new_);
  seals_[0].seal.set_signature(SigningKey::Generate().Sign(seals_[0].seal.seal()));
  EXPECT_THAT(Problems(), ElementsAre("4: the seal's signature does not verify"));
}

TEST_F(ChainTest, AnEntryOfWhichOnlyTheHashIsKnownIsUnderItsSealAllTheSame) {
  Add(3, new_);
  for (const bool genuine : {true, false}) {
    std::vector<std::string> problems;
    ChainCheck chain(kLedger, keys_,
                     [&problems](int64_t, absl::string_view problem) { problems.emplace_back(problem); });
    chain.AddEntry(entries_[0].bytes, entries_[0].link);
    chain.AddHash(genuine ? Hash(2) : Hash(1));
    chain.AddEntry(entries_[2].bytes, entries_[2].link);
    chain.AddSeal(seals_[0].seal);
    EXPECT_EQ(problems.empty(), genuine);
  }
}

// --- Kept heads ---

TEST_F(ChainTest, ALedgerIsHeldToWhatWasKept) {
  Add(5, new_);
  Add(3, new_);
  kept_ = {{kLedger, 5, Hash(5), Root(5)}, {kLedger, 8, Hash(8), Root(8)}, {kLedger, 3, Hash(3), ""}};
  EXPECT_THAT(Problems(), IsEmpty());
  kept_ = {{kLedger, 5, Hash(5), Root(4)}};
  EXPECT_THAT(Problems(), ElementsAre("5: the ledger does not begin with what the earlier head covers"));
  kept_ = {{kLedger, 5, Hash(4), Root(5)}};
  EXPECT_THAT(Problems(), ElementsAre("5: the ledger does not begin with what the earlier head covers"));
  kept_ = {{kLedger, 9, Hash(8), Root(8)}};
  EXPECT_THAT(Problems(), ElementsAre("8: the ledger ends before entry 9, which the earlier head covers"));
  kept_ = {{"plans/q", 5, Hash(5), Root(5)}};
  EXPECT_THAT(Problems(), ElementsAre("0: the earlier head is of plans/q"));
}

TEST_F(ChainTest, TheRootAtEachSealIsKnownWhereItIsKept) {
  for (int i = 0; i < 4; ++i) Add(i + 1, new_);
  for (const bool keep : {true, false}) {
    ChainCheck chain(kLedger, keys_, [](int64_t, absl::string_view) {});
    if (keep) chain.KeepRoots();
    size_t seal = 0;
    for (const Entry& entry : entries_) {
      chain.AddEntry(entry.bytes, entry.link);
      if (seals_[seal].last == chain.size()) chain.AddSeal(seals_[seal++].seal);
    }
    for (int64_t size = 0; size <= 11; ++size) {
      const bool known = keep && (size == 1 || size == 3 || size == 6 || size == 10);
      EXPECT_EQ(chain.RootAt(size), known ? std::optional(Root(size)) : std::nullopt) << size;
    }
  }
}

// --- Keys over the years ---

TEST_F(ChainTest, TheLastSealSignedAnewWithAReplacedKeyIsFound) {
  Add(2, old_);
  for (int i = 0; i < 3; ++i) Add(2, new_);
  Sign(3, old_);
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("8: entries 7 to 8 are sealed with the key ")));
  Add(1, new_);
  EXPECT_EQ(Problems().size(), 1u) << "the newer key stays in use";
}

TEST_F(ChainTest, WithThePinnedTermItIsFoundAlsoWhereTheNewKeyHasSealedNothingElse) {
  Add(2, old_);
  Add(2, new_);
  Sign(1, old_);
  EXPECT_THAT(Problems(), IsEmpty()) << "nothing in the ledger tells of the new key";
  KeyRing pinned(new_.public_key());
  pinned.Add(old_.public_key(), KeyTerm{true, {{kLedger, {{1, 2}}}}});
  keys_ = pinned;
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("has sealed 1-2 of plans/p")));
}

// Two replicas that changed their keys at different times: on record in the file, it is no alarm.
TEST_F(ChainTest, RangesThatArePinnedMayInterleave) {
  Add(2, old_);
  Add(2, new_);
  Add(2, old_);
  Add(2, new_);
  EXPECT_EQ(Problems().size(), 1u);
  KeyRing pinned(new_.public_key());
  pinned.Add(old_.public_key(), KeyTerm{true, {{kLedger, {{1, 2}, {5, 6}}}}});
  keys_ = pinned;
  EXPECT_THAT(Problems(), IsEmpty());
}

}  // namespace
}  // namespace lianfang
