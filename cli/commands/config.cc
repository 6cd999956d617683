// `lianfang config`: the profiles of the configuration file (cli/profile.h).
#include <google/protobuf/struct.pb.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/profile.h"
#include "cli/text/table.h"
#include "cli/words/chinese.h"

namespace lianfang::cli {
namespace {

using google::protobuf::Struct;

constexpr char kExample[] =
    "  target = dns:///lianfang.example:443\n  tls-ca = ca.crt\n  [emergency]\n  tls-cert = emergency.crt\n"
    "  tls-key = emergency.key\n";

absl::StatusOr<std::string> ReadConfig(Session& session) {
  const std::string& path = session.options().config_file;
  auto text = ReadFile(path);
  if (!text.ok()) session.Hint(absl::StrCat("write profiles into ", path, ", such as\n", kExample));
  return text;
}

absl::StatusOr<ProfileFile> ReadProfiles(Session& session) {
  const auto text = ReadConfig(session);
  if (!text.ok()) return text.status();
  auto file = ParseProfiles(*text);
  if (!file.ok()) return UsageError(absl::StrCat(session.options().config_file, ": ", file.status().message()));
  return file;
}

struct UseArgs {
  std::string name;
};

void DeclareUse(Verb& verb, UseArgs& args) {
  verb.add_option("name", args.name, "The profile, by its name in the file")->required();
}

ExitCode Use(Session& session, UseArgs& args) {
  const auto text = ReadConfig(session);
  if (!text.ok()) return session.Fail(text.status());
  const std::string& path = session.options().config_file;
  const auto file = ParseProfiles(*text);
  GlobalOptions tried;
  const absl::Status applied = file.ok() ? ApplyProfile(*file, args.name, "", tried) : file.status();
  if (!applied.ok()) return session.Fail(UsageError(absl::StrCat(path, ": ", applied.message())));
  const absl::Status written = ReplaceFile(path, WithProfileInUse(*text, args.name));
  return written.ok() ? ExitCode::kSuccess : session.Fail(written);
}

struct NoArgs {};

void DeclareNothing(Verb&, NoArgs&) {}

// The setting of a profile, or of all where it has none of its own.
std::string SettingOf(const ProfileFile& file, const Profile& profile, absl::string_view name) {
  for (const ProfileSettings* settings : {&profile.settings, &file.general}) {
    for (const auto& [key, value] : *settings) {
      if (key == name) return value;
    }
  }
  return "";
}

ExitCode List(Session& session, NoArgs&) {
  const auto file = ReadProfiles(session);
  if (!file.ok()) return session.Fail(file.status());
  Struct answer;
  (*answer.mutable_fields())["profile"].set_string_value(file->in_use);
  auto& list = *(*answer.mutable_fields())["profiles"].mutable_list_value();
  for (const Profile& profile : file->profiles) list.add_values()->set_string_value(profile.name);
  return session.Answer(absl::StatusOr<Struct>(answer), [&file](const Struct&, Session& shown_by) {
    constexpr Label kInUse = {"当前", "in use"};
    Table table({{{"身份", "PROFILE"}}, {{"", ""}}, {{"证书", "CERTIFICATE"}}, {{"地址", "TARGET"}}});
    for (const Profile& profile : file->profiles) {
      table.AddRow({profile.name, profile.name == file->in_use ? std::string(kInUse.In(shown_by.language())) : "",
                    SettingOf(*file, profile, "tls-cert"), SettingOf(*file, profile, "target")});
    }
    return table.Render(shown_by.language());
  });
}

ExitCode Show(Session& session, NoArgs&) {
  const GlobalOptions& options = session.options();
  const auto target = [&options](Backend backend) {
    const auto found = options.client.targets.find(backend);
    return found == options.client.targets.end() ? std::string() : found->second;
  };
  const std::vector<std::pair<Label, std::string>> lines = {
      {{"配置文件", "file"}, options.config_file},
      {{"身份", "profile"}, options.profile},
      {{"文字", "lang"}, options.language == Language::kChinese ? "zh" : "en"},
      {{"时限", "timeout"}, absl::FormatDuration(options.client.timeout)},
      {{"证书", "tls-cert"}, options.client.tls.certificate},
      {{"私钥", "tls-key"}, options.client.tls.key},
      {{"颁发机构", "tls-ca"}, options.client.tls.ca},
      {{"台账公钥", "ledger-key"}, options.ledger_key},
      {{"报送服务", "submission-target"}, target(Backend::kSubmission)},
      {{"评估服务", "evaluation-target"}, target(Backend::kEvaluation)},
      {{"信息交换服务", "exchange-target"}, target(Backend::kExchange)},
      {{"专家库服务", "expert-target"}, target(Backend::kExpert)},
      {{"通知服务", "notification-target"}, target(Backend::kNotification)},
      {{"工伤预防费服务", "fund-target"}, target(Backend::kFund)},
      {{"门户服务", "portal-target"}, target(Backend::kPortal)},
  };
  Struct answer;
  for (const auto& [label, value] : lines) {
    (*answer.mutable_fields())[std::string(label.en)].set_string_value(value);
  }
  return session.Answer(absl::StatusOr<Struct>(answer), [&lines](const Struct&, Session& shown_by) {
    Sheet sheet;
    for (const auto& [label, value] : lines) sheet.Add(label, value);
    return sheet.Render(shown_by.language());
  });
}

}  // namespace

void ConfigVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "use", "Works as this profile from now on", DeclareUse, Use);
  AddVerb(noun, session, "list", "Lists the profiles", DeclareNothing, List);
  AddVerb(noun, session, "show", "Shows the settings in force", DeclareNothing, Show);
}

}  // namespace lianfang::cli
