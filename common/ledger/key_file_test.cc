// Keys with what they have sealed, the file that pins it, and what is signed with them.
#include "common/ledger/key_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/merkle.h"
#include "common/ledger/receipt.h"
#include "common/ledger/tree_head.h"

namespace lianfang {
namespace {

using testing::HasSubstr;

class KeyFileTest : public testing::Test {
 protected:
  // Of entries `first` to `first`, by the old key.
  type::v1::Receipt Receipt(const std::string& plan, int64_t first) {
    type::v1::Receipt receipt;
    receipt.set_entry("entry");
    receipt.set_sequence(first);
    type::v1::LedgerSeal seal;
    seal.set_plan(plan);
    seal.set_first_sequence(first);
    seal.set_entry_count(1);
    seal.set_merkle_root(LeafHash("entry"));
    seal.set_head_hash(LeafHash("entry"));
    receipt.mutable_seal()->set_seal(seal.SerializeAsString());
    receipt.mutable_seal()->set_signature(old_.Sign(receipt.seal().seal()));
    receipt.mutable_seal()->set_key_id(old_.public_key().id());
    return receipt;
  }

  type::v1::SignedTreeHead Head(const std::string& plan, int64_t size, const SigningKey& key) {
    type::v1::TreeHead head;
    head.set_plan(plan);
    head.set_size(size);
    head.set_root(std::string(32, 'r'));
    head.set_head_hash(std::string(32, 'h'));
    return SignTreeHead(head, key);
  }

  static std::string ProblemOf(const absl::Status& status) { return std::string(status.message()); }

  const SigningKey old_ = SigningKey::Generate();
  const SigningKey new_ = SigningKey::Generate();
  const KeyTerm retired_{true, {{"plans/a", {{1, 40}}}, {"plans/b", {{1, 2}, {5, 6}}}}};
  const KeyTerm in_use_{false, {{"plans/a", {{41, SequenceRange::kNoEnd}}}}};
};

TEST_F(KeyFileTest, WhatIsWrittenIsRead) {
  const auto keys = ParseKeyFile(absl::StrCat("# of the city\n", FormatKey(new_.public_key(), in_use_), "\n",
                                              FormatKey(old_.public_key(), retired_)));
  ASSERT_TRUE(keys.ok()) << keys.status();
  ASSERT_EQ(keys->members().size(), 2u);
  EXPECT_EQ(*keys->members().at(old_.public_key().id()).term, retired_);
  EXPECT_EQ(*keys->members().at(new_.public_key().id()).term, in_use_);
}

TEST_F(KeyFileTest, IsWhatItsHeaderShows) {
  const std::string id = old_.public_key().id();
  const std::string text = absl::StrCat("Key: ", id, "\nState: retired\nRange: plans/a 1-40\nRange: plans/b 1-2\n",
                                        "Range: plans/b 5-6\n", old_.public_key().ToPem());
  EXPECT_EQ(FormatKey(old_.public_key(), retired_), text);
  EXPECT_THAT(FormatKey(new_.public_key(), in_use_), HasSubstr("\nState: in use\nRange: plans/a 41-\n"));
}

TEST_F(KeyFileTest, PlainPemIsKeysOfWhichNothingIsPinned) {
  const auto keys = ParseKeyFile(absl::StrCat("from openssl:\n", new_.public_key().ToPem(), old_.public_key().ToPem()));
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_EQ(keys->members().size(), 2u);
  EXPECT_FALSE(keys->HasTerm(old_.public_key().id()));
  EXPECT_TRUE(VerifyReceipt(Receipt("plans/a", 1000), *keys).ok());
}

TEST_F(KeyFileTest, ATermIsKeptWhereTheKeyIsThereOnceMoreWithoutOne) {
  for (const bool before : {true, false}) {
    const std::string plain = old_.public_key().ToPem();
    const std::string pinned = FormatKey(old_.public_key(), retired_);
    const auto keys = ParseKeyFile(before ? plain + pinned : pinned + plain);
    ASSERT_TRUE(keys.ok()) << keys.status();
    EXPECT_EQ(*keys->members().at(old_.public_key().id()).term, retired_);
  }
}

TEST_F(KeyFileTest, SlipsAreRefused) {
  const std::string pem = old_.public_key().ToPem();
  const std::string key = absl::StrCat("Key: ", old_.public_key().id(), "\n");
  const auto problem = [&](const std::string& text) { return ProblemOf(ParseKeyFile(text).status()); };
  EXPECT_THAT(problem(absl::StrCat("Key: ", new_.public_key().id(), "\nState: retired\n", pem)),
              HasSubstr("stands above"));
  EXPECT_THAT(problem(absl::StrCat(key, pem)), HasSubstr("has no line `State`"));
  EXPECT_THAT(problem(absl::StrCat(key, "State: old\n", pem)), HasSubstr("neither"));
  EXPECT_THAT(problem(absl::StrCat(key, "State: retired\nRnage: plans/a 1-40\n", pem)), HasSubstr("is not known"));
  EXPECT_THAT(problem(absl::StrCat(key, "State: retired\nRange: plans/a 1-\n", pem)), HasSubstr("with an end"));
  for (const char* range : {"plans/a", "plans/a 1", "plans/a 0-3", "plans/a 3-2", "plans/a 1-2-3", "plans/a 1-x",
                            "plans/a -3", "1-2", "plans/a 1-2 3-4", "plans/a 1-99999999999999999999"}) {
    EXPECT_THAT(problem(absl::StrCat(key, "State: retired\nRange: ", range, "\n", pem)), HasSubstr("is no range"))
        << range;
  }
  EXPECT_THAT(problem(absl::StrCat(key, "State: retired\nRange: plans/a 1-40\nRange: plans/a 40-50\n", pem)),
              HasSubstr("begins before the range above it ends"));
  EXPECT_THAT(problem(FormatKey(old_.public_key(), retired_) + FormatKey(old_.public_key(), in_use_)),
              HasSubstr("there twice"));
  EXPECT_THAT(problem(absl::StrCat(key, key, "State: retired\n", pem)), HasSubstr("comes before the key"));
  EXPECT_FALSE(ParseKeyFile("").ok());
  EXPECT_FALSE(ParseKeyFile("nonsense").ok());
  EXPECT_FALSE(ParseKeyFile(absl::StrCat(pem, "nonsense")).ok());
}

// --- What a retired key can still be used for ---

TEST_F(KeyFileTest, AReceiptSignedWithARetiredKeyBeyondItsRangeIsNone) {
  KeyRing keys(new_.public_key());
  keys.Add(old_.public_key());
  EXPECT_TRUE(VerifyReceipt(Receipt("plans/a", 41), keys).ok()) << "nothing is pinned";
  keys = KeyRing();
  keys.Add(old_.public_key(), retired_);
  EXPECT_TRUE(VerifyReceipt(Receipt("plans/a", 40), keys).ok());
  EXPECT_TRUE(VerifyReceipt(Receipt("plans/b", 5), keys).ok());
  for (const auto& [plan, sequence] :
       std::vector<std::pair<std::string, int64_t>>{{"plans/a", 41}, {"plans/b", 3}, {"plans/b", 7}, {"plans/c", 1}}) {
    const absl::Status status = VerifyReceipt(Receipt(plan, sequence), keys);
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << plan << " " << sequence;
    EXPECT_THAT(ProblemOf(status), HasSubstr("was not the ledger"));
    EXPECT_THAT(ProblemOf(status), HasSubstr(old_.public_key().id()));
  }
}

TEST_F(KeyFileTest, AKeyInUseSealsWhatComesAfterTheOneBefore) {
  KeyRing keys;
  keys.Add(old_.public_key(), in_use_);
  EXPECT_TRUE(VerifyReceipt(Receipt("plans/a", 41), keys).ok());
  EXPECT_TRUE(VerifyReceipt(Receipt("plans/new", 1), keys).ok());
  EXPECT_FALSE(VerifyReceipt(Receipt("plans/a", 40), keys).ok());
}

TEST_F(KeyFileTest, ATermIsToldInWords) {
  KeyRing keys;
  keys.Add(old_.public_key(), retired_);
  keys.Add(new_.public_key(), in_use_);
  const std::string old_id = old_.public_key().id(), new_id = new_.public_key().id();
  EXPECT_EQ(keys.TermText(old_id, "plans/b"), "1-2, 5-6");
  EXPECT_EQ(keys.TermText(old_id, "plans/c"), "-");
  EXPECT_EQ(keys.TermText(new_id, "plans/a"), "41-");
  EXPECT_EQ(keys.TermText(new_id, "plans/new"), "1-");
  EXPECT_EQ(KeyRing(old_.public_key()).TermText(old_id, "plans/a"), "");
}

TEST_F(KeyFileTest, SealsWithoutPlaceAreNone) {
  for (const int64_t first : {int64_t{0}, int64_t{-1}, SequenceRange::kNoEnd}) {
    EXPECT_EQ(VerifyReceipt(Receipt("plans/a", first), old_.public_key()).code(), absl::StatusCode::kDataLoss);
  }
}

TEST_F(KeyFileTest, AHeadIsSignedByAKeyOfItsTime) {
  KeyRing keys;
  keys.Add(old_.public_key(), retired_);
  keys.Add(new_.public_key(), in_use_);
  EXPECT_TRUE(OpenTreeHead(Head("plans/a", 40, old_), keys).ok());
  EXPECT_TRUE(OpenTreeHead(Head("plans/a", 40, new_), keys).ok()) << "asked for after the change of keys";
  EXPECT_TRUE(OpenTreeHead(Head("plans/new", 1, new_), keys).ok());
  EXPECT_EQ(OpenTreeHead(Head("plans/a", 41, old_), keys).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(OpenTreeHead(Head("plans/c", 1, old_), keys).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(OpenTreeHead(Head("plans/a", 0, new_), keys).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(OpenTreeHead(Head("plans/a", 1, SigningKey::Generate()), keys).status().code(),
            absl::StatusCode::kFailedPrecondition);
  auto changed = Head("plans/a", 40, new_);
  changed.mutable_tree_head()->back() ^= 1;
  EXPECT_EQ(OpenTreeHead(changed, keys).status().code(), absl::StatusCode::kDataLoss);
}

// One signature must not serve for two statements.
TEST_F(KeyFileTest, ASealIsNoHeadAndAHeadIsNoSeal) {
  const type::v1::SignedTreeHead head = Head("plans/a", 1, old_);
  type::v1::SignedSeal seal;
  seal.set_seal(head.tree_head());
  seal.set_signature(head.signature());
  seal.set_key_id(head.key_id());
  EXPECT_THAT(ProblemOf(OpenSeal(seal, old_.public_key()).status()), HasSubstr("does not verify"));
  type::v1::SignedTreeHead bent = head;
  bent.set_signature(old_.Sign(bent.tree_head()));
  EXPECT_THAT(ProblemOf(OpenTreeHead(bent, old_.public_key()).status()), HasSubstr("does not verify"));
}

}  // namespace
}  // namespace lianfang
