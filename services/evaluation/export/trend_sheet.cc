// Every indicator over the data years: a table of its industry rows, and a chart beside it.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/export/sheets.h"

namespace lianfang::evaluation {
namespace {

constexpr char kSheetName[] = "趋势";
constexpr lxw_row_t kChartRows = 16;  // that a chart covers

// The lines of one indicator as a block: headings, a line for each industry row, the chart to the right.
class TrendBlock {
 public:
  TrendBlock(lxw_workbook* workbook, Sheet& sheet, const type::v1::Plan& plan, lxw_row_t top)
      : workbook_(workbook), sheet_(sheet), plan_(plan), top_(top) {}

  // Answers the first row below.
  lxw_row_t Write(const type::v1::Indicator& indicator, const std::vector<const v1::TrendLine*>& lines) {
    const std::string unit = indicator.unit().zh();
    sheet_.Write(top_, 0, absl::StrCat(indicator.names().zh(), unit.empty() ? "" : absl::StrCat("（", unit, "）")),
                 sheet_.styles().heading);
    lxw_col_t column = 1;
    for (const type::v1::Period& period : plan_.periods()) {
      sheet_.Write(top_, column++, PeriodNames(plan_, period.id()).zh(), sheet_.styles().heading);
    }
    lxw_chart* chart = workbook_add_chart(workbook_, LXW_CHART_LINE);
    chart_title_set_name(chart, indicator.names().zh().c_str());
    chart_show_blanks_as(chart, LXW_CHART_BLANKS_AS_GAP);
    lxw_row_t row = top_ + 1;
    for (const v1::TrendLine* line : lines) WriteLine(row++, *line, chart);
    worksheet_insert_chart(sheet_.handle(), top_, static_cast<lxw_col_t>(plan_.periods_size() + 2), chart);
    return std::max(row + 1, top_ + kChartRows);
  }

 private:
  void WriteLine(lxw_row_t row, const v1::TrendLine& line, lxw_chart* chart) {
    sheet_.Write(row, 0, line.industry_names().zh());
    lxw_col_t column = 1;
    for (const type::v1::Period& period : plan_.periods()) {
      std::string value;
      for (const v1::TrendPoint& point : line.points()) {
        if (point.period() == period.id()) value = point.value().text();
      }
      sheet_.WriteValue(row, column++, value);
    }
    const lxw_col_t last = static_cast<lxw_col_t>(plan_.periods_size());
    lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
    chart_series_set_categories(series, kSheetName, top_, 1, top_, last);
    chart_series_set_values(series, kSheetName, row, 1, row, last);
    chart_series_set_name_range(series, kSheetName, row, 0);
  }

  lxw_workbook* workbook_;
  Sheet& sheet_;
  const type::v1::Plan& plan_;
  const lxw_row_t top_;
};

}  // namespace

void WriteTrendSheet(lxw_workbook* workbook, const Styles& styles, const WorkbookContent& content) {
  Sheet sheet(workbook, styles, kSheetName);
  sheet.Merge(0, 0, static_cast<lxw_col_t>(content.plan.periods_size()), "各指标历年数据", styles.title);
  lxw_row_t row = 2;
  for (const type::v1::Indicator& indicator : content.plan.indicators()) {
    std::vector<const v1::TrendLine*> lines;
    for (const v1::TrendLine& line : content.trend.lines()) {
      if (line.indicator() == indicator.id()) lines.push_back(&line);
    }
    if (!lines.empty()) row = TrendBlock(workbook, sheet, content.plan, row).Write(indicator, lines);
  }
  sheet.SetWidth(0, 0, 32);
  sheet.SetWidth(1, static_cast<lxw_col_t>(content.plan.periods_size()), 12);
  sheet.Freeze(2, 1);
}

}  // namespace lianfang::evaluation
