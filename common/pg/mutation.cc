#include "common/pg/mutation.h"

#include <utility>

#include "common/origin.h"
#include "common/pg/request_log.h"

namespace lianfang {

absl::StatusOr<std::string> RunMutation(PgPool& pool, const std::optional<RequestKey>& key, absl::Time now,
                                        absl::Time deadline, const PgMutation& mutation) {
  std::string response;
  bool rehearsed = false;  // in the last attempt
  const absl::Status status = RunTransaction(pool, deadline, [&](PgTransaction& transaction) -> absl::Status {
    rehearsed = false;
    PgRequestLog log(transaction);
    if (key.has_value()) {
      log.Lock(*key);
      auto first = log.Find({*key}).front();
      if (!first.ok()) return first.status();
      if (first->has_value()) {
        response = **std::move(first);
        return absl::OkStatus();
      }
    }
    absl::StatusOr<Outcome> outcome = mutation(transaction);
    if (!outcome.ok()) return outcome.status();
    response = outcome->response;
    rehearsed = !key.has_value();
    if (rehearsed) return absl::CancelledError("rehearsed: rolled back");
    RequestRecord record{*key, response, std::move(outcome->resource), std::move(outcome->detail)};
    if (const Origin* origin = WorkingFor::Current(); origin != nullptr) record.origin = *origin;
    log.Record({std::move(record)}, now);
    return absl::OkStatus();
  });
  if (!status.ok() && !(rehearsed && absl::IsCancelled(status))) return status;
  return response;
}

}  // namespace lianfang
