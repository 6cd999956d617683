#include "common/division.h"

#include <gtest/gtest.h>

namespace lianfang {
namespace {

TEST(IsDivisionCodeTest, SixDigits) {
  EXPECT_TRUE(IsDivisionCode("140581"));
  EXPECT_TRUE(IsDivisionCode("100000"));
  for (const char* bad : {"", "14058", "1405811", "14058a", "14 581", "-40581", "+40581", "１４０５８１", "14058\n"}) {
    EXPECT_FALSE(IsDivisionCode(bad)) << bad;
  }
}

TEST(DivisionCoversTest, ThePrefixIsTheHierarchy) {
  EXPECT_TRUE(DivisionCovers("140000", "140581"));
  EXPECT_TRUE(DivisionCovers("140500", "140581"));
  EXPECT_TRUE(DivisionCovers("140581", "140581"));
  EXPECT_TRUE(DivisionCovers("100000", "530000"));
  EXPECT_FALSE(DivisionCovers("140581", "140500"));
  EXPECT_FALSE(DivisionCovers("140500", "141000"));
}

}  // namespace
}  // namespace lianfang
