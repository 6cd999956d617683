// CSV as spreadsheets write it (RFC 4180), by libcsv: quoted cells with commas, doubled quotes and line breaks; rows
// ended by CRLF, LF or CR, in any mixture.
//
//   absl::StatusOr<std::vector<FileRow>> rows = ReadCsv("a,\"b\nc\"\r\n");
#ifndef LIANFANG_CLI_IMPORT_CSV_H_
#define LIANFANG_CLI_IMPORT_CSV_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/import/file_row.h"

namespace lianfang::cli {

// Every row that is not empty, its cells without the spaces around those that are not quoted. A FileFault naming the row
// where a quote is out of place or never closed.
absl::StatusOr<std::vector<FileRow>> ReadCsv(absl::string_view text);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_CSV_H_
