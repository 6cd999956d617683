// The sheets of a workbook (xlsx), as text: numbers and dates as their author sees them (xlsx_value.h), formulas by the
// results that were saved with them, errors as `#REF!`. Cells stand at their own positions, whatever the file leaves out.
//
// A reader of our own, on libzip and expat: liborcus 0.17 loses inline strings and error cells, and unpacks every part
// whole, whatever its size.
//
//   absl::StatusOr<XlsxSheets> sheets = ReadXlsx(bytes);
#ifndef LIANFANG_CLI_IMPORT_XLSX_READER_H_
#define LIANFANG_CLI_IMPORT_XLSX_READER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/import/file_row.h"
#include "cli/import/xlsx_package.h"

namespace lianfang::cli {

struct XlsxSheets {
  std::vector<FileSheet> sheets;    // those that are shown
  std::vector<std::string> hidden;  // names of the others, which are not read
};

// A FileFault (fault.h) where the bytes are no workbook, are damaged, or exceed the limits. A formula whose result was not
// saved is the cell's text, `=` and the formula.
absl::StatusOr<XlsxSheets> ReadXlsx(absl::string_view bytes, const XlsxLimits& limits = {});

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_XLSX_READER_H_
