// The verbs of `lianfang record` by what they are about.
#ifndef LIANFANG_CLI_COMMANDS_RECORD_VERBS_H_
#define LIANFANG_CLI_COMMANDS_RECORD_VERBS_H_

#include "cli/session.h"
#include "cli/verb.h"

namespace lianfang::cli {

void RecordLinkVerbs(CLI::App& noun, Session& session);    // link, fit-model: offline
void RecordImportVerbs(CLI::App& noun, Session& session);  // import, mapping
void RecordReadVerbs(CLI::App& noun, Session& session);    // list, show, reveal, count, watch, reads
void RecordFigureVerbs(CLI::App& noun, Session& session);  // employers, figures, define-figures

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_RECORD_VERBS_H_
