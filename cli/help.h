// Help in the language of whoever reads it, with examples.
#ifndef LIANFANG_CLI_HELP_H_
#define LIANFANG_CLI_HELP_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "cli/text/label.h"

namespace lianfang::cli {

// Makes the help of the program, its nouns and its verbs ready to be printed: descriptions and headings in the language,
// examples below each verb. Call once, after parsing.
void PrepareHelp(CLI::App& app, Language language);

// Command lines that show how a verb is used, without `lianfang`; empty where the verb has none.
std::vector<absl::string_view> ExamplesOf(absl::string_view noun, absl::string_view verb);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_HELP_H_
