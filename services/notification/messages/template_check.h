// Whether a template uses only what will be there, checked when it is loaded and not on the morning it is needed.
//
//   const TemplateScope scope = {.variables = {"recipient"},
//                                .sections = {{"items", {.variables = {"due_day"}, .sections = {}}}}};
//   CheckTemplate("{{#items}}{{due_dya}}{{/items}}", scope)   → INVALID_ARGUMENT: line 1: unknown variable due_dya
#ifndef LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TEMPLATE_CHECK_H_
#define LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TEMPLATE_CHECK_H_

#include <map>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lianfang::notification {

// What a template may name at one level; inside a section also everything of the levels around it.
struct TemplateScope {
  std::set<std::string> variables;
  std::map<std::string, TemplateScope> sections;
  bool repeats = false;  // the section is a list, and what stands in it comes as often as there are items
};

// OK, or INVALID_ARGUMENT naming the first fault and its line. Mustache without partials, other delimiters and
// unescaped variables: none is needed, and each would be a way around the check or around HTML's escaping.
absl::Status CheckTemplate(absl::string_view text, const TemplateScope& scope);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TEMPLATE_CHECK_H_
