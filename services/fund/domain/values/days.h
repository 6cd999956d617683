// Days of the calendar, as plans and contracts count them.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_VALUES_DAYS_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_VALUES_DAYS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/errors.h"
#include "google/type/date.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::fund {

// The plan's time zone.
absl::TimeZone ZoneOf(const type::v1::Plan& plan);

// The day of an instant in the plan's time zone; the first instant of a day there.
absl::CivilDay DayAt(const type::v1::Plan& plan, absl::Time time);
absl::Time StartOf(const type::v1::Plan& plan, absl::CivilDay day);

// The day of a date that was checked before.
inline absl::CivilDay DayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

// The same day so many months later, or that month's last.
absl::CivilDay AddMonths(absl::CivilDay day, int months);

// Whether the date names a day; adds a fault under `field` where it does not.
bool CheckDate(absl::string_view field, const google::type::Date& date, FieldViolations& faults);
// Likewise, and not after `today`.
bool CheckPastDate(absl::string_view field, const google::type::Date& date, absl::CivilDay today,
                   FieldViolations& faults);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_VALUES_DAYS_H_
