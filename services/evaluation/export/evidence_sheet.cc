// The returns that the results rest on, one a line, with the receipts that prove them.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/export/sheets.h"
#include "words/result_words.h"

namespace lianfang::evaluation {
namespace {

std::string StateText(const v1::ResultInput& input) {
  if (input.waived() && input.revision_number() == 0) return "已豁免";
  switch (input.state()) {
    case submission::v1::RETURN_STATE_AWAITING_SIGN_OFF:
      return "待召集人审签";
    case submission::v1::RETURN_STATE_NOT_SIGNED:
      return "召集人退回";
    case submission::v1::RETURN_STATE_WITHDRAWN:
      return "已撤回";
    case submission::v1::RETURN_STATE_SUBMITTED:
      return "待审核";
    case submission::v1::RETURN_STATE_ACCEPTED:
      return input.provisional() ? "已审核（阶段性数据）" : "已审核";
    case submission::v1::RETURN_STATE_SENT_BACK:
      return "已退回";
    default:
      return "未报送";
  }
}

std::string FiguresText(const type::v1::Plan& plan, const v1::ResultInput& input) {
  std::string text;
  for (const type::v1::FigureValue& value : input.figures()) {
    absl::StrAppend(&text, text.empty() ? "" : "；", FigureNames(plan, value.figure()).zh(), " ",
                    value.has_not_applicable() ? "不适用" : absl::StrCat(value.number()));
  }
  return text;
}

// Nothing where there is no such number: nothing was filed, so there is no revision and no receipt.
void WriteCount(Sheet& sheet, lxw_row_t row, lxw_col_t column, int64_t number) {
  if (number == 0) {
    sheet.Write(row, column, "");
  } else {
    sheet.WriteNumber(row, column, number);
  }
}

void WriteInput(Sheet& sheet, lxw_row_t row, const type::v1::Plan& plan, const v1::Result& result,
                const v1::ResultInput& input) {
  sheet.Write(row, 0, result.industry_names().zh());
  sheet.Write(row, 1, result.indicator_names().zh());
  sheet.Write(row, 2, StatusWords(result).zh());
  sheet.Write(row, 3, input.role() == v1::INPUT_ROLE_ACTUAL ? "评估期" : "比较期");
  sheet.Write(row, 4, RegionText(plan, input.region()));
  sheet.Write(row, 5, PeriodNames(plan, input.period()).zh());
  WriteCount(sheet, row, 6, input.revision_number());
  WriteCount(sheet, row, 7, input.ledger_sequence());
  sheet.Write(row, 8, absl::StrCat(StateText(input), input.left_out() ? "，不计入" : ""));
  sheet.Write(row, 9, FiguresText(plan, input));
  sheet.Write(row, 10, result.formula().zh());
}

}  // namespace

void WriteEvidenceSheet(lxw_workbook* workbook, const Styles& styles, const WorkbookContent& content) {
  Sheet sheet(workbook, styles, "依据");
  sheet.WriteHeadings(0, {"行业", "指标", "结论", "用途", "地区", "年度", "版次", "回执号", "状态", "数据", "计算"});
  lxw_row_t row = 1;
  for (const auto* results : {&content.scorecard.results(), &content.scorecard.totals()}) {
    for (const v1::Result& result : *results) {
      for (const v1::ResultInput& input : result.inputs()) WriteInput(sheet, row++, content.plan, result, input);
    }
  }
  if (row > 1) sheet.ColourStatuses(1, 2, row - 1, 2);
  sheet.SetWidth(0, 1, 18);
  sheet.SetWidth(2, 3, 11);
  sheet.SetWidth(4, 4, 18);
  sheet.SetWidth(5, 5, 14);
  sheet.SetWidth(6, 7, 8);
  sheet.SetWidth(8, 8, 12);
  sheet.SetWidth(9, 10, 44);
  sheet.Freeze(1, 2);
  sheet.Finish();
}

}  // namespace lianfang::evaluation
