#include "cli/import/employers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/import/file_table.h"
#include "cli/text/money.h"

namespace lianfang::cli {
namespace {

constexpr char kHeader[] = "统一社会信用代码,单位名称,行业类别,缴费金额,待遇支出,新发工伤,不浮动\n";

EmployerFile Read(const std::string& text) {
  const auto table = ReadTable(text);
  EXPECT_TRUE(table.ok()) << table.status();
  return ReadEmployers(table->sheets[0]);
}

std::vector<std::string> Told(const EmployerFile& file) {
  std::vector<std::string> told;
  for (const Fault& fault : file.faults)
    told.push_back(absl::StrCat(fault.row, " ", fault.column, ": ", fault.rule.en()));
  return told;
}

TEST(ReadEmployersTest, OneEmployerARow) {
  const EmployerFile file = Read(std::string(kHeader) +
                                 "91350100M000100Y43,示例公司,4,\"12,000.50\",0,2,\n"
                                 "91140581MA00000015,项目部,5,1,3.07,0,project-insured\n");
  EXPECT_THAT(Told(file), ::testing::IsEmpty());
  ASSERT_EQ(file.employers.size(), 2U);
  EXPECT_EQ(MoneyText(file.employers[0].premiums()), "12000.50");
  EXPECT_EQ(file.employers[0].new_injuries(), 2);
  EXPECT_EQ(file.employers[1].exemption(), "project-insured");
}

TEST(ReadEmployersTest, EachFaultNamesItsRowAndColumn) {
  const EmployerFile file = Read(std::string(kHeader) +
                                 "91350100M000100Y43,示例公司,4,1.234,0,2,\n"
                                 "91350100M000100Y44,示例公司,9,1,,2,\n"
                                 "91350100M000100Y43,,4,1,0,,\n");
  EXPECT_THAT(Told(file),
              ::testing::ElementsAre("2 缴费金额: must be a sum of yuan with at most two decimals",
                                     "3 统一社会信用代码: is no credit code: its check character does not hold",
                                     "3 行业类别: must be a number from 0 to 8",
                                     "3 待遇支出: must be a sum of yuan with at most two decimals",
                                     "4 统一社会信用代码: is the employer of row 2", "4 单位名称: must not be empty",
                                     "4 新发工伤: must be a number from 0 to 1000000"));
  EXPECT_TRUE(file.employers.empty());
}

TEST(ReadEmployersTest, AMissingColumnIsToldOnce) {
  EXPECT_THAT(Told(Read("credit_code,name,class,premiums,injuries\n91350100M000100Y43,a,4,1,0\n")),
              ::testing::ElementsAre("1 待遇支出: the column is missing"));
}

}  // namespace
}  // namespace lianfang::cli
