// The due dates in a reminder as calendar files (RFC 5545, 5546): one all-day event with an alarm for every duty
// that is not overdue yet, each in a file of its own, since programs open a file of several events as a calendar of its
// own and not in the reader's. A later mail moves the same events: their UIDs follow from resource and occasion, and their
// SEQUENCE rises with every change of a date.
#ifndef LIANFANG_SERVICES_NOTIFICATION_MESSAGES_DUE_DATES_CALENDAR_H_
#define LIANFANG_SERVICES_NOTIFICATION_MESSAGES_DUE_DATES_CALENDAR_H_

#include <vector>

#include "absl/time/time.h"
#include "common/calendar_file.h"
#include "common/working_calendar.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/notification/domain/stage/reminder_rules.h"
#include "services/notification/messages/reminder_mail.h"

namespace lianfang::notification {

// Up to so many events have files of their own; more of them share one.
inline constexpr size_t kMostCalendarFiles = 20;

// What the files need to know beside the mail.
struct DueDatesSource {
  const WorkingCalendar& calendar;  // alarms ring on working days
  CalendarOrganizer organizer;      // the plan office; its domain makes the UIDs the suite's own
  absl::Time stamp;                 // when the mail was recorded
};

// The files, ready to be attached, in the order of the mail's items; none where all is overdue. The same arguments give
// the same bytes.
std::vector<v1::Attachment> DueDatesCalendar(const ReminderMail& mail, const PlanMap& plans,
                                             const DueDatesSource& source);

// Files that take the events of the mail's items out of the reader's calendar again: the duty is met or waived.
std::vector<v1::Attachment> SettledDatesCalendar(const ReminderMail& mail, const PlanMap& plans,
                                                 const DueDatesSource& source);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MESSAGES_DUE_DATES_CALENDAR_H_
