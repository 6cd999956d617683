#include "cli/commands/assessment_text.h"

#include "absl/strings/str_cat.h"
#include "cli/commands/scorecard_text.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/table.h"
#include "words/result_words.h"

namespace lianfang::cli {
namespace {

using evaluation::v1::LateFiling;
using google::protobuf::RepeatedPtrField;

std::string LateText(const RepeatedPtrField<LateFiling>& late, const Glossary& words, Language language) {
  if (late.empty()) return "";
  Table table({{{"逾期部门", "LATE DEPARTMENT"}},
               {{"行业", "INDUSTRY"}},
               {{"年度", "PERIOD"}},
               {{"数据", "FIGURES"}},
               {{"截止时间", "DUE"}},
               {{"报送时间", "MET"}},
               {{"状态", "STATE"}}});
  for (const LateFiling& each : late) {
    constexpr Label kSentBack = {"（已退回）", " (sent back)"};
    table.AddRow({words.Department(each.department()), words.Industry(each.industry()), words.Period(each.period()),
                  EnumText(each.edition(), language), DeadlineText(each.due_time(), words.zone()),
                  InstantText(each.met_time(), words.zone()),
                  absl::StrCat(EnumText(each.state(), language), each.sent_back() ? kSentBack.In(language) : "")});
  }
  return absl::StrCat("\n", table.Render(language));
}

}  // namespace

std::string TrendText(const evaluation::v1::Trend& trend, const Glossary& words, Language language) {
  Table table({{{"行业", "INDUSTRY"}},
               {{"指标", "INDICATOR"}},
               {{"年度", "PERIOD"}},
               {{"实际", "VALUE"}, Align::kRight},
               {{"界限", "BOUND"}, Align::kRight},
               {{"结论", "VERDICT"}},
               {{"阶段性", "PROVISIONAL"}}});
  for (const auto& line : trend.lines()) {
    for (const auto& point : line.points()) {
      table.AddRow({In(language, line.industry_names()), In(language, line.indicator_names()),
                    words.Period(point.period()), point.value().text(), BoundText(point.result()),
                    EnumText(point.result().status(), language),
                    point.provisional() ? std::string(Label{"是", "yes"}.In(language)) : ""});
    }
  }
  return table.Render(language);
}

std::string ForecastText(const evaluation::v1::Forecast& forecast, Language language) {
  Table table({{{"行业", "INDUSTRY"}},
               {{"指标", "INDICATOR"}},
               {{"目前结论", "NOW"}},
               {{"界限", "BOUND"}, Align::kRight},
               {{"已报", "REPORTED"}, Align::kRight},
               {{"还可发生", "STILL ALLOWED"}, Align::kRight},
               {{"直线推算", "STRAIGHT LINE"}, Align::kRight},
               {{"推算结论", "PROJECTED"}}});
  for (const auto& each : forecast.forecasts()) {
    const auto& result = each.result();
    table.AddRow({In(language, result.industry_names()), In(language, result.indicator_names()),
                  EnumText(result.status(), language), BoundText(result), result.actual().text(),
                  each.allowance().text(), each.projected_value().text(), EnumText(each.projected_status(), language)});
  }
  return table.Render(language);
}

std::string AssessmentText(const evaluation::v1::MidTermAssessment& assessment, const Glossary& words,
                           Language language) {
  Table table({{{"行业", "INDUSTRY"}},
               {{"责任部门", "DEPARTMENT"}},
               {{"结论", "VERDICT"}},
               {{"构成", "RESULTS"}},
               {{"风险", "AT RISK"}}});
  for (const auto& row : assessment.rows()) {
    table.AddRow({In(language, row.names()), words.Department(row.department()),
                  EnumText(row.summary().status(), language), CountsText(row.summary(), language),
                  In(language, row.risk_reason())});
  }
  return absl::StrCat(table.Render(language), LateText(assessment.late_filings(), words, language));
}

std::string FinalSummaryText(const evaluation::v1::FinalSummary& summary, const Glossary& words, Language language) {
  constexpr Label kSettled = {"数据均为终报并已审核。", "Every figure is final and accepted."};
  constexpr Label kProvisional = {"尚有数据未报、未审核或为阶段性数据，结论为阶段性结论。",
                                  "Figures are missing, not accepted or provisional: so is this summary."};
  return absl::StrCat(ScorecardText(summary.scorecard(), words.zone(), language), "\n",
                      (summary.settled() ? kSettled : kProvisional).In(language), "\n",
                      LateText(summary.late_filings(), words, language));
}

}  // namespace lianfang::cli
