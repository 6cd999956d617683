// The templates of mails, per language, read and checked once at the start:
// `<directory>/<language>/<name>.{subject,txt,html}.mustache`, and `<directory>/notices.csv` with the notices that
// there are and their variables. The operator changes a mail by putting a file of the same name into a directory of
// overrides.
//
//   auto templates = TemplateSet::Load({"deploy/templates", "/etc/lianfang/templates"}, {{"reminder",
//   ReminderScope()}}); auto content = templates->Render("reminder", "zh-CN", ReminderData(...));
#ifndef LIANFANG_SERVICES_NOTIFICATION_MAIL_TEMPLATE_SET_H_
#define LIANFANG_SERVICES_NOTIFICATION_MAIL_TEMPLATE_SET_H_

#include <kainjow/mustache.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/notification/domain/notice_rules.h"
#include "services/notification/mail/template_check.h"

namespace lianfang::notification {

// A mail's words.
struct MailContent {
  std::string subject;  // one line
  std::string text;
  std::string html;
};

// Immutable once loaded; thread-safe.
class TemplateSet {
 public:
  // Reads every language of the directories; of a file that several have, the last one's counts. `scopes` are the
  // templates that the program itself uses. INVALID_ARGUMENT naming every file that is missing, does not parse or names
  // what its scope lacks; every language must have every template, and `zh-CN` must be one of them.
  static absl::StatusOr<TemplateSet> Load(const std::vector<std::string>& directories,
                                          const std::map<std::string, TemplateScope>& scopes);

  // The languages, in order.
  const std::vector<std::string>& languages() const { return languages_; }

  // The templates that notices may use.
  const NoticeTemplates& notices() const { return notices_; }

  // NOT_FOUND for a name or language that was not loaded. Values are escaped in the HTML and stand as they are in the
  // rest.
  absl::StatusOr<MailContent> Render(const std::string& name, const std::string& language,
                                     const kainjow::mustache::data& data) const;

 private:
  TemplateSet() = default;

  std::vector<std::string> languages_;
  NoticeTemplates notices_;
  std::map<std::pair<std::string, std::string>, MailContent> sources_;  // by name and language
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MAIL_TEMPLATE_SET_H_
