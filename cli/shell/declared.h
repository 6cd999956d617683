// The command line as it is declared, for what is generated from it: shells' completion and manual pages.
#ifndef LIANFANG_CLI_SHELL_DECLARED_H_
#define LIANFANG_CLI_SHELL_DECLARED_H_

#include <string>
#include <vector>

namespace CLI {
class App;
}  // namespace CLI

namespace lianfang::cli {

struct DeclaredOption {
  std::vector<std::string> names;  // with their hyphens; of an argument without hyphens, its name
  std::string description;
  std::string variable;  // of the environment; may be empty
  bool positional = false;
  bool takes_value = false;
  bool required = false;
};

struct DeclaredVerb {
  std::string name;
  std::string description;
  std::vector<DeclaredOption> options;
  std::vector<std::string> examples;  // without `lianfang`
};

struct DeclaredNoun {
  std::string name;
  std::string description;
  std::vector<DeclaredVerb> verbs;
};

struct DeclaredProgram {
  std::string description;
  std::vector<DeclaredOption> options;
  std::vector<DeclaredNoun> nouns;
};

// Reads what DeclareCommands has declared; hidden parts are left out. Descriptions are those of the app: PrepareHelp (cli/help.h) makes
// them Chinese.
DeclaredProgram ReadDeclarations(CLI::App& program);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_SHELL_DECLARED_H_
