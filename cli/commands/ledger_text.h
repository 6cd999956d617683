// How `ledger` verbs show heads and verdicts.
#ifndef LIANFANG_CLI_COMMANDS_LEDGER_TEXT_H_
#define LIANFANG_CLI_COMMANDS_LEDGER_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "cli/session.h"
#include "lianfang/submission/v1/ledger_archive.pb.h"
#include "lianfang/submission/v1/submission_service.pb.h"

namespace lianfang::cli {

std::string RenderHead(const submission::v1::LedgerHead& head, Session& session);

// What the service found by its own audit.
std::string RenderVerdict(const submission::v1::VerifyLedgerResponse& verdict, Session& session);

// What was found here.
std::string RenderVerification(const submission::v1::LedgerVerification& found, Session& session);

// Prints what was found here, and ends with what it means: 0, 3 where it does not hold, 1 where it could not be read.
ExitCode AnswerVerification(Session& session, const absl::StatusOr<submission::v1::LedgerVerification>& found);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_LEDGER_TEXT_H_
