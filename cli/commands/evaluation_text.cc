#include "cli/commands/evaluation_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands/scorecard_text.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"

namespace lianfang::cli {
namespace {

using evaluation::v1::Result;
using evaluation::v1::ResultCause;
using google::protobuf::RepeatedPtrField;

std::string CausesText(const RepeatedPtrField<ResultCause>& causes, Language language) {
  std::vector<std::string> texts;
  for (const ResultCause& cause : causes) texts.push_back(In(language, cause.text()));
  return absl::StrJoin(texts, language == Language::kChinese ? "；" : "; ");
}

// `达标 108`: the status with the value, where there is one.
std::string VerdictText(const Result& result, Language language) {
  const std::string status = StatusText(result, language);
  return result.actual().text().empty() ? status : absl::StrCat(status, " ", result.actual().text());
}

}  // namespace

std::string EvaluationsText(const evaluation::v1::ListEvaluationsResponse& response, absl::TimeZone zone,
                            Language language) {
  Table table({{{"编号", "NUMBER"}, Align::kRight},
               {{"评估时间", "EVALUATED"}},
               {{"方案版次", "EDITION"}, Align::kRight},
               {{"行业", "INDUSTRY"}},
               {{"指标", "INDICATOR"}},
               {{"原结论", "BEFORE"}},
               {{"结论", "VERDICT"}},
               {{"原因", "WHY"}}});
  for (const auto& evaluation : response.evaluations()) {
    const Result& result = evaluation.result();
    table.AddRow({IdOf(evaluation.name()), InstantText(evaluation.evaluate_time(), zone),
                  absl::StrCat(evaluation.plan_edition()), In(language, result.industry_names()),
                  In(language, result.indicator_names()), EnumText(evaluation.previous_status(), language),
                  VerdictText(result, language), CausesText(evaluation.causes(), language)});
  }
  return table.Render(language);
}

std::string ComparisonText(const evaluation::v1::ScorecardComparison& comparison, absl::TimeZone zone,
                           Language language) {
  Sheet sheet;
  sheet.Add({"评估结果", "Scorecard"}, comparison.scorecard());
  sheet.Add({"自", "From"}, absl::StrCat(InstantText(comparison.from_time(), zone), " ",
                                         EnumText(comparison.from_summary().status(), language)));
  sheet.Add({"至", "To"}, absl::StrCat(InstantText(comparison.to_time(), zone), " ",
                                       EnumText(comparison.to_summary().status(), language)));
  Table table({{{"行业", "INDUSTRY"}},
               {{"指标", "INDICATOR"}},
               {{"原结论", "BEFORE"}},
               {{"现结论", "AFTER"}},
               {{"原因", "WHY"}}});
  for (const auto& difference : comparison.differences()) {
    const Result& named = difference.has_after() ? difference.after() : difference.before();
    table.AddRow({In(language, named.industry_names()), In(language, named.indicator_names()),
                  VerdictText(difference.before(), language), VerdictText(difference.after(), language),
                  CausesText(difference.causes(), language)});
  }
  return absl::StrCat(sheet.Render(language), "\n", table.Render(language));
}

std::string ChangeText(const evaluation::v1::WatchScorecardsResponse& change, absl::TimeZone zone, Language language) {
  const std::string before = EnumText(change.previous_status(), language);
  return absl::StrCat(InstantText(change.evaluate_time(), zone), "  ", change.scorecard(), "  ",
                      In(language, change.result().industry_names()), " ",
                      In(language, change.result().indicator_names()), "  ", before, before.empty() ? "" : " → ",
                      VerdictText(change.result(), language), "  ", CausesText(change.causes(), language), "  ",
                      change.cursor(), "\n");
}

}  // namespace lianfang::cli
