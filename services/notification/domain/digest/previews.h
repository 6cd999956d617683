// A planned stretch of reminders, as PreviewReminders answers it.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_PREVIEWS_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_PREVIEWS_H_

#include <string>
#include <vector>

#include "lianfang/notification/v1/reminder.pb.h"
#include "services/notification/domain/digest/digest.h"

namespace lianfang::notification {

// Mails and places where one is missing, by time, region, department, role and contact. Subjects are left empty.
std::vector<v1::ReminderPreview> ToPreviews(const DigestPlan& plan);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_DIGEST_PREVIEWS_H_
