// A file as sheets of text, whatever its format: told by its content, never by its name.
//
//   absl::StatusOr<FileTable> table = ReadTable(bytes);
#ifndef LIANFANG_CLI_IMPORT_FILE_TABLE_H_
#define LIANFANG_CLI_IMPORT_FILE_TABLE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/import/encoding.h"
#include "cli/import/fault.h"
#include "cli/import/file_row.h"
#include "cli/import/header.h"
#include "cli/import/plan_terms.h"

namespace lianfang::cli {

struct FileTable {
  std::vector<FileSheet> sheets;    // at least one
  std::vector<std::string> hidden;  // sheets of a workbook that are not shown, and not read
  std::string format;               // `UTF-8`, `GB18030` or `xlsx`
};

// A workbook (xlsx), or CSV: then `encoding`, where it is given, is that of its text. A FileFault (fault.h) for anything
// else: for `.xls`, WPS's `.et` and workbooks with a password, which are one container (CFB), for OpenDocument, HTML and
// PDF it says what to save the file as; for an empty file that it is empty.
absl::StatusOr<FileTable> ReadTable(absl::string_view bytes, std::optional<Encoding> encoding = std::nullopt);

// `plans/{plan}` as an obligation's name in the file says it; empty where none is a whole name. Needs no plan.
std::string PlanNamedIn(const FileTable& table);

// Gives every cell of a merged range the text of its first, below the header, where a column says what rows are about
// (period, region, industry). Adds a fault where figures, obligations or texts are merged: which cell they belong to is
// anybody's guess. A line below the table that states no figure may be merged as it likes.
void ResolveMerges(FileSheet& sheet, const Header& header, std::vector<Fault>& faults);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_FILE_TABLE_H_
