#include "cli/import/fault_workbook.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/workbook/cell_size.h"
#include "common/workbook/workbook_file.h"

namespace lianfang::cli {
namespace {

constexpr Label kFaultSheet = {"有误之处", "Faults"};
constexpr Label kData = {"数据", "Data"};
constexpr Label kAuthor = {"联防", "Lianfang"};
constexpr Label kNote = {
    "本工作簿由系统按原文件的内容重新生成，原来的格式、公式、批注和隐藏的工作表没有保留。带批注的单元格有误，改正后可直"
    "接再次导入。",
    "This workbook was written anew from the file's cells; its layout, formulas, comments and hidden sheets are not "
    "kept. "
    "Cells with a comment are at fault. Once mended it can be imported as it is."};
constexpr double kNarrowest = 9;
constexpr double kWidest = 45;
constexpr size_t kCommentWidth = 260;   // pixels
constexpr size_t kCommentLine = 18;     // pixels
constexpr double kCommentColumns = 34;  // digits in a comment's line

using Place = std::pair<lxw_row_t, lxw_col_t>;

// Whole numbers that a spreadsheet holds exactly and shows as they are written.
bool IsPlainNumber(const std::string& text, double& number) {
  constexpr int64_t kMost = 999'999'999'999'999;
  int64_t whole = 0;
  if (!absl::SimpleAtoi(text, &whole) || absl::StrCat(whole) != text || whole > kMost || whole < -kMost) return false;
  number = static_cast<double>(whole);
  return true;
}

class FaultBook {
 public:
  FaultBook(lxw_workbook* workbook, const FileTable& table, const std::vector<Fault>& faults, Language language)
      : workbook_(workbook),
        table_(table),
        faults_(faults),
        language_(language),
        cell_(Format(0)),
        faulty_(Format(0xFFC7CE)),
        heading_(Format(0xDDEBF7)),
        note_(workbook_add_format(workbook)) {
    format_set_bold(heading_);
    format_set_text_wrap(note_);
    format_set_align(note_, LXW_ALIGN_VERTICAL_CENTER);
  }

  void Write() {
    for (size_t i = 0; i < table_.sheets.size(); ++i) WriteSheet(i);
    WriteList();
  }

 private:
  lxw_format* Format(lxw_color_t background) {
    lxw_format* format = workbook_add_format(workbook_);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_border_color(format, 0xA6A6A6);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    format_set_text_wrap(format);
    if (background != 0) format_set_bg_color(format, background);
    return format;
  }

  static Place PlaceOf(const Fault& fault) {
    return {static_cast<lxw_row_t>(fault.row - 1), static_cast<lxw_col_t>(fault.column_index.value_or(0))};
  }

  std::string RuleText(const Fault& fault) const {
    const bool elsewhere = !fault.column_index.has_value() && !fault.column.empty();
    return absl::StrCat(elsewhere ? fault.column : "", elsewhere ? "：" : "", In(language_, fault.rule));
  }

  void WriteSheet(size_t index) {
    const FileSheet& source = table_.sheets[index];
    names_.push_back(SheetName(source.name.empty() ? kData.In(language_) : source.name, names_));
    lxw_worksheet* sheet = workbook_add_worksheet(workbook_, names_.back().c_str());
    const std::vector<double> widths = SetWidths(sheet, source);
    std::map<Place, std::string> comments;
    for (const Fault& fault : faults_) {
      if (fault.sheet != index) continue;
      std::string& comment = comments[PlaceOf(fault)];
      absl::StrAppend(&comment, comment.empty() ? "" : "\n", RuleText(fault));
    }
    for (const FileRow& row : source.rows) {
      const auto number = static_cast<lxw_row_t>(row.number - 1);
      for (size_t i = 0; i < row.cells.size(); ++i) {
        const auto column = static_cast<lxw_col_t>(i);
        WriteCell(sheet, number, column, row.cells[i], comments.contains({number, column}) ? faulty_ : cell_);
      }
      worksheet_set_row(sheet, number, RowHeight(row.cells, widths), nullptr);
    }
    for (const auto& [place, comment] : comments) WriteComment(sheet, place, comment);
  }

  static std::vector<double> SetWidths(lxw_worksheet* sheet, const FileSheet& source) {
    std::vector<double> widths;
    for (const FileRow& row : source.rows) {
      // A title alone in its row runs over the columns beside it.
      const bool title =
          std::count_if(row.cells.begin(), row.cells.end(), [](const std::string& cell) { return !cell.empty(); }) <= 1;
      if (widths.size() < row.cells.size()) widths.resize(row.cells.size(), kNarrowest);
      for (size_t i = 0; !title && i < row.cells.size(); ++i) {
        widths[i] = std::max(widths[i], ColumnWidth({row.cells[i]}, kNarrowest, kWidest));
      }
    }
    for (size_t i = 0; i < widths.size(); ++i) {
      worksheet_set_column(sheet, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), widths[i], nullptr);
    }
    return widths;
  }

  static void WriteCell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const std::string& text,
                        lxw_format* format) {
    double number = 0;
    if (text.empty()) {
      worksheet_write_blank(sheet, row, column, format);
    } else if (IsPlainNumber(text, number)) {
      worksheet_write_number(sheet, row, column, number, format);
    } else {
      worksheet_write_string(sheet, row, column, text.c_str(), format);
    }
  }

  void WriteComment(lxw_worksheet* sheet, const Place& place, const std::string& comment) {
    std::string author(kAuthor.In(language_));
    lxw_comment_options options = {};
    options.author = author.data();
    options.width = kCommentWidth;
    options.height =
        static_cast<uint16_t>(kCommentLine * (static_cast<size_t>(WrappedLines(comment, kCommentColumns)) + 1));
    worksheet_write_comment_opt(sheet, place.first, place.second, comment.c_str(), &options);
  }

  // Every fault with a link to its cell.
  void WriteList() {
    const std::string name = SheetName(kFaultSheet.In(language_), names_);
    lxw_worksheet* sheet = workbook_add_worksheet(workbook_, name.c_str());
    const std::vector<double> widths = {16, 9, 22, 26, 70};
    for (size_t i = 0; i < widths.size(); ++i) {
      worksheet_set_column(sheet, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), widths[i], nullptr);
    }
    const std::string note(kNote.In(language_));
    worksheet_merge_range(sheet, 0, 0, 0, static_cast<lxw_col_t>(widths.size() - 1), note.c_str(), note_);
    worksheet_set_row(sheet, 0, RowHeight(WrappedLines(note, 143)) + 6, nullptr);
    constexpr Label kHeadings[] = {
        {"工作表", "Sheet"}, {"单元格", "Cell"}, {"列", "Column"}, {"值", "Value"}, {"规则", "Rule"}};
    for (lxw_col_t i = 0; i < std::size(kHeadings); ++i) {
      worksheet_write_string(sheet, 1, i, std::string(kHeadings[i].In(language_)).c_str(), heading_);
    }
    lxw_row_t row = 2;
    for (const Fault& fault : faults_) WriteListed(sheet, row++, fault, widths);
    worksheet_freeze_panes(sheet, 2, 0);
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9);  // A4
    worksheet_fit_to_pages(sheet, 1, 0);
  }

  void WriteListed(lxw_worksheet* sheet, lxw_row_t row, const Fault& fault, const std::vector<double>& widths) {
    const Place place = PlaceOf(fault);
    char reference[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell(reference, place.first, place.second);
    const std::string link = absl::StrCat("internal:'", names_[fault.sheet], "'!", reference);
    const std::vector<std::string> cells = {names_[fault.sheet], reference, fault.column, fault.value,
                                            In(language_, fault.rule)};
    for (size_t i = 0; i < cells.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      if (i == 1) worksheet_write_url(sheet, row, column, link.c_str(), cell_);
      worksheet_write_string(sheet, row, column, cells[i].c_str(), cell_);
    }
    worksheet_set_row(sheet, row, RowHeight(cells, widths), nullptr);
  }

  lxw_workbook* const workbook_;
  const FileTable& table_;
  const std::vector<Fault>& faults_;
  const Language language_;
  lxw_format* const cell_;
  lxw_format* const faulty_;
  lxw_format* const heading_;
  lxw_format* const note_;
  std::vector<std::string> names_;
};

}  // namespace

absl::StatusOr<std::string> FaultWorkbook(const FileTable& table, const std::vector<Fault>& faults, Language language) {
  return WriteWorkbook([&](lxw_workbook* workbook) { FaultBook(workbook, table, faults, language).Write(); });
}

}  // namespace lianfang::cli
