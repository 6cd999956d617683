// Verbs of `lianfang return` that have a file of their own.
#ifndef LIANFANG_CLI_COMMANDS_RETURN_VERBS_H_
#define LIANFANG_CLI_COMMANDS_RETURN_VERBS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/session.h"
#include "cli/verb.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang::cli {

// `template`: the file that a clerk fills in.
void AddReturnTemplate(CLI::App& noun, Session& session);
// `import`: files what such a file says.
void AddReturnImport(CLI::App& noun, Session& session);

// `form`: 报送表, a return on paper.
void AddReturnForm(CLI::App& noun, Session& session);
// `review`: accepts returns or sends them back.
void AddReturnReview(CLI::App& noun, Session& session);
// `sign`, `withdraw` and `grant`: the convener's signature, a withdrawal, the leave to correct.
void AddReturnSignOff(CLI::App& noun, Session& session);

// Adds the figures that the obligation asks for and the request lacks, as far as the own department's records give them (ProposeFigures), and shows
// them with the records behind each. What neither gives is left to the service to refuse.
absl::Status FillFromRecords(Session& session, submission::v1::SubmitReturnRequest& request);

// Files what `request` says, shows the return, and saves the receipt in a file unless that has no name.
ExitCode FileReturn(Session& session, submission::v1::SubmitReturnRequest& request, const std::string& receipt_file);

// The returns of these names, or why one of them cannot be had.
absl::StatusOr<std::vector<submission::v1::Return>> ReadReturns(Session& session,
                                                                const std::vector<std::string>& names);

// Sets the etag that a mutation of a return needs, where it was not given: that of the return as it stands, so that
// whatever happens to it in between refuses the mutation. `revision` is the one that the user has seen, and must be the
// latest then, or the status is ABORTED; 0: not said.
absl::Status SetEtag(Session& session, const std::string& name, int revision, std::string& etag);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_RETURN_VERBS_H_
