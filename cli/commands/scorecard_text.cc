#include "cli/commands/scorecard_text.h"

#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "words/result_words.h"

namespace lianfang::cli {
namespace {

using evaluation::v1::Result;
using evaluation::v1::ResultInput;
using evaluation::v1::Scorecard;
using evaluation::v1::Summary;

// `2021 r2 #14`: period, revision and ledger sequence, or the period alone where nothing is in force. The region is
// named only where figures of several are added up.
std::string InputText(const ResultInput& input, bool name_region, Language language) {
  std::string text = name_region ? absl::StrCat(input.region(), "/", input.period()) : input.period();
  if (input.revision_number() == 0) {
    absl::StrAppend(&text, " -");
  } else {
    absl::StrAppend(&text, " r", input.revision_number(), " #", input.ledger_sequence());
  }
  constexpr Label kLeftOut = {"（不计入）", " (left out)"};
  return absl::StrCat(text, input.left_out() ? kLeftOut.In(language) : "");
}

// Beyond this many, only how many: `explain` names each.
constexpr int kInputsNamed = 6;

std::string InputsText(const Result& result, bool name_region, Language language) {
  if (result.inputs_size() > kInputsNamed) {
    return absl::StrCat(result.inputs_size(), Label{" 份报送", " returns"}.In(language));
  }
  std::vector<std::string> texts;
  for (const ResultInput& input : result.inputs()) texts.push_back(InputText(input, name_region, language));
  return absl::StrJoin(texts, ", ");
}

std::string ResultsTable(const Scorecard& card, Language language) {
  Table table({{{"行业", "INDUSTRY"}},
               {{"指标", "INDICATOR"}},
               {{"基期", "BASE"}, Align::kRight},
               {{"界限", "BOUND"}, Align::kRight},
               {{"实际", "ACTUAL"}, Align::kRight},
               {{"余量", "MARGIN"}},
               {{"结论", "VERDICT"}},
               {{"依据（年度 版次 台账号）", "INPUTS (PERIOD, REVISION, LEDGER)"}},
               {{"说明", "REASON"}}});
  const auto add = [&](const Result& result) {
    table.AddRow({In(language, result.industry_names()), In(language, result.indicator_names()),
                  result.baseline().text(), BoundText(result), result.actual().text(),
                  In(language, result.margin_text()), StatusText(result, language),
                  InputsText(result, card.reporting_regions_size() > 1, language), In(language, result.reason())});
  };
  for (const Result& result : card.results()) add(result);
  for (const Result& total : card.totals()) add(total);
  return table.Render(language);
}

// The categories that are reported apart and lag behind: `已培训人数：一线班组长 61`.
std::string LaggingText(const Scorecard& card, Language language) {
  Table table({{{"行业", "INDUSTRY"}}, {{"落后类别", "LAGGING PART"}}, {{"实际", "ACTUAL"}, Align::kRight}});
  bool any = false;
  for (const Result& result : card.results()) {
    for (const auto& part : result.parts()) {
      if (!part.lagging()) continue;
      any = true;
      table.AddRow({In(language, result.industry_names()), In(language, part.names()), part.actual().text()});
    }
  }
  return any ? absl::StrCat("\n", table.Render(language)) : "";
}

std::string SummaryTable(const Scorecard& card, Language language) {
  Table table({{{"汇总", "SUMMARY"}}, {{"结论", "VERDICT"}}, {{"构成", "RESULTS"}}});
  auto add = [&](const std::string& name, const Summary& summary) {
    table.AddRow({name, EnumText(summary.status(), language), CountsText(summary, language)});
  };
  for (const auto& department : card.departments()) add(In(language, department.names()), department.summary());
  const std::string region = In(language, card.region_names());
  if (card.has_totals_summary()) {
    const bool by_totals = card.verdict_basis() == type::v1::VERDICT_BASIS_SUM_OF_INDUSTRIES;
    constexpr Label kRows = {"各行业分别", "each industry"}, kTotals = {"各行业合计", "all industries together"};
    add(std::string((by_totals ? kRows : kTotals).In(language)),
        by_totals ? card.rows_summary() : card.totals_summary());
  }
  add(region.empty() ? std::string(card.name()) : region, card.summary());
  return table.Render(language);
}

// `names`: of indicators, by id.
std::string WarningsTable(const google::protobuf::RepeatedPtrField<evaluation::v1::RecordWarning>& warnings,
                          const google::protobuf::Timestamp& heard, const std::map<std::string, std::string>& names,
                          const Glossary& words, Language language) {
  if (warnings.empty()) return "";
  Table table({{{"行业", "INDUSTRY"}},
               {{"涉及指标", "INDICATORS"}},
               {{"年度", "PERIOD"}},
               {{"差异", "DISCREPANCY"}},
               {{"件数", "OPEN"}, Align::kRight},
               {{"责任部门", "DEPARTMENTS"}},
               {{"最早截止", "FIRST DUE"}}});
  for (const auto& warning : warnings) {
    std::vector<std::string> indicators, departments;
    for (const std::string& id : warning.indicators()) {
      const auto name = names.find(id);
      indicators.push_back(name == names.end() ? id : name->second);
    }
    for (const std::string& id : warning.departments()) departments.push_back(words.Department(id));
    const char* const comma = language == Language::kChinese ? "、" : ", ";
    table.AddRow({words.Industry(warning.industry()), absl::StrJoin(indicators, comma), words.Period(warning.period()),
                  In(language, warning.title()), absl::StrCat(warning.count()), absl::StrJoin(departments, comma),
                  DeadlineText(warning.first_due_time(), words.zone())});
  }
  constexpr Label kHeading = {"信息差异提示（不影响结论，截至 ",
                              "Open discrepancies beside the verdicts (no part of them), as of "};
  constexpr Label kEnd = {"）", ""};
  return absl::StrCat("\n", kHeading.In(language), InstantText(heard, words.zone()), kEnd.In(language), "\n",
                      table.Render(language));
}

}  // namespace

std::string StatusText(const Result& result, Language language) {
  if (result.status() != evaluation::v1::RESULT_STATUS_PENDING) return EnumText(result.status(), language);
  return In(language, StatusWords(result));
}

std::string CountsText(const Summary& summary, Language language) {
  std::vector<std::string> counts;
  for (const auto& count : summary.counts()) {
    counts.push_back(absl::StrCat(EnumText(count.status(), language), " ", count.count()));
  }
  return absl::StrJoin(counts, language == Language::kChinese ? "，" : ", ");
}

std::string ScorecardText(const Scorecard& card, absl::TimeZone zone, Language language) {
  const std::string period = In(language, card.period_names());
  Sheet sheet;
  sheet.Add({"方案", "Plan"}, In(language, card.plan_title()));
  sheet.Add({"地区", "Region"}, In(language, card.region_names()));
  sheet.Add({"目标年度", "Target year"}, period.empty() ? IdOf(card.name()) : period);
  sheet.Add({"方案版次", "Plan edition"}, absl::StrCat(card.plan_edition()));
  sheet.Add({"评估时点", "As of"}, DeadlineText(card.as_of(), zone));
  return absl::StrCat(sheet.Render(language), "\n", ResultsTable(card, language), LaggingText(card, language), "\n",
                      SummaryTable(card, language));
}

std::string RecordWarningsText(const Scorecard& card, const Glossary& words, Language language) {
  std::map<std::string, std::string> indicators;
  for (const Result& result : card.results()) indicators[result.indicator()] = In(language, result.indicator_names());
  return WarningsTable(card.record_warnings(), card.record_warnings_time(), indicators, words, language);
}

std::string RecordWarningsText(const evaluation::v1::Explanation& explanation, const Glossary& words,
                               Language language) {
  const Result& result = explanation.result();
  return WarningsTable(explanation.record_warnings(), explanation.record_warnings_time(),
                       {{result.indicator(), In(language, result.indicator_names())}}, words, language);
}

std::string LeagueText(const evaluation::v1::ListScorecardsResponse& response, Language language) {
  Table table({{{"地区", "REGION"}},
               {{"名称", "NAME"}},
               {{"结论", "VERDICT"}},
               {{"构成", "RESULTS"}},
               {{"缺报地区", "MISSING REGIONS"}}});
  for (const Scorecard& card : response.scorecards()) {
    const std::string region = card.name().substr(card.name().find("/regions/") + 9, 6);
    table.AddRow({region, In(language, card.region_names()), EnumText(card.summary().status(), language),
                  CountsText(card.summary(), language), absl::StrJoin(card.missing_regions(), ",")});
  }
  return table.Render(language);
}

std::string ExplanationText(const evaluation::v1::Explanation& explanation, Language language) {
  std::string text;
  for (int i = 0; i < explanation.steps_size(); ++i) {
    const auto& step = explanation.steps(i);
    absl::StrAppend(&text, i + 1, ". ", In(language, step.title()), language == Language::kChinese ? "：" : ": ",
                    In(language, step.text()), "\n");
  }
  if (explanation.ledger_sequences().empty()) return text;
  constexpr Label kReceipts = {"可据以核对的回执：#", "receipts that prove it: #"};
  return absl::StrCat(text, kReceipts.In(language), absl::StrJoin(explanation.ledger_sequences(), " #"), "\n");
}

}  // namespace lianfang::cli
