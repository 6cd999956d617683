// Returns as text: one as a sheet, many as a table, and the revisions of one with what each changed.
#ifndef LIANFANG_CLI_COMMANDS_RETURN_TEXT_H_
#define LIANFANG_CLI_COMMANDS_RETURN_TEXT_H_

#include <string>

#include "cli/session.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang::cli {

std::string RenderReturn(const submission::v1::Return& filed, Session& session);
std::string RenderReturns(const submission::v1::ListReturnsResponse& response, Session& session);
std::string RenderRevisions(const submission::v1::ListRevisionsResponse& response, Session& session);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_RETURN_TEXT_H_
