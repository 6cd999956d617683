#include "services/evaluation/export/appraisal_sheet.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "common/workbook/workbook_file.h"
#include "services/evaluation/export/sheets.h"
#include "words/instant_words.h"

namespace lianfang::evaluation {
namespace {

std::string TitleOf(const type::v1::Plan& plan, const ScorecardName& name,
                    const std::optional<v1::AppraisalEdition>& edition, absl::Time as_of) {
  const absl::TimeZone zone = ZoneOf(plan);
  const std::string what =
      edition.has_value()
          ? absl::StrCat("第", edition->number(), "版，", InstantText(FromTimestamp(edition->publish_time()), zone),
                         " 公布，截至 ", InstantText(FromTimestamp(edition->as_of()), zone))
          : absl::StrCat("未公布，截至 ", InstantText(as_of, zone));
  return absl::StrCat(plan.title().zh(), "：", RegionText(plan, name.region), " ", name.period, " 部门考核（", what,
                      "）");
}

// What stands beside a score.
std::string RemarkOf(const v1::Appraisal& appraisal) {
  std::string remark = appraisal.provisional() ? "含未审核或阶段性数据" : "";
  if (appraisal.has_deduction()) {
    absl::StrAppend(&remark, remark.empty() ? "" : "；", appraisal.deduction().explanation().zh());
  }
  return remark;
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
    sheet.Write(row++, column, RemarkOf(appraisal));
  }
  sheet.SetWidth(0, 0, 8);
  sheet.SetWidth(1, 1, 28);
  sheet.SetWidth(2, static_cast<lxw_col_t>(last - 1), 16);
  sheet.SetWidth(last, last, 40);
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
    if (!appraisal.has_deduction()) continue;
    sheet.Write(row, 0, DepartmentText(plan, appraisal.department()));
    sheet.Write(row, 1, "查实瞒报扣分");
    sheet.WriteValue(
        row, 2, absl::StrCat(appraisal.deduction().accidents() > 0 ? "-" : "", appraisal.deduction().points().text()));
    sheet.WriteNumber(row, 3, appraisal.deduction().accidents());
    sheet.Write(row++, 5, appraisal.deduction().explanation().zh());
  }
  sheet.SetWidth(0, 1, 26);
  sheet.SetWidth(2, 4, 10);
  sheet.SetWidth(5, 5, 56);
  sheet.Freeze(2, 1);
  sheet.Finish();
}

// The appraisal of a department; null where it has none.
const v1::Appraisal* FindAppraisal(const std::vector<v1::Appraisal>& appraisals, const std::string& department) {
  const auto found = std::find_if(appraisals.begin(), appraisals.end(),
                                  [&](const auto& one) { return one.department() == department; });
  return found == appraisals.end() ? nullptr : &*found;
}

// Departments down, periods across, each with its score and place.
void WriteYears(lxw_workbook* workbook, const Styles& styles, const type::v1::Plan& plan, const std::string& title,
                const std::vector<std::vector<v1::Appraisal>>& years) {
  Sheet sheet(workbook, styles, "历年比较");
  std::vector<std::string> headings = {"部门"};
  for (const auto& year : years) {
    const std::string period = year.empty() ? "" : year.front().period_names().zh();
    const bool published = !year.empty() && !year.front().edition().empty();
    headings.push_back(absl::StrCat(period, published ? "（已公布）" : "（未公布）"));
    headings.push_back("名次");
  }
  sheet.Merge(0, 0, static_cast<lxw_col_t>(std::max<size_t>(headings.size() - 1, 2)), title, styles.title);
  sheet.WriteHeadings(1, headings);
  lxw_row_t row = 2;
  for (const auto& department : plan.departments()) {
    const bool appraised = std::any_of(
        years.begin(), years.end(), [&](const auto& year) { return FindAppraisal(year, department.id()) != nullptr; });
    if (!appraised) continue;
    sheet.Write(row, 0, DepartmentText(plan, department.id()));
    lxw_col_t column = 1;
    for (const auto& year : years) {
      const v1::Appraisal* appraisal = FindAppraisal(year, department.id());
      if (appraisal != nullptr) {
        sheet.WriteValue(row, column, appraisal->score().text());
        sheet.WriteNumber(row, static_cast<lxw_col_t>(column + 1), appraisal->place());
      }
      column = static_cast<lxw_col_t>(column + 2);
    }
    ++row;
  }
  sheet.SetWidth(0, 0, 28);
  sheet.SetWidth(1, static_cast<lxw_col_t>(std::max<size_t>(headings.size() - 1, 2)), 16);
  sheet.Freeze(2, 1);
  sheet.Finish();
}

}  // namespace

absl::StatusOr<std::string> WriteAppraisals(const type::v1::Plan& plan, const ScorecardName& name,
                                            const std::vector<v1::Appraisal>& appraisals,
                                            const std::vector<std::vector<v1::Appraisal>>& years,
                                            const std::optional<v1::AppraisalEdition>& edition, absl::Time as_of) {
  return lianfang::WriteWorkbook([&](lxw_workbook* workbook) {
    const Styles styles(workbook);
    const std::string title = TitleOf(plan, name, edition, as_of);
    WriteScores(workbook, styles, plan, title, appraisals);
    WriteGrounds(workbook, styles, plan, title, appraisals);
    WriteYears(workbook, styles, plan, title, years);
  });
}

}  // namespace lianfang::evaluation
