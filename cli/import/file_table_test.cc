#include "cli/import/file_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "cli/import/testing/sample.h"
#include "cli/import/testing/xlsx.h"

namespace lianfang::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::string Refusal(absl::string_view bytes) {
  const auto table = ReadTable(bytes);
  return table.ok() ? "read" : TextOf(table.status()).zh();
}

TEST(ReadTable, TellsTheFormatByTheContent) {
  const auto csv = ReadTable("报送任务,死亡人数\nx,1\n");
  ASSERT_TRUE(csv.ok()) << csv.status();
  EXPECT_EQ(csv->format, "UTF-8");
  ASSERT_EQ(csv->sheets.size(), 1u);
  EXPECT_EQ(csv->sheets[0].name, "");
  const auto xlsx = ReadTable(MakeXlsx("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"));
  ASSERT_TRUE(xlsx.ok()) << xlsx.status();
  EXPECT_EQ(xlsx->format, "xlsx");
  EXPECT_EQ(xlsx->sheets[0].name, "S");
}

TEST(ReadTable, SaysWhatToSaveOtherFilesAs) {
  const std::string container("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  EXPECT_THAT(Refusal(container + std::string(600, '\0')),
              AllOf(HasSubstr(".xls 或 WPS 的 .et"), HasSubstr("另存为 xlsx")));
  std::string encrypted = container + std::string(600, '\0');
  for (const char c : std::string("EncryptedPackage")) encrypted += {c, '\0'};
  EXPECT_THAT(Refusal(encrypted), AllOf(HasSubstr("打开密码"), HasSubstr("另存为 xlsx")));
  EXPECT_THAT(Refusal(MakeZip({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}})),
              HasSubstr("OpenDocument"));
  for (const char* text :
       {"<html><table>", "\xEF\xBB\xBF\r\n<?xml version=\"1.0\"?>", "<!DOCTYPE html>", "MIME-Version: 1.0"}) {
    EXPECT_THAT(Refusal(text), HasSubstr("网页或 XML")) << text;
  }
  EXPECT_THAT(Refusal("%PDF-1.7"), HasSubstr("PDF"));
}

TEST(ReadTable, RefusesAnEmptyFile) {
  EXPECT_EQ(Refusal(""), "没有内容");
  EXPECT_EQ(Refusal(",,\r\n"), "没有内容");
  EXPECT_EQ(Refusal(MakeXlsx("<row r=\"1\"><c r=\"A1\"/></row>")), "没有内容");
}

class Merges : public testing::Test {
 protected:
  Header Resolve(std::vector<MergedCells> merges) {
    sheet_.merges = std::move(merges);
    const PlanTerms terms(SamplePlan());
    Header header = ReadHeader(sheet_.rows[0], terms, faults_, 0, "S");
    EXPECT_TRUE(faults_.empty());
    ResolveMerges(sheet_, header, faults_);
    return header;
  }

  FileSheet sheet_{"S",
                   {{2, {"地区", "行业", "数据年度", "死亡人数", "备注"}},
                    {3, {"高平市", "煤矿", "2019", "1", "同上"}},
                    {4, {"", "建筑施工", "2019", "2"}},
                    {6, {"填报人：张三"}}},
                   {}};
  std::vector<Fault> faults_;
};

TEST_F(Merges, GiveEveryRowWhatItIsAbout) {
  Resolve({{3, 5, 0, 0}, {1, 1, 0, 4}, {6, 6, 0, 4}});
  EXPECT_TRUE(faults_.empty());
  EXPECT_EQ(sheet_.rows[2].cells[0], "高平市");
  EXPECT_THAT(sheet_.rows[3].cells, ElementsAre("填报人：张三"));
}

TEST_F(Merges, AreRefusedWhereFiguresOrTextsAreMerged) {
  Resolve({{3, 4, 3, 3}, {3, 4, 4, 4}});
  ASSERT_EQ(faults_.size(), 2u);
  EXPECT_EQ(faults_[0].row, 3);
  EXPECT_EQ(faults_[0].column, "死亡人数");
  EXPECT_EQ(faults_[0].value, "1");
  EXPECT_THAT(faults_[0].rule.zh(), HasSubstr("合并单元格 D3:D4"));
  EXPECT_EQ(faults_[1].sheet_name, "S");
}

TEST(PlanNamedIn, LooksIntoEverySheet) {
  FileTable table;
  table.sheets = {{"说明", {{1, {"x"}}}, {}},
                  {"2019", {{1, {"报送任务"}}, {2, {"plans/sample/obligations/2019-140581-coal-mining"}}}, {}}};
  EXPECT_EQ(PlanNamedIn(table), "plans/sample");
}

}  // namespace
}  // namespace lianfang::cli
