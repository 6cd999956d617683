#include "services/notification/mail/due_dates_calendar.h"

#include <libical/ical.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/notification/domain/stage/plan_names.h"

namespace lianfang::notification {
namespace {

using v1::ReminderItem;

// 09:00 of the day before: an all-day event begins at midnight.
constexpr int kAlarmSeconds = -15 * 3600;

struct Free {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
  void operator()(char* text) const { icalmemory_free_buffer(text); }
};
using Component = std::unique_ptr<icalcomponent, Free>;

icaltimetype DateOf(absl::CivilDay day) {
  icaltimetype date = icaltime_null_date();
  date.year = static_cast<int>(day.year());
  date.month = day.month();
  date.day = day.day();
  return date;
}

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

Component AlarmOf(const std::string& summary) {
  icaltriggertype trigger{};
  trigger.time = icaltime_null_time();
  trigger.duration = icaldurationtype_from_int(kAlarmSeconds);
  Component alarm(icalcomponent_new_valarm());
  icalcomponent_add_property(alarm.get(), icalproperty_new_action(ICAL_ACTION_DISPLAY));
  icalcomponent_add_property(alarm.get(), icalproperty_new_description(summary.c_str()));
  icalcomponent_add_property(alarm.get(), icalproperty_new_trigger(trigger));
  return alarm;
}

Component EventOf(const ReminderItem& item, const ReminderMail& mail, const PlanMap& plans, absl::Time stamp,
                  absl::string_view domain) {
  const std::string summary = SummaryOf(item, mail.language, plans);
  const std::string title = PlanNames(PlanOf(plans, item.obligation()), mail.language).Title();
  const icaltimetype stamped =
      icaltime_from_timet_with_zone(absl::ToTimeT(stamp), /*is_date=*/0, icaltimezone_get_utc_timezone());
  Component event(icalcomponent_new_vevent());
  icalcomponent_set_uid(event.get(), UidOf(item, domain).c_str());
  icalcomponent_set_dtstamp(event.get(), stamped);
  icalcomponent_set_dtstart(event.get(), DateOf(mail.day + item.days_left()));
  icalcomponent_set_summary(event.get(), summary.c_str());
  icalcomponent_set_description(event.get(), title.c_str());
  icalcomponent_add_property(event.get(), icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
  icalcomponent_add_component(event.get(), AlarmOf(summary).release());
  return event;
}

}  // namespace

std::optional<v1::Attachment> DueDatesCalendar(const ReminderMail& mail, const PlanMap& plans, absl::Time stamp,
                                               absl::string_view domain) {
  const Component calendar(icalcomponent_new_vcalendar());
  icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//Lianfang//Notification//ZH"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_method(ICAL_METHOD_PUBLISH));
  for (const ReminderItem& item : mail.items) {
    if (item.days_left() < 0) continue;
    icalcomponent_add_component(calendar.get(), EventOf(item, mail, plans, stamp, domain).release());
  }
  if (icalcomponent_count_components(calendar.get(), ICAL_VEVENT_COMPONENT) == 0) return std::nullopt;
  const std::unique_ptr<char, Free> text(icalcomponent_as_ical_string_r(calendar.get()));
  v1::Attachment file;
  file.set_filename("due-dates.ics");
  file.set_content_type("text/calendar; charset=utf-8; method=PUBLISH");
  file.set_content(text.get());
  return file;
}

}  // namespace lianfang::notification
