// The answer to a repeated request, looked up before the ground of the mutation is loaded: it may be gone by then. The
// store looks again in the transaction that would save (common/pg/mutation.h).
#ifndef LIANFANG_SERVICES_NOTIFICATION_FIRST_RESPONSE_H_
#define LIANFANG_SERVICES_NOTIFICATION_FIRST_RESPONSE_H_

#include <optional>

#include "absl/status/statusor.h"
#include "common/mutation.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// What the request was answered the first time; nothing when it is new.
template <typename Response>
absl::StatusOr<std::optional<Response>> FirstResponse(NotificationStore& store, const RequestKey& key,
                                                      absl::Time deadline) {
  const auto found = store.FindResponse(key, deadline);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return std::optional<Response>();
  absl::StatusOr<Response> response = ParseResponse<Response>(**found);
  if (!response.ok()) return response.status();
  return std::optional<Response>(*std::move(response));
}

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_FIRST_RESPONSE_H_
