#include "cli/import/file_table.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "cli/import/csv.h"
#include "cli/import/spelling.h"
#include "cli/import/xlsx_reader.h"

namespace lianfang::cli {
namespace {

constexpr absl::string_view kZip = "PK\x03\x04";
constexpr absl::string_view kCompoundFile("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
// Names of streams in a compound file, as they stand there, in UTF-16.
constexpr absl::string_view kEncrypted("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);

absl::Status SaveAs(absl::string_view zh, absl::string_view en) {
  return FileFault(absl::StrCat(zh, "：请在 Excel 或 WPS 中另存为 xlsx 后再导入"),
                   absl::StrCat(en, ": save it as xlsx and import that"));
}

// What the file is, where it is neither a workbook nor text.
absl::Status CheckKind(absl::string_view bytes) {
  if (absl::StartsWith(bytes, kCompoundFile)) {
    if (absl::StrContains(bytes, kEncrypted)) {
      return SaveAs("文件加了打开密码，须先取消密码",
                    "the workbook is encrypted with a password, which must be removed");
    }
    return SaveAs("是旧格式的工作簿（.xls 或 WPS 的 .et）", "is a workbook of an old format (.xls, or .et of WPS)");
  }
  if (absl::StartsWith(bytes, kZip) && absl::StrContains(bytes.substr(0, 128), "application/vnd.oasis.opendocument")) {
    return SaveAs("是 OpenDocument 文件（.ods）", "is an OpenDocument file (.ods)");
  }
  if (absl::StartsWith(bytes, "%PDF-")) return SaveAs("是 PDF 文件", "is a PDF file");
  if (absl::StartsWith(bytes, "{\\rtf")) return SaveAs("是 RTF 文档", "is an RTF document");
  absl::string_view text = bytes.substr(0, 1024);
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  const std::string start = absl::AsciiStrToLower(absl::StripLeadingAsciiWhitespace(text));
  for (const absl::string_view markup : {"<html", "<!doctype", "<table", "<?xml", "mime-version:"}) {
    if (absl::StartsWith(start, markup)) {
      return SaveAs("是网页或 XML 格式的表格（有的系统导出时命名为 .xls）",
                    "is a table in HTML or XML, whatever its name");
    }
  }
  return absl::OkStatus();
}

bool IsEmpty(const std::vector<FileSheet>& sheets) {
  return std::all_of(sheets.begin(), sheets.end(), [](const FileSheet& sheet) { return sheet.rows.empty(); });
}

absl::StatusOr<FileTable> ReadText(absl::string_view bytes, std::optional<Encoding> encoding) {
  const auto decoded = DecodeText(bytes, encoding);
  if (!decoded.ok()) return decoded.status();
  auto rows = ReadCsv(decoded->text);
  if (!rows.ok()) return rows.status();
  FileTable table;
  table.sheets.push_back({"", *std::move(rows), {}});
  table.format = std::string(EncodingName(decoded->encoding));
  return table;
}

absl::StatusOr<FileTable> ReadWorkbook(absl::string_view bytes) {
  auto workbook = ReadXlsx(bytes);
  if (!workbook.ok()) return workbook.status();
  return FileTable{std::move(workbook->sheets), std::move(workbook->hidden), "xlsx"};
}

std::string ColumnLetters(size_t column) {
  std::string letters;
  for (size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters;
}

bool SaysWhatRowsAreAbout(const Header& header, size_t column) {
  for (const Field field : {Field::kPeriod, Field::kRegion, Field::kIndustry}) {
    const auto found = header.fields.find(field);
    if (found != header.fields.end() && found->second == column) return true;
  }
  return false;
}

bool StatesFigures(const FileRow& row, const Header& header) {
  return absl::c_any_of(header.figures,
                        [&row](const FigureColumn& column) { return !Trimmed(row.Cell(column.index)).empty(); });
}

}  // namespace

absl::StatusOr<FileTable> ReadTable(absl::string_view bytes, std::optional<Encoding> encoding) {
  if (absl::Status kind = CheckKind(bytes); !kind.ok()) return kind;
  auto table = absl::StartsWith(bytes, kZip) ? ReadWorkbook(bytes) : ReadText(bytes, encoding);
  if (table.ok() && IsEmpty(table->sheets)) return FileFault("没有内容", "is empty");
  return table;
}

std::string PlanNamedIn(const FileTable& table) {
  for (const FileSheet& sheet : table.sheets) {
    if (std::string plan = PlanNamedIn(sheet.rows); !plan.empty()) return plan;
  }
  return "";
}

void ResolveMerges(FileSheet& sheet, const Header& header, std::vector<Fault>& faults) {
  for (const MergedCells& merged : sheet.merges) {
    if (merged.last_row <= header.row) continue;
    const auto by_number = [](const FileRow& row, int number) { return row.number < number; };
    const auto first =
        std::lower_bound(sheet.rows.begin(), sheet.rows.end(), std::max(merged.first_row, header.row + 1), by_number);
    if (first == sheet.rows.end() || first->number > merged.first_row) continue;  // nothing in the first cell
    const std::string text(first->Cell(merged.first_column));
    if (Trimmed(text).empty()) continue;
    if (!SaysWhatRowsAreAbout(header, merged.first_column)) {
      if (merged.first_row == merged.last_row && !StatesFigures(*first, header)) continue;  // who filled it in, say
      const std::string range = absl::StrCat(ColumnLetters(merged.first_column), merged.first_row, ":",
                                             ColumnLetters(merged.last_column), merged.last_row);
      faults.push_back(
          header.FaultAt(merged.first_row, merged.first_column, text,
                         Rule(absl::StrCat("合并单元格 ", range, "：请取消合并，逐格填写"),
                              absl::StrCat("the cells ", range, " are merged: unmerge and fill in each"))));
      continue;
    }
    for (auto row = first; row != sheet.rows.end() && row->number <= merged.last_row; ++row) {
      if (row->cells.size() <= merged.first_column) row->cells.resize(merged.first_column + 1);
      row->cells[merged.first_column] = text;
    }
  }
}

}  // namespace lianfang::cli
