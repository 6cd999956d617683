// The calendar of working days that is shipped, for tests.
#ifndef LIANFANG_COMMON_TESTING_CHINA_CALENDAR_H_
#define LIANFANG_COMMON_TESTING_CHINA_CALENDAR_H_

#include <fstream>
#include <sstream>

#include "common/working_calendar.h"

namespace lianfang {

// deploy/calendars/china.csv.
inline WorkingCalendar ChinaCalendar() {
  std::ifstream file("deploy/calendars/china.csv");
  std::stringstream content;
  content << file.rdbuf();
  return WorkingCalendar::Parse(content.str()).value();
}

}  // namespace lianfang

#endif  // LIANFANG_COMMON_TESTING_CHINA_CALENDAR_H_
