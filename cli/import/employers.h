// Employers' figures from a file, for the floating premium rates: one employer a row, under a row of headings in Chinese or English.
//
//   absl::StatusOr<FileTable> table = ReadTable(bytes);
//   const EmployerFile file = ReadEmployers(table->sheets[0]);
//   if (!file.faults.empty()) ...
#ifndef LIANFANG_CLI_IMPORT_EMPLOYERS_H_
#define LIANFANG_CLI_IMPORT_EMPLOYERS_H_

#include <vector>

#include "cli/import/fault.h"
#include "cli/import/file_row.h"
#include "lianfang/fund/v1/premium.pb.h"

namespace lianfang::cli {

struct EmployerFile {
  std::vector<fund::v1::EmployerFigures> employers;  // of the rows without fault
  std::vector<Fault> faults;                         // in order of rows
};

// Every row below the headings, which are the first row. An employer that is twice in the file is a fault of the later row, which names the
// earlier one. An empty sum or count is a fault: nothing absent is read as 0; an empty exemption is none.
EmployerFile ReadEmployers(const FileSheet& sheet);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_EMPLOYERS_H_
