// Verbs of `lianfang plan` that have files of their own.
#ifndef LIANFANG_CLI_COMMANDS_PLAN_VERBS_H_
#define LIANFANG_CLI_COMMANDS_PLAN_VERBS_H_

#include "cli/session.h"
#include "cli/verb.h"

namespace lianfang::cli {

void AddPlanGrants(CLI::App& noun, Session& session);
void AddPlanTemplate(CLI::App& noun, Session& session);
void AddPlanProgress(CLI::App& noun, Session& session);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_PLAN_VERBS_H_
