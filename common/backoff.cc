#include "common/backoff.h"

#include <algorithm>

namespace lianfang {

absl::Duration Backoff::Next() {
  const absl::Duration wait = longest_ * absl::Uniform(random_, 0.5, 1.0);
  longest_ = std::min(2 * longest_, options_.most);
  return wait;
}

}  // namespace lianfang
