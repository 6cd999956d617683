// The configuration file: settings for whoever works here, by profile.
//
//   # Settings before the first profile hold for all of them.
//   profile = emergency
//   target = dns:///lianfang.example:443
//   tls-ca = ca.crt
//
//   [emergency]
//   tls-cert = emergency.crt
//   tls-key = emergency.key
//
// A flag goes before the environment, the environment before the profile. Paths are relative to the file's directory.
#ifndef LIANFANG_CLI_PROFILE_H_
#define LIANFANG_CLI_PROFILE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/session.h"

namespace lianfang::cli {

// A setting has the name of its flag, without the hyphens before it; `target` is all four services' at once.
using ProfileSettings = std::vector<std::pair<std::string, std::string>>;

struct Profile {
  std::string name;
  ProfileSettings settings;
};

struct ProfileFile {
  std::string in_use;       // `profile =`; may be empty
  ProfileSettings general;  // before the first profile
  std::vector<Profile> profiles;

  // Null where there is none of that name.
  const Profile* Find(absl::string_view name) const;
  // The names, joined by commas.
  std::string Names() const;
};

// INVALID_ARGUMENT naming the line that is not understood.
absl::StatusOr<ProfileFile> ParseProfiles(absl::string_view text);

// The text with another profile in use; everything else, comments too, as it was.
std::string WithProfileInUse(absl::string_view text, absl::string_view name);

// Puts the general settings and those of the profile `name` into `options`; an empty name: of the one in use, if any.
// `directory` is the file's. INVALID_ARGUMENT for a profile that is not there, and for a value that is none.
absl::Status ApplyProfile(const ProfileFile& file, absl::string_view name, absl::string_view directory,
                          GlobalOptions& options);

// The output and the language, by the words of their flags.
absl::StatusOr<Output> ParseOutput(absl::string_view text);
absl::StatusOr<Language> ParseLanguage(absl::string_view text);

// Where the file is unless one is named: `lianfang/config` in $XDG_CONFIG_HOME or ~/.config. Empty without a home.
std::string DefaultConfigFile();

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_PROFILE_H_
