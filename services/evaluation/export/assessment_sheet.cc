// The mid-term assessment and the final summary as sheets: the rows, and whose data came late.
#include "absl/strings/str_cat.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/export/sheets.h"
#include "words/enum_words.h"
#include "words/instant_words.h"
#include "words/result_words.h"

namespace lianfang::evaluation {
namespace {

using LateFilings = google::protobuf::RepeatedPtrField<v1::LateFiling>;

std::string LateStateText(const v1::LateFiling& late) {
  const std::string again = late.sent_back() ? "（已退回）" : "";
  return absl::StrCat(late.has_met_time() ? "逾期报送" : "逾期未报", again);
}

// Answers the row below.
lxw_row_t WriteLateFilings(Sheet& sheet, const type::v1::Plan& plan, const LateFilings& late, lxw_row_t row) {
  sheet.Write(row++, 0, absl::StrCat("逾期报送情况（", late.size(), " 项）"), sheet.styles().heading);
  sheet.WriteHeadings(row++, {"责任部门", "行业", "年度", "地区", "截止时间", "报送时间", "数据", "状态"});
  for (const v1::LateFiling& each : late) {
    sheet.Write(row, 0, DepartmentText(plan, each.department()));
    sheet.Write(row, 1, IndustryNames(plan, each.industry()).zh());
    sheet.Write(row, 2, PeriodNames(plan, each.period()).zh());
    sheet.Write(row, 3, RegionText(plan, each.region()));
    sheet.Write(row, 4, DeadlineText(each.due_time(), ZoneOf(plan)));
    sheet.Write(row, 5, each.has_met_time() ? InstantText(each.met_time(), ZoneOf(plan)) : "尚未报送");
    sheet.Write(row, 6, each.edition() == submission::v1::RETURN_EDITION_FINAL ? "终报" : "首报");
    sheet.Write(row++, 7, LateStateText(each));
  }
  return row;
}

using ReportingRates = google::protobuf::RepeatedPtrField<v1::ReportingRate>;

// Answers the row below.
lxw_row_t WriteReportingRates(Sheet& sheet, const type::v1::Plan& plan, const ReportingRates& rates, lxw_row_t row) {
  sheet.Write(row++, 0, "报送完整率和及时率（按已到期的应报数据计）", sheet.styles().heading);
  sheet.WriteHeadings(row++, {"责任部门", "年度", "应报", "已报", "按时", "完整率（%）", "及时率（%）"});
  for (const v1::ReportingRate& each : rates) {
    sheet.Write(row, 0, DepartmentText(plan, each.department()));
    sheet.Write(row, 1, each.period().empty() ? "合计" : PeriodNames(plan, each.period()).zh());
    sheet.WriteNumber(row, 2, each.expected());
    sheet.WriteNumber(row, 3, each.filed());
    sheet.WriteNumber(row, 4, each.timely());
    sheet.WriteValue(row, 5, each.completeness().text());
    sheet.WriteValue(row++, 6, each.timeliness().text());
  }
  return row;
}

using Punctuality = google::protobuf::RepeatedPtrField<v1::DutyPunctuality>;

void WriteDutyPunctuality(Sheet& sheet, const type::v1::Plan& plan, const Punctuality& punctuality, lxw_row_t row) {
  if (punctuality.empty()) return;
  sheet.Write(row++, 0, "待办事项按时办结情况（含数据报送，按到期年度计）", sheet.styles().heading);
  sheet.WriteHeadings(
      row++, {"责任部门", "到期年度", "事项", "应办", "按时", "逾期办结", "逾期未办", "已撤销", "按时率（%）"});
  for (const v1::DutyPunctuality& each : punctuality) {
    sheet.Write(row, 0, DepartmentText(plan, each.department()));
    sheet.Write(row, 1, each.year() == 0 ? "合计" : absl::StrCat(each.year(), "年"));
    sheet.Write(row, 2, each.kind_names().zh());
    sheet.WriteNumber(row, 3, each.owed());
    sheet.WriteNumber(row, 4, each.in_time());
    sheet.WriteNumber(row, 5, each.late());
    sheet.WriteNumber(row, 6, each.overdue());
    sheet.WriteNumber(row, 7, each.withdrawn());
    sheet.WriteValue(row++, 8, each.timeliness().text());
  }
}

// Both documents end with whose data came late, and how many did not.
template <typename Document>
void WritePunctuality(Sheet& sheet, const type::v1::Plan& plan, const Document& document, lxw_row_t row) {
  row = WriteLateFilings(sheet, plan, document.late_filings(), row);
  row = WriteReportingRates(sheet, plan, document.reporting_rates(), row + 1);
  WriteDutyPunctuality(sheet, plan, document.punctuality(), row + 1);
}

}  // namespace

void WriteAssessmentSheet(lxw_workbook* workbook, const Styles& styles, const WorkbookContent& content) {
  const v1::MidTermAssessment& assessment = *content.assessment;
  Sheet sheet(workbook, styles, "中期评估");
  sheet.Merge(0, 0, 5,
              absl::StrCat("中期评估（", content.scorecard.period_names().zh(), "）：",
                           ChineseOf(assessment.summary().status())),
              styles.title);
  sheet.WriteHeadings(1, {"行业", "责任部门", "结论", "风险", "风险原因"});
  lxw_row_t row = 2;
  for (const auto* several : {&assessment.rows(), &assessment.totals()}) {
    for (const v1::RowProgress& progress : *several) {
      sheet.Write(row, 0, progress.names().zh().empty() ? progress.industry() : progress.names().zh());
      sheet.Write(row, 1, DepartmentText(content.plan, progress.department()));
      sheet.Write(row, 2, ChineseOf(progress.summary().status()));
      sheet.Write(row, 3, progress.at_risk() ? "有风险" : "正常");
      sheet.Write(row++, 4, progress.risk_reason().zh());
    }
  }
  sheet.ColourStatuses(2, 2, row, 2);
  WritePunctuality(sheet, content.plan, assessment, row + 1);
  sheet.SetWidth(0, 3, 20);
  sheet.SetWidth(4, 5, 44);
  sheet.SetWidth(6, 8, 20);
  sheet.Freeze(2, 1);
  sheet.Finish();
}

void WriteSummarySheet(lxw_workbook* workbook, const Styles& styles, const WorkbookContent& content) {
  const v1::FinalSummary& summary = *content.summary;
  const v1::Scorecard& card = summary.scorecard();
  Sheet sheet(workbook, styles, "终期总结");
  sheet.Merge(0, 0, 5,
              absl::StrCat("终期总结（", card.period_names().zh(), "，", summary.settled() ? "终报数据" : "阶段性数据",
                           "）：", ChineseOf(card.summary().status())),
              styles.title);
  sheet.WriteHeadings(1, {"行业", "指标", "基数", "实际", "余量", "结论"});
  lxw_row_t row = 2;
  const auto write = [&](const v1::Result& result) {
    sheet.Write(row, 0, result.industry_names().zh());
    sheet.Write(row, 1, result.indicator_names().zh());
    sheet.WriteValue(row, 2, result.baseline().text());
    sheet.WriteValue(row, 3, result.actual().text());
    sheet.Write(row, 4, result.margin_text().zh());
    sheet.Write(row++, 5, StatusWords(result).zh());
  };
  for (const v1::Result& result : card.results()) write(result);
  for (const v1::Result& total : card.totals()) write(total);
  sheet.ColourStatuses(2, 5, row, 5);
  WritePunctuality(sheet, content.plan, summary, row + 1);
  sheet.SetWidth(0, 1, 28);
  sheet.SetWidth(2, 3, 20);
  sheet.SetWidth(4, 4, 30);
  sheet.SetWidth(5, 8, 20);
  sheet.Freeze(2, 1);
  sheet.Finish();
}

}  // namespace lianfang::evaluation
