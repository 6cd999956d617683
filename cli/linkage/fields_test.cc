#include "cli/linkage/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/linkage/tables.h"
#include "linkage/link.h"

namespace lianfang::cli {
namespace {

using linkage::FieldKind;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(ParseFieldMapping, ReadsAFileAndALine) {
  const auto file =
      ParseFieldMapping("# note\nid 编号\ncolumn 姓名 = name\ncolumn 街道 + 门牌 = text:home\nignore 备注\n");
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_THAT(file->ids, ElementsAre("编号"));
  ASSERT_EQ(file->columns.size(), 2);
  EXPECT_THAT(file->columns[1].headings, ElementsAre("街道", "门牌"));
  EXPECT_EQ(file->columns[1].name, "home");
  const auto line = ParseFieldMapping("rec_id=id, surname=family-name,dob=birth-date");
  ASSERT_TRUE(line.ok()) << line.status();
  EXPECT_THAT(line->ids, ElementsAre("rec_id"));
  EXPECT_EQ(line->columns[1].kind, FieldKind::kBirthDate);
}

TEST(ParseFieldMapping, NamesTheLineThatIsNotUnderstood) {
  EXPECT_THAT(ParseFieldMapping("column a = name\ncolumn b = shoe-size\n").status().message(),
              HasSubstr("line 2 of the fields: `shoe-size` is no kind"));
  EXPECT_THAT(ParseFieldMapping("column a\n").status().message(), HasSubstr("must be HEADING = KIND"));
  EXPECT_THAT(ParseFieldMapping("column = name\n").status().message(), HasSubstr("the heading is missing"));
  EXPECT_THAT(ParseFieldMapping("# nothing\n").status().message(), HasSubstr("name no column"));
}

TEST(ResolveFields, MatchesColumnsThatFilesHeadInOtherWays) {
  const auto mapping = ParseFieldMapping("姓名=name,职工=name,住址=text:home,户籍=text:origin,地址=text:home");
  ASSERT_TRUE(mapping.ok());
  const auto fields = ResolveFields(*mapping, {{"姓名", "户籍", "住址"}, {"地址", "职工"}});
  ASSERT_TRUE(fields.ok()) << fields.status();
  ASSERT_EQ(fields->fields.size(), 2);
  EXPECT_EQ(fields->fields[1].name, "text:home");
  EXPECT_THAT(fields->files[0].columns[1], ElementsAre(2));
  EXPECT_THAT(fields->files[1].columns[1], ElementsAre(0));
  EXPECT_THAT(fields->left_out, ElementsAre("text:origin"));
}

TEST(ResolveFields, SaysWhatIsMissingOrTwice) {
  const auto mapping = ParseFieldMapping("surname=family-name");
  EXPECT_THAT(ResolveFields(*mapping, {{"lastname"}}).status().message(),
              HasSubstr("no file has a column headed `surname`"));
  EXPECT_THAT(ResolveFields(*mapping, {{"surname", "Surname "}}).status().message(),
              HasSubstr("two columns are headed `surname`"));
  const auto apart = ParseFieldMapping("a=name,b=birth-date");
  EXPECT_THAT(ResolveFields(*apart, {{"a"}, {"b"}}).status().message(), HasSubstr("no field in common"));
}

TEST(ReadPersonTables, GuessesByTheHeadings) {
  const auto tables = ReadPersonTables(
      {"某市登记表\n编号,姓名,出生日期\nx,张伟,1963-5-7\n", "rec_id,name,DOB\ny,张伟,1963年5月7日\n"}, "");
  ASSERT_TRUE(tables.ok()) << tables.status();
  EXPECT_EQ(tables->table.fields(), 2);
  EXPECT_THAT(tables->names[0], ElementsAre("x"));
  EXPECT_EQ(tables->table.value(0, 1).text, tables->table.value(1, 1).text);
  EXPECT_THAT(ReadPersonTables({"a,b\n1,2\n"}, "").status().message(), HasSubstr("--fields"));
}

TEST(ReadPersonTables, TellsRowsByTheirNumbersWithoutAnId) {
  const auto tables = ReadPersonTables({"name\n张伟\n\n李娜\n"}, "name=name");
  ASSERT_TRUE(tables.ok()) << tables.status();
  EXPECT_THAT(tables->names[0], ElementsAre("2", "4"));
}

}  // namespace
}  // namespace lianfang::cli
