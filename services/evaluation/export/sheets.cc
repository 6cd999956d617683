#include "services/evaluation/export/sheets.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "common/workbook/cell_size.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "words/enum_words.h"
#include "words/result_words.h"

namespace lianfang::evaluation {
namespace {

constexpr double kTitlePoints = 14;
constexpr double kDefaultPoints = 11;
constexpr double kDefaultWidth = 8.43;
constexpr double kMarginInches = 0.4;

lxw_format* Bordered(lxw_workbook* workbook) {
  lxw_format* format = workbook_add_format(workbook);
  format_set_border(format, LXW_BORDER_THIN);
  format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
  format_set_text_wrap(format);
  return format;
}

lxw_format* Coloured(lxw_workbook* workbook, lxw_color_t background, lxw_color_t font) {
  lxw_format* format = workbook_add_format(workbook);
  format_set_bg_color(format, background);
  format_set_font_color(format, font);
  return format;
}

}  // namespace

Styles::Styles(lxw_workbook* workbook)
    : title(workbook_add_format(workbook)),
      note(workbook_add_format(workbook)),
      heading(Bordered(workbook)),
      text(Bordered(workbook)),
      number(Bordered(workbook)),
      attained(Coloured(workbook, 0xC6EFCE, 0x006100)),
      not_attained(Coloured(workbook, 0xFFC7CE, 0x9C0006)),
      provisional(Coloured(workbook, 0xFFEB9C, 0x7F6000)),
      open(Coloured(workbook, 0xD9D9D9, 0x404040)) {
  format_set_bold(title);
  format_set_font_size(title, kTitlePoints);
  format_set_align(title, LXW_ALIGN_VERTICAL_CENTER);
  format_set_text_wrap(title);
  format_set_text_wrap(note);
  format_set_align(note, LXW_ALIGN_VERTICAL_CENTER);
  format_set_align(title, LXW_ALIGN_CENTER);
  format_set_bold(heading);
  format_set_align(heading, LXW_ALIGN_CENTER);
  format_set_bg_color(heading, 0xDDEBF7);
}

Sheet::Sheet(lxw_workbook* workbook, const Styles& styles, const char* name)
    : styles_(styles), sheet_(workbook_add_worksheet(workbook, name)) {
  worksheet_set_landscape(sheet_);
  worksheet_set_paper(sheet_, 9);  // A4
  worksheet_fit_to_pages(sheet_, 1, 0);
  worksheet_set_margins(sheet_, kMarginInches, kMarginInches, kMarginInches, kMarginInches);
}

void Sheet::Write(lxw_row_t row, lxw_col_t column, const std::string& text, lxw_format* format) {
  worksheet_write_string(sheet_, row, column, text.c_str(), format == nullptr ? styles_.text : format);
  Note(row, column, column, text, format);
}

void Sheet::WriteNumber(lxw_row_t row, lxw_col_t column, int64_t number) {
  worksheet_write_number(sheet_, row, column, static_cast<double>(number), styles_.number);
}

void Sheet::WriteValue(lxw_row_t row, lxw_col_t column, const std::string& text) {
  double number;
  if (absl::SimpleAtod(text, &number)) {
    worksheet_write_number(sheet_, row, column, number, styles_.number);
  } else {
    worksheet_write_blank(sheet_, row, column, styles_.number);
  }
}

void Sheet::WriteHeadings(lxw_row_t row, const std::vector<std::string>& headings) {
  lxw_col_t column = 0;
  for (const std::string& heading : headings) Write(row, column++, heading, styles_.heading);
}

void Sheet::Merge(lxw_row_t row, lxw_col_t first, lxw_col_t last, const std::string& text, lxw_format* format) {
  if (first == last) {
    Write(row, first, text, format);
  } else {
    worksheet_merge_range(sheet_, row, first, row, last, text.c_str(), format);
    Note(row, first, last, text, format);
  }
}

void Sheet::SetWidth(lxw_col_t first, lxw_col_t last, double width) {
  worksheet_set_column(sheet_, first, last, width, nullptr);
  for (lxw_col_t column = first; column <= last; ++column) widths_[column] = width;
}

void Sheet::PrintInPages(uint16_t scale, const std::vector<lxw_row_t>& first_rows) {
  std::vector<lxw_row_t> breaks = first_rows;
  breaks.push_back(0);  // ends the list
  worksheet_set_portrait(sheet_);
  worksheet_set_print_scale(sheet_, scale);
  worksheet_set_h_pagebreaks(sheet_, breaks.data());
}

void Sheet::Note(lxw_row_t row, lxw_col_t first, lxw_col_t last, const std::string& text, const lxw_format* format) {
  rows_[row].push_back({first, last, text, format == styles_.title ? kTitlePoints / kDefaultPoints : 1});
}

double Sheet::WidthOf(lxw_col_t first, lxw_col_t last) const {
  double width = 0;
  for (lxw_col_t column = first; column <= last; ++column) {
    const auto set = widths_.find(column);
    width += set == widths_.end() ? kDefaultWidth : set->second;
  }
  return width;
}

void Sheet::Finish() {
  for (const auto& [row, written] : rows_) {
    double height = 0;
    for (const Written& each : written) {
      const int lines = WrappedLines(each.text, WidthOf(each.first, each.last) / each.scale);
      height = std::max(height, RowHeight(lines) * each.scale);
    }
    worksheet_set_row(sheet_, row, height, nullptr);
  }
}

void Sheet::ColourStatuses(lxw_row_t first_row, lxw_col_t first_column, lxw_row_t last_row, lxw_col_t last_column) {
  std::vector<std::pair<std::string, lxw_format*>> colours = {
      {ChineseOf(v1::RESULT_STATUS_ATTAINED), styles_.attained},
      {ChineseOf(v1::RESULT_STATUS_NOT_ATTAINED), styles_.not_attained},
      {ChineseOf(v1::RESULT_STATUS_PROVISIONAL_ATTAINED), styles_.provisional},
      {ChineseOf(v1::RESULT_STATUS_PROVISIONAL_NOT_ATTAINED), styles_.provisional},
      {ChineseOf(v1::RESULT_STATUS_MISSING), styles_.not_attained},
      {ChineseOf(v1::RESULT_STATUS_NOT_APPLICABLE), styles_.open},
  };
  for (const std::string& words : PendingWords()) colours.emplace_back(words, styles_.open);
  for (const auto& [words, format] : colours) {
    std::string value = absl::StrCat("\"", words, "\"");
    lxw_conditional_format rule = {};
    rule.type = LXW_CONDITIONAL_TYPE_CELL;
    rule.criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO;
    rule.value_string = value.data();
    rule.format = format;
    worksheet_conditional_format_range(sheet_, first_row, first_column, last_row, last_column, &rule);
  }
}

std::string DepartmentText(const type::v1::Plan& plan, const std::string& id) {
  for (const type::v1::Department& department : plan.departments()) {
    if (department.id() == id && !department.names().zh().empty()) return department.names().zh();
  }
  return id;
}

std::string RegionText(const type::v1::Plan& plan, const std::string& code) {
  const type::v1::Region* region = FindRegion(plan, code);
  if (region == nullptr || region->names().zh().empty()) return code;
  return absl::StrCat(region->names().zh(), "（", code, "）");
}

absl::TimeZone ZoneOf(const type::v1::Plan& plan) { return LoadZone(plan.time_zone()).value_or(absl::UTCTimeZone()); }

}  // namespace lianfang::evaluation
