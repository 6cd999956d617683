// How many bytes of request bodies are held in memory: of all callers together, and of one caller. So one caller alone can never use
// up what all share.
//
//   BodyBudget budget({.all = 64 << 20, .one = 16 << 20});
//   if (budget.Take(caller, held, bytes) != BodyBudget::Answer::kTaken) …
//   budget.Give(caller, held + bytes);
#ifndef LIANFANG_SERVICES_PORTAL_HTTP_BODY_BUDGET_H_
#define LIANFANG_SERVICES_PORTAL_HTTP_BODY_BUDGET_H_

#include <cstddef>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"

namespace lianfang::portal {

// Thread-safe.
class BodyBudget {
 public:
  struct Limits {
    size_t all;
    size_t one;
  };
  explicit BodyBudget(Limits limits) : limits_(limits) {}

  enum class Answer { kTaken, kAllUsed, kShareUsed };

  // Takes so many bytes more for a body of the caller that holds `held` bytes already. A body that is the caller's only one may be longer
  // than a share: how long one body may be is the method's rule. Where it is refused nothing is taken.
  Answer Take(const std::string& caller, size_t held, size_t bytes);
  void Give(const std::string& caller, size_t bytes);

  // Held by all together.
  size_t used() const;

 private:
  const Limits limits_;
  mutable absl::Mutex mutex_;
  size_t used_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_map<std::string, size_t> shares_ ABSL_GUARDED_BY(mutex_);  // of callers that hold something
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_HTTP_BODY_BUDGET_H_
