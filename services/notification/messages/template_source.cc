#include "services/notification/messages/template_source.h"

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

constexpr int kMostRepeats = 30;      // of a list within a subject's largest sample
constexpr size_t kLongestValue = 30;  // of a variable within it, in characters

// Values for everything that a template may name: the least that a mail may have, or as much as a mail often has. What is
// a section of its own name may be empty.
kainjow::mustache::data SampleOf(const TemplateScope& scope, bool largest) {
  using kainjow::mustache::data;
  data sample;
  std::string longest;
  for (size_t i = 0; i < kLongestValue; ++i) absl::StrAppend(&longest, "长");
  for (const auto& [name, section] : scope.sections) {
    if (!largest) {
      sample.set(name, data(false));
    } else if (section.repeats) {
      data list(data::type::list);
      for (int i = 0; i < kMostRepeats; ++i) list << SampleOf(section, largest);
      sample.set(name, list);
    } else if (scope.variables.count(name) == 0) {
      sample.set(name, SampleOf(section, largest));
    }
  }
  for (const std::string& variable : scope.variables) {
    if (largest) sample.set(variable, longest);
    if (!largest && scope.sections.count(variable) == 0) sample.set(variable, "1");
  }
  return sample;
}

std::string Rendered(const std::string& source, const TemplateScope& scope, bool largest) {
  kainjow::mustache::mustache parsed(source);
  parsed.set_custom_escape([](const std::string& value) { return value; });
  const std::string text = parsed.render(SampleOf(scope, largest));
  return std::string(absl::StripAsciiWhitespace(text));
}

// Editors end a file with a line break; a subject's ends there. Any other one would begin another header.
void CheckSubject(absl::string_view source, const TemplateScope& scope, absl::string_view field,
                  FieldViolations& faults) {
  const std::string whole(source);
  absl::ConsumeSuffix(&source, "\n");
  absl::ConsumeSuffix(&source, "\r");
  if (source.find_first_of("\r\n") != absl::string_view::npos) faults.Add(field, "a subject must be one line");
  if (CountCodePoints(WithoutTags(source)) > kMaxSubjectWords) {
    faults.Add(field, absl::StrCat("a subject must have at most ", kMaxSubjectWords, " characters beside its tags"));
  }
  if (Rendered(whole, scope, /*largest=*/false).empty()) {
    faults.Add(field, "a subject must have words outside of its sections: it is empty when none of them is there");
  }
  const size_t longest = CountCodePoints(Rendered(whole, scope, /*largest=*/true));
  if (longest > kMaxSubject) {
    faults.Add(field, absl::StrCat("a subject must have at most ", kMaxSubject,
                                   " characters in a mail with many items, has ", longest));
  }
}

void CheckShortText(const std::string& source, const TemplateScope& scope, absl::string_view field,
                    FieldViolations& faults) {
  if (Rendered(source, scope, /*largest=*/false).empty()) {
    faults.Add(field, "a short text must have words outside of its sections: it is empty when none of them is there");
  }
  const size_t longest = CountCodePoints(Rendered(source, scope, /*largest=*/true));
  if (longest > kMaxShortText) {
    faults.Add(field, absl::StrCat("a short text must have at most ", kMaxShortText,
                                   " characters in a message with many items, has ", longest));
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
  if (checked.ok() && part == kSubjectPart) CheckSubject(source, scope, field, faults);
  if (checked.ok() && part == kShortPart) CheckShortText(source, scope, field, faults);
}

}  // namespace lianfang::notification
