#include "words/result_words.h"

#include <gtest/gtest.h>

namespace lianfang {
namespace {

evaluation::v1::Result Bounded(evaluation::v1::BoundKind kind, const char* text) {
  evaluation::v1::Result result;
  result.mutable_bound()->set_text(text);
  result.set_bound_kind(kind);
  return result;
}

TEST(BoundTextTest, TheSignSaysOnWhichSideTheBoundAdmits) {
  EXPECT_EQ(BoundText(Bounded(evaluation::v1::BOUND_KIND_AT_MOST, "9.5")), "≤ 9.5");
  EXPECT_EQ(BoundText(Bounded(evaluation::v1::BOUND_KIND_BELOW, "20")), "< 20");
  EXPECT_EQ(BoundText(Bounded(evaluation::v1::BOUND_KIND_AT_LEAST, "70")), "≥ 70");
}

TEST(BoundTextTest, WithoutABoundThereIsNothingToWrite) {
  EXPECT_EQ(BoundText({}), "");
  EXPECT_EQ(BoundText(Bounded(evaluation::v1::BOUND_KIND_AT_MOST, "")), "");
}

TEST(BoundTextTest, AKindOfALaterVersionLeavesTheNumber) {
  EXPECT_EQ(BoundText(Bounded(static_cast<evaluation::v1::BoundKind>(99), "7")), "7");
}

}  // namespace
}  // namespace lianfang
