// The templates that come with the software, nothing uploaded, for tests that write mails.
#ifndef LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TESTING_SHIPPED_TEMPLATES_H_
#define LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TESTING_SHIPPED_TEMPLATES_H_

#include "services/notification/messages/notice_mail.h"
#include "services/notification/messages/template_library.h"

namespace lianfang::notification {

class ShippedTemplates : public TemplateLibrary {
 public:
  ShippedTemplates() : TemplateLibrary(*TemplateSet::Load({"deploy/templates"}, ProgramScopes())) { Put({}); }
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TESTING_SHIPPED_TEMPLATES_H_
