#include "common/ledger/proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/ledger/block_tree.h"
#include "common/ledger/merkle.h"

namespace lianfang {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

// The test vectors of Certificate Transparency's reference implementation: eight entries, in hexadecimal, the roots over
// the first one, two, … eight of them, and proofs.
const std::vector<std::string> kEntries{
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
const std::vector<std::string> kRoots{"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

struct Vector {
  int64_t first;  // of an inclusion proof: the leaf, counted from 0
  int64_t second;
  std::vector<std::string> path;
};

const std::vector<Vector> kInclusion{{0, 1, {}},
                                     {0,
                                      8,
                                      {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                                       "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                       "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
                                     {5,
                                      8,
                                      {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                                       "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                       "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
                                     {2, 3, {"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
                                     {1,
                                      5,
                                      {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                       "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                       "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}}};

const std::vector<Vector> kConsistency{{1, 1, {}},
                                       {1,
                                        8,
                                        {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                                         "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                         "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
                                       {6,
                                        8,
                                        {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                                         "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
                                       {2,
                                        5,
                                        {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                         "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
                                       {6,
                                        7,
                                        {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                                         "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
                                         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}}};

std::vector<std::string> FromHex(const std::vector<std::string>& texts) {
  std::vector<std::string> bytes;
  for (const std::string& text : texts) bytes.push_back(absl::HexStringToBytes(text));
  return bytes;
}

std::vector<std::string> ReferenceLeaves() {
  std::vector<std::string> leaves;
  for (const std::string& entry : FromHex(kEntries)) leaves.push_back(LeafHash(entry));
  return leaves;
}

// Leaves of which no two are the same.
std::vector<std::string> Leaves(int64_t count) {
  std::vector<std::string> leaves;
  for (int64_t i = 0; i < count; ++i) leaves.push_back(LeafHash(absl::StrCat("entry ", i)));
  return leaves;
}

// The hash of a subtree as section 2.1 defines it, by a tree over its leaves alone.
std::string HashOf(const std::vector<std::string>& leaves, LeafRange range) {
  return MerkleTree({leaves.begin() + range.begin, leaves.begin() + range.end}).root();
}

std::vector<std::string> Path(const std::vector<std::string>& leaves, const std::vector<LeafRange>& ranges) {
  std::vector<std::string> path;
  for (const LeafRange& range : ranges) path.push_back(HashOf(leaves, range));
  return path;
}

TEST(FrontierTest, HasTheRootsOfTheReferenceTree) {
  MerkleFrontier tree;
  EXPECT_EQ(absl::BytesToHexString(tree.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  int64_t size = 0;
  for (const std::string& leaf : ReferenceLeaves()) {
    tree.Append(leaf);
    EXPECT_EQ(absl::BytesToHexString(tree.root()), kRoots[static_cast<size_t>(size)]);
    EXPECT_EQ(tree.size(), ++size);
  }
}

TEST(ProofTest, InclusionIsProvedAsInTheReference) {
  const auto leaves = ReferenceLeaves();
  for (const Vector& vector : kInclusion) {
    const auto path = Path(leaves, InclusionRanges(vector.first, vector.second));
    EXPECT_THAT(path, ElementsAreArray(FromHex(vector.path))) << vector.first << " of " << vector.second;
    EXPECT_EQ(RootFromPath(leaves[static_cast<size_t>(vector.first)], static_cast<size_t>(vector.first),
                           static_cast<size_t>(vector.second), path),
              absl::HexStringToBytes(kRoots[static_cast<size_t>(vector.second) - 1]));
  }
}

TEST(ProofTest, ConsistencyIsProvedAsInTheReference) {
  const auto leaves = ReferenceLeaves();
  const auto roots = FromHex(kRoots);
  for (const Vector& vector : kConsistency) {
    EXPECT_THAT(Path(leaves, ConsistencyRanges(vector.first, vector.second)), ElementsAreArray(FromHex(vector.path)));
    EXPECT_TRUE(IsConsistent(vector.first, roots[static_cast<size_t>(vector.first) - 1], vector.second,
                             roots[static_cast<size_t>(vector.second) - 1], FromHex(vector.path)))
        << vector.first << " to " << vector.second;
  }
}

TEST(ProofTest, RangesAreThoseOfTheStandardsExample) {  // RFC 6962, section 2.1.3: a tree of seven
  EXPECT_THAT(InclusionRanges(0, 7), ElementsAre(LeafRange{1, 2}, LeafRange{2, 4}, LeafRange{4, 7}));
  EXPECT_THAT(InclusionRanges(3, 7), ElementsAre(LeafRange{2, 3}, LeafRange{0, 2}, LeafRange{4, 7}));
  EXPECT_THAT(InclusionRanges(6, 7), ElementsAre(LeafRange{4, 6}, LeafRange{0, 4}));
  EXPECT_THAT(ConsistencyRanges(3, 7), ElementsAre(LeafRange{2, 3}, LeafRange{3, 4}, LeafRange{0, 2}, LeafRange{4, 7}));
  EXPECT_THAT(ConsistencyRanges(4, 7), ElementsAre(LeafRange{4, 7}));
  EXPECT_THAT(ConsistencyRanges(6, 7), ElementsAre(LeafRange{4, 6}, LeafRange{6, 7}, LeafRange{0, 4}));
  EXPECT_THAT(ConsistencyRanges(7, 7), IsEmpty());
}

TEST(ProofTest, EveryTreeBeginsWithEverySmallerOneAndWithNoOther) {
  const auto leaves = Leaves(20);
  auto forged = leaves;
  forged[0] = LeafHash("another");
  for (int64_t second = 1; second <= 20; ++second) {
    const std::string root = HashOf(leaves, {0, second});
    for (int64_t first = 1; first <= second; ++first) {
      const auto path = Path(leaves, ConsistencyRanges(first, second));
      const std::string earlier = HashOf(leaves, {0, first});
      EXPECT_TRUE(IsConsistent(first, earlier, second, root, path)) << first << " to " << second;
      const std::string other = HashOf(forged, {0, first});
      EXPECT_FALSE(IsConsistent(first, other, second, root, path)) << first << " to " << second;
      const auto forged_path = Path(forged, ConsistencyRanges(first, second));
      EXPECT_FALSE(IsConsistent(first, earlier, second, HashOf(forged, {0, second}), forged_path));
    }
  }
}

TEST(ProofTest, AProofThatIsBentProvesNothing) {
  const auto leaves = Leaves(13);
  const auto path = Path(leaves, ConsistencyRanges(6, 13));
  const std::string first = HashOf(leaves, {0, 6}), second = HashOf(leaves, {0, 13});
  ASSERT_TRUE(IsConsistent(6, first, 13, second, path));
  for (size_t i = 0; i < path.size(); ++i) {
    auto bent = path;
    bent[i][5] = static_cast<char>(bent[i][5] ^ 1);
    EXPECT_FALSE(IsConsistent(6, first, 13, second, bent)) << "hash " << i;
    bent = path;
    bent.erase(bent.begin() + static_cast<int64_t>(i));
    EXPECT_FALSE(IsConsistent(6, first, 13, second, bent)) << "without hash " << i;
    bent = path;
    bent[i].pop_back();
    EXPECT_FALSE(IsConsistent(6, first, 13, second, bent)) << "hash " << i << " cut";
  }
  auto longer = path;
  longer.push_back(first);
  EXPECT_FALSE(IsConsistent(6, first, 13, second, longer));
  EXPECT_FALSE(IsConsistent(5, first, 13, second, path));
  EXPECT_FALSE(IsConsistent(6, first, 8, second, path));
  EXPECT_FALSE(IsConsistent(13, second, 6, first, path));
  EXPECT_FALSE(IsConsistent(0, "", 13, second, path));
  EXPECT_FALSE(IsConsistent(-1, first, 13, second, path));
  EXPECT_FALSE(IsConsistent(13, second, 13, first, {}));
}

// A tree of some blocks and a rest, and how often its leaves are read.
class BlockTreeTest : public testing::Test {
 protected:
  void Fill(int64_t size) {
    leaves_ = Leaves(size);
    tree_.Append(absl::MakeConstSpan(leaves_).first(leaves_.size() / BlockTree::kBlock * BlockTree::kBlock));
  }

  std::vector<std::string> leaves_;
  BlockTree tree_;
  int reads_ = 0;
  const BlockTree::LeafReader read_ = [this](int64_t begin, int64_t count) {
    ++reads_;
    return std::vector<std::string>(leaves_.begin() + begin, leaves_.begin() + begin + count);
  };
};

TEST_F(BlockTreeTest, HasEveryNodeForAFewReadings) {
  for (const int64_t size : {1, 2, 255, 256, 257, 511, 512, 513, 1000, 1024, 1500}) {
    tree_ = BlockTree();
    Fill(size);
    EXPECT_EQ(tree_.size(), size / 256 * 256);
    for (const int64_t first : {int64_t{1}, size / 3 + 1, size / 2 + 1, size - 1, size}) {
      if (first < 1) continue;
      reads_ = 0;
      BlockTree::Reading reading(tree_, size, read_);
      EXPECT_EQ(*reading.Hash({0, size}), HashOf(leaves_, {0, size}));
      for (const LeafRange& range : ConsistencyRanges(first, size)) {
        EXPECT_EQ(*reading.Hash(range), HashOf(leaves_, range)) << range.begin << " to " << range.end;
      }
      for (const LeafRange& range : InclusionRanges(first - 1, size)) {
        EXPECT_EQ(*reading.Hash(range), HashOf(leaves_, range)) << range.begin << " to " << range.end;
      }
      EXPECT_LE(reads_, 3) << first << " of " << size;
    }
  }
}

TEST_F(BlockTreeTest, GrowsByWholeBlocks) {
  Fill(512);
  EXPECT_EQ(tree_.last_leaf(), leaves_.back());
  const auto more = Leaves(1024);
  tree_.Append(absl::MakeConstSpan(more).subspan(512));
  BlockTree::Reading reading(tree_, 1024, read_);
  EXPECT_EQ(*reading.Hash({0, 1024}), HashOf(more, {0, 1024}));
  EXPECT_EQ(reads_, 0);
}

TEST_F(BlockTreeTest, FewerLeavesThanThereMustBeAreAnError) {
  Fill(300);
  const BlockTree::LeafReader none = [](int64_t, int64_t) { return std::vector<std::string>(); };
  BlockTree::Reading reading(tree_, 300, none);
  EXPECT_EQ(reading.Hash({0, 300}).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace lianfang
