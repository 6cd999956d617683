#include "cli/profile.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/text/instants.h"

namespace lianfang::cli {
namespace {

constexpr absl::string_view kInUse = "profile";

using Setter = std::function<absl::Status(absl::string_view value, absl::string_view directory, GlobalOptions&)>;

template <typename T>
absl::Status Set(absl::StatusOr<T> value, T& target) {
  if (!value.ok()) return value.status();
  target = *std::move(value);
  return absl::OkStatus();
}

Setter Path(std::string& (*of)(GlobalOptions&)) {
  return [of](absl::string_view value, absl::string_view directory, GlobalOptions& options) {
    of(options) =
        absl::StartsWith(value, "/") || directory.empty() ? std::string(value) : absl::StrCat(directory, "/", value);
    return absl::OkStatus();
  };
}

Setter Target(std::vector<Backend> backends) {
  return [backends = std::move(backends)](absl::string_view value, absl::string_view, GlobalOptions& options) {
    for (const Backend backend : backends) options.client.targets[backend] = std::string(value);
    return absl::OkStatus();
  };
}

const std::map<std::string, Setter, std::less<>>& Setters() {
  static const auto& setters = *new std::map<std::string, Setter, std::less<>>({
      {"output", [](absl::string_view value, absl::string_view,
                    GlobalOptions& options) { return Set(ParseOutput(value), options.output); }},
      {"lang", [](absl::string_view value, absl::string_view,
                  GlobalOptions& options) { return Set(ParseLanguage(value), options.language); }},
      {"timeout", [](absl::string_view value, absl::string_view,
                     GlobalOptions& options) { return Set(ParseLength(value), options.client.timeout); }},
      {"tls-cert", Path([](GlobalOptions& options) -> std::string& { return options.client.tls.certificate; })},
      {"tls-key", Path([](GlobalOptions& options) -> std::string& { return options.client.tls.key; })},
      {"tls-ca", Path([](GlobalOptions& options) -> std::string& { return options.client.tls.ca; })},
      {"ledger-key", Path([](GlobalOptions& options) -> std::string& { return options.ledger_key; })},
      {"submission-target", Target({Backend::kSubmission})},
      {"evaluation-target", Target({Backend::kEvaluation})},
      {"exchange-target", Target({Backend::kExchange})},
      {"expert-target", Target({Backend::kExpert})},
      {"notification-target", Target({Backend::kNotification})},
      {"coordination-target", Target({Backend::kCoordination})},
      {"fund-target", Target({Backend::kFund})},
      {"portal-target", Target({Backend::kPortal})},
      {"target", Target({Backend::kPortal, Backend::kSubmission, Backend::kCoordination, Backend::kEvaluation,
                         Backend::kExchange, Backend::kExpert, Backend::kFund, Backend::kNotification})},
  });
  return setters;
}

absl::Status FaultInLine(int line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", what));
}

// `name = value`; nullopt for anything else.
std::optional<std::pair<std::string, std::string>> ReadSetting(absl::string_view line) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(line, absl::MaxSplits('=', 1));
  const absl::string_view name = absl::StripAsciiWhitespace(parts.first);
  if (!absl::StrContains(line, '=') || name.empty()) return std::nullopt;
  return std::make_pair(std::string(name), std::string(absl::StripAsciiWhitespace(parts.second)));
}

absl::Status ReadLine(absl::string_view line, int number, ProfileFile& file) {
  if (line.empty() || line.front() == '#') return absl::OkStatus();
  if (absl::ConsumePrefix(&line, "[") && absl::ConsumeSuffix(&line, "]")) {
    const absl::string_view name = absl::StripAsciiWhitespace(line);
    if (file.Find(name) != nullptr) return FaultInLine(number, absl::StrCat("the profile ", name, " stands twice"));
    file.profiles.push_back({std::string(name), {}});
    return absl::OkStatus();
  }
  auto setting = ReadSetting(line);
  if (!setting.has_value()) return FaultInLine(number, "is neither `name = value`, `[profile]` nor a comment");
  if (setting->first == kInUse && file.profiles.empty()) {
    file.in_use = setting->second;
    return absl::OkStatus();
  }
  if (Setters().count(setting->first) == 0) {
    return FaultInLine(number, absl::StrCat("`", setting->first, "` is no setting of this program"));
  }
  (file.profiles.empty() ? file.general : file.profiles.back().settings).push_back(*std::move(setting));
  return absl::OkStatus();
}

absl::Status Apply(const ProfileSettings& settings, absl::string_view directory, GlobalOptions& options) {
  for (const auto& [name, value] : settings) {
    const absl::Status set = Setters().find(name)->second(value, directory, options);
    if (!set.ok()) return absl::InvalidArgumentError(absl::StrCat(name, ": ", set.message()));
  }
  return absl::OkStatus();
}

}  // namespace

const Profile* ProfileFile::Find(absl::string_view name) const {
  const auto found =
      std::find_if(profiles.begin(), profiles.end(), [name](const Profile& profile) { return profile.name == name; });
  return found == profiles.end() ? nullptr : &*found;
}

std::string ProfileFile::Names() const {
  return absl::StrJoin(profiles, ", ",
                       [](std::string* out, const Profile& profile) { absl::StrAppend(out, profile.name); });
}

absl::StatusOr<ProfileFile> ParseProfiles(absl::string_view text) {
  absl::ConsumePrefix(&text, "\xef\xbb\xbf");  // Notepad's mark
  ProfileFile file;
  int number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::Status read = ReadLine(absl::StripAsciiWhitespace(line), ++number, file); !read.ok()) return read;
  }
  return file;
}

std::string WithProfileInUse(absl::string_view text, absl::string_view name) {
  const std::string wanted = absl::StrCat(kInUse, " = ", name);
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  for (std::string& line : lines) {
    const absl::string_view stripped = absl::StripAsciiWhitespace(line);
    if (absl::StartsWith(stripped, "[")) break;
    const auto setting = ReadSetting(stripped);
    if (setting.has_value() && setting->first == kInUse) {
      line = wanted;
      return absl::StrJoin(lines, "\n");
    }
  }
  return absl::StrCat(wanted, "\n", text);
}

absl::Status ApplyProfile(const ProfileFile& file, absl::string_view name, absl::string_view directory,
                          GlobalOptions& options) {
  if (absl::Status applied = Apply(file.general, directory, options); !applied.ok()) return applied;
  const absl::string_view wanted = name.empty() ? absl::string_view(file.in_use) : name;
  if (wanted.empty()) return absl::OkStatus();
  const Profile* profile = file.Find(wanted);
  if (profile == nullptr) {
    return absl::InvalidArgumentError(
        file.profiles.empty() ? absl::StrCat("there is no profile ", wanted, "; the file has none")
                              : absl::StrCat("there is no profile ", wanted, "; the file has: ", file.Names()));
  }
  options.profile = profile->name;
  return Apply(profile->settings, directory, options);
}

absl::StatusOr<Output> ParseOutput(absl::string_view text) {
  if (text == "table") return Output::kTable;
  if (text == "csv") return Output::kCsv;
  if (text == "json") return Output::kJson;
  return absl::InvalidArgumentError(absl::StrCat("`", text, "` is neither table, csv nor json"));
}

absl::StatusOr<Language> ParseLanguage(absl::string_view text) {
  if (text == "zh") return Language::kChinese;
  if (text == "en") return Language::kEnglish;
  return absl::InvalidArgumentError(absl::StrCat("`", text, "` is neither zh nor en"));
}

std::string DefaultConfigFile() {
  const char* configuration = std::getenv("XDG_CONFIG_HOME");
  if (configuration != nullptr && *configuration != '\0') return absl::StrCat(configuration, "/lianfang/config");
  const char* home = std::getenv("HOME");
  return home == nullptr || *home == '\0' ? "" : absl::StrCat(home, "/.config/lianfang/config");
}

}  // namespace lianfang::cli
