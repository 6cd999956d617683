#include "linkage/compare.h"

#include <gtest/gtest.h>

namespace lianfang::linkage {
namespace {

Level Compared(FieldKind kind, absl::string_view a, absl::string_view b) {
  Column column({kind, "f"});
  const uint32_t x = column.Add(a, {});
  const uint32_t y = column.Add(b, {});
  EXPECT_EQ(Compare(kind, column.value(x), column.value(y)), Compare(kind, column.value(y), column.value(x)));
  return Compare(kind, column.value(x), column.value(y));
}

TEST(Compare, TellsNamesOfOneSoundFromOthers) {
  EXPECT_EQ(Compared(FieldKind::kFullName, "张伟", "张伟"), Level::kExact);
  EXPECT_EQ(Compared(FieldKind::kFullName, "张伟", "章炜"), Level::kSound);
  EXPECT_EQ(Compared(FieldKind::kFullName, "陈生", "陈森"), Level::kClose) << "sheng and sen";
  EXPECT_EQ(Compared(FieldKind::kFullName, "王建国", "王建华"), Level::kClose);
  EXPECT_EQ(Compared(FieldKind::kFullName, "张伟", "李娜"), Level::kDifferent);
  EXPECT_EQ(Compared(FieldKind::kFullName, "张伟", ""), Level::kMissing);
}

TEST(Compare, ReadsChineseNamesInLatinLetters) {
  EXPECT_EQ(Compared(FieldKind::kFullName, "王小明", "Xiaoming Wang"), Level::kSound);
  EXPECT_EQ(Compared(FieldKind::kFullName, "王小明", "Li Na"), Level::kDifferent);
}

TEST(Compare, ForgivesTypingErrorsOfLatinNames) {
  EXPECT_EQ(Compared(FieldKind::kFamilyName, "mitchell", "mitchelll"), Level::kClose);
  EXPECT_EQ(Compared(FieldKind::kGivenName, "j", "john"), Level::kSimilar);
  EXPECT_EQ(Compared(FieldKind::kFamilyName, "green", "mason"), Level::kDifferent);
}

TEST(Compare, KnowsTheErrorsOfBirthDates) {
  EXPECT_EQ(Compared(FieldKind::kBirthDate, "1963-05-07", "1963-05-17"), Level::kClose);
  EXPECT_EQ(Compared(FieldKind::kBirthDate, "1963-05-07", "1963-07-05"), Level::kClose) << "day and month swapped";
  EXPECT_EQ(Compared(FieldKind::kBirthDate, "1963-05-07", "1963-04-14"), Level::kSimilar)
      << "the lunar day, entered as solar";
  EXPECT_EQ(Compared(FieldKind::kBirthDate, "1963-05-07", "1971-11-28"), Level::kDifferent);
  EXPECT_EQ(Compared(FieldKind::kBirthDate, "1963-05-07", "1963"), Level::kSimilar);
}

TEST(Compare, TellsTwinsByTheirIds) {
  EXPECT_EQ(Compared(FieldKind::kIdentifier, "11010519491231002X", "110105194912310046"), Level::kDifferent)
      << "both checks hold: two persons, two digits apart";
  EXPECT_EQ(Compared(FieldKind::kIdentifier, "11010519491231002X", "11010519491213002X"), Level::kClose)
      << "swapped digits";
  EXPECT_EQ(Compared(FieldKind::kIdentifier, "110105491231002", "11010519491231002X"), Level::kExact);
}

TEST(Compare, FindsEmployersUnderShorterNames) {
  EXPECT_EQ(Compared(FieldKind::kOrganization, "高平市米山煤业有限公司", "高平市米山煤业"), Level::kExact);
  EXPECT_EQ(Compared(FieldKind::kOrganization, "高平市米山煤业有限公司", "米山煤业"), Level::kSimilar);
}

TEST(Compare, FindsTextsWithThreeFifthsOfTheirWordsInCommon) {
  const char* text = "apple birch cedar foxes grape";
  EXPECT_EQ(Compared(FieldKind::kText, text, "wheat cedar birch apple vines"), Level::kSimilar) << "three of five";
  EXPECT_EQ(Compared(FieldKind::kText, text, "wheat yucca birch apple vines"), Level::kDifferent) << "two of five";
}

}  // namespace
}  // namespace lianfang::linkage
