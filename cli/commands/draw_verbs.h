// The verbs of `lianfang draw` that stand in files of their own.
#ifndef LIANFANG_CLI_COMMANDS_DRAW_VERBS_H_
#define LIANFANG_CLI_COMMANDS_DRAW_VERBS_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "cli/options.h"
#include "cli/text/names.h"

namespace lianfang::cli {

// The draw of an engagement, by the engagement's name or id.
template <typename Request>
void AddDrawOf(Verb& verb, Request& request) {
  AddParsed<std::string>(
      verb, "engagement", "The engagement, by name or id",
      [](absl::string_view text) { return TopLevelName("engagements", text); },
      [&request](std::string name) { request.set_name(absl::StrCat(name, "/draw")); })
      ->required();
}

void AddDrawNonce(CLI::App& noun, Session& session);
void AddDrawVerify(CLI::App& noun, Session& session);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_DRAW_VERBS_H_
