#include "services/fund/domain/values/days.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/time.h"

namespace lianfang::fund {

absl::TimeZone ZoneOf(const type::v1::Plan& plan) {
  const auto zone = LoadZone(plan.time_zone());
  return zone.ok() ? *zone : absl::UTCTimeZone();
}

absl::CivilDay DayAt(const type::v1::Plan& plan, absl::Time time) { return absl::ToCivilDay(time, ZoneOf(plan)); }

absl::Time StartOf(const type::v1::Plan& plan, absl::CivilDay day) { return absl::FromCivil(day, ZoneOf(plan)); }

absl::CivilDay AddMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(absl::CivilDay(month) + (day.day() - 1), last);
}

bool CheckDate(absl::string_view field, const google::type::Date& date, FieldViolations& faults) {
  const auto day = FromDate(date);
  if (!day.ok()) faults.Add(field, day.status().message());
  return day.ok();
}

bool CheckPastDate(absl::string_view field, const google::type::Date& date, absl::CivilDay today,
                   FieldViolations& faults) {
  if (!CheckDate(field, date, faults)) return false;
  if (DayOf(date) <= today) return true;
  faults.Add(field, absl::StrCat("must not be after today, ", FormatDay(today)));
  return false;
}

}  // namespace lianfang::fund
