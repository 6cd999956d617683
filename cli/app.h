// `lianfang NOUN VERB …`: the command of departments, the plan office and operators.
//
//   return static_cast<int>(lianfang::cli::Run(argc, argv, std::cout, std::cerr));
#ifndef LIANFANG_CLI_APP_H_
#define LIANFANG_CLI_APP_H_

#include <ostream>

#include "cli/session.h"
#include "cli/text/error_text.h"

// CLI11 is dear to compile; only who declares verbs includes it.
namespace CLI {
class App;
}

namespace lianfang::cli {

// Declares the program's options, nouns and verbs. `options` and `session` outlive the app.
void DeclareCommands(CLI::App& app, GlobalOptions& options, Session& session);

// Parses the command line and runs its verb. Answers go to `out`, errors to `err`.
ExitCode Run(int argc, const char* const* argv, std::ostream& out, std::ostream& err);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_APP_H_
