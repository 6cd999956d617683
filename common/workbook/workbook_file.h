// A workbook (xlsx) as bytes. libxlsxwriter writes files only.
//
//   absl::StatusOr<std::string> bytes = WriteWorkbook([](lxw_workbook* workbook) {
//     worksheet_write_string(workbook_add_worksheet(workbook, "A"), 0, 0, "text", nullptr);
//   });
#ifndef LIANFANG_COMMON_WORKBOOK_WORKBOOK_FILE_H_
#define LIANFANG_COMMON_WORKBOOK_WORKBOOK_FILE_H_

#include <xlsxwriter.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang {

// How a workbook is put together: its cells in any order, or row by row, each sheet from above; then no more than a row of cells is in memory,
// and texts stand in their cells instead of in a table of texts.
enum class WorkbookOrder { kAny, kRowByRow };

// What `fill` puts into an empty workbook. INTERNAL where there is no room for a temporary file, or the library refuses. What `fill` throws leaves
// nothing behind.
absl::StatusOr<std::string> WriteWorkbook(const std::function<void(lxw_workbook*)>& fill,
                                          WorkbookOrder order = WorkbookOrder::kAny);

// A name that a sheet may have, as like `wished` as can be: at most 31 characters, without `[]:*?/\`, not an apostrophe at
// either end, and none of `taken`, case apart. Full-width characters replace those that are not allowed.
std::string SheetName(absl::string_view wished, const std::vector<std::string>& taken);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_WORKBOOK_WORKBOOK_FILE_H_
