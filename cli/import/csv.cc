#include "cli/import/csv.h"

#include <csv.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/import/fault.h"
#include "cli/import/spelling.h"
#include "common/code_points.h"

namespace lianfang::cli {
namespace {

int IsLineFeed(unsigned char c) { return c == CSV_LF; }
int IsSpaceOrTab(unsigned char c) { return c == CSV_SPACE || c == CSV_TAB; }

// The text with every row ended by LF alone, and every line break in a cell as one. libcsv takes each of CR and LF for
// the end of a row, which would count the rows of a file with CRLF twice; and CR cannot be told it as a space and as an
// end of rows at once, because it looks for spaces first. Excel for the Mac ends rows by CR and lines in a cell by LF,
// so what ends rows cannot be guessed from the whole file either.
std::string WithLineFeeds(absl::string_view text) {
  std::string lines;
  lines.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    lines.push_back(text[i] == '\r' ? '\n' : text[i]);
  }
  return lines;
}

// What libcsv calls back for every cell and every row.
class Rows {
 public:
  static void Cell(void* cell, size_t size, void* rows) {
    static_cast<Rows*>(rows)->row_.cells.emplace_back(static_cast<const char*>(cell), size);
  }

  static void Row(int, void* rows) { static_cast<Rows*>(rows)->EndRow(); }

  int number() const { return row_.number; }
  std::vector<FileRow> Take() { return std::move(rows_); }

 private:
  void EndRow() {
    const bool empty = std::all_of(row_.cells.begin(), row_.cells.end(),
                                   [](const std::string& cell) { return Trimmed(cell).empty(); });
    const int next = row_.number + 1;
    if (!empty) rows_.push_back(std::move(row_));
    row_ = {next, {}};
  }

  std::vector<FileRow> rows_;
  FileRow row_{1, {}};
};

struct FreeParser {
  void operator()(csv_parser* parser) const { csv_free(parser); }
};

}  // namespace

absl::StatusOr<std::vector<FileRow>> ReadCsv(absl::string_view text) {
  csv_parser parser;
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_APPEND_NULL) != 0) {
    return absl::InternalError("libcsv cannot be set up");
  }
  const std::unique_ptr<csv_parser, FreeParser> freed(&parser);
  csv_set_term_func(&parser, IsLineFeed);
  csv_set_space_func(&parser, IsSpaceOrTab);

  const std::string lines = WithLineFeeds(text);
  Rows rows;
  const bool whole = csv_parse(&parser, lines.data(), lines.size(), Rows::Cell, Rows::Row, &rows) == lines.size();
  if (whole && csv_fini(&parser, Rows::Cell, Rows::Row, &rows) == 0) return rows.Take();
  if (csv_error(&parser) != CSV_EPARSE) {
    return absl::ResourceExhaustedError(absl::StrCat("row ", rows.number(), ": ", csv_strerror(csv_error(&parser))));
  }
  return whole ? FileFault(absl::StrCat("第 ", rows.number(), " 行：引号没有配对"),
                           absl::StrCat("row ", rows.number(), ": a quote is opened and never closed"))
               : FileFault(absl::StrCat("第 ", rows.number(),
                                        " 行：单元格中间有引号；含引号的单元格须整个加引号，其中的引号写两个"),
                           absl::StrCat("row ", rows.number(),
                                        ": a quote stands inside a cell; a cell with quotes is quoted as a whole, its "
                                        "own quotes doubled"));
}

}  // namespace lianfang::cli
