// Verbs of `lianfang return` that have a file of their own.
#ifndef LIANFANG_CLI_COMMANDS_RETURN_VERBS_H_
#define LIANFANG_CLI_COMMANDS_RETURN_VERBS_H_

#include <CLI/CLI.hpp>

#include "cli/session.h"

namespace lianfang::cli {

// `template`: the file that a clerk fills in.
void AddReturnTemplate(CLI::App& noun, Session& session);
// `import`: files what such a file says.
void AddReturnImport(CLI::App& noun, Session& session);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_RETURN_VERBS_H_
