#include "services/portal/domain/token_buckets.h"

#include <algorithm>

namespace lianfang::portal {

double TokenBuckets::TokensAt(const Bucket& bucket, absl::Time now) const {
  const double seconds = std::max(0.0, absl::ToDoubleSeconds(now - bucket.filled));
  return std::min(options_.burst, bucket.tokens + seconds * options_.per_second);
}

absl::Duration TokenBuckets::Take(absl::string_view key, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  auto found = buckets_.find(key);
  if (found == buckets_.end()) {
    if (buckets_.size() >= options_.most_keys) ForgetFull(now);
    if (buckets_.size() >= options_.most_keys) return absl::Seconds(1 / options_.per_second);
    found = buckets_.emplace(std::string(key), Bucket{options_.burst, now}).first;
  }
  Bucket& bucket = found->second;
  bucket.tokens = TokensAt(bucket, now);
  bucket.filled = std::max(bucket.filled, now);
  if (bucket.tokens < 1) return absl::Seconds((1 - bucket.tokens) / options_.per_second);
  bucket.tokens -= 1;
  return absl::ZeroDuration();
}

void TokenBuckets::ForgetFull(absl::Time now) {
  absl::erase_if(buckets_, [&](const auto& entry) { return TokensAt(entry.second, now) >= options_.burst; });
}

size_t TokenBuckets::size() const {
  absl::MutexLock lock(&mutex_);
  return buckets_.size();
}

}  // namespace lianfang::portal
