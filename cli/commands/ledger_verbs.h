// The verbs of `lianfang ledger` by what they are about.
#ifndef LIANFANG_CLI_COMMANDS_LEDGER_VERBS_H_
#define LIANFANG_CLI_COMMANDS_LEDGER_VERBS_H_

#include "cli/session.h"
#include "cli/verb.h"

namespace lianfang::cli {

void AddLedgerProofVerbs(CLI::App& noun, Session& session);    // export, verify, check-head
void AddLedgerAuditVerbs(CLI::App& noun, Session& session);    // audit
void AddLedgerKeyVerbs(CLI::App& noun, Session& session);      // keys
void AddLedgerWitnessVerbs(CLI::App& noun, Session& session);  // register-key, witness, witnesses

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_LEDGER_VERBS_H_
