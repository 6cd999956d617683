// Manual pages (section 1): one of the program, one of each noun.
#ifndef LIANFANG_CLI_SHELL_MANUAL_H_
#define LIANFANG_CLI_SHELL_MANUAL_H_

#include <string>
#include <utility>
#include <vector>

#include "cli/shell/declared.h"
#include "cli/text/label.h"

namespace lianfang::cli {

// Files by name, such as `lianfang-plan.1`, in troff's macros `man`.
std::vector<std::pair<std::string, std::string>> ManualPages(const DeclaredProgram& program, const std::string& version,
                                                             Language language);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_SHELL_MANUAL_H_
