#include "cli/import/template.h"

#include <gtest/gtest.h>

#include "cli/import/csv.h"
#include "cli/import/drafts.h"
#include "cli/import/testing/sample.h"

namespace lianfang::cli {
namespace {

using Returns = google::protobuf::RepeatedPtrField<submission::v1::Return>;

Returns SampleReturns() {
  Returns returns;
  *returns.Add() = SampleReturn();
  return returns;
}

std::string Text(const ObligationList& obligations, const Returns& returns, Language language) {
  const type::v1::Plan plan = SamplePlan();
  return TemplateText(TemplateWords(plan, returns, language), obligations);
}

TEST(TemplateText, HasARowForEveryObligationAndAColumnForEveryFigure) {
  EXPECT_EQ(Text(SampleObligations(), SampleReturns(), Language::kChinese),
            "报送任务,数据年度,地区,行业,事故起数,死亡人数,已培训人数,备注,更正原因,提示确认说明\r\n"
            "plans/sample/obligations/2019-140581-coal-mining,2019年度,高平市,煤矿,3,1,—,,,\r\n"
            "plans/sample/obligations/2019-140581-construction,2019年度,高平市,建筑施工,,,—,,,\r\n"
            "plans/sample/obligations/2021-140581-coal-mining,2021年度,高平市,煤矿,,,,,,\r\n"
            "plans/sample/obligations/2021-140581-construction,2021年度,高平市,建筑施工,,,,,,\r\n");
}

TEST(TemplateText, InEnglishHasIds) {
  ObligationList obligations;
  *obligations.Add() = SampleObligations().Get(0);
  EXPECT_EQ(Text(obligations, {}, Language::kEnglish),
            "obligation,period,region,industry,accidents,deaths,note,correction_reason,warning_confirmation\r\n"
            "plans/sample/obligations/2019-140581-coal-mining,2019,140581,coal-mining,,,,,\r\n");
}

// 负责人数 is the name of two figures, so the template has to head them by their ids.
TEST(TemplateText, NamesByIdWhatIsNotUniqueByName) {
  ObligationList obligations;
  *obligations.Add() = SampleObligations().Get(0);
  obligations.Mutable(0)->add_figures("trained-managers");
  const std::string text = Text(obligations, {}, Language::kChinese);
  EXPECT_NE(text.find(",trained-managers,"), std::string::npos) << text;
}

TEST(TemplateText, IsReadWithoutAFault) {
  for (const Language language : {Language::kChinese, Language::kEnglish}) {
    const ObligationList obligations = SampleObligations();
    const auto rows = ReadCsv(Text(obligations, SampleReturns(), language));
    ASSERT_TRUE(rows.ok());
    EXPECT_EQ(PlanNamedIn(*rows), "plans/sample");
    const PlanTerms terms(SamplePlan());
    std::vector<Fault> faults;
    const Header header = ReadHeader(rows->front(), terms, faults);
    const FilledRows filled = ReadRows({{&*rows, &header}}, terms, ObligationIndex(obligations));
    EXPECT_TRUE(faults.empty());
    EXPECT_TRUE(filled.faults.empty());
    EXPECT_EQ(filled.blank, 3);
    const Returns returns = SampleReturns();
    EXPECT_EQ(DraftSubmissions(filled.rows, returns, "").unchanged.size(), 1u) << "what was filed, as it was";
  }
}

}  // namespace
}  // namespace lianfang::cli
