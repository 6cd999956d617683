// Keeps the templates in force at what is stored: whichever replica took an upload, all write with it from their next
// tick on.
//
//   TemplateFollower follower(store, library, metrics, interval);
//   const BackgroundLoop following(follower);
#ifndef LIANFANG_SERVICES_NOTIFICATION_TEMPLATE_FOLLOWER_H_
#define LIANFANG_SERVICES_NOTIFICATION_TEMPLATE_FOLLOWER_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/metrics.h"
#include "services/notification/messages/template_library.h"
#include "services/notification/store/notification_store.h"

namespace lianfang::notification {

// Thread-safe. Refers to what it is given.
class TemplateFollower : public BackgroundTask {
 public:
  TemplateFollower(NotificationStore& store, TemplateLibrary& library, Metrics& metrics, absl::Duration interval);

  // Refreshes, and says how long to wait. A fault of the database is logged.
  absl::Duration Step() override;

  // Puts in force what is stored now. An upload that cannot be used any more is logged, once, and counted as a metric.
  absl::Status Refresh(absl::Time deadline);

 private:
  void Report(const TemplateSet& templates);

  NotificationStore& store_;
  TemplateLibrary& library_;
  prometheus::Gauge& unusable_;
  const absl::Duration interval_;
  absl::Mutex mutex_;
  int64_t seen_ ABSL_GUARDED_BY(mutex_) = -1;  // versions there were when the library was last filled
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_TEMPLATE_FOLLOWER_H_
