// What the plan office is told about the ground that reminders stand on: the table of working days, and how fresh the
// duties are.
#ifndef LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_OFFICE_ALERTS_H_
#define LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_OFFICE_ALERTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/notification/domain/notice/alerts.h"
#include "services/notification/domain/notice/notice_rules.h"

namespace lianfang::notification {

// The templates of these alerts and their variables.
NoticeTemplates OfficeAlertTemplates();

// That the file of working days cannot be read, with the first of its faults, in the desk's language. The same content gives the same alert.
Notice CalendarFaultAlert(absl::string_view file, absl::string_view content, const absl::Status& fault,
                          const AlertDesk& desk, absl::Time now);

// That the table of working days lacks the notice of `year`. One alert a month.
Notice CalendarEndAlert(absl::civil_year_t year, absl::CivilMonth month, absl::string_view file, const AlertDesk& desk,
                        absl::Time now);

// That a source of duties has not been heard since `since`, and reminders of its duties wait. One alert for each silence.
Notice SourceSilentAlert(const std::string& source, absl::Time since, absl::TimeZone zone, const AlertDesk& desk,
                         absl::Time now);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_DOMAIN_NOTICE_OFFICE_ALERTS_H_
