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

// What is filed is not `not yet due`.
TEST(StatusWordsTest, WhatIsPendingSaysWhatIsAwaited) {
  evaluation::v1::Result result;
  result.set_status(evaluation::v1::RESULT_STATUS_PENDING);
  result.add_inputs();
  evaluation::v1::ResultInput& filed = *result.add_inputs();
  filed.set_revision_number(1);
  filed.set_state(submission::v1::RETURN_STATE_SUBMITTED);
  EXPECT_EQ(StatusWords(result).zh(), "未到期");
  result.mutable_inputs(0)->set_left_out(true);
  EXPECT_EQ(StatusWords(result).zh(), "待审核");
  EXPECT_EQ(StatusWords(result).en(), "not accepted yet");
  result.mutable_inputs(1)->set_state(submission::v1::RETURN_STATE_ACCEPTED);
  EXPECT_EQ(StatusWords(result).zh(), "待终报");
  result.set_status(evaluation::v1::RESULT_STATUS_ATTAINED);
  EXPECT_EQ(StatusWords(result).zh(), "达标");
}

}  // namespace
}  // namespace lianfang
