#include "draw/selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "draw/order.h"

namespace lianfang::draw {
namespace {

using coordination::v1::Selection;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Selection Frozen(int employers, int count) {
  Selection selection;
  for (int i = 0; i < employers; ++i) selection.add_employers()->set_credit_code(absl::StrCat("code", i));
  selection.set_count(count);
  selection.set_list_hash(SelectionListHash(selection));
  return selection;
}

Selection Drawn(int employers, int count, char seed = 's', char nonce = 'n') {
  Selection selection = Frozen(employers, count);
  selection.set_seed(std::string(kBytes, seed));
  selection.set_nonce(std::string(kBytes, nonce));
  selection.set_seed_commitment(SeedCommitment(selection.list_hash(), selection.seed()));
  for (const std::string& code : DrawnOf(selection, selection.seed(), selection.nonce())) selection.add_drawn(code);
  selection.set_state(coordination::v1::SELECTION_STATE_DRAWN);
  return selection;
}

TEST(SelectionTest, DrawsAsManyAsAskedForEachOnce) {
  const Selection selection = Drawn(50, 10);
  EXPECT_THAT(selection.drawn(), SizeIs(10));
  EXPECT_EQ(std::set<std::string>(selection.drawn().begin(), selection.drawn().end()).size(), 10u);
  EXPECT_THAT(Drawn(3, 3).drawn(), SizeIs(3));
  EXPECT_THAT(SelectionProblems(selection), IsEmpty());
}

TEST(SelectionTest, FollowsFromSeedAndNonce) {
  const auto of = [](char seed, char nonce) { return Drawn(50, 10, seed, nonce).SerializeAsString(); };
  EXPECT_EQ(of('s', 'n'), of('s', 'n'));
  EXPECT_NE(of('s', 'n'), of('s', 'm'));
  EXPECT_NE(of('s', 'n'), of('t', 'n'));
}

TEST(SelectionTest, EveryChangeIsFound) {
  Selection other = Drawn(20, 5);
  other.mutable_employers(0)->set_credit_code("another");
  EXPECT_FALSE(SelectionProblems(other).empty());
  other = Drawn(20, 5);
  other.set_seed(std::string(kBytes, 'x'));
  EXPECT_FALSE(SelectionProblems(other).empty());
  other = Drawn(20, 5);
  other.set_nonce(std::string(kBytes, 'x'));
  EXPECT_FALSE(SelectionProblems(other).empty());
  other = Drawn(20, 5);
  other.mutable_drawn()->RemoveLast();
  EXPECT_THAT(SelectionProblems(other), ElementsAre("others were drawn than seed and nonce give"));
  EXPECT_THAT(SelectionProblems(Frozen(5, 1)), ElementsAre("it is not drawn"));
}

// Over many seeds everybody is drawn about as often.
TEST(SelectionTest, FavoursNobody) {
  std::map<std::string, int> times;
  const Selection frozen = Frozen(10, 2);
  for (int i = 0; i < 2000; ++i) {
    std::string seed(kBytes, '\0');
    seed[0] = static_cast<char>(i % 256);
    seed[1] = static_cast<char>(i / 256);
    for (const std::string& code : DrawnOf(frozen, seed, std::string(kBytes, 'n'))) ++times[code];
  }
  for (const auto& [code, count] : times) {
    EXPECT_GT(count, 330) << code;
    EXPECT_LT(count, 470) << code;
  }
}

}  // namespace
}  // namespace lianfang::draw
