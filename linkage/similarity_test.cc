#include "linkage/similarity.h"

#include <gtest/gtest.h>

#include <cmath>

namespace lianfang::linkage {
namespace {

// Published values of Winkler 1990.
TEST(JaroWinkler, AgreesWithThePublishedValues) {
  EXPECT_NEAR(JaroWinkler("martha", "marhta"), 0.9611, 1e-4);
  EXPECT_NEAR(JaroWinkler("dwayne", "duane"), 0.84, 1e-4);
  EXPECT_NEAR(JaroWinkler("dixon", "dicksonx"), 0.8133, 1e-4);
  EXPECT_EQ(JaroWinkler("abc", "xyz"), 0);
}

TEST(JaroWinkler, IsOneForEqualAndZeroForEmptyTexts) {
  EXPECT_EQ(JaroWinkler("same", "same"), 1);
  EXPECT_EQ(JaroWinkler("", "same"), 0);
  EXPECT_EQ(JaroWinkler("", ""), 0);
}

TEST(JaroWinkler, CountsCharactersAndNotBytes) {
  EXPECT_EQ(JaroWinkler("张伟", "李娜"), 0) << "their bytes have a few in common";
  EXPECT_NEAR(JaroWinkler("王小明", "王小朋"), JaroWinkler("abc", "abd"), 1e-12);
}

TEST(JaroWinkler, IsSymmetricAndLeavesNothingBehind) {
  const double before = JaroWinkler("jones", "johnson");
  JaroWinkler("aaaaaaaa", "zzzzzzzz");
  EXPECT_EQ(JaroWinkler("jones", "johnson"), before);
  EXPECT_EQ(JaroWinkler("johnson", "jones"), before);
}

TEST(JaroWinkler, ComparesLongTextsByTheirBeginning) {
  const std::string a(1000, 'a');
  EXPECT_EQ(JaroWinkler(a + "x", a + "y"), 1);
}

TEST(EditDistance, CountsASwapOfNeighboursAsOne) {
  EXPECT_EQ(EditDistance("19560409", "19560490", 3), 1);
  EXPECT_EQ(EditDistance("kitten", "sitting", 5), 3);
  EXPECT_EQ(EditDistance("张伟明", "张明伟", 2), 1);
}

TEST(EditDistance, StopsAtTheMost) {
  EXPECT_EQ(EditDistance("kitten", "sitting", 1), 2);
  EXPECT_EQ(EditDistance("a", "abcdefgh", 2), 3);
}

}  // namespace
}  // namespace lianfang::linkage
