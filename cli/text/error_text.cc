#include "cli/text/error_text.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "cli/text/width.h"
#include "common/errors.h"
#include "common/precondition.h"

namespace lianfang::cli {
namespace {

constexpr absl::string_view kUsagePayload = "lianfang.cli/usage";

// The last line of a bounded list has no name: `and 12 more`.
void AddLine(std::string& text, absl::string_view name, absl::string_view description) {
  absl::StrAppend(&text, "  ", Printable(name), name.empty() ? "" : ": ", Printable(description), "\n");
}

}  // namespace

absl::Status UsageError(absl::string_view message) {
  absl::Status status = absl::InvalidArgumentError(message);
  status.SetPayload(kUsagePayload, absl::Cord());
  return status;
}

ExitCode ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return ExitCode::kSuccess;
  return status.GetPayload(kUsagePayload).has_value() ? ExitCode::kUsage : ExitCode::kRpcError;
}

std::string ErrorText(const absl::Status& status) {
  if (ExitCodeOf(status) == ExitCode::kUsage) return absl::StrCat("error: ", status.message(), "\n");

  std::string text =
      absl::StrCat("error: ", absl::StatusCodeToString(status.code()), ": ", Printable(status.message()), "\n");
  if (const auto faults = BadRequestOf(status)) {
    for (const auto& fault : faults->field_violations()) {
      AddLine(text, fault.field(), fault.description());
    }
  }
  if (const auto open = PreconditionFailureOf(status)) {
    for (const auto& violation : open->violations()) {
      AddLine(text, violation.type(), violation.description());
    }
  }
  if (const auto info = ErrorInfoOf(status)) {
    absl::StrAppend(&text, "  reason: ", Printable(info->reason()), "\n");
    // The map's own order is random; the same error must read the same twice.
    const std::map<std::string, std::string> metadata(info->metadata().begin(), info->metadata().end());
    for (const auto& [key, value] : metadata) {
      absl::StrAppend(&text, "  ", Printable(key), ": ", Printable(value), "\n");
    }
  }
  return text;
}

}  // namespace lianfang::cli
