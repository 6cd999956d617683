// Months and years of the calendar, as terms, ages and bars count them.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_VALUES_DAYS_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_VALUES_DAYS_H_

#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"

namespace lianfang::expert {

// The same day so many months later (earlier, where negative), or the month's last: 31 August and six months are 28
// February.
absl::CivilDay AddMonths(absl::CivilDay day, int months);

// Whole years from `start` to `day`; born on 29 February, one is a year older on 1 March.
int WholeYears(absl::CivilDay start, absl::CivilDay day);

// The day of a date that was checked before.
inline absl::CivilDay DayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_VALUES_DAYS_H_
