// Reads that make one value.
//
//   return Reading<std::vector<Row>>(pool, deadline, [&](PgTransaction& reads, std::vector<Row>& rows) {
//     for (const pqxx::row& row : reads.Execute(kList, plan)) rows.push_back(RowOf(row));
//   });
#ifndef LIANFANG_COMMON_PG_READING_H_
#define LIANFANG_COMMON_PG_READING_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/pool.h"
#include "common/pg/transaction.h"

namespace lianfang {

// Runs `read(reads, value)` as RunReads does; the value starts afresh when the reads are repeated.
template <typename Value, typename Read>
absl::StatusOr<Value> Reading(PgPool& pool, absl::Time deadline, const Read& read) {
  Value value{};
  const absl::Status status = RunReads(pool, deadline, [&](PgTransaction& reads) {
    value = Value{};
    read(reads, value);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return value;
}

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PG_READING_H_
