// Open discrepancies between the departments' records that throw doubt on a verdict, one line for each row of industry, rule and period.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/export/sheets.h"
#include "words/instant_words.h"

namespace lianfang::evaluation {
namespace {

std::string IndustryText(const type::v1::Plan& plan, const std::string& id) {
  for (const type::v1::Industry& industry : plan.industries()) {
    if (industry.id() == id && !industry.names().zh().empty()) return industry.names().zh();
  }
  return id;
}

std::string IndicatorsText(const type::v1::Plan& plan, const v1::RecordWarning& warning) {
  std::vector<std::string> names;
  for (const std::string& id : warning.indicators()) {
    const type::v1::Indicator* const indicator = FindIndicator(plan, id);
    names.push_back(indicator == nullptr || indicator->names().zh().empty() ? id : indicator->names().zh());
  }
  return absl::StrJoin(names, "、");
}

std::string DepartmentsText(const type::v1::Plan& plan, const v1::RecordWarning& warning) {
  std::vector<std::string> names;
  for (const std::string& id : warning.departments()) names.push_back(DepartmentText(plan, id));
  return absl::StrJoin(names, "、");
}

void WriteWarning(Sheet& sheet, lxw_row_t row, const type::v1::Plan& plan, const v1::RecordWarning& warning) {
  sheet.Write(row, 0, IndustryText(plan, warning.industry()));
  sheet.Write(row, 1, warning.title().zh().empty() ? warning.rule() : warning.title().zh());
  sheet.Write(row, 2, IndicatorsText(plan, warning));
  sheet.Write(row, 3, PeriodNames(plan, warning.period()).zh());
  sheet.WriteNumber(row, 4, warning.count());
  sheet.Write(row, 5, DepartmentsText(plan, warning));
  sheet.Write(row, 6, DeadlineText(warning.first_due_time(), ZoneOf(plan)));
  sheet.Write(row, 7, absl::StrJoin(warning.discrepancies(), "\n"));
}

}  // namespace

void WriteWarningSheet(lxw_workbook* workbook, const Styles& styles, const WorkbookContent& content) {
  if (content.scorecard.record_warnings().empty()) return;
  Sheet sheet(workbook, styles, "记录差异");
  sheet.Merge(0, 0, 7,
              absl::StrCat("尚未处理的记录差异，截至 ",
                           DeadlineText(content.scorecard.record_warnings_time(), ZoneOf(content.plan)),
                           "；仅作提示，不影响评估结论。"),
              styles.note);
  sheet.WriteHeadings(1, {"行业", "差异", "涉及指标", "年度", "件数", "处理部门", "最早截止", "编号"});
  lxw_row_t row = 2;
  for (const v1::RecordWarning& warning : content.scorecard.record_warnings()) {
    WriteWarning(sheet, row++, content.plan, warning);
  }
  sheet.SetWidth(0, 0, 18);
  sheet.SetWidth(1, 1, 34);
  sheet.SetWidth(2, 2, 26);
  sheet.SetWidth(3, 3, 12);
  sheet.SetWidth(4, 4, 8);
  sheet.SetWidth(5, 5, 22);
  sheet.SetWidth(6, 6, 18);
  sheet.SetWidth(7, 7, 40);
  sheet.Freeze(2, 1);
  sheet.Finish();
}

}  // namespace lianfang::evaluation
