// The due dates in a reminder as a calendar file (RFC 5545): one all-day event with an alarm for every obligation that
// is not overdue yet. A later mail's file moves the same events, since their UIDs follow from the obligations.
#ifndef LIANFANG_SERVICES_NOTIFICATION_MAIL_DUE_DATES_CALENDAR_H_
#define LIANFANG_SERVICES_NOTIFICATION_MAIL_DUE_DATES_CALENDAR_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/domain/stage/reminder_rules.h"
#include "services/notification/mail/reminder_mail.h"

namespace lianfang::notification {

// The file, ready to be attached; nothing where all is overdue. The same arguments give the same bytes. `stamp` is when
// the mail was recorded, `domain` makes the UIDs the suite's own.
std::optional<v1::Attachment> DueDatesCalendar(const ReminderMail& mail, const PlanMap& plans, absl::Time stamp,
                                               absl::string_view domain);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MAIL_DUE_DATES_CALENDAR_H_
