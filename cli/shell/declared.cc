#include "cli/shell/declared.h"

#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"
#include "cli/help.h"

namespace lianfang::cli {
namespace {

std::vector<DeclaredOption> OptionsOf(CLI::App& app) {
  std::vector<DeclaredOption> options;
  for (CLI::Option* option : app.get_options([](CLI::Option*) { return true; })) {
    if (option->get_group().empty()) continue;  // hidden
    DeclaredOption declared{.names = {},
                            .description = option->get_description(),
                            .variable = option->get_envname(),
                            .positional = option->get_positional(),
                            .takes_value = option->get_items_expected_max() > 0,
                            .required = option->get_required()};
    for (const std::string& name : option->get_snames()) declared.names.push_back(absl::StrCat("-", name));
    for (const std::string& name : option->get_lnames()) declared.names.push_back(absl::StrCat("--", name));
    if (declared.names.empty()) declared.names.push_back(option->get_name(/*positional=*/true));
    options.push_back(std::move(declared));
  }
  return options;
}

DeclaredVerb VerbOf(const std::string& noun, CLI::App& app) {
  DeclaredVerb verb{
      .name = app.get_name(), .description = app.get_description(), .options = OptionsOf(app), .examples = {}};
  for (const absl::string_view example : ExamplesOf(noun, app.get_name())) verb.examples.emplace_back(example);
  return verb;
}

}  // namespace

DeclaredProgram ReadDeclarations(CLI::App& program) {
  DeclaredProgram declared{.description = program.get_description(), .options = OptionsOf(program), .nouns = {}};
  for (CLI::App* noun : program.get_subcommands([](CLI::App*) { return true; })) {
    DeclaredNoun& added = declared.nouns.emplace_back();
    added.name = noun->get_name();
    added.description = noun->get_description();
    for (CLI::App* verb : noun->get_subcommands([](CLI::App*) { return true; })) {
      added.verbs.push_back(VerbOf(noun->get_name(), *verb));
    }
  }
  return declared;
}

}  // namespace lianfang::cli
