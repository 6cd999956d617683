#include "cli/import/mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/import/csv.h"
#include "cli/import/fault.h"
#include "cli/import/rows.h"
#include "cli/import/testing/sample.h"

namespace lianfang::cli {
namespace {

using testing::HasSubstr;

constexpr char kMapping[] = R"(# a table that somebody published
column 行业类别 = industry
column 事故（起） = accidents
column 亡（人）=deaths
ignore 同比
industry 煤矿企业 = coal-mining
industry 房屋建筑 = construction
constant period = 2019
skip 合计
)";

TEST(ApplyMapping, ReadsATableThatSomebodyPublished) {
  PlanTerms terms(SamplePlan());
  ASSERT_TRUE(ApplyMapping(kMapping, terms).ok());
  const auto rows = ReadCsv(
      "2019年生产安全事故统计表\n"
      "行业类别,事故(起),亡（人）,同比\n"
      "煤矿企业,3,1,-5%\n"
      "房屋建筑,5,0,12%\n"
      "合　计,8,1,2%\n");
  ASSERT_TRUE(rows.ok());
  const FileRow* row = FindHeader(*rows, terms);
  ASSERT_NE(row, nullptr);
  std::vector<Fault> faults;
  const Header header = ReadHeader(*row, terms, faults);
  EXPECT_TRUE(faults.empty()) << faults.front().rule.zh();
  const ObligationList obligations = SampleObligations();
  const FilledRows filled = ReadRows({{&*rows, &header}}, terms, ObligationIndex(obligations));
  EXPECT_TRUE(filled.faults.empty()) << filled.faults.front().rule.zh();
  ASSERT_EQ(filled.rows.size(), 2u);
  EXPECT_EQ(filled.rows[0].obligation->name(), SampleObligation("2019", "coal-mining"));
  EXPECT_EQ(filled.rows[1].obligation->name(), SampleObligation("2019", "construction"));
  EXPECT_EQ(filled.rows[1].figures[0].number(), 5);
  EXPECT_EQ(filled.blank, 1);
}

TEST(ApplyMapping, NamesTheFilesOwnHeadingsInFaults) {
  PlanTerms terms(SamplePlan());
  ASSERT_TRUE(ApplyMapping(kMapping, terms).ok());
  const auto rows = ReadCsv("行业类别,事故（起）,亡（人）\n煤矿企业,x,1\n");
  std::vector<Fault> faults;
  const Header header = ReadHeader(rows->front(), terms, faults);
  const ObligationList obligations = SampleObligations();
  const FilledRows filled = ReadRows({{&*rows, &header}}, terms, ObligationIndex(obligations));
  ASSERT_EQ(filled.faults.size(), 1u);
  EXPECT_EQ(filled.faults[0].column, "事故（起）");
}

TEST(ApplyMapping, NamesTheLineAtFault) {
  const auto refusal = [](absl::string_view mapping) {
    PlanTerms terms(SamplePlan());
    return TextOf(ApplyMapping(mapping, terms)).zh();
  };
  EXPECT_THAT(refusal("\ncolumn 事故 = incidents"), HasSubstr("第 2 行：方案中没有 incidents"));
  EXPECT_THAT(refusal("industry 煤 = coal"), HasSubstr("第 1 行：方案中没有 coal"));
  EXPECT_THAT(refusal("constant period = 1999"), HasSubstr("第 1 行：方案中没有 1999"));
  for (const char* line :
       {"column", "column 事故", "column = accidents", "colum 事故 = accidents", "constant note = x"}) {
    EXPECT_THAT(refusal(line), HasSubstr("第 1 行看不懂")) << line;
  }
}

}  // namespace
}  // namespace lianfang::cli
