#include "cli/ledger/verifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "cli/ledger/testing/sample_ledger.h"
#include "common/ledger/tree_head.h"

namespace lianfang::cli {
namespace {

using submission::v1::LedgerHead;
using submission::v1::LedgerVerification;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class VerifierTest : public testing::Test {
 protected:
  VerifierTest() {
    ledger_.Add(2, old_);
    ledger_.Add(3, new_);
    ledger_.Add(1, new_);
  }

  LedgerVerification Verify() {
    LedgerVerifier verifier("plans/p", keys_);
    for (const auto& [name, head] : heads_) verifier.HoldTo(head, name);
    size_t seal = 0;
    for (const auto& entry : ledger_.entries()) {
      verifier.Add(entry);
      if (seal < ledger_.seals().size() && EndOf(ledger_.seals()[seal]) == verifier.size()) {
        verifier.Add(ledger_.seals()[seal++]);
      }
    }
    return verifier.Finish();
  }

  std::vector<std::string> Problems() {
    const LedgerVerification found = Verify();
    EXPECT_EQ(found.valid(), found.problems().empty());
    std::vector<std::string> problems;
    for (const auto& problem : found.problems()) problems.push_back(problem.problem());
    return problems;
  }

  // The keys as published after the old one was retired.
  void Pin() {
    keys_ = KeyRing();
    keys_.Add(new_.public_key(), KeyTerm{false, {{"plans/p", {{3, SequenceRange::kNoEnd}}}}});
    keys_.Add(old_.public_key(), KeyTerm{true, {{"plans/p", {{1, 2}}}}});
  }

  const SigningKey old_ = SigningKey::Generate();
  const SigningKey new_ = SigningKey::Generate();
  KeyRing keys_ = [this] {
    KeyRing keys(new_.public_key());
    keys.Add(old_.public_key());
    return keys;
  }();
  SampleLedger ledger_;
  std::vector<std::pair<std::string, LedgerHead>> heads_;
};

TEST_F(VerifierTest, SaysWhatTheLedgerIsAndWhichKeySealedWhat) {
  LedgerVerification found = Verify();
  EXPECT_TRUE(found.valid());
  EXPECT_EQ(found.plan(), "plans/p");
  EXPECT_EQ(found.entry_count(), 6);
  EXPECT_EQ(found.seal_count(), 3);
  EXPECT_EQ(found.root(), ledger_.Root(6));
  ASSERT_EQ(found.keys_size(), 2);
  EXPECT_EQ(found.keys(0).key_id(), old_.public_key().id());
  EXPECT_EQ(found.keys(0).last_sequence(), 2);
  EXPECT_FALSE(found.keys(0).pinned());
  EXPECT_EQ(found.keys(1).first_sequence(), 3);
  EXPECT_EQ(found.keys(1).last_sequence(), 6);
  Pin();
  found = Verify();
  EXPECT_TRUE(found.valid());
  EXPECT_TRUE(found.keys(0).pinned());
}

TEST_F(VerifierTest, ALastSealSignedAnewWithTheRetiredKeyIsFound) {
  ledger_.Sign(2, old_);
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("had replaced")));
  Pin();
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("was not the ledger")));
}

TEST_F(VerifierTest, AChangedEntryIsFound) {
  ledger_.entries()[3].mutable_entry()->back() ^= 1;
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("the chain is broken"), HasSubstr("are not the ones")));
}

TEST_F(VerifierTest, AnEntryThatIsGoneOrInAnothersPlaceIsFound) {
  ledger_.entries().erase(ledger_.entries().begin() + 3);
  EXPECT_THAT(Problems(), testing::Contains(HasSubstr("there is entry 5 in its place")));
}

TEST_F(VerifierTest, WhatIsNoEntryIsFound) {
  ledger_.entries()[5].set_entry("no entry");
  EXPECT_THAT(Problems(), testing::Contains(HasSubstr("the entry is no entry")));
}

TEST_F(VerifierTest, EntriesByHashAloneAreCounted) {
  auto& entry = ledger_.entries()[3];
  entry.set_entry_hash(LeafHash(entry.entry()));
  entry.clear_entry();
  EXPECT_TRUE(Verify().valid());
  EXPECT_EQ(Verify().withheld_count(), 1);
  entry.set_entry_hash("short");
  EXPECT_THAT(Problems(), testing::Contains(HasSubstr("neither an entry nor its hash")));
}

TEST_F(VerifierTest, APageHasSealsThatBeganOnThePageBefore) {
  LedgerVerifier verifier("plans/p", keys_);
  submission::v1::ListLedgerEntriesResponse page;
  for (int i = 0; i < 6; ++i) {
    *page.add_entries() = ledger_.entries()[static_cast<size_t>(i)];
    if (i == 1) *page.add_seals() = ledger_.seals()[0];
    if (i == 4) *page.add_seals() = ledger_.seals()[1];
    if (i == 5) *page.add_seals() = ledger_.seals()[2];
    if (i != 3 && i != 5) continue;
    verifier.Add(page);
    page.Clear();
  }
  EXPECT_TRUE(verifier.Finish().valid());
}

// --- Heads ---

TEST_F(VerifierTest, TheLedgerIsHeldToHeadsOldAndNew) {
  heads_ = {{"newest", ledger_.Head(3, new_)},
            {"kept", ledger_.Head(2, new_)},
            {"of the old key", ledger_.Head(1, old_)},
            {"of before", ledger_.Head(2, new_, /*with_tree=*/false)}};
  EXPECT_THAT(Problems(), IsEmpty());
  SampleLedger other;
  other.Add(6, new_);
  heads_ = {{"other", other.Head(new_)}};
  EXPECT_THAT(Problems(), IsEmpty()) << "the same entries under another seal";
  other.Add(1, new_);
  heads_ = {{"longer", other.Head(new_)}};
  EXPECT_THAT(Problems(), ElementsAre("the ledger ends before entry 7, which the longer covers"));
  SampleLedger foreign("plans/q");
  foreign.Add(2, new_);
  heads_ = {{"foreign", foreign.Head(new_)}};
  EXPECT_THAT(Problems(), ElementsAre("the foreign is of plans/q"));
}

// Consistent in itself and signed with the key: only what was kept speaks against it.
TEST_F(VerifierTest, ALedgerRewrittenWithTheKeyDoesNotBeginWithWhatWasKept) {
  heads_ = {{"kept", ledger_.Head(2, new_)}, {"kept of before", ledger_.Head(2, new_, /*with_tree=*/false)}};
  SampleLedger rewritten("plans/p", "another ");
  rewritten.Add(2, old_);
  rewritten.Add(4, new_);
  ledger_.entries().swap(rewritten.entries());
  ledger_.seals().swap(rewritten.seals());
  EXPECT_THAT(Problems(), ElementsAre("the ledger does not begin with what the kept covers",
                                      "the ledger does not begin with what the kept of before covers"));
  heads_.clear();
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(VerifierTest, AHeadThatIsNotGenuineIsSaidSo) {
  LedgerHead head = ledger_.Head(new_);
  head.mutable_tree_head()->set_signature(std::string(64, 'x'));
  heads_ = {{"head", head}};
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("the head is not genuine: the tree head's signature")));
  head = ledger_.Head(new_);
  *head.mutable_tree_head() = ledger_.Head(2, new_).tree_head();
  heads_ = {{"head", head}};
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("are of different ledgers")));
}

TEST_F(VerifierTest, AHeadSignedWithTheRetiredKeyIsRefused) {
  Pin();
  heads_ = {{"head", ledger_.Head(old_)}};
  EXPECT_THAT(Problems(), ElementsAre(HasSubstr("was retired before")));
}

}  // namespace
}  // namespace lianfang::cli
