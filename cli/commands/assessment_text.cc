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

// `高平市 140581`: two regions of one name are told apart.
std::string RegionText(const std::string& code, const Glossary& words) {
  const std::string name = words.Region(code);
  return name == code ? code : absl::StrCat(name, " ", code);
}

std::string LateText(const RepeatedPtrField<LateFiling>& late, const Glossary& words, Language language) {
  if (late.empty()) return "";
  Table table({{{"逾期部门", "LATE DEPARTMENT"}},
               {{"地区", "REGION"}},
               {{"行业", "INDUSTRY"}},
               {{"年度", "PERIOD"}},
               {{"数据", "FIGURES"}},
               {{"截止时间", "DUE"}},
               {{"报送时间", "MET"}},
               {{"状态", "STATE"}}});
  for (const LateFiling& each : late) {
    constexpr Label kSentBack = {"（已退回）", " (sent back)"};
    table.AddRow({words.Department(each.department()), RegionText(each.region(), words),
                  words.Industry(each.industry()), words.Period(each.period()), EnumText(each.edition(), language),
                  DeadlineText(each.due_time(), words.zone()), InstantText(each.met_time(), words.zone()),
                  absl::StrCat(EnumText(each.state(), language), each.sent_back() ? kSentBack.In(language) : "")});
  }
  return absl::StrCat("\n", table.Render(language));
}

using ReportingRates = RepeatedPtrField<evaluation::v1::ReportingRate>;

std::string RatesTable(const ReportingRates& rates, const Glossary& words, Language language) {
  if (rates.empty()) return "";
  Table table({{{"责任部门", "DEPARTMENT"}},
               {{"年度", "PERIOD"}},
               {{"应报", "EXPECTED"}, Align::kRight},
               {{"已报", "FILED"}, Align::kRight},
               {{"按时", "IN TIME"}, Align::kRight},
               {{"完整率 %", "COMPLETE %"}, Align::kRight},
               {{"及时率 %", "TIMELY %"}, Align::kRight}});
  constexpr Label kAll = {"合计", "all"};
  for (const auto& rate : rates) {
    table.AddRow({words.Department(rate.department()),
                  rate.period().empty() ? std::string(kAll.In(language)) : words.Period(rate.period()),
                  absl::StrCat(rate.expected()), absl::StrCat(rate.filed()), absl::StrCat(rate.timely()),
                  rate.completeness().text(), rate.timeliness().text()});
  }
  return table.Render(language);
}

using DutyPunctuality = RepeatedPtrField<evaluation::v1::DutyPunctuality>;

// Of all kinds of duties, in a table of its own; empty without any.
std::string DutiesTable(const DutyPunctuality& punctuality, const Glossary& words, Language language) {
  if (punctuality.empty()) return "";
  Table table({{{"责任部门", "DEPARTMENT"}},
               {{"到期年度", "DUE IN"}},
               {{"事项", "DUTIES"}},
               {{"应办", "OWED"}, Align::kRight},
               {{"按时", "IN TIME"}, Align::kRight},
               {{"逾期办结", "LATE"}, Align::kRight},
               {{"逾期未办", "OVERDUE"}, Align::kRight},
               {{"已撤销", "WITHDRAWN"}, Align::kRight},
               {{"按时率 %", "IN TIME %"}, Align::kRight}});
  constexpr Label kAll = {"合计", "all"};
  for (const auto& each : punctuality) {
    table.AddRow({words.Department(each.department()),
                  each.year() == 0 ? std::string(kAll.In(language)) : absl::StrCat(each.year()),
                  In(language, each.kind_names()), absl::StrCat(each.owed()), absl::StrCat(each.in_time()),
                  absl::StrCat(each.late()), absl::StrCat(each.overdue()), absl::StrCat(each.withdrawn()),
                  each.timeliness().text()});
  }
  return absl::StrCat("\n", table.Render(language));
}

// Whose data came late, how many did not, and how punctually all duties are done.
template <typename Document>
std::string PunctualityText(const Document& document, const Glossary& words, Language language) {
  const std::string rates = RatesTable(document.reporting_rates(), words, language);
  return absl::StrCat(LateText(document.late_filings(), words, language), rates.empty() ? "" : "\n", rates,
                      DutiesTable(document.punctuality(), words, language));
}

}  // namespace

std::string ReportingRatesText(const evaluation::v1::ReportingRates& rates, const Glossary& words, Language language) {
  return absl::StrCat(RatesTable(rates.rates(), words, language), DutiesTable(rates.punctuality(), words, language));
}

std::string TrendText(const evaluation::v1::Trend& trend, const Glossary& words, Language language) {
  Table table({{{"行业", "INDUSTRY"}},
               {{"指标", "INDICATOR"}},
               {{"年度", "PERIOD"}},
               {{"实际", "VALUE"}, Align::kRight},
               {{"界限", "BOUND"}, Align::kRight},
               {{"结论", "VERDICT"}},
               {{"阶段性", "PROVISIONAL"}}});
  for (const auto* lines : {&trend.lines(), &trend.totals()}) {
    for (const auto& line : *lines) {
      for (const auto& point : line.points()) {
        table.AddRow({In(language, line.industry_names()), In(language, line.indicator_names()),
                      words.Period(point.period()), point.value().text(), BoundText(point.result()),
                      StatusText(point.result(), language),
                      point.provisional() ? std::string(Label{"是", "yes"}.In(language)) : ""});
      }
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
               {{"推算", "PROJECTED"}, Align::kRight},
               {{"推算结论", "VERDICT"}},
               {{"95% 波动范围", "95% BY CHANCE"}, Align::kRight}});
  std::string sentences;
  for (const auto* several : {&forecast.forecasts(), &forecast.totals()}) {
    for (const auto& each : *several) {
      const auto& result = each.result();
      const std::string industry = In(language, result.industry_names());
      const std::string indicator = In(language, result.indicator_names());
      table.AddRow(
          {industry, indicator, StatusText(result, language), BoundText(result), result.actual().text(),
           each.allowance().text(), each.projected_value().text(), EnumText(each.projected_status(), language),
           each.has_chance_low() ? absl::StrCat(each.chance_low().text(), "–", each.chance_high().text()) : ""});
      const std::string text = In(language, each.text());
      if (text.empty()) continue;
      absl::StrAppend(&sentences, industry, " ", indicator, language == Language::kChinese ? "：" : ": ", text, "\n");
    }
  }
  return absl::StrCat(table.Render(language), sentences.empty() ? "" : "\n", sentences);
}

std::string AssessmentText(const evaluation::v1::MidTermAssessment& assessment, const Glossary& words,
                           Language language) {
  Table table({{{"行业", "INDUSTRY"}},
               {{"责任部门", "DEPARTMENT"}},
               {{"结论", "VERDICT"}},
               {{"构成", "RESULTS"}},
               {{"风险", "AT RISK"}}});
  for (const auto* rows : {&assessment.rows(), &assessment.totals()}) {
    for (const auto& row : *rows) {
      table.AddRow({In(language, row.names()), row.department().empty() ? "" : words.Department(row.department()),
                    EnumText(row.summary().status(), language), CountsText(row.summary(), language),
                    In(language, row.risk_reason())});
    }
  }
  return absl::StrCat(table.Render(language), PunctualityText(assessment, words, language));
}

std::string FinalSummaryText(const evaluation::v1::FinalSummary& summary, const Glossary& words, Language language) {
  constexpr Label kSettled = {"数据均为终报并已审核。", "Every figure is final and accepted."};
  constexpr Label kProvisional = {"尚有数据未报、未审核或为阶段性数据，结论为阶段性结论。",
                                  "Figures are missing, not accepted or provisional: so is this summary."};
  return absl::StrCat(ScorecardText(summary.scorecard(), words.zone(), language), "\n",
                      (summary.settled() ? kSettled : kProvisional).In(language), "\n",
                      PunctualityText(summary, words, language));
}

}  // namespace lianfang::cli
