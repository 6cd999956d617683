// How often somebody may do something: a bucket of tokens for each, refilled at a rate.
#ifndef LIANFANG_SERVICES_PORTAL_DOMAIN_TOKEN_BUCKETS_H_
#define LIANFANG_SERVICES_PORTAL_DOMAIN_TOKEN_BUCKETS_H_

#include <cstddef>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace lianfang::portal {

// Thread-safe.
class TokenBuckets {
 public:
  struct Options {
    double per_second = 20;
    double burst = 120;
    size_t most_keys = 100'000;  // beyond: full buckets are forgotten, then whoever is new is refused
  };

  explicit TokenBuckets(const Options& options) : options_(options) {}

  // Takes a token. Zero: taken; else when there is one again.
  absl::Duration Take(absl::string_view key, absl::Time now);

  size_t size() const;

 private:
  struct Bucket {
    double tokens = 0;
    absl::Time filled;  // when `tokens` was right
  };

  double TokensAt(const Bucket& bucket, absl::Time now) const;
  void ForgetFull(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Options options_;
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Bucket> buckets_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_DOMAIN_TOKEN_BUCKETS_H_
