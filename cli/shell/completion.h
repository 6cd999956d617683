// Completion scripts of shells: nouns, verbs and options, with what they mean where the shell shows it.
#ifndef LIANFANG_CLI_SHELL_COMPLETION_H_
#define LIANFANG_CLI_SHELL_COMPLETION_H_

#include <string>

#include "cli/shell/declared.h"

namespace lianfang::cli {

std::string BashCompletion(const DeclaredProgram& program);
std::string ZshCompletion(const DeclaredProgram& program);
std::string FishCompletion(const DeclaredProgram& program);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_SHELL_COMPLETION_H_
