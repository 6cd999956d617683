// The returns that the results rest on, one a line, with the receipts that prove them.
#include <string>

#include "absl/strings/str_cat.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/export/sheets.h"
#include "words/enum_words.h"

namespace lianfang::evaluation {
namespace {

std::string StateText(const v1::ResultInput& input) {
  if (input.waived() && input.revision_number() == 0) return "已豁免";
  switch (input.state()) {
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

std::string NumberText(int64_t number) { return number == 0 ? "" : absl::StrCat(number); }

}  // namespace

void WriteEvidenceSheet(lxw_workbook* workbook, const Styles& styles, const WorkbookContent& content) {
  Sheet sheet(workbook, styles, "依据");
  sheet.WriteHeadings(0, {"行业", "指标", "结论", "用途", "地区", "年度", "版次", "回执号", "状态", "数据", "计算"});
  lxw_row_t row = 1;
  for (const v1::Result& result : content.scorecard.results()) {
    for (const v1::ResultInput& input : result.inputs()) {
      lxw_col_t column = 0;
      for (const std::string& text :
           {result.industry_names().zh(), result.indicator_names().zh(), ChineseOf(result.status()),
            std::string(input.role() == v1::INPUT_ROLE_ACTUAL ? "评估期" : "比较期"), input.region(),
            PeriodNames(content.plan, input.period()).zh(), NumberText(input.revision_number()),
            NumberText(input.ledger_sequence()), absl::StrCat(StateText(input), input.left_out() ? "，不计入" : ""),
            FiguresText(content.plan, input), result.formula().zh()}) {
        sheet.Write(row, column++, text);
      }
      ++row;
    }
  }
  if (row > 1) sheet.ColourStatuses(1, 2, row - 1, 2);
  sheet.SetWidth(0, 1, 20);
  sheet.SetWidth(2, 8, 10);
  sheet.SetWidth(9, 10, 48);
  sheet.Freeze(1, 0);
}

}  // namespace lianfang::evaluation
