#include "services/expert/invitations/appointment.h"

#include <libical/ical.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/time.h"

namespace lianfang::expert {
namespace {

struct Free {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
  void operator()(char* text) const { icalmemory_free_buffer(text); }
};
using Component = std::unique_ptr<icalcomponent, Free>;

icaltimetype InUtc(absl::Time time) {
  return icaltime_from_timet_with_zone(absl::ToTimeT(time), /*is_date=*/0, icaltimezone_get_utc_timezone());
}

}  // namespace

std::string AppointmentFile(const v1::Engagement& engagement, absl::string_view expert, absl::Time stamp,
                            bool cancelled) {
  Component event(icalcomponent_new_vevent());
  const std::string uid = absl::StrCat(absl::StrReplaceAll(engagement.name(), {{"/", "-"}}), "-",
                                       absl::StrReplaceAll(expert, {{"/", "-"}}), "@lianfang");
  icalcomponent_set_uid(event.get(), uid.c_str());
  icalcomponent_set_dtstamp(event.get(), InUtc(stamp));
  icalcomponent_set_dtstart(event.get(), InUtc(FromTimestamp(engagement.start_time())));
  icalcomponent_set_dtend(event.get(), InUtc(FromTimestamp(engagement.end_time())));
  icalcomponent_set_summary(event.get(), engagement.subject().c_str());
  icalcomponent_set_location(event.get(), engagement.place().c_str());
  icalcomponent_set_sequence(event.get(), cancelled ? 1 : 0);
  icalcomponent_set_status(event.get(), cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED);

  const Component calendar(icalcomponent_new_vcalendar());
  icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//Lianfang//Expert//ZH"));
  icalcomponent_add_property(calendar.get(),
                             icalproperty_new_method(cancelled ? ICAL_METHOD_CANCEL : ICAL_METHOD_PUBLISH));
  icalcomponent_add_component(calendar.get(), event.release());
  const std::unique_ptr<char, Free> text(icalcomponent_as_ical_string_r(calendar.get()));
  return std::string(text.get());
}

}  // namespace lianfang::expert
