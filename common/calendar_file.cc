#include "common/calendar_file.h"

#include <libical/ical.h>

#include <memory>

#include "absl/strings/str_cat.h"

namespace lianfang {
namespace {

struct Free {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
  void operator()(char* text) const { icalmemory_free_buffer(text); }
};
using Component = std::unique_ptr<icalcomponent, Free>;

icaltimetype InUtc(absl::Time time) {
  return icaltime_from_timet_with_zone(absl::ToTimeT(time), /*is_date=*/0, icaltimezone_get_utc_timezone());
}

icaltimetype DateOf(absl::CivilDay day) {
  icaltimetype date = icaltime_null_date();
  date.year = static_cast<int>(day.year());
  date.month = day.month();
  date.day = day.day();
  return date;
}

void SetTimes(icalcomponent* component, const CalendarEvent& event) {
  if (const auto* day = std::get_if<absl::CivilDay>(&event.when)) {
    icalcomponent_set_dtstart(component, DateOf(*day));
    return;
  }
  const TimeSpan& span = std::get<TimeSpan>(event.when);
  icalcomponent_set_dtstart(component, InUtc(span.start));
  icalcomponent_set_dtend(component, InUtc(span.end));
}

Component AlarmOf(const std::string& summary, absl::Duration after_start) {
  icaltriggertype trigger{};
  trigger.time = icaltime_null_time();
  trigger.duration = icaldurationtype_from_int(static_cast<int>(absl::ToInt64Seconds(after_start)));
  Component alarm(icalcomponent_new_valarm());
  icalcomponent_add_property(alarm.get(), icalproperty_new_action(ICAL_ACTION_DISPLAY));
  icalcomponent_add_property(alarm.get(), icalproperty_new_description(summary.c_str()));
  icalcomponent_add_property(alarm.get(), icalproperty_new_trigger(trigger));
  return alarm;
}

void SetOrganizer(icalcomponent* component, const CalendarOrganizer& organizer) {
  icalproperty* property = icalproperty_new_organizer(absl::StrCat("mailto:", organizer.email).c_str());
  if (!organizer.name.empty()) icalproperty_add_parameter(property, icalparameter_new_cn(organizer.name.c_str()));
  icalcomponent_add_property(component, property);
}

Component EventOf(const CalendarEvent& event, const Calendar& calendar) {
  const bool cancelled = calendar.method == CalendarMethod::kCancel;
  Component component(icalcomponent_new_vevent());
  icalcomponent_set_uid(component.get(), event.uid.c_str());
  icalcomponent_set_dtstamp(component.get(), InUtc(event.stamp));
  SetTimes(component.get(), event);
  icalcomponent_set_summary(component.get(), event.summary.c_str());
  if (!event.description.empty()) icalcomponent_set_description(component.get(), event.description.c_str());
  if (!event.location.empty()) icalcomponent_set_location(component.get(), event.location.c_str());
  if (calendar.organizer.has_value()) SetOrganizer(component.get(), *calendar.organizer);
  // A calendar ignores a cancellation that is not newer than what it has.
  icalcomponent_set_sequence(component.get(), event.sequence + (cancelled ? 1 : 0));
  icalcomponent_set_status(component.get(), cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED);
  if (!event.blocks_time) {
    icalcomponent_add_property(component.get(), icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
  }
  if (event.alarm.has_value() && !cancelled) {
    icalcomponent_add_component(component.get(), AlarmOf(event.summary, *event.alarm).release());
  }
  return component;
}

}  // namespace

std::string CalendarFile(const Calendar& calendar) {
  const bool cancelled = calendar.method == CalendarMethod::kCancel;
  const Component file(icalcomponent_new_vcalendar());
  icalcomponent_add_property(file.get(), icalproperty_new_version("2.0"));
  icalcomponent_add_property(file.get(), icalproperty_new_prodid(calendar.product.c_str()));
  icalcomponent_add_property(file.get(), icalproperty_new_method(cancelled ? ICAL_METHOD_CANCEL : ICAL_METHOD_PUBLISH));
  for (const CalendarEvent& event : calendar.events) {
    icalcomponent_add_component(file.get(), EventOf(event, calendar).release());
  }
  const std::unique_ptr<char, Free> text(icalcomponent_as_ical_string_r(file.get()));
  return std::string(text.get());
}

std::string CalendarFileType(CalendarMethod method) {
  return absl::StrCat("text/calendar; charset=utf-8; method=",
                      method == CalendarMethod::kCancel ? "CANCEL" : "PUBLISH");
}

}  // namespace lianfang
