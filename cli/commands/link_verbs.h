// The verbs of `lianfang link` by what they are about.
#ifndef LIANFANG_CLI_COMMANDS_LINK_VERBS_H_
#define LIANFANG_CLI_COMMANDS_LINK_VERBS_H_

#include "cli/session.h"
#include "cli/verb.h"

namespace lianfang::cli {

void LinkModelVerbs(CLI::App& noun,
                    Session& session);  // models, show-model, propose-model, approve-model, refuse-model

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_LINK_VERBS_H_
