// An error as it stands on stderr, with the exit code that belongs to it.
#ifndef LIANFANG_CLI_TEXT_ERROR_TEXT_H_
#define LIANFANG_CLI_TEXT_ERROR_TEXT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "cli/text/label.h"

namespace lianfang::cli {

// What the program ends with.
enum class ExitCode {
  kSuccess = 0,
  kRpcError = 1,            // the service refused, or could not be reached
  kUsage = 2,               // the command line, or a file named on it, is at fault
  kVerificationFailed = 3,  // a receipt, ledger or draw does not hold
  kInterrupted = 130,       // ^C broke it off, and it left nothing; what a shell says of a program that it ends
};

// A fault of the command line that shows only once the verb runs, such as a file that cannot be read.
absl::Status UsageError(absl::string_view message);

// Which of the two a failed status is.
ExitCode ExitCodeOf(const absl::Status& status);

// What is wrong, then a line for every field at fault, every condition that does not hold, and the error's reason and
// metadata. In English it begins with `error: ABORTED: message`, in Chinese with `错误：……（ABORTED）`, and has the
// service's English at its end, for whoever is asked for help. A usage error has no code.
std::string ErrorText(const absl::Status& status, Language language);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_TEXT_ERROR_TEXT_H_
