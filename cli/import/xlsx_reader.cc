#include "cli/import/xlsx_reader.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/import/fault.h"
#include "cli/import/xlsx_parts.h"
#include "cli/import/xlsx_value.h"
#include "cli/import/xlsx_xml.h"

namespace lianfang::cli {
namespace {

// What all sheets of a workbook may still hold.
struct Budget {
  size_t cells;
  size_t bytes;
};

// One sheet, event by event.
class SheetReader {
 public:
  SheetReader(const XlsxWorkbook& workbook, const XlsxSheetEntry& entry, const XlsxLimits& limits, Budget& budget)
      : workbook_(workbook), entry_(entry), limits_(limits), budget_(budget) {
    sheet_.name = entry.name;
  }

  absl::StatusOr<FileSheet> Read(XlsxPackage& package) {
    XmlEvents events;
    events.start = [this](absl::string_view element, const XmlAttributes& attributes) {
      return Start(element, attributes);
    };
    events.end = [this](absl::string_view element) { return End(element); };
    events.text = [this](absl::string_view text) {
      if (text_ != nullptr) absl::StrAppend(text_, text);
      return absl::OkStatus();
    };
    if (absl::Status parsed = ParseXmlPart(package, entry_.part, events); !parsed.ok()) return parsed;
    return std::move(sheet_);
  }

 private:
  // The cell being read.
  struct Cell {
    std::string type;
    bool date = false;
    bool has_value = false;
    bool has_formula = false;
    std::string value;
    std::string formula;
    std::string text;  // inline
  };

  absl::Status Start(absl::string_view element, const XmlAttributes& attributes) {
    if (element == "row") return StartRow(attributes);
    if (element == "c") return StartCell(attributes);
    if (element == "mergeCell") return AddMerge(attributes.Get("ref"));
    if (!in_cell_) return absl::OkStatus();
    if (element == "v") {
      cell_.has_value = true;
      text_ = &cell_.value;
    } else if (element == "f") {
      cell_.has_formula = true;
      text_ = &cell_.formula;
    } else if (element == "rPh") {
      phonetic_ = true;
    } else if (element == "t") {
      text_ = phonetic_ ? nullptr : &cell_.text;
    }
    return absl::OkStatus();
  }

  absl::Status End(absl::string_view element) {
    if (element == "v" || element == "f" || element == "t") text_ = nullptr;
    if (element == "rPh") phonetic_ = false;
    if (element == "c" && in_cell_) return EndCell();
    if (element == "row") return EndRow();
    return absl::OkStatus();
  }

  // Rows and cells may leave out where they are: then they follow the one before.
  absl::Status StartRow(const XmlAttributes& attributes) {
    const absl::string_view number = attributes.Get("r");
    int row = row_.number + 1;
    if (!number.empty() && !absl::SimpleAtoi(number, &row)) return Damaged("row");
    if (row <= row_.number) return Damaged("row order");
    if (row > limits_.rows) return TooLarge();
    row_ = {row, {}};
    next_column_ = 0;
    return absl::OkStatus();
  }

  absl::Status StartCell(const XmlAttributes& attributes) {
    if (in_cell_) return Damaged("cell in a cell");
    const absl::string_view reference = attributes.Get("r");
    column_ = next_column_;
    if (!reference.empty()) {
      const auto position = ParseXlsxReference(reference);
      if (!position.has_value() || position->row + 1 != row_.number) return Damaged(reference);
      if (position->column < next_column_) return Damaged("cell order");
      column_ = position->column;
    }
    next_column_ = column_ + 1;
    size_t style = 0;
    (void)absl::SimpleAtoi(attributes.Get("s"), &style);  // without one it is the first
    cell_ = {};
    cell_.type = std::string(attributes.Get("t"));
    cell_.date = style < workbook_.date_styles.size() && workbook_.date_styles[style];
    in_cell_ = true;
    return absl::OkStatus();
  }

  absl::Status EndCell() {
    in_cell_ = false;
    auto text = TextOfCell();
    if (!text.ok()) return text.status();
    if (text->empty()) return absl::OkStatus();
    if (column_ >= limits_.columns || text->size() > budget_.bytes) return TooLarge();
    budget_.bytes -= text->size();
    row_.cells.resize(column_ + 1);
    row_.cells[column_] = *std::move(text);
    return absl::OkStatus();
  }

  absl::Status EndRow() {
    if (row_.cells.empty()) return absl::OkStatus();
    if (row_.cells.size() > budget_.cells) return TooLarge();
    budget_.cells -= row_.cells.size();
    const int number = row_.number;
    sheet_.rows.push_back(std::move(row_));
    row_ = {number, {}};
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> TextOfCell() const {
    const std::string& type = cell_.type;
    if (type == "inlineStr") return UnescapeXlsxText(cell_.text);
    if (cell_.has_formula && (type == "str" ? !cell_.has_value : cell_.value.empty())) {
      return absl::StrCat("=", cell_.formula);
    }
    if (cell_.value.empty()) return std::string();
    if (type == "s") {
      size_t index = 0;
      if (!absl::SimpleAtoi(cell_.value, &index) || index >= workbook_.strings.size()) return Damaged("shared string");
      return workbook_.strings[index];
    }
    if (type == "str") return UnescapeXlsxText(cell_.value);
    if (type == "b") return std::string(cell_.value == "0" ? "FALSE" : "TRUE");
    if (type == "e") return cell_.value;
    if (type == "d") return std::string(absl::StripSuffix(cell_.value, "T00:00:00"));
    return cell_.date ? XlsxDate(cell_.value, workbook_.since_1904) : XlsxNumber(cell_.value);
  }

  absl::Status AddMerge(absl::string_view reference) {
    const std::vector<absl::string_view> ends = absl::StrSplit(reference, ':');
    const auto first = ParseXlsxReference(ends.front());
    const auto last = ParseXlsxReference(ends.back());
    if (!first.has_value() || !last.has_value()) return Damaged(reference);
    if (sheet_.merges.size() == limits_.merges) return TooLarge();
    sheet_.merges.push_back({first->row + 1, last->row + 1, first->column, last->column});
    return absl::OkStatus();
  }

  absl::Status Damaged(absl::string_view why) const { return DamagedWorkbook(entry_.name, why); }

  absl::Status TooLarge() const {
    return FileFault(absl::StrCat("工作表“", entry_.name, "”过大（最多 ", limits_.columns, " 列）：请只留要报送的内容"),
                     absl::StrCat("the sheet ", entry_.name, " is too large (", limits_.columns,
                                  " columns at most): leave in it only ", "what is to be filed"));
  }

  const XlsxWorkbook& workbook_;
  const XlsxSheetEntry& entry_;
  const XlsxLimits& limits_;
  Budget& budget_;
  FileSheet sheet_;
  FileRow row_{0, {}};
  size_t column_ = 0;
  size_t next_column_ = 0;
  bool in_cell_ = false;
  bool phonetic_ = false;
  Cell cell_;
  std::string* text_ = nullptr;  // where text belongs now; null where to none
};

}  // namespace

absl::StatusOr<XlsxSheets> ReadXlsx(absl::string_view bytes, const XlsxLimits& limits) {
  auto package = XlsxPackage::Open(bytes, limits);
  if (!package.ok()) return package.status();
  const auto workbook = ReadXlsxWorkbook(**package);
  if (!workbook.ok()) return workbook.status();
  XlsxSheets sheets;
  Budget budget{limits.cells, limits.cell_bytes};
  for (const XlsxSheetEntry& entry : workbook->sheets) {
    if (entry.hidden) {
      sheets.hidden.push_back(entry.name);
      continue;
    }
    auto sheet = SheetReader(*workbook, entry, limits, budget).Read(**package);
    if (!sheet.ok()) return sheet.status();
    sheets.sheets.push_back(*std::move(sheet));
  }
  return sheets;
}

}  // namespace lianfang::cli
