#include "services/notification/messages/notice_mail.h"

#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/digest/confirmed.h"
#include "services/notification/domain/digest/settled.h"
#include "services/notification/domain/notice/alerts.h"
#include "services/notification/domain/notice/confirmations.h"
#include "services/notification/domain/stage/plan_names.h"
#include "services/notification/messages/reminder_mail.h"

namespace lianfang::notification {

TemplateScope NoticeScope(const std::set<std::string>& variables) {
  TemplateScope scope{.variables = variables, .sections = {}};
  for (const std::string& variable : variables) scope.sections[variable] = {};
  scope.variables.insert(kRecipientVariable);
  return scope;
}

std::map<std::string, TemplateScope> ProgramScopes() {
  std::map<std::string, TemplateScope> scopes = {{kReminderTemplate, ReminderScope()},
                                                 {kSettledTemplate, ReminderScope()},
                                                 {kConfirmationDigestTemplate, ReminderScope()}};
  for (const auto& [name, variables] : AlertTemplates()) scopes.emplace(name, NoticeScope(variables));
  for (const auto& [name, variables] : ConfirmationTemplates()) scopes.emplace(name, NoticeScope(variables));
  return scopes;
}

kainjow::mustache::data NoticeData(const v1::SendNoticeRequest& content, const std::string& recipient) {
  kainjow::mustache::data root;
  root.set(kRecipientVariable, OneLine(recipient));
  for (const auto& variable : content.variables()) {
    // An empty value is false to a section, and nothing to a variable.
    root.set(variable.name(),
             variable.value().empty() ? kainjow::mustache::data(false) : kainjow::mustache::data(variable.value()));
  }
  return root;
}

}  // namespace lianfang::notification
