#include "services/evaluation/export/appraisal_sheet.h"

#include "absl/strings/str_cat.h"
#include "common/workbook/workbook_file.h"
#include "services/evaluation/export/sheets.h"
#include "words/instant_words.h"

namespace lianfang::evaluation {
namespace {

std::string TitleOf(const type::v1::Plan& plan, const ScorecardName& name, absl::Time as_of) {
  return absl::StrCat(plan.title().zh(), "：", RegionText(plan, name.region), " ", name.period, " 部门考核（截至 ",
                      InstantText(as_of, ZoneOf(plan)), "）");
}

void WriteScores(lxw_workbook* workbook, const Styles& styles, const type::v1::Plan& plan, const std::string& title,
                 const std::vector<v1::Appraisal>& appraisals) {
  Sheet sheet(workbook, styles, "考核得分");
  std::vector<std::string> headings = {"名次", "部门"};
  for (const auto& item : plan.assessment().items()) {
    headings.push_back(absl::StrCat(item.names().zh(), "（", item.points(), "分）"));
  }
  headings.insert(headings.end(), {"得分", "备注"});
  const auto last = static_cast<lxw_col_t>(headings.size() - 1);
  sheet.Merge(0, 0, last, title, styles.title);
  sheet.WriteHeadings(1, headings);
  lxw_row_t row = 2;
  for (const v1::Appraisal& appraisal : appraisals) {
    sheet.WriteNumber(row, 0, appraisal.place());
    sheet.Write(row, 1, DepartmentText(plan, appraisal.department()));
    lxw_col_t column = 2;
    for (const v1::AppraisalItem& item : appraisal.items()) {
      if (item.concerns()) {
        sheet.WriteValue(row, column++, item.score().text());
      } else {
        sheet.Write(row, column++, "不计");
      }
    }
    sheet.WriteValue(row, column++, appraisal.score().text());
    sheet.Write(row++, column, appraisal.provisional() ? "含未审核或阶段性数据" : "");
  }
  sheet.SetWidth(0, 0, 8);
  sheet.SetWidth(1, 1, 28);
  sheet.SetWidth(2, static_cast<lxw_col_t>(last - 1), 16);
  sheet.SetWidth(last, last, 26);
  sheet.Freeze(2, 2);
  sheet.Finish();
}

void WriteGrounds(lxw_workbook* workbook, const Styles& styles, const type::v1::Plan& plan, const std::string& title,
                  const std::vector<v1::Appraisal>& appraisals) {
  Sheet sheet(workbook, styles, "考核依据");
  sheet.Merge(0, 0, 5, title, styles.title);
  sheet.WriteHeadings(1, {"部门", "考核项目", "分值", "计入", "完成", "说明"});
  lxw_row_t row = 2;
  for (const v1::Appraisal& appraisal : appraisals) {
    for (const v1::AppraisalItem& item : appraisal.items()) {
      sheet.Write(row, 0, DepartmentText(plan, appraisal.department()));
      sheet.Write(row, 1, item.names().zh());
      sheet.WriteNumber(row, 2, item.points());
      sheet.WriteNumber(row, 3, item.counted());
      sheet.WriteNumber(row, 4, item.reached());
      sheet.Write(row++, 5, item.explanation().zh());
    }
  }
  sheet.SetWidth(0, 1, 26);
  sheet.SetWidth(2, 4, 10);
  sheet.SetWidth(5, 5, 56);
  sheet.Freeze(2, 1);
  sheet.Finish();
}

}  // namespace

absl::StatusOr<std::string> WriteAppraisals(const type::v1::Plan& plan, const ScorecardName& name,
                                            const std::vector<v1::Appraisal>& appraisals, absl::Time as_of) {
  return lianfang::WriteWorkbook([&](lxw_workbook* workbook) {
    const Styles styles(workbook);
    const std::string title = TitleOf(plan, name, as_of);
    WriteScores(workbook, styles, plan, title, appraisals);
    WriteGrounds(workbook, styles, plan, title, appraisals);
  });
}

}  // namespace lianfang::evaluation
