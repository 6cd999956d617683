#include "linkage/normalize.h"

#include <gtest/gtest.h>

namespace lianfang::linkage {
namespace {

std::string Date(absl::string_view value) { return Normalized(FieldKind::kBirthDate, value); }

TEST(Normalized, ReadsDatesInEveryUsualSpelling) {
  for (const char* spelling : {"19630507", "1963-05-07", "1963-5-7", "1963/5/7", "1963年5月7日", "１９６３．５．７",
                               "7/5/1963", "7 May 1963", "1963-05-07T00:00:00", "1963-05-07 00:00:00", "23138"}) {
    EXPECT_EQ(Date(spelling), "19630507") << spelling;
  }
}

TEST(Normalized, TakesTheOrderOfDayAndMonthFromTheColumn) {
  ColumnStyleReader reader;
  reader.Add(FieldKind::kBirthDate, "12/31/1960");
  EXPECT_EQ(Normalized(FieldKind::kBirthDate, "5/7/1963", reader.style()), "19630507");
  EXPECT_EQ(Date("5/7/1963"), "19630705") << "days come first where nothing says otherwise";
}

TEST(Normalized, KeepsADateThatIsNone) {
  EXPECT_EQ(Date("19561349"), "19561349");
  int days = 0;
  EXPECT_FALSE(DayNumber("19561349", days));
}

TEST(Normalized, MakesEighteenDigitsOfFifteen) {
  EXPECT_EQ(Normalized(FieldKind::kIdentifier, "110105 491231 002"), "11010519491231002x");
  EXPECT_EQ(Normalized(FieldKind::kIdentifier, "11010519491231002X"), "11010519491231002x");
  EXPECT_EQ(Normalized(FieldKind::kIdentifier, "123456789012345"), "123456789012345") << "month 89 is none";
}

TEST(Normalized, TakesTheLegalFormFromCompanies) {
  EXPECT_EQ(Normalized(FieldKind::kOrganization, "高平市 米山煤业有限责任公司"), "高平市米山煤业");
  EXPECT_EQ(Normalized(FieldKind::kOrganization, "Acme Mining Co., Ltd."), "acme mining");
  EXPECT_EQ(Normalized(FieldKind::kOrganization, "公司"), "公司") << "nothing would be left";
}

TEST(Normalized, IsEmptyForWhatSaysNothing) {
  for (const char* nothing : {"", "  ", "-", "N/A", "null", "无", "不详", "\xE2\x80\x8B"}) {
    EXPECT_EQ(Normalized(FieldKind::kText, nothing), "") << nothing;
  }
}

TEST(Normalized, PutsLatinNamesInOneOrder) {
  EXPECT_EQ(Normalized(FieldKind::kFullName, "Smith, John"), Normalized(FieldKind::kFullName, "JOHN SMITH"));
  EXPECT_EQ(Normalized(FieldKind::kFullName, "张 伟"), "张伟");
  EXPECT_EQ(Normalized(FieldKind::kFamilyName, "O’Brien"), "obrien");
  EXPECT_EQ(Normalized(FieldKind::kGivenName, "José"), "jose");
}

TEST(CitizenIdBody, IsTheBodyOfAnIdWhoseCheckHolds) {
  EXPECT_EQ(CitizenIdBody("11010519491231002x"), "11010519491231002");
  EXPECT_EQ(CitizenIdBody("110105194912310021"), "");
  EXPECT_EQ(CitizenIdBody("1804974"), "");
}

}  // namespace
}  // namespace lianfang::linkage
