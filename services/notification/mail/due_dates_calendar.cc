#include "services/notification/mail/due_dates_calendar.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/calendar_file.h"
#include "services/notification/domain/stage/plan_names.h"

namespace lianfang::notification {
namespace {

using v1::ReminderItem;

// 09:00 of the day before: an all-day event begins at midnight.
constexpr absl::Duration kAlarm = absl::Hours(-15);

std::string SummaryOf(const ReminderItem& item, const std::string& language, const PlanMap& plans) {
  const bool english = language == "en";
  const PlanNames names(PlanOf(plans, item.obligation()), language);
  const char* const final = english ? " (final figures)" : "（终报）";
  return absl::StrCat(english ? "Data due: " : "报送截止：", names.Region(item.region()), " ",
                      names.Industry(item.industry()), " ", names.Period(item.period()),
                      item.final_figures() ? final : "");
}

std::string UidOf(const ReminderItem& item, absl::string_view domain) {
  return absl::StrCat(absl::StrReplaceAll(item.obligation(), {{"/", "-"}}), item.final_figures() ? "-final" : "", "@",
                      domain);
}

CalendarEvent EventOf(const ReminderItem& item, const ReminderMail& mail, const PlanMap& plans, absl::Time stamp,
                      absl::string_view domain) {
  CalendarEvent event;
  event.uid = UidOf(item, domain);
  event.stamp = stamp;
  event.when = mail.day + item.days_left();
  event.summary = SummaryOf(item, mail.language, plans);
  event.description = PlanNames(PlanOf(plans, item.obligation()), mail.language).Title();
  event.blocks_time = false;
  event.alarm = kAlarm;
  return event;
}

}  // namespace

std::optional<v1::Attachment> DueDatesCalendar(const ReminderMail& mail, const PlanMap& plans, absl::Time stamp,
                                               absl::string_view domain) {
  Calendar calendar;
  calendar.product = "-//Lianfang//Notification//ZH";
  for (const ReminderItem& item : mail.items) {
    if (item.days_left() >= 0) calendar.events.push_back(EventOf(item, mail, plans, stamp, domain));
  }
  if (calendar.events.empty()) return std::nullopt;
  v1::Attachment file;
  file.set_filename("due-dates.ics");
  file.set_content_type(CalendarFileType(calendar.method));
  file.set_content(CalendarFile(calendar));
  return file;
}

}  // namespace lianfang::notification
