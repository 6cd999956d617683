#include "cli/app.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/profile.h"
#include "cli/session.h"
#include "cli/words/chinese.h"
#include "common/setting.h"

namespace lianfang::cli {
namespace {

constexpr char kVersion[] = "lianfang " LIANFANG_VERSION;
constexpr Label kError = {"错误：", "error: "};

void AddGlobalOptions(CLI::App& app, GlobalOptions& options) {
  Verb program(app);
  AddParsed<Output>(program, "--output", "table, csv for spreadsheets, or json: the proto JSON of the response",
                    ParseOutput, [&options](Output output) { options.output = output; })
      ->envname("LIANFANG_OUTPUT");
  AddParsed<Language>(program, "--lang", "Language of tables, help and errors: zh or en", ParseLanguage,
                      [&options](Language language) { options.language = language; })
      ->envname("LIANFANG_LANG");
  app.add_option("--config", options.config_file,
                 "File with profiles; without it, lianfang/config in the user's configuration directory")
      ->envname("LIANFANG_CLI_CONFIG");
  app.add_option("--profile,--as", options.profile,
                 "The profile of the configuration file to work as, such as emergency; without it, the one in use")
      ->envname("LIANFANG_PROFILE");
  app.add_flag("--yes", options.yes, "Answer yes to what is asked on a terminal");
  ClientOptions& client = options.client;
  AddParsed<absl::Duration>(program, "--timeout", "How long a call may take, such as 30s (the default)", ParseLength,
                            [&client](absl::Duration timeout) { client.timeout = timeout; })
      ->envname("LIANFANG_TIMEOUT");
  AddSetting(app, "--tls-cert", client.tls.certificate, "Certificate of the caller, PEM");
  AddSetting(app, "--tls-key", client.tls.key, "Its private key, PEM");
  AddSetting(app, "--tls-ca", client.tls.ca, "Certificate authority of the services, PEM");
  AddSetting(app, "--submission-target", client.targets[Backend::kSubmission], "Where data submission listens");
  AddSetting(app, "--coordination-target", client.targets[Backend::kCoordination], "Where coordination listens");
  AddSetting(app, "--evaluation-target", client.targets[Backend::kEvaluation], "Where target evaluation listens");
  AddSetting(app, "--exchange-target", client.targets[Backend::kExchange], "Where record exchange listens");
  AddSetting(app, "--expert-target", client.targets[Backend::kExpert], "Where the expert pool listens");
  AddSetting(app, "--fund-target", client.targets[Backend::kFund], "Where the fund listens");
  AddSetting(app, "--notification-target", client.targets[Backend::kNotification], "Where notification listens");
  AddSetting(app, "--portal-target", client.targets[Backend::kPortal], "Where the portal listens");
  AddSetting(app, "--ledger-key", options.ledger_key,
             "File of the ledger's public keys, to verify receipts and ledgers with");
}

// What must be known before the line is parsed: a profile gives values that flags and environment then replace, and
// faults of the line itself are told in the user's language.
class EarlyOptions {
 public:
  EarlyOptions(int argc, const char* const* argv) : arguments_(argv + 1, argv + argc) {}

  // The last value given to the option, else the variable's, if one is named.
  std::string ValueOf(absl::string_view option, const char* variable) const {
    std::optional<std::string> found;
    for (size_t i = 0; i < arguments_.size(); ++i) {
      absl::string_view argument = arguments_[i];
      if (argument == option && i + 1 < arguments_.size()) found = arguments_[i + 1];
      if (absl::ConsumePrefix(&argument, absl::StrCat(option, "="))) found = std::string(argument);
    }
    if (found.has_value()) return *found;
    const char* value = variable == nullptr ? nullptr : std::getenv(variable);
    return value == nullptr ? "" : value;
  }

  bool Has(absl::string_view argument) const {
    return std::find(arguments_.begin(), arguments_.end(), argument) != arguments_.end();
  }

 private:
  std::vector<std::string> arguments_;
};

// The file that is named, which must be there, or the user's own, which may be.
absl::Status ApplyConfigFile(const EarlyOptions& early, GlobalOptions& options) {
  const std::string named = early.ValueOf("--config", "LIANFANG_CLI_CONFIG");
  options.config_file = named.empty() ? DefaultConfigFile() : named;
  std::string profile = early.ValueOf("--profile", nullptr);
  if (profile.empty()) profile = early.ValueOf("--as", "LIANFANG_PROFILE");
  const auto text = ReadFile(options.config_file);
  if (!text.ok()) return named.empty() && profile.empty() ? absl::OkStatus() : text.status();

  const auto file = ParseProfiles(*text);
  const std::string directory = options.config_file.substr(0, options.config_file.find_last_of('/') + 1);
  const absl::Status applied =
      file.ok() ? ApplyProfile(*file, profile, absl::StripSuffix(directory, "/"), options) : file.status();
  return applied.ok() ? applied : UsageError(absl::StrCat(options.config_file, ": ", applied.message()));
}

// The language of the line, so far as it can be told already.
void SetLanguage(const EarlyOptions& early, GlobalOptions& options) {
  const auto language = ParseLanguage(early.ValueOf("--lang", "LIANFANG_LANG"));
  if (language.ok()) options.language = *language;
}

// Whoever mends the file, or asks how, must not be kept from it by its faults.
bool NeedsNoConfigFile(const EarlyOptions& early) {
  return early.Has("config") || early.Has("--help") || early.Has("-h") || early.Has("--version");
}

// A noun that is enough by itself: without a verb it means this one, with what the environment and the profile say.
void MakeDefault(CLI::App& noun, const std::string& verb) {
  noun.require_subcommand(0, 1);
  noun.callback([&noun, verb] {
    if (noun.get_subcommands().empty()) noun.get_subcommand(verb)->parse(std::vector<std::string>());
  });
}

}  // namespace

void DeclareCommands(CLI::App& app, GlobalOptions& options, Session& session) {
  app.description(
      "Lianfang: data submission, target evaluation, expert pool and reminders of work-injury prevention plans");
  app.name("lianfang");
  app.require_subcommand(1);
  app.fallthrough();  // the options of the program may stand behind the verb
  app.set_version_flag("--version", kVersion);
  AddGlobalOptions(app, options);
  for (const Noun& noun : kNouns) {
    CLI::App* added = app.add_subcommand(noun.name, noun.description);
    added->require_subcommand(1);
    noun.add_verbs(*added, session);
    if (absl::string_view(noun.name) == "doctor") MakeDefault(*added, "check");
  }
}

ExitCode Run(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
  GlobalOptions options;
  Session session(options, out, err);
  const EarlyOptions early(argc, argv);
  SetLanguage(early, options);
  const absl::Status configured = ApplyConfigFile(early, options);
  SetLanguage(early, options);
  if (!configured.ok() && !NeedsNoConfigFile(early)) return session.Fail(configured);

  CLI::App app;
  DeclareCommands(app, options, session);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    PrepareHelp(app, options.language);
    app.exit(help, out, err);
    return ExitCode::kSuccess;
  } catch (const CLI::ParseError& error) {
    err << kError.In(options.language) << In(options.language, error.what()) << "\n"
        << In(options.language, "run with --help for more") << "\n";
    return ExitCode::kUsage;
  }
  return session.exit_code();
}

}  // namespace lianfang::cli
