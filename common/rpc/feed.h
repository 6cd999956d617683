// What a server stream sends: a source that is pulled when there may be more, and waits without holding a thread when
// there is not.
#ifndef LIANFANG_COMMON_RPC_FEED_H_
#define LIANFANG_COMMON_RPC_FEED_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace lianfang {

// One stream's source. The server calls from one thread at a time.
class Feed {
 public:
  virtual ~Feed() = default;

  // The next messages, serialised, in order; empty when there is nothing now. May block on the database. An error ends
  // the stream.
  virtual absl::StatusOr<std::vector<std::string>> Pull() = 0;

  // Calls `wake`, from any thread and without blocking it, whenever there may be more, until the feed is destroyed. The
  // destructor returns only when no call of `wake` is under way.
  virtual void Subscribe(std::function<void()> wake) = 0;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_FEED_H_
