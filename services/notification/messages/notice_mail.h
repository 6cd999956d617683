// A notice's words: the variables that its template declares, each as a section, too, that is there unless the value is
// empty, and `recipient`, the addressee's name.
#ifndef LIANFANG_SERVICES_NOTIFICATION_MESSAGES_NOTICE_MAIL_H_
#define LIANFANG_SERVICES_NOTIFICATION_MESSAGES_NOTICE_MAIL_H_

#include <kainjow/mustache.hpp>
#include <map>
#include <set>
#include <string>

#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/domain/notice/notice_rules.h"
#include "services/notification/messages/template_check.h"

namespace lianfang::notification {

// What a template with these variables may name.
TemplateScope NoticeScope(const std::set<std::string>& variables);

// The templates that the program itself uses, reminders, alerts and confirmations, with what they may name.
std::map<std::string, TemplateScope> ProgramScopes();

kainjow::mustache::data NoticeData(const v1::SendNoticeRequest& content, const std::string& recipient);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MESSAGES_NOTICE_MAIL_H_
