// The sheets of a workbook (workbook.h), each written by its own file, and what they share.
#ifndef LIANFANG_SERVICES_EVALUATION_EXPORT_SHEETS_H_
#define LIANFANG_SERVICES_EVALUATION_EXPORT_SHEETS_H_

#include <xlsxwriter.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "services/evaluation/export/workbook.h"

namespace lianfang::evaluation {

// The formats of one workbook, which owns them.
struct Styles {
  explicit Styles(lxw_workbook* workbook);

  lxw_format* title;
  lxw_format* note;  // a line of text across the sheet
  lxw_format* heading;
  lxw_format* text;
  lxw_format* number;
  lxw_format* attained;  // conditional, as those below
  lxw_format* not_attained;
  lxw_format* provisional;
  lxw_format* open;
};

// One sheet being written, cell by cell; Finish makes its rows as high as their texts need. Refers to what it is given.
class Sheet {
 public:
  Sheet(lxw_workbook* workbook, const Styles& styles, const char* name);

  void Write(lxw_row_t row, lxw_col_t column, const std::string& text, lxw_format* format = nullptr);
  void WriteNumber(lxw_row_t row, lxw_col_t column, int64_t number);
  // A number where the text is one, as ExactValue.text is; nothing where it is empty.
  void WriteValue(lxw_row_t row, lxw_col_t column, const std::string& text);
  void WriteHeadings(lxw_row_t row, const std::vector<std::string>& headings);
  void Merge(lxw_row_t row, lxw_col_t first, lxw_col_t last, const std::string& text, lxw_format* format);
  // Headings stay in view: rows above and columns to the left of this cell.
  void Freeze(lxw_row_t row, lxw_col_t column) { worksheet_freeze_panes(sheet_, row, column); }
  void SetWidth(lxw_col_t first, lxw_col_t last, double width);
  // Prints upright pages at this scale in per cent, and begins a new page at each of these rows, instead of as wide as the page allows and
  // broken anywhere.
  void PrintInPages(uint16_t scale, const std::vector<lxw_row_t>& first_rows);
  // Sets the height of every row that was written. To be called once, at the end.
  void Finish();
  // Colours the cells of a range by the status that they name.
  void ColourStatuses(lxw_row_t first_row, lxw_col_t first_column, lxw_row_t last_row, lxw_col_t last_column);

  lxw_worksheet* handle() { return sheet_; }
  const Styles& styles() const { return styles_; }

 private:
  // A text, and the columns that it runs over.
  struct Written {
    lxw_col_t first;
    lxw_col_t last;
    std::string text;
    double scale;  // of its font, against the default one
  };

  double WidthOf(lxw_col_t first, lxw_col_t last) const;
  void Note(lxw_row_t row, lxw_col_t first, lxw_col_t last, const std::string& text, const lxw_format* format);

  const Styles& styles_;
  lxw_worksheet* sheet_;
  std::map<lxw_col_t, double> widths_;  // of those that were set
  std::map<lxw_row_t, std::vector<Written>> rows_;
};

void WriteResultSheet(lxw_workbook* workbook, const Styles& styles, const WorkbookContent& content);
void WriteEvidenceSheet(lxw_workbook* workbook, const Styles& styles, const WorkbookContent& content);
// What open discrepancies between records say about the verdicts; no sheet where none is known.
void WriteWarningSheet(lxw_workbook* workbook, const Styles& styles, const WorkbookContent& content);
void WriteTrendSheet(lxw_workbook* workbook, const Styles& styles, const WorkbookContent& content);
void WriteAssessmentSheet(lxw_workbook* workbook, const Styles& styles, const WorkbookContent& content);
void WriteSummarySheet(lxw_workbook* workbook, const Styles& styles, const WorkbookContent& content);

// Words that several sheets use, in Chinese. Those for statuses and bounds are words/.
std::string DepartmentText(const type::v1::Plan& plan, const std::string& id);
// `高平市（140581）`, so that regions of one name are told apart; the code alone where the plan does not name it.
std::string RegionText(const type::v1::Plan& plan, const std::string& code);
// The plan's time zone, by which people read instants (words/instant_words.h).
absl::TimeZone ZoneOf(const type::v1::Plan& plan);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_EXPORT_SHEETS_H_
