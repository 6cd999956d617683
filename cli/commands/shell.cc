// `lianfang completion` and `lianfang manual`: what is generated from the declarations of all verbs.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/app.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "cli/help.h"
#include "cli/shell/completion.h"
#include "cli/shell/declared.h"
#include "cli/shell/manual.h"
#include "cli/verb.h"
#include "common/version.h"

namespace lianfang::cli {
namespace {

// The declarations, in the language of whoever reads them. A line of its own is declared: PrepareHelp changes it.
DeclaredProgram Declarations(Session& session) {
  CLI::App program;
  GlobalOptions options = session.options();
  Session unused(options, session.out(), session.err());
  DeclareCommands(program, options, unused);
  PrepareHelp(program, session.language());
  return ReadDeclarations(program);
}

using Completion = std::string (*)(const DeclaredProgram&);

void AddCompletion(CLI::App& noun, Session& session, const std::string& shell, const std::string& description,
                   Completion write) {
  AddVerb(noun, shell, description, [&session, write] { session.out() << write(Declarations(session)); });
}

void WriteManual(Session& session, const std::string& directory) {
  for (const auto& [name, text] : ManualPages(Declarations(session), kVersion, session.language())) {
    const absl::Status written = WriteFile(absl::StrCat(directory, "/", name), text);
    if (!written.ok()) {
      session.set_exit_code(session.Fail(written));
      return;
    }
  }
}

}  // namespace

void CompletionVerbs(CLI::App& noun, Session& session) {
  AddCompletion(noun, session, "bash", "Writes the completion script of bash", BashCompletion);
  AddCompletion(noun, session, "zsh", "Writes the completion script of zsh", ZshCompletion);
  AddCompletion(noun, session, "fish", "Writes the completion script of fish", FishCompletion);
}

void ManualVerbs(CLI::App& noun, Session& session) {
  auto directory = std::make_shared<std::string>();
  Verb verb = AddVerb(noun, "write", "Writes manual pages into a directory",
                      [&session, directory] { WriteManual(session, *directory); });
  verb.add_option("directory", *directory, "The directory, which is there")->required();
}

}  // namespace lianfang::cli
