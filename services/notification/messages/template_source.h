// The checks of a template, the same ones for a file read at the start and for an upload.
//
//   FieldViolations faults;
//   CheckSource(kSubjectPart, "提醒 {{day}}\n", ReminderScope(), "source", faults);
#ifndef LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TEMPLATE_SOURCE_H_
#define LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TEMPLATE_SOURCE_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "common/errors.h"
#include "services/notification/messages/template_check.h"

namespace lianfang::notification {

// Bounds on a template; the latter on what stands beside the tags of a subject, which leaves room for their values.
inline constexpr size_t kMaxSourceBytes = 65536;
inline constexpr size_t kMaxSubjectWords = 150;

// Longest subject, and longest short text, in characters: what telephones show, and gateways pass on, in one piece.
inline constexpr size_t kMaxSubject = 250;
inline constexpr size_t kMaxShortText = 500;

// Notes under `field` what is wrong with `source` as this part of a mail: empty, too long, not UTF-8, control
// characters, what CheckTemplate and the parser find, a subject that has several lines, and a subject or short text that is empty in the smallest message or too
// long in a large one.
void CheckSource(absl::string_view part, const std::string& source, const TemplateScope& scope, absl::string_view field,
                 FieldViolations& faults);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TEMPLATE_SOURCE_H_
