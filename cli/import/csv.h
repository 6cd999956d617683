// CSV as spreadsheets write it (RFC 4180), by libcsv: quoted cells with commas, doubled quotes and line breaks; rows
// ended by CRLF, LF or CR.
//
//   absl::StatusOr<std::vector<CsvRow>> rows = ReadCsv("a,\"b\nc\"\r\n");
#ifndef LIANFANG_CLI_IMPORT_CSV_H_
#define LIANFANG_CLI_IMPORT_CSV_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang::cli {

struct CsvRow {
  int number;                      // as a spreadsheet counts: from 1, empty rows too, and a cell's line breaks not
  std::vector<std::string> cells;  // without the spaces around a cell that is not quoted

  // The cell, or nothing where the row is shorter.
  absl::string_view Cell(size_t index) const {
    return index < cells.size() ? absl::string_view(cells[index]) : absl::string_view();
  }
};

// Every row that is not empty. INVALID_ARGUMENT naming the row where a quote is out of place or never closed.
absl::StatusOr<std::vector<CsvRow>> ReadCsv(absl::string_view text);

// Appends one row, with the quotes that it needs, ended by CRLF.
void AppendCsvRow(const std::vector<std::string>& cells, std::string& text);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_CSV_H_
