// The templates that mails are written in now: those of the directories, and over them what was uploaded.
//
//   TemplateLibrary library(*TemplateSet::Load(...));
//   library.Put(uploads);                                    // again whenever there is something new
//   const auto templates = library.Current();                // one set for a whole mail
#ifndef LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TEMPLATE_LIBRARY_H_
#define LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TEMPLATE_LIBRARY_H_

#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/notification/messages/template_set.h"

namespace lianfang::notification {

// Thread-safe.
class TemplateLibrary {
 public:
  explicit TemplateLibrary(TemplateSet files) : files_(std::move(files)) {}

  // Puts the newest versions in force.
  void Put(const std::vector<v1::TemplateVersion>& newest);

  // The set in force; it stays as it is while it is held. UNAVAILABLE before the first Put: a mail must not go out in
  // words that the office has replaced.
  absl::StatusOr<std::shared_ptr<const TemplateSet>> Current() const;

 private:
  const TemplateSet files_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<const TemplateSet> current_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MESSAGES_TEMPLATE_LIBRARY_H_
