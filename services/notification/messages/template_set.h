// The templates of messages, per language, read and checked once at the start:
// `<directory>/<language>/<name>.{subject,txt,html,short}.mustache`, and `<directory>/notices.csv` with the notices that
// there are and their variables. The operator changes a mail by putting a file of the same name into a directory of
// overrides, or by uploading it.
//
//   auto files = TemplateSet::Load({"deploy/templates", "/etc/lianfang/templates"}, {{"reminder", ReminderScope()}});
//   const TemplateSet templates = files->With(uploads);
//   auto content = templates.Render("reminder", "zh-CN", ReminderData(...));
#ifndef LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TEMPLATE_SET_H_
#define LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TEMPLATE_SET_H_

#include <kainjow/mustache.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lianfang/notification/v1/template.pb.h"
#include "services/notification/domain/notice/notice_rules.h"
#include "services/notification/domain/template/template_rules.h"
#include "services/notification/messages/template_check.h"

namespace lianfang::notification {

// A mail's words.
struct MailContent {
  std::string subject;  // one line
  std::string text;
  std::string html;
  std::string short_text = "";  // one paragraph, for channels other than mail
};

// One template in force.
struct TemplateEntry {
  std::string source;
  v1::TemplateOrigin origin;
  std::string fault;                          // why what was uploaded is not in force; empty: nothing is wrong
  std::optional<v1::TemplateVersion> newest;  // the newest upload or reset
};

// Immutable once loaded; thread-safe.
class TemplateSet {
 public:
  using Entries = std::map<TemplatePlace, TemplateEntry>;

  // Reads every language of the directories, the first of which came with the software; of a file that several have,
  // the last one's counts. `scopes` are the templates that the program itself uses. INVALID_ARGUMENT naming every file
  // that is missing, does not parse or names what its scope lacks; every language must have every template, and `zh-CN`
  // must be one of them.
  static absl::StatusOr<TemplateSet> Load(const std::vector<std::string>& directories,
                                          const std::map<std::string, TemplateScope>& scopes);

  // This set with what was uploaded over it; `newest` are the newest versions. An upload that is not usable any more,
  // since this version of the program has no such template or variable, leaves the file in force: mails go on, and the
  // entry says what is wrong.
  TemplateSet With(const std::vector<v1::TemplateVersion>& newest) const;

  // The languages, in order.
  const std::vector<std::string>& languages() const { return languages_; }

  // The templates that notices may use.
  const NoticeTemplates& notices() const { return notices_; }

  // Every template in force.
  const Entries& entries() const { return entries_; }

  // What is wrong with `source` as the template at `place`, under the path `source`. NOT_FOUND when there is no such
  // template.
  absl::Status Check(const TemplatePlace& place, const std::string& source) const;

  // What the template at `place`, one of the entries, may name: variables, and those of sections as
  // `section.variable`.
  std::vector<std::string> VariablesAt(const TemplatePlace& place) const;

  // NOT_FOUND for a name or language that was not loaded. Values are escaped in the HTML and stand as they are in the
  // rest.
  absl::StatusOr<MailContent> Render(const std::string& name, const std::string& language,
                                     const kainjow::mustache::data& data) const;

 private:
  TemplateSet() = default;

  std::vector<std::string> languages_;
  NoticeTemplates notices_;
  std::map<std::string, TemplateScope> scopes_;  // by template
  Entries entries_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TEMPLATE_SET_H_
