#include "services/notification/mail/template_source.h"

#include <kainjow/mustache.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/text.h"
#include "services/notification/domain/template/template_rules.h"

namespace lianfang::notification {
namespace {

// What stands beside the tags; `source` has passed CheckTemplate.
std::string WithoutTags(absl::string_view source) {
  std::string words;
  size_t open;
  while ((open = source.find("{{")) != absl::string_view::npos) {
    absl::StrAppend(&words, source.substr(0, open));
    source.remove_prefix(source.find("}}", open) + 2);
  }
  return absl::StrCat(words, source);
}

// Editors end a file with a line break; a subject's ends there. Any other one would begin another header.
void CheckSubject(absl::string_view source, absl::string_view field, FieldViolations& faults) {
  absl::ConsumeSuffix(&source, "\n");
  absl::ConsumeSuffix(&source, "\r");
  if (source.find_first_of("\r\n") != absl::string_view::npos) faults.Add(field, "a subject must be one line");
  if (CountCodePoints(WithoutTags(source)) > kMaxSubjectWords) {
    faults.Add(field, absl::StrCat("a subject must have at most ", kMaxSubjectWords, " characters beside its tags"));
  }
}

}  // namespace

void CheckSource(absl::string_view part, const std::string& source, const TemplateScope& scope, absl::string_view field,
                 FieldViolations& faults) {
  if (absl::StripAsciiWhitespace(source).empty()) return faults.Add(field, "is missing or empty");
  if (source.size() > kMaxSourceBytes) {
    return faults.Add(field, absl::StrCat("must have at most ", kMaxSourceBytes, " bytes, had ", source.size()));
  }
  if (!IsValidUtf8(source)) return faults.Add(field, "must be UTF-8");
  if (HasForbiddenControl(source)) return faults.Add(field, "must be without control characters");
  const kainjow::mustache::mustache parsed(source);
  if (!parsed.is_valid()) faults.Add(field, parsed.error_message());
  const absl::Status checked = CheckTemplate(source, scope);
  faults.AddAll(field, checked);
  if (checked.ok() && part == kSubjectPart) CheckSubject(source, field, faults);
}

}  // namespace lianfang::notification
