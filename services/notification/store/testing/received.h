// Duties as a store receives them, for tests: what submission tells of obligations of the test plan.
#ifndef LIANFANG_SERVICES_NOTIFICATION_STORE_TESTING_RECEIVED_H_
#define LIANFANG_SERVICES_NOTIFICATION_STORE_TESTING_RECEIVED_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification::testing {

inline constexpr char kSource[] = "submission";

// After whatever the store has received.
inline absl::Status Receive(NotificationStore& store, const submission::v1::Obligation& obligation) {
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  const auto after = store.LoadDutyCursor(kSource, deadline);
  if (!after.ok()) return after.status();
  return store.SaveDuties({kSource, obligation.name(), DutiesOf(obligation)}, *after, *after + "x", deadline);
}

inline absl::Status ReceiveAll(NotificationStore& store, const std::vector<submission::v1::Obligation>& obligations) {
  for (const auto& obligation : obligations) {
    if (absl::Status received = Receive(store, obligation); !received.ok()) return received;
  }
  return absl::OkStatus();
}

}  // namespace lianfang::notification::testing

#endif  // LIANFANG_SERVICES_NOTIFICATION_STORE_TESTING_RECEIVED_H_
