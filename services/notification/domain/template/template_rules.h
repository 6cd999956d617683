// What an office changes in the words of mails: which template, and what the change makes of its versions.
//
//   auto place = ParseTemplateName("name", "languages/zh-CN/templates/reminder/parts/txt");
//   auto version = DecideTemplateVersion(newest, {.name = name, .source = text, .actor = uri, .now = now});
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_TEMPLATE_TEMPLATE_RULES_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_TEMPLATE_TEMPLATE_RULES_H_

#include <compare>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/notification/v1/template.pb.h"

namespace lianfang::notification {

// The parts of a message, as files are named after them.
inline constexpr char kHtmlPart[] = "html";
inline constexpr char kSubjectPart[] = "subject";
inline constexpr char kTextPart[] = "txt";
inline constexpr char kShortPart[] = "short";  // what channels other than mail send
inline constexpr const char* kTemplateParts[] = {kHtmlPart, kShortPart, kSubjectPart, kTextPart};

// Which template: the file `{language}/{name}.{part}.mustache`.
struct TemplatePlace {
  std::string language;
  std::string name;
  std::string part;

  auto operator<=>(const TemplatePlace&) const = default;
};

// `languages/{language}/templates/{template}/parts/{part}`.
std::string TemplateName(const TemplatePlace& place);

// INVALID_ARGUMENT under `field` when `name` is not of that shape. Whether there is such a template is TemplateSet's to
// say.
absl::StatusOr<TemplatePlace> ParseTemplateName(absl::string_view field, absl::string_view name);

// An upload or a reset that is asked for.
struct TemplateChange {
  std::string name;
  std::string source;  // empty: a reset
  std::string reason;
  std::string etag;  // empty: not checked
  std::string actor;
  absl::Time now;
};

// OK, or INVALID_ARGUMENT when the reason is too long.
absl::Status CheckTemplateReason(absl::string_view reason);

// The template that a version is one of, by name, and the version's number; 0 for a name of another shape.
std::string TemplateOf(const v1::TemplateVersion& version);
int VersionNumber(absl::string_view version_name);

// The etag of a template whose newest version is this one.
std::string TemplateEtag(const std::optional<v1::TemplateVersion>& newest);

// The version after `newest`. ABORTED when the change names an etag and it is not the current one, FAILED_PRECONDITION
// for a reset where nothing is uploaded.
absl::StatusOr<v1::TemplateVersion> DecideTemplateVersion(const std::optional<v1::TemplateVersion>& newest,
                                                          const TemplateChange& change);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_TEMPLATE_TEMPLATE_RULES_H_
