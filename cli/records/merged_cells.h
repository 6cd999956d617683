// Merged cells of a department's own table.
#ifndef LIANFANG_CLI_RECORDS_MERGED_CELLS_H_
#define LIANFANG_CLI_RECORDS_MERGED_CELLS_H_

#include "cli/import/file_row.h"

namespace lianfang::cli {

// Gives every empty cell of a merged range the text of its first: headings over several columns or rows, an employer beside all its people. Columns
// in which no row of the sheet has anything stay as they are. Rows are in the order of their numbers.
void FillMerges(FileSheet& sheet);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_RECORDS_MERGED_CELLS_H_
