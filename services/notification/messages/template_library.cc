#include "services/notification/messages/template_library.h"

namespace lianfang::notification {

void TemplateLibrary::Put(const std::vector<v1::TemplateVersion>& newest) {
  auto next = std::make_shared<const TemplateSet>(files_.With(newest));
  absl::MutexLock lock(&mutex_);
  current_ = std::move(next);
}

absl::StatusOr<std::shared_ptr<const TemplateSet>> TemplateLibrary::Current() const {
  absl::MutexLock lock(&mutex_);
  if (current_ == nullptr) return absl::UnavailableError("the uploaded templates have not been read yet");
  return current_;
}

}  // namespace lianfang::notification
