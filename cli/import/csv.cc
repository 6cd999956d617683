#include "cli/import/csv.h"

#include <csv.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/import/spelling.h"

namespace lianfang::cli {
namespace {

// libcsv takes each of CR and LF for the end of a row, which would count the rows of a file with CRLF twice. So one of
// them ends rows here, and the other is space beside it.
int IsLineFeed(unsigned char c) { return c == CSV_LF; }
int IsCarriageReturn(unsigned char c) { return c == CSV_CR; }
int IsSpace(unsigned char c) { return c == CSV_SPACE || c == CSV_TAB || c == CSV_CR; }

// What libcsv calls back for every cell and every row.
class Rows {
 public:
  static void Cell(void* cell, size_t size, void* rows) {
    static_cast<Rows*>(rows)->row_.cells.push_back(
        absl::StrReplaceAll(absl::string_view(static_cast<const char*>(cell), size), {{"\r\n", "\n"}}));
  }

  static void Row(int, void* rows) { static_cast<Rows*>(rows)->EndRow(); }

  int number() const { return row_.number; }
  std::vector<CsvRow> Take() { return std::move(rows_); }

 private:
  void EndRow() {
    const bool empty = std::all_of(row_.cells.begin(), row_.cells.end(),
                                   [](const std::string& cell) { return Trimmed(cell).empty(); });
    const int next = row_.number + 1;
    if (!empty) rows_.push_back(std::move(row_));
    row_ = {next, {}};
  }

  std::vector<CsvRow> rows_;
  CsvRow row_{1, {}};
};

struct FreeParser {
  void operator()(csv_parser* parser) const { csv_free(parser); }
};

}  // namespace

absl::StatusOr<std::vector<CsvRow>> ReadCsv(absl::string_view text) {
  csv_parser parser;
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_APPEND_NULL) != 0) {
    return absl::InternalError("libcsv cannot be set up");
  }
  const std::unique_ptr<csv_parser, FreeParser> freed(&parser);
  const bool old_mac = text.find('\n') == absl::string_view::npos;
  csv_set_term_func(&parser, old_mac ? IsCarriageReturn : IsLineFeed);
  csv_set_space_func(&parser, IsSpace);

  Rows rows;
  const bool whole = csv_parse(&parser, text.data(), text.size(), Rows::Cell, Rows::Row, &rows) == text.size();
  if (whole && csv_fini(&parser, Rows::Cell, Rows::Row, &rows) == 0) return rows.Take();
  if (csv_error(&parser) != CSV_EPARSE) {
    return absl::ResourceExhaustedError(absl::StrCat("row ", rows.number(), ": ", csv_strerror(csv_error(&parser))));
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "row ", rows.number(),
      whole ? ": a quote is opened and never closed"
            : ": a quote stands inside a cell; a cell with quotes is quoted as a whole, its own quotes doubled"));
}

void AppendCsvRow(const std::vector<std::string>& cells, std::string& text) {
  absl::string_view comma;
  for (const std::string& cell : cells) {
    const bool plain = cell.find_first_of(",\"\r\n") == std::string::npos && Trimmed(cell).size() == cell.size();
    absl::StrAppend(&text, comma, plain ? cell : absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\""));
    comma = ",";
  }
  absl::StrAppend(&text, "\r\n");
}

}  // namespace lianfang::cli
