#include "services/portal/http/body_budget.h"

namespace lianfang::portal {

BodyBudget::Answer BodyBudget::Take(const std::string& caller, size_t held, size_t bytes) {
  if (bytes == 0) return Answer::kTaken;
  absl::MutexLock lock(&mutex_);
  if (used_ + bytes > limits_.all) return Answer::kAllUsed;
  const auto share = shares_.find(caller);
  const size_t before = share == shares_.end() ? 0 : share->second;
  if (before != held && before + bytes > limits_.one) return Answer::kShareUsed;
  used_ += bytes;
  shares_[caller] = before + bytes;
  return Answer::kTaken;
}

void BodyBudget::Give(const std::string& caller, size_t bytes) {
  if (bytes == 0) return;
  absl::MutexLock lock(&mutex_);
  used_ -= bytes;
  const auto share = shares_.find(caller);
  share->second -= bytes;
  if (share->second == 0) shares_.erase(share);
}

size_t BodyBudget::used() const {
  absl::MutexLock lock(&mutex_);
  return used_;
}

}  // namespace lianfang::portal
