#include "services/exchange/discrepancy_workbook.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/time.h"
#include "common/workbook/workbook_file.h"
#include "duties/words.h"
#include "words/enum_words.h"

namespace lianfang::exchange {
namespace {

struct Column {
  const char* heading;
  double width;
};
constexpr std::array<Column, 12> kColumns = {{{"规则", 34},
                                              {"责任部门", 20},
                                              {"地区", 10},
                                              {"行业", 14},
                                              {"年度", 10},
                                              {"状态", 10},
                                              {"发现时间", 18},
                                              {"截止日期", 12},
                                              {"涉及指标", 30},
                                              {"依据", 60},
                                              {"处理经过", 40},
                                              {"编号", 38}}};

std::string Minute(const google::protobuf::Timestamp& time, absl::TimeZone zone) {
  return absl::FormatTime("%Y-%m-%d %H:%M", FromTimestamp(time), zone);
}

template <typename Elements>
std::string NameOf(const Elements& elements, const std::string& id) {
  return id.empty() ? "" : duties::TermOf(elements, id).title().zh();
}

std::string EvidenceText(const v1::Discrepancy& discrepancy, const type::v1::Plan& plan) {
  std::vector<std::string> lines;
  for (const v1::DiscrepancyEvidence& one : discrepancy.evidence()) {
    lines.push_back(
        absl::StrCat(one.text().zh(), "（", one.record().empty() ? one.filed_return() : one.record(), "）"));
  }
  if (discrepancy.evidence_count() > 0) lines.push_back(absl::StrCat("共 ", discrepancy.evidence_count(), " 条记录"));
  for (const v1::WithheldEvidence& one : discrepancy.withheld()) {
    lines.push_back(absl::StrCat("未开放：", NameOf(plan.departments(), one.owner().department()), "（",
                                 one.owner().region(), "）的", ChineseOf(one.kind()), "记录 ", one.count(), " 条",
                                 one.fields().empty() ? "" : "，须由协议开放 ", absl::StrJoin(one.fields(), "、")));
  }
  return absl::StrJoin(lines, "\n");
}

// The figures in doubt, with the numbers where a return states another than the records give.
std::string FiguresText(const v1::Discrepancy& discrepancy, const type::v1::Plan& plan) {
  std::vector<std::string> lines;
  for (const v1::DiscrepancyFigure& figure : discrepancy.figures()) {
    std::string line = duties::TermOf(plan.figures(), figure.figure()).title().zh();
    if (figure.has_difference()) {
      absl::StrAppend(&line, " 报送 ", figure.difference().filed(), "、记录 ", figure.difference().counted());
    }
    lines.push_back(std::move(line));
  }
  return absl::StrJoin(lines, "\n");
}

std::string StepsText(const v1::Discrepancy& discrepancy, absl::TimeZone zone) {
  std::vector<std::string> lines;
  for (const v1::DiscrepancyStep& step : discrepancy.steps()) {
    lines.push_back(absl::StrCat(Minute(step.step_time(), zone), " ", ChineseOf(step.state()),
                                 step.reason().empty() ? "" : "：", step.reason()));
  }
  return absl::StrJoin(lines, "\n");
}

void AddRow(lxw_worksheet* sheet, lxw_row_t row, const std::vector<std::string>& cells, lxw_format* format) {
  for (size_t column = 0; column < cells.size(); ++column) {
    worksheet_write_string(sheet, row, static_cast<lxw_col_t>(column), cells[column].c_str(), format);
  }
}

}  // namespace

void DiscrepancyTable::Add(const v1::Discrepancy& one) {
  const std::string due =
      absl::FormatCivilTime(absl::ToCivilDay(FromTimestamp(one.due_time()) - absl::Seconds(1), zone_));
  rows_.push_back({one.title().zh(), NameOf(plan_.departments(), one.owner().department()), one.region(),
                   NameOf(plan_.industries(), one.industry()), NameOf(plan_.periods(), one.period()),
                   ChineseOf(one.state()), Minute(one.open_time(), zone_), due, FiguresText(one, plan_),
                   EvidenceText(one, plan_), StepsText(one, zone_), one.name()});
  for (const std::string& cell : rows_.back()) bytes_ += cell.size();
}

absl::StatusOr<std::string> DiscrepancyTable::Workbook(bool is_part) const {
  return WriteWorkbook([&](lxw_workbook* workbook) {
    lxw_worksheet* const sheet = workbook_add_worksheet(workbook, "差异清单");
    lxw_format* const bold = workbook_add_format(workbook);
    format_set_bold(bold);
    lxw_format* const wrapped = workbook_add_format(workbook);
    format_set_text_wrap(wrapped);
    format_set_align(wrapped, LXW_ALIGN_VERTICAL_TOP);
    std::vector<std::string> headings;
    for (size_t column = 0; column < kColumns.size(); ++column) {
      headings.emplace_back(kColumns[column].heading);
      worksheet_set_column(sheet, static_cast<lxw_col_t>(column), static_cast<lxw_col_t>(column),
                           kColumns[column].width, nullptr);
    }
    AddRow(sheet, 0, headings, bold);
    worksheet_freeze_panes(sheet, 1, 0);
    lxw_row_t row = 1;
    for (const std::vector<std::string>& cells : rows_) AddRow(sheet, row++, cells, wrapped);
    if (row > 1) worksheet_autofilter(sheet, 0, 0, row - 1, static_cast<lxw_col_t>(kColumns.size() - 1));
    if (is_part) {
      AddRow(sheet, row,
             {absl::StrCat("未完：本部分列出 ", rows_.size(), " 条，到 ", rows_.back().back(),
                           " 为止；其后的差异在下一部分")},
             bold);
    }
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
  });
}

}  // namespace lianfang::exchange
