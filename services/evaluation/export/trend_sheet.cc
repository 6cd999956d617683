// Every indicator over the data years: a table of its industry rows and totals with their targets, and below it a small chart for
// each row on an axis of its own. One chart for all would show the largest industry alone: 2 → 5 in coal mining is a
// line on the floor beside 658 → 420 in road transport.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/evaluation/domain/plan/plan_lookup.h"
#include "services/evaluation/export/sheets.h"

namespace lianfang::evaluation {
namespace {

constexpr char kSheetName[] = "趋势";
constexpr lxw_col_t kFirstPeriod = 2;  // after the industry and what the row says
constexpr int kChartsAbreast = 3;
constexpr int kChartWidth = 320;  // pixels, with the gap to the next
constexpr int kChartHeight = 220;
constexpr int kGap = 10;
constexpr int kRowPixels = 20;  // of a row whose height is not set
constexpr uint16_t kPrintScale =
    75;  // three charts abreast fill the width of an upright A4 page; a block of a dozen rows fits its height
constexpr double kDefaultWidth = 480;  // of a chart, pixels
constexpr double kDefaultHeight = 288;
constexpr lxw_color_t kActualColour = 0x1F4E79;
constexpr lxw_color_t kBoundColour = 0xC00000;
constexpr lxw_color_t kGridColour = 0xD9D9D9;

absl::CivilDay DayOf(const google::type::Date& date) { return absl::CivilDay(date.year(), date.month(), date.day()); }

// Where the periods stand on the axis of time: at their years; where two begin in one year, at their middles.
std::vector<double> PlacesInTime(const type::v1::Plan& plan) {
  std::set<int> years;
  for (const type::v1::Period& period : plan.periods()) years.insert(period.start_date().year());
  const bool by_year = static_cast<int>(years.size()) == plan.periods_size();
  constexpr double kDaysPerYear = 365.25;
  std::vector<double> places;
  for (const type::v1::Period& period : plan.periods()) {
    const absl::CivilDay first = DayOf(period.start_date());
    const auto days = static_cast<double>(DayOf(period.end_date()) - first) + 1;
    const auto before = static_cast<double>(first - absl::CivilDay(first.year(), 1, 1));
    places.push_back(static_cast<double>(first.year()) + (by_year ? 0 : (before + days / 2) / kDaysPerYear - 0.5));
  }
  return places;
}

// One indicator: its heading, its table, its charts.
class TrendBlock {
 public:
  TrendBlock(lxw_workbook* workbook, Sheet& sheet, const type::v1::Plan& plan, lxw_row_t top)
      : workbook_(workbook), sheet_(sheet), plan_(plan), places_(PlacesInTime(plan)), top_(top) {}

  // Answers the first row below.
  lxw_row_t Write(const type::v1::Indicator& indicator, const std::vector<const v1::TrendLine*>& lines) {
    const std::string unit = indicator.unit().zh();
    name_ = absl::StrCat(indicator.names().zh(), unit.empty() ? "" : absl::StrCat("（", unit, "）"));
    WriteHeadings();
    lxw_row_t row = top_ + 3;
    std::vector<lxw_row_t> rows;
    for (const v1::TrendLine* line : lines) {
      rows.push_back(row);
      row = WriteLine(row, *line);
    }
    ++row;
    for (size_t i = 0; i < lines.size(); ++i) {
      InsertChart(row, static_cast<int>(i), *lines[i], rows[i]);
    }
    const int deep = (static_cast<int>(lines.size()) + kChartsAbreast - 1) / kChartsAbreast;
    return row + static_cast<lxw_row_t>((deep * kChartHeight + kRowPixels - 1) / kRowPixels) + 1;
  }

 private:
  lxw_col_t LastColumn() const { return static_cast<lxw_col_t>(kFirstPeriod + plan_.periods_size() - 1); }

  void WriteHeadings() {
    sheet_.Merge(top_, 0, LastColumn(), name_, sheet_.styles().heading);
    sheet_.WriteHeadings(top_ + 1, {"行业", "项目"});
    sheet_.Write(top_ + 2, 0, "");
    sheet_.Write(top_ + 2, 1, "年份");
    lxw_col_t column = kFirstPeriod;
    for (int i = 0; i < plan_.periods_size(); ++i, ++column) {
      sheet_.Write(top_ + 1, column, PeriodNames(plan_, plan_.periods(i).id()).zh(), sheet_.styles().heading);
      worksheet_write_number(sheet_.handle(), top_ + 2, column, places_[static_cast<size_t>(i)],
                             sheet_.styles().number);
    }
  }

  // Two rows: what was reported, and what the target allows. Answers the row below.
  lxw_row_t WriteLine(lxw_row_t row, const v1::TrendLine& line) {
    for (const bool bound : {false, true}) {
      sheet_.Write(row, 0, line.industry_names().zh());
      sheet_.Write(row, 1, bound ? "界限" : "实际");
      lxw_col_t column = kFirstPeriod;
      for (const type::v1::Period& period : plan_.periods()) {
        std::string value;
        for (const v1::TrendPoint& point : line.points()) {
          if (point.period() == period.id()) value = bound ? point.result().bound().text() : point.value().text();
        }
        sheet_.WriteValue(row, column++, value);
      }
      ++row;
    }
    return row;
  }

  void InsertChart(lxw_row_t row, int index, const v1::TrendLine& line, lxw_row_t actual_row) {
    lxw_chart* chart = workbook_add_chart(workbook_, LXW_CHART_SCATTER_STRAIGHT_WITH_MARKERS);
    const std::string title = absl::StrCat(line.industry_names().zh(), "：", name_);
    chart_title_set_name(chart, title.c_str());
    lxw_chart_font title_font = {};
    title_font.size = 10;
    title_font.bold = LXW_TRUE;
    chart_title_set_name_font(chart, &title_font);
    chart_show_blanks_as(chart, LXW_CHART_BLANKS_AS_GAP);
    AddSeries(chart, actual_row, "实际", kActualColour, LXW_CHART_LINE_DASH_SOLID, LXW_CHART_MARKER_CIRCLE);
    AddSeries(chart, actual_row + 1, "界限", kBoundColour, LXW_CHART_LINE_DASH_DASH, LXW_CHART_MARKER_SHORT_DASH);
    SetAxes(chart);
    lxw_chart_options place = {};
    place.x_offset = index % kChartsAbreast * kChartWidth;
    place.y_offset = index / kChartsAbreast * kChartHeight;
    place.x_scale = (kChartWidth - kGap) / kDefaultWidth;
    place.y_scale = (kChartHeight - kGap) / kDefaultHeight;
    worksheet_insert_chart_opt(sheet_.handle(), row, 0, chart, &place);
  }

  void AddSeries(lxw_chart* chart, lxw_row_t row, const char* name, lxw_color_t colour, uint8_t dash, uint8_t marker) {
    lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
    chart_series_set_categories(series, kSheetName, top_ + 2, kFirstPeriod, top_ + 2, LastColumn());
    chart_series_set_values(series, kSheetName, row, kFirstPeriod, row, LastColumn());
    chart_series_set_name(series, name);
    lxw_chart_line line = {};
    line.color = colour;
    line.width = 1.75;
    line.dash_type = dash;
    chart_series_set_line(series, &line);
    lxw_chart_fill fill = {};
    fill.color = colour;
    lxw_chart_line edge = {};
    edge.color = colour;
    chart_series_set_marker_type(series, marker);
    chart_series_set_marker_size(series, 6);
    chart_series_set_marker_fill(series, &fill);
    chart_series_set_marker_line(series, &edge);
  }

  void SetAxes(lxw_chart* chart) const {
    lxw_chart_font font = {};
    font.size = 9;
    lxw_chart_line grid = {};
    grid.color = kGridColour;
    grid.width = 0.75;
    lxw_chart_axis* time = chart->x_axis;
    chart_axis_set_min(time, *std::min_element(places_.begin(), places_.end()) - 0.5);
    chart_axis_set_max(time, *std::max_element(places_.begin(), places_.end()) + 0.5);
    chart_axis_set_major_unit(time, 1);
    chart_axis_set_num_format(time, "0");
    chart_axis_major_gridlines_set_visible(time, LXW_FALSE);
    lxw_chart_axis* value = chart->y_axis;
    chart_axis_set_min(value, 0);  // so that a fall looks as large as it is
    chart_axis_major_gridlines_set_line(value, &grid);
    for (lxw_chart_axis* axis : {time, value}) chart_axis_set_num_font(axis, &font);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    chart_legend_set_font(chart, &font);
  }

  lxw_workbook* workbook_;
  Sheet& sheet_;
  const type::v1::Plan& plan_;
  const std::vector<double> places_;  // on the axis of time
  const lxw_row_t top_;
  std::string name_;
};

}  // namespace

void WriteTrendSheet(lxw_workbook* workbook, const Styles& styles, const WorkbookContent& content) {
  Sheet sheet(workbook, styles, kSheetName);
  const auto last = static_cast<lxw_col_t>(kFirstPeriod + content.plan.periods_size() - 1);
  sheet.Merge(0, 0, last, "各指标历年数据", styles.title);
  lxw_row_t row = 2;
  std::vector<lxw_row_t> tops;
  for (const type::v1::Indicator& indicator : content.plan.indicators()) {
    std::vector<const v1::TrendLine*> lines;
    for (const auto* several : {&content.trend.lines(), &content.trend.totals()}) {
      for (const v1::TrendLine& line : *several) {
        if (line.indicator() == indicator.id()) lines.push_back(&line);
      }
    }
    if (lines.empty()) continue;
    if (row > 2) tops.push_back(row);
    row = TrendBlock(workbook, sheet, content.plan, row).Write(indicator, lines);
  }
  sheet.SetWidth(0, 0, 26);
  sheet.SetWidth(1, 1, 8);
  sheet.SetWidth(kFirstPeriod, last, 14);
  sheet.Freeze(1, 0);
  sheet.PrintInPages(kPrintScale, tops);
  sheet.Finish();
}

}  // namespace lianfang::evaluation
