#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/hash.h"
#include "common/ledger/keys.h"
#include "common/ledger/merkle.h"
#include "common/ledger/receipt.h"

namespace lianfang {
namespace {

std::vector<std::string> Leaves(size_t count) {
  std::vector<std::string> leaves;
  for (size_t i = 0; i < count; ++i) leaves.push_back(LeafHash(absl::StrCat("entry ", i)));
  return leaves;
}

// Known answers: the test vectors of the reference implementation of RFC 6962 (leaves "", 0x00, 0x10, 0x20 0x21).
TEST(MerkleTest, KnownAnswers) {
  const std::vector<std::string> leaves{LeafHash(""), LeafHash(std::string(1, '\0')), LeafHash("\x10"),
                                        LeafHash("\x20\x21")};
  EXPECT_EQ(absl::BytesToHexString(leaves[0]), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_EQ(absl::BytesToHexString(MerkleTree({leaves[0], leaves[1]}).root()),
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
  EXPECT_EQ(absl::BytesToHexString(MerkleTree({leaves[0], leaves[1], leaves[2]}).root()),
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77");
  EXPECT_EQ(absl::BytesToHexString(MerkleTree(leaves).root()),
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
}

TEST(MerkleTest, EveryPathOfEverySizeLeadsToTheRootAndNoOtherLeafDoes) {
  for (size_t size = 1; size <= 17; ++size) {
    const auto leaves = Leaves(size);
    const MerkleTree tree(leaves);
    const std::string& root = tree.root();
    for (size_t i = 0; i < size; ++i) {
      const auto path = tree.InclusionPath(i);
      EXPECT_EQ(RootFromPath(leaves[i], i, size, path), root) << i << " of " << size;
      EXPECT_NE(RootFromPath(LeafHash("another"), i, size, path), root);
      if (size > 1) {
        EXPECT_NE(RootFromPath(leaves[i], (i + 1) % size, size, path), root);
      }
    }
  }
}

TEST(MerkleTest, APathOfTheWrongLengthLeadsNowhere) {
  const auto leaves = Leaves(5);
  auto path = MerkleTree(leaves).InclusionPath(1);
  path.push_back(leaves[0]);
  EXPECT_FALSE(RootFromPath(leaves[1], 1, 5, path).has_value());
  EXPECT_FALSE(RootFromPath(leaves[1], 1, 5, {}).has_value());
  EXPECT_FALSE(RootFromPath(leaves[1], 5, 5, path).has_value());
}

TEST(KeysTest, SignsAndVerifies) {
  const SigningKey key = SigningKey::Generate();
  const std::string signature = key.Sign("message");
  EXPECT_TRUE(key.public_key().Verify("message", signature));
  EXPECT_FALSE(key.public_key().Verify("massage", signature));
  EXPECT_FALSE(SigningKey::Generate().public_key().Verify("message", signature));
}

TEST(KeysTest, PublicKeySurvivesPem) {
  const SigningKey key = SigningKey::Generate();
  const auto read = PublicKey::FromPem(key.public_key().ToPem());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->id(), key.public_key().id());
  EXPECT_EQ(read->id().size(), 16u);
}

TEST(KeysTest, RefusesWhatIsNoKey) {
  EXPECT_FALSE(PublicKey::FromPem("nonsense").ok());
  EXPECT_FALSE(SigningKey::FromPem("").ok());
}

class ReceiptTest : public testing::Test {
 protected:
  // A receipt for entry `index` of a batch of five that begins at sequence 11.
  type::v1::Receipt Make(size_t index) {
    const MerkleTree tree(Leaves(5));
    type::v1::LedgerSeal seal;
    seal.set_plan("plans/p");
    seal.set_first_sequence(11);
    seal.set_entry_count(5);
    seal.set_merkle_root(tree.root());
    type::v1::Receipt receipt;
    receipt.set_entry(absl::StrCat("entry ", index));
    receipt.set_sequence(11 + static_cast<int64_t>(index));
    for (const std::string& hash : tree.InclusionPath(index)) receipt.add_inclusion_path(hash);
    receipt.mutable_seal()->set_seal(seal.SerializeAsString());
    receipt.mutable_seal()->set_signature(key_.Sign(receipt.seal().seal()));
    receipt.mutable_seal()->set_key_id(key_.public_key().id());
    return receipt;
  }

  SigningKey key_ = SigningKey::Generate();
};

TEST_F(ReceiptTest, GenuineReceiptsVerify) {
  for (size_t i = 0; i < 5; ++i) EXPECT_TRUE(VerifyReceipt(Make(i), key_.public_key()).ok()) << i;
}

TEST_F(ReceiptTest, AnyChangeIsFound) {
  auto changed = Make(2);
  changed.set_entry("entry 3");
  EXPECT_EQ(VerifyReceipt(changed, key_.public_key()).code(), absl::StatusCode::kDataLoss);
  changed = Make(2);
  changed.set_sequence(14);
  EXPECT_EQ(VerifyReceipt(changed, key_.public_key()).code(), absl::StatusCode::kDataLoss);
  changed = Make(2);
  changed.set_sequence(16);  // beyond the seal
  EXPECT_EQ(VerifyReceipt(changed, key_.public_key()).code(), absl::StatusCode::kDataLoss);
  changed = Make(2);
  changed.mutable_seal()->mutable_seal()->back() ^= 1;
  EXPECT_EQ(VerifyReceipt(changed, key_.public_key()).code(), absl::StatusCode::kDataLoss);
  changed = Make(2);
  changed.mutable_inclusion_path()->RemoveLast();
  EXPECT_EQ(VerifyReceipt(changed, key_.public_key()).code(), absl::StatusCode::kDataLoss);
}

TEST_F(ReceiptTest, AnotherKeyIsNamed) {
  const SigningKey other = SigningKey::Generate();
  const absl::Status status = VerifyReceipt(Make(0), other.public_key());
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(status.message().find(key_.public_key().id()), std::string::npos);
}

}  // namespace
}  // namespace lianfang
