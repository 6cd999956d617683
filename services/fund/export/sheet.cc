#include "services/fund/export/sheet.h"

#include "common/workbook/cell_size.h"

namespace lianfang::fund {
namespace {

constexpr double kTitlePoints = 14;
constexpr uint8_t kA4 = 9;
constexpr lxw_color_t kHeadingColour = 0xDDEBF7;

}  // namespace

Sheet::Sheet(lxw_workbook* workbook, const char* name, const std::vector<std::pair<std::string, double>>& columns)
    : sheet_(workbook_add_worksheet(workbook, name)),
      title_(workbook_add_format(workbook)),
      heading_(workbook_add_format(workbook)),
      text_(workbook_add_format(workbook)),
      count_(workbook_add_format(workbook)),
      sum_(workbook_add_format(workbook)),
      columns_(columns) {
  format_set_bold(title_);
  format_set_font_size(title_, kTitlePoints);
  for (lxw_format* format : {heading_, text_, count_, sum_}) {
    format_set_border(format, LXW_BORDER_THIN);
    format_set_text_wrap(format);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
  }
  format_set_bold(heading_);
  format_set_align(heading_, LXW_ALIGN_CENTER);
  format_set_bg_color(heading_, kHeadingColour);
  format_set_num_format(sum_, "#,##0.00");
  worksheet_set_landscape(sheet_);
  worksheet_set_paper(sheet_, kA4);
  worksheet_fit_to_pages(sheet_, 1, 0);
  for (const auto& [heading, width] : columns_) widths_.push_back(width);
}

void Sheet::Title(const std::string& title) { worksheet_write_string(sheet_, row_++, 0, title.c_str(), title_); }

void Sheet::Headings() {
  for (size_t i = 0; i < columns_.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    worksheet_set_column(sheet_, column, column, columns_[i].second, nullptr);
    worksheet_write_string(sheet_, row_, column, columns_[i].first.c_str(), heading_);
  }
  worksheet_freeze_panes(sheet_, ++row_, 1);
}

Sheet& Sheet::Text(const std::string& text) {
  worksheet_write_string(sheet_, row_, column_++, text.c_str(), text_);
  texts_.push_back(text);
  return *this;
}

Sheet& Sheet::Count(int64_t number) { return Number(static_cast<double>(number), count_); }

Sheet& Sheet::Sum(int64_t fen) { return Number(static_cast<double>(fen) / 100, sum_); }

Sheet& Sheet::Number(double number, lxw_format* format) {
  worksheet_write_number(sheet_, row_, column_++, number, format);
  texts_.emplace_back();
  return *this;
}

void Sheet::EndRow() {
  worksheet_set_row(sheet_, row_++, RowHeight(texts_, widths_), nullptr);
  texts_.clear();
  column_ = 0;
}

}  // namespace lianfang::fund
