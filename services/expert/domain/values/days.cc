#include "services/expert/domain/values/days.h"

#include <algorithm>

namespace lianfang::expert {

absl::CivilDay AddMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const int last = (absl::CivilDay(month + 1) - 1).day();
  return absl::CivilDay(month.year(), month.month(), std::min(day.day(), last));
}

int WholeYears(absl::CivilDay start, absl::CivilDay day) {
  const int years = static_cast<int>(day.year() - start.year());
  // An anniversary that the year does not have falls on the day after.
  const absl::CivilDay anniversary(day.year(), start.month(), start.day());
  return day < anniversary ? years - 1 : years;
}

}  // namespace lianfang::expert
