#include "cli/app.h"

#include <CLI/CLI.hpp>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/session.h"
#include "common/setting.h"

namespace lianfang::cli {
namespace {

void AddGlobalOptions(CLI::App& app, GlobalOptions& options) {
  const std::map<std::string, Output> outputs = {{"table", Output::kTable}, {"json", Output::kJson}};
  const std::map<std::string, Language> languages = {{"zh", Language::kChinese}, {"en", Language::kEnglish}};
  app.add_option("--output", options.output, "table, or json: the proto JSON of the response")
      ->transform(CLI::CheckedTransformer(outputs).description("{table,json}"));
  app.add_option("--lang", options.language, "Language of tables: zh or en")
      ->transform(CLI::CheckedTransformer(languages).description("{zh,en}"));
  ClientOptions& client = options.client;
  AddParsed<absl::Duration>(app, "--timeout", "How long a call may take, such as 30s (the default)", ParseLength,
                            [&client](absl::Duration timeout) { client.timeout = timeout; });
  AddSetting(app, "--tls-cert", client.tls.certificate, "Certificate of the caller, PEM");
  AddSetting(app, "--tls-key", client.tls.key, "Its private key, PEM");
  AddSetting(app, "--tls-ca", client.tls.ca, "Certificate authority of the services, PEM");
  AddSetting(app, "--submission-target", client.targets[Backend::kSubmission], "Where data submission listens");
  AddSetting(app, "--evaluation-target", client.targets[Backend::kEvaluation], "Where target evaluation listens");
  AddSetting(app, "--expert-target", client.targets[Backend::kExpert], "Where the expert pool listens");
  AddSetting(app, "--notification-target", client.targets[Backend::kNotification], "Where notification listens");
  AddSetting(app, "--ledger-key", options.ledger_key,
             "File of the ledger's public keys, to verify receipts and ledgers with");
}

}  // namespace

ExitCode Run(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
  GlobalOptions options;
  Session session(options, out, err);

  CLI::App app(
      "Lianfang: data submission, target evaluation, expert pool and reminders of work-injury prevention plans",
      "lianfang");
  app.require_subcommand(1);
  app.fallthrough();  // the options of the program may stand behind the verb
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return absl::StrCat("error: ", error.what(), "\nrun with --help for more\n");
  });
  AddGlobalOptions(app, options);
  for (const Noun& noun : kNouns) {
    CLI::App* added = app.add_subcommand(noun.name, noun.description);
    added->require_subcommand(1);
    noun.add_verbs(*added, session);
  }

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    app.exit(help, out, err);
    return ExitCode::kSuccess;
  } catch (const CLI::ParseError& error) {
    app.exit(error, out, err);
    return ExitCode::kUsage;
  }
  return session.exit_code();
}

}  // namespace lianfang::cli
