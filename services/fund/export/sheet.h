// One sheet of a workbook, written row by row: a title across, headings, rows of texts, numbers and sums.
//
//   Sheet sheet(workbook, "项目", {{"名称", 36}, {"金额（元）", 16}});
//   sheet.Title("2026年度项目");
//   sheet.Headings();
//   sheet.Text("培训").Sum(3500000).EndRow();
#ifndef LIANFANG_SERVICES_FUND_EXPORT_SHEET_H_
#define LIANFANG_SERVICES_FUND_EXPORT_SHEET_H_

#include <xlsxwriter.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace lianfang::fund {

inline constexpr char kWorkbookMediaType[] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

// The workbook outlives it.
class Sheet {
 public:
  // `columns`: headings and widths, in digits of the default font.
  Sheet(lxw_workbook* workbook, const char* name, const std::vector<std::pair<std::string, double>>& columns);

  void Title(const std::string& title);
  // The headings; what is above them and the first column stay in sight.
  void Headings();

  // The next cell of the row.
  Sheet& Text(const std::string& text);
  Sheet& Count(int64_t number);
  // Of fen, in yuan; exact in a double up to 10^15.
  Sheet& Sum(int64_t fen);
  // As high as its texts need.
  void EndRow();

 private:
  Sheet& Number(double number, lxw_format* format);

  lxw_worksheet* sheet_;
  lxw_format* title_;
  lxw_format* heading_;
  lxw_format* text_;
  lxw_format* count_;
  lxw_format* sum_;
  const std::vector<std::pair<std::string, double>> columns_;
  std::vector<double> widths_;
  lxw_row_t row_ = 0;
  lxw_col_t column_ = 0;
  std::vector<std::string> texts_;  // of the row being written
};

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_EXPORT_SHEET_H_
