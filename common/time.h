// Between protobuf's times and Abseil's. Values only; no clock is read.
#ifndef LIANFANG_COMMON_TIME_H_
#define LIANFANG_COMMON_TIME_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"

namespace lianfang {

// Microsecond precision, PostgreSQL's: what is stored reads back equal.
google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);

// Whether the timestamp lies in years 1 to 9999 with nanos in 0..999,999,999, as its contract demands.
bool IsValidTimestamp(const google::protobuf::Timestamp& timestamp);

google::type::Date ToDate(absl::CivilDay day);
// INVALID_ARGUMENT unless year, month and day are all given and name a day of the calendar.
absl::StatusOr<absl::CivilDay> FromDate(const google::type::Date& date);

// The zone of an IANA name; INVALID_ARGUMENT when the machine's zone data has none of that name.
absl::StatusOr<absl::TimeZone> LoadZone(absl::string_view name);

// `2022-05-31`.
std::string FormatDay(absl::CivilDay day);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_TIME_H_
