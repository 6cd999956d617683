// Instants as statement parameters and results, in microseconds, PostgreSQL's own precision.
//
//   transaction.Execute(query, PgTime(now));            // … $1::timestamptz
//   absl::Time time = FromPgMicros(row[0].as<int64_t>());   // SELECT (extract(epoch FROM t) * 1000000)::bigint
#ifndef LIANFANG_COMMON_PG_TIME_H_
#define LIANFANG_COMMON_PG_TIME_H_

#include <string>

#include "absl/time/time.h"

namespace lianfang {

// ISO 8601 in UTC; four digits of year, because PostgreSQL reads fewer as a day or a month. Infinite instants are PostgreSQL's own.
inline std::string PgTime(absl::Time time) {
  if (time == absl::InfinitePast()) return "-infinity";
  if (time == absl::InfiniteFuture()) return "infinity";
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%E6SZ", time, absl::UTCTimeZone());
}

inline absl::Time FromPgMicros(int64_t micros) { return absl::FromUnixMicros(micros); }

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PG_TIME_H_
