// The clerk's cells in a workbook written anew, with what is wrong as comments on the cells. Layout, formats and formulas
// of the file are not kept: nothing here reads them. Mended, it can be imported as it is.
#ifndef LIANFANG_CLI_IMPORT_FAULT_WORKBOOK_H_
#define LIANFANG_CLI_IMPORT_FAULT_WORKBOOK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/import/fault.h"
#include "cli/import/file_table.h"
#include "cli/text/label.h"

namespace lianfang::cli {

// The file's sheets under their names, every cell at its place, whole numbers as numbers; then a list of the faults. A
// fault of a row, or of a column that the sheet has not, is a comment on the row's first cell. Text stays text, whatever
// it begins with. INTERNAL when no temporary file can be written.
absl::StatusOr<std::string> FaultWorkbook(const FileTable& table, const std::vector<Fault>& faults, Language language);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_FAULT_WORKBOOK_H_
