// The templates that come with the software, nothing uploaded, for tests that write mails.
#ifndef LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TESTING_SHIPPED_TEMPLATES_H_
#define LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TESTING_SHIPPED_TEMPLATES_H_

#include <cstddef>
#include <filesystem>

#include "services/notification/messages/notice_mail.h"
#include "services/notification/messages/template_library.h"

namespace lianfang::notification {

class ShippedTemplates : public TemplateLibrary {
 public:
  ShippedTemplates() : TemplateLibrary(*TemplateSet::Load({"deploy/templates"}, ProgramScopes())) { Put({}); }
};

// How many files they are.
inline size_t CountShippedTemplates() {
  size_t count = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator("deploy/templates")) {
    if (file.path().extension() == ".mustache") ++count;
  }
  return count;
}

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TESTING_SHIPPED_TEMPLATES_H_
