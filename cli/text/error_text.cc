#include "cli/text/error_text.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "cli/text/width.h"
#include "cli/words/chinese.h"
#include "common/errors.h"
#include "common/precondition.h"
#include "words/error_words.h"

namespace lianfang::cli {
namespace {

constexpr absl::string_view kUsagePayload = "lianfang.cli/usage";

// The last line of a bounded list has no name: `and 12 more`.
void AddLine(std::string& text, absl::string_view name, absl::string_view description, Language language) {
  constexpr Label kColon = {"：", ": "};
  absl::StrAppend(&text, "  ", Printable(name), name.empty() ? "" : kColon.In(language), Printable(description), "\n");
}

// A fault of a field: what the service says of it in Chinese, else what this program knows.
std::string DescriptionOf(const google::rpc::BadRequest::FieldViolation& fault, Language language) {
  if (language == Language::kChinese && fault.has_localized_message()) return fault.localized_message().message();
  return In(language, fault.description());
}

std::string FirstLine(const absl::Status& status, Language language) {
  const std::string code = absl::StatusCodeToString(status.code());
  if (language == Language::kEnglish) {
    return absl::StrCat("error: ", code, ": ", Printable(status.message()), "\n");
  }
  const auto said = LocalizedMessageOf(status);
  // What this program says itself, such as of a revision that is not the latest, is in its own tables.
  const std::string chinese =
      said.has_value() ? said->message() : ChineseFor(status.message()).value_or(ChineseOf(status));
  return absl::StrCat("错误：", Printable(chinese), "（", code, "）\n");
}

void AddDetails(const absl::Status& status, Language language, std::string& text) {
  if (const auto faults = BadRequestOf(status)) {
    for (const auto& fault : faults->field_violations()) {
      AddLine(text, fault.field(), DescriptionOf(fault, language), language);
    }
  }
  if (const auto open = PreconditionFailureOf(status)) {
    for (const auto& violation : open->violations()) {
      AddLine(text, violation.type(), In(language, violation.description()), language);
    }
  }
  if (const auto info = ErrorInfoOf(status)) {
    constexpr Label kReason = {"原因代码", "reason"};
    AddLine(text, kReason.In(language), info->reason(), language);
    // The map's own order is random; the same error must read the same twice.
    const std::map<std::string, std::string> metadata(info->metadata().begin(), info->metadata().end());
    for (const auto& [key, value] : metadata) AddLine(text, key, value, language);
  }
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

std::string ErrorText(const absl::Status& status, Language language) {
  constexpr Label kError = {"错误：", "error: "};
  if (ExitCodeOf(status) == ExitCode::kUsage) {
    return absl::StrCat(kError.In(language), In(language, status.message()), "\n");
  }
  std::string text = FirstLine(status, language);
  AddDetails(status, language, text);
  if (language == Language::kChinese) AddLine(text, "英文原文", status.message(), language);
  return text;
}

}  // namespace lianfang::cli
