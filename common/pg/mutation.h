// A mutation in one transaction with its request log (common/mutation.h).
//
//   return RunMutation<v1::Contact>(pool, key, now, deadline, [&](PgTransaction& rows) -> absl::StatusOr<Outcome> {
//     const pqxx::result found = rows.Execute(kLockContact, name);               // load
//     …                                                                          // decide
//     rows.Execute(kSaveContact, …);                                             // save
//     return Outcome{contact.SerializeAsString(), contact.name(), "put contact"};
//   });
#ifndef LIANFANG_COMMON_PG_MUTATION_H_
#define LIANFANG_COMMON_PG_MUTATION_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/mutation.h"
#include "common/pg/pool.h"
#include "common/pg/transaction.h"
#include "common/request_key.h"

namespace lianfang {

using PgMutation = std::function<absl::StatusOr<Outcome>(PgTransaction&)>;

// The serialised response: the first one for a repeat, without running `mutation`; INVALID_ARGUMENT when the request id
// was used for another content. What `mutation` refuses is returned and leaves nothing. A repeat that comes while the
// first is under way waits for it. `mutation` may run more than once (RunTransaction).
//
// Without a key it is a rehearsal: `mutation` runs, its response is answered, and everything is rolled back.
absl::StatusOr<std::string> RunMutation(PgPool& pool, const std::optional<RequestKey>& key, absl::Time now,
                                        absl::Time deadline, const PgMutation& mutation);

// Likewise, with the response parsed. DATA_LOSS when the kept one does not parse.
template <typename Response>
absl::StatusOr<Response> RunMutation(PgPool& pool, const std::optional<RequestKey>& key, absl::Time now,
                                     absl::Time deadline, const PgMutation& mutation) {
  const absl::StatusOr<std::string> response = RunMutation(pool, key, now, deadline, mutation);
  if (!response.ok()) return response.status();
  return ParseResponse<Response>(*response);
}

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PG_MUTATION_H_
