// What a workbook says beside its sheets' cells: which sheets there are, the strings that cells share, which styles show
// dates.
#ifndef LIANFANG_CLI_IMPORT_XLSX_PARTS_H_
#define LIANFANG_CLI_IMPORT_XLSX_PARTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/import/xlsx_package.h"

namespace lianfang::cli {

struct XlsxSheetEntry {
  std::string name;
  std::string part;
  bool hidden = false;
};

struct XlsxWorkbook {
  std::vector<XlsxSheetEntry> sheets;  // worksheets, in order; charts and the like are left out
  std::vector<std::string> strings;
  std::vector<bool> date_styles;  // by the index that cells name
  bool since_1904 = false;
};

// A FileFault (fault.h) where the package is no workbook, or exceeds its limits.
absl::StatusOr<XlsxWorkbook> ReadXlsxWorkbook(XlsxPackage& package);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_XLSX_PARTS_H_
