#include "common/time.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace lianfang {
namespace {

// Whether `name` can be one of the zone database's. Abseil would also take a path, and open whatever file it names.
bool IsZoneName(absl::string_view name) {
  return !name.empty() && name.size() <= 64 && absl::ascii_isalpha(static_cast<unsigned char>(name.front())) &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '/' || c == '_' || c == '-' || c == '+';
         });
}

}  // namespace

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);  // rounds towards minus infinity
  int64_t seconds = micros / 1'000'000;
  int64_t rest = micros % 1'000'000;
  if (rest < 0) {
    rest += 1'000'000;
    --seconds;
  }
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(rest * 1000));
  return timestamp;
}

absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

bool IsValidTimestamp(const google::protobuf::Timestamp& timestamp) {
  constexpr int64_t kFirst = -62135596800;  // 0001-01-01T00:00:00Z
  constexpr int64_t kLast = 253402300799;   // 9999-12-31T23:59:59Z
  return timestamp.seconds() >= kFirst && timestamp.seconds() <= kLast && timestamp.nanos() >= 0 &&
         timestamp.nanos() <= 999'999'999;
}

google::type::Date ToDate(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

absl::StatusOr<absl::CivilDay> FromDate(const google::type::Date& date) {
  const absl::CivilDay day(date.year(), date.month(), date.day());
  const bool kept = day.year() == date.year() && day.month() == date.month() && day.day() == date.day();
  if (!kept || date.year() < 1 || date.year() > 9999) {
    return absl::InvalidArgumentError(
        absl::StrFormat("must be a day of the calendar, was %04d-%02d-%02d", date.year(), date.month(), date.day()));
  }
  return day;
}

absl::StatusOr<absl::TimeZone> LoadZone(absl::string_view name) {
  absl::TimeZone zone;
  if (!IsZoneName(name) || !absl::LoadTimeZone(name, &zone)) {
    return absl::InvalidArgumentError(
        absl::StrCat("must be an IANA time zone such as Asia/Shanghai, was \"", name, "\""));
  }
  return zone;
}

std::string FormatDay(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

}  // namespace lianfang
