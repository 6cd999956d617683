// What is wrong with a file, as its author has to see it: where, what stands there, and the rule that it breaks.
#ifndef LIANFANG_CLI_IMPORT_FAULT_H_
#define LIANFANG_CLI_IMPORT_FAULT_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lianfang/type/v1/figures.pb.h"

namespace lianfang::cli {

struct Fault {
  int row;             // as a spreadsheet counts, from 1
  std::string column;  // as the file heads it; empty where the fault is the row's
  std::string value;   // as the file has it
  type::v1::LocalizedText rule;
  std::optional<size_t> column_index = std::nullopt;  // of the cell, from 0
  size_t sheet = 0;                                   // which of the file's sheets, from 0
  std::string sheet_name = {};                        // empty for CSV
};

// By sheet, then by row.
inline bool ComesBefore(const Fault& a, const Fault& b) {
  return a.sheet != b.sheet ? a.sheet < b.sheet : a.row < b.row;
}

type::v1::LocalizedText Rule(absl::string_view zh, absl::string_view en);

// What is wrong with a file as a whole: INVALID_ARGUMENT with the English text as its message.
absl::Status FileFault(absl::string_view zh, absl::string_view en);

// What a status says, in both languages where it is a FileFault.
type::v1::LocalizedText TextOf(const absl::Status& status);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_FAULT_H_
