#include "cli/import/header.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/import/testing/sample.h"

namespace lianfang::cli {
namespace {

using testing::HasSubstr;

struct Outcome {
  Header header;
  std::vector<Fault> faults;
};

Outcome Read(std::vector<std::string> headings) {
  Outcome outcome;
  outcome.header = ReadHeader(FileRow{1, std::move(headings)}, PlanTerms(SamplePlan()), outcome.faults);
  return outcome;
}

TEST(ReadHeader, UnderstandsIdsAndTermsInAnyOrder) {
  for (const auto& headings : {std::vector<std::string>{"note", "deaths", "obligation", "accidents"},
                               std::vector<std::string>{"备注", "死亡人数", "报送任务", "事故起数"},
                               std::vector<std::string>{" 备注", "Deaths", "OBLIGATION", "ａccidents"}}) {
    const Outcome outcome = Read(headings);
    EXPECT_TRUE(outcome.faults.empty()) << outcome.faults.front().rule.zh();
    EXPECT_EQ(outcome.header.fields.at(Field::kNote), 0u);
    EXPECT_EQ(outcome.header.fields.at(Field::kObligation), 2u);
    ASSERT_EQ(outcome.header.figures.size(), 2u);
    EXPECT_EQ(outcome.header.figures[0].figure, "deaths");
    EXPECT_EQ(outcome.header.figures[1].index, 3u);
  }
}

TEST(ReadHeader, NamesEveryHeadingAtFault) {
  const Outcome outcome = Read({"报送任务", "事故起数", "事故数", "accidents", "备注", "note", "负责人数"});
  ASSERT_EQ(outcome.faults.size(), 4u);
  EXPECT_EQ(outcome.faults[0].column, "事故数");
  EXPECT_THAT(outcome.faults[0].rule.zh(), HasSubstr("没有这一列"));
  EXPECT_EQ(outcome.faults[1].column, "accidents");
  EXPECT_THAT(outcome.faults[1].rule.zh(), HasSubstr("两次"));
  EXPECT_EQ(outcome.faults[2].column, "note");
  EXPECT_THAT(outcome.faults[2].rule.en(), HasSubstr("twice"));
  EXPECT_EQ(outcome.faults[3].column, "负责人数");
  EXPECT_THAT(outcome.faults[3].rule.en(), HasSubstr("required-managers, trained-managers"));
  EXPECT_EQ(outcome.faults[3].row, 1);
}

TEST(ReadHeader, NeedsColumnsThatTellWhichObligation) {
  EXPECT_TRUE(Read({"period", "industry", "accidents"}).faults.empty()) << "the plan has one region";
  EXPECT_THAT(Read({"period", "accidents"}).faults.at(0).rule.en(), HasSubstr("lacks the column obligation"));
  EXPECT_THAT(Read({"obligation", "note"}).faults.at(0).rule.en(), HasSubstr("no column of a figure"));
}

TEST(ReadHeader, LeavesAColumnWithoutAHeadingAside) {
  const Outcome outcome = Read({"obligation", "accidents", ""});
  EXPECT_TRUE(outcome.faults.empty());
  EXPECT_EQ(outcome.header.headings[2], "");
}

TEST(ReadHeader, NamesItsOwnRow) {
  std::vector<Fault> faults;
  ReadHeader(FileRow{4, {"报送任务", "伤者", "事故起数"}}, PlanTerms(SamplePlan()), faults);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].row, 4);
  EXPECT_EQ(faults[0].column_index, 1u);
}

TEST(ReadHeader, RecognisesHeadingsHoweverTheyAreSpelt) {
  for (const char* heading : {"⾏业", "行\n业", "行　业", "行\u200B业", "行业\uE5E5"}) {
    EXPECT_TRUE(Read({"数据年度", heading, "死亡人数"}).faults.empty()) << heading;
  }
  EXPECT_TRUE(Read({"obligation", "死亡人数\r\n（人）"}).faults.empty()) << "with its unit";
}

TEST(ReadHeader, NamesTheCharactersThatMayBeWhy) {
  EXPECT_THAT(Read({"obligation", "deaths", "事故起数\uE000"}).faults.at(0).rule.zh(), HasSubstr("含有 U+E000 自造字"));
  EXPECT_THAT(Read({"obligation", "deaths", "аccidents"}).faults.at(0).rule.en(),
              HasSubstr("holds U+0430 cyrillic small letter a"));
}

TEST(FindHeader, PassesOverTitles) {
  const PlanTerms terms(SamplePlan());
  const std::vector<FileRow> rows = {
      {1, {"高平市数据报送表"}}, {2, {"行业", "煤矿的说明"}}, {5, {"报送任务", "死亡人数"}}, {6, {"x", "1"}}};
  EXPECT_EQ(FindHeader(rows, terms), &rows[2]);
  EXPECT_EQ(FindHeader({{1, {"说明"}}}, terms), nullptr);
}

TEST(PlanNamedIn, IsTheFirstThatAnObligationNames) {
  const std::vector<FileRow> rows = {{1, {"备注", "报送任务"}},
                                     {2, {"x", "2019-140581-coal-mining"}},
                                     {3, {"x", "plans/sample/obligations/2019-140581-coal-mining"}}};
  EXPECT_EQ(PlanNamedIn(rows), "plans/sample");
  EXPECT_EQ(PlanNamedIn({{1, {"备注"}}, {2, {"plans/sample/obligations/x"}}}), "");
  EXPECT_EQ(PlanNamedIn({}), "");
  EXPECT_EQ(PlanNamedIn({{1, {"标题"}}, {3, {"报送任务"}}, {4, {"ｐlans/sample/obligations/x\u200B"}}}),
            "plans/sample");
}

}  // namespace
}  // namespace lianfang::cli
