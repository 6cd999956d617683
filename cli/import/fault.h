// What is wrong with a file, as its author has to see it: where, what stands there, and the rule that it breaks.
#ifndef LIANFANG_CLI_IMPORT_FAULT_H_
#define LIANFANG_CLI_IMPORT_FAULT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "lianfang/type/v1/figures.pb.h"

namespace lianfang::cli {

struct Fault {
  int row;             // as a spreadsheet counts, the header being 1
  std::string column;  // as the file heads it; empty where the fault is the row's
  std::string value;   // as the file has it
  type::v1::LocalizedText rule;
};

inline type::v1::LocalizedText Rule(absl::string_view zh, absl::string_view en) {
  type::v1::LocalizedText rule;
  rule.set_zh(std::string(zh));
  rule.set_en(std::string(en));
  return rule;
}

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_FAULT_H_
