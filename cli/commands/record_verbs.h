// The verbs of `lianfang record` by what they are about.
#ifndef LIANFANG_CLI_COMMANDS_RECORD_VERBS_H_
#define LIANFANG_CLI_COMMANDS_RECORD_VERBS_H_

#include <string>

#include "cli/session.h"
#include "cli/verb.h"
#include "lianfang/exchange/v1/exchange_service.pb.h"

namespace lianfang::cli {

void RecordLinkVerbs(CLI::App& noun, Session& session);    // link, fit-model: offline
void RecordImportVerbs(CLI::App& noun, Session& session);  // import, mapping
void RecordReadVerbs(CLI::App& noun, Session& session);    // list, show, reveal, count, watch, reads
void RecordFigureVerbs(CLI::App& noun, Session& session);  // employers, employer, figures, define-figures

// Figures counted from records, with the records behind each.
std::string RenderFigures(const exchange::v1::ProposeFiguresResponse& response, Session& session);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_RECORD_VERBS_H_
