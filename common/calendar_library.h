// The working calendar in force. A new one takes its place while the service runs.
#ifndef LIANFANG_COMMON_CALENDAR_LIBRARY_H_
#define LIANFANG_COMMON_CALENDAR_LIBRARY_H_

#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/working_calendar.h"

namespace lianfang {

// Thread-safe.
class CalendarLibrary {
 public:
  // Until a table is put, every day goes by its weekday.
  explicit CalendarLibrary(WorkingCalendar calendar = WorkingCalendar()) { Put(std::move(calendar)); }

  void Put(WorkingCalendar calendar) {
    auto next = std::make_shared<const WorkingCalendar>(std::move(calendar));
    absl::MutexLock lock(&mutex_);
    current_ = std::move(next);
  }

  // It stays as it is while it is held.
  std::shared_ptr<const WorkingCalendar> Current() const {
    absl::MutexLock lock(&mutex_);
    return current_;
  }

 private:
  mutable absl::Mutex mutex_;
  std::shared_ptr<const WorkingCalendar> current_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_CALENDAR_LIBRARY_H_
