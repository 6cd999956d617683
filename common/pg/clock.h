// The database's clock, which all replicas share.
#ifndef LIANFANG_COMMON_PG_CLOCK_H_
#define LIANFANG_COMMON_PG_CLOCK_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/reading.h"
#include "common/pg/time.h"

namespace lianfang {

// The database's time as it answers.
inline absl::StatusOr<absl::Time> ReadClock(PgPool& pool, absl::Time deadline) {
  static constexpr Query kClock{"clock", "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint",
                                std::chrono::seconds(2)};
  return Reading<absl::Time>(pool, deadline, [](PgTransaction& reads, absl::Time& now) {
    now = FromPgMicros(reads.Execute(kClock)[0][0].as<int64_t>());
  });
}

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PG_CLOCK_H_
