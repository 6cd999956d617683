// Calendar files (RFC 5545) by libical, which folds lines, escapes text and writes dates.
//
//   CalendarFile({.product = "-//Lianfang//Expert//ZH", .events = {{.uid = "review@lianfang", .stamp = now, …}}})
//
// The same arguments give the same bytes. With an organizer the file is what RFC 5546 asks for, which some programs insist
// on. Give each event a file of its own where people shall have it in their own calendar: programs open a file of several
// as a calendar of its own.
#ifndef LIANFANG_COMMON_CALENDAR_FILE_H_
#define LIANFANG_COMMON_CALENDAR_FILE_H_

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace lianfang {

// From `start` until before `end`, in whole seconds.
struct TimeSpan {
  absl::Time start;
  absl::Time end;
};

// Who publishes events.
struct CalendarOrganizer {
  std::string name;
  std::string email;
};

struct CalendarEvent {
  std::string uid;                              // a later file that has it replaces the event in people's calendars
  absl::Time stamp;                             // when this was written
  std::variant<absl::CivilDay, TimeSpan> when;  // a whole day, wherever it is read; or instants
  std::string summary{};
  std::string description{};              // empty: left out
  std::string location{};                 // empty: left out
  bool blocks_time = true;                // the calendar's owner counts as busy
  int sequence = 0;                       // rises when the time moves; a cancellation counts one more
  std::optional<absl::Duration> alarm{};  // shows the summary so long after the start; negative: before it
};

enum class CalendarMethod {
  kPublish,  // adds the events, or replaces those of the same UID
  kCancel,   // takes the events of the same UID out again
};

struct Calendar {
  std::string product;  // who wrote it, `-//Organisation//Product//LANGUAGE`
  CalendarMethod method = CalendarMethod::kPublish;
  std::optional<CalendarOrganizer> organizer{};
  std::vector<CalendarEvent> events{};
};

// The file's text.
std::string CalendarFile(const Calendar& calendar);
// Its media type.
std::string CalendarFileType(CalendarMethod method);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_CALENDAR_FILE_H_
