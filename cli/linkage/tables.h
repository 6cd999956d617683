// Files of persons, ready for linkage.
#ifndef LIANFANG_CLI_LINKAGE_TABLES_H_
#define LIANFANG_CLI_LINKAGE_TABLES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/linkage/fields.h"
#include "linkage/table.h"

namespace lianfang::cli {

// Tables as they are compared, and how their rows are called.
struct PersonTables {
  linkage::Table table;
  std::vector<std::vector<std::string>> names;  // of each file's rows: the id column's cell, or the row's number
  FieldMapping mapping;                         // as given, or as guessed
  std::vector<std::string> left_out;            // fields that only one file has
};

// Reads one or two files (CSV in UTF-8 or GB18030, or a workbook's first sheet) whose contents are given. `fields` is a
// mapping; empty: it is guessed from the headings. A FileFault for what cannot be read.
absl::StatusOr<PersonTables> ReadPersonTables(const std::vector<std::string>& files, absl::string_view fields);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_LINKAGE_TABLES_H_
