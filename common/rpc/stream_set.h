// The open streams of a process, so that draining can end them: streams without end would outlive any deadline. How many
// there may be is said by the quotas (quotas.h).
#ifndef LIANFANG_COMMON_RPC_STREAM_SET_H_
#define LIANFANG_COMMON_RPC_STREAM_SET_H_

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace lianfang {

// Thread-safe.
class StreamSet {
 public:
  class Stream {
   public:
    virtual ~Stream() = default;
    // Asks the stream to end with UNAVAILABLE soon. Must not end it inline: the caller holds the set's lock.
    virtual void RequestEnd() = 0;
  };

  // A stream whose peer takes no message for longer than `slow_limit` is cut off.
  explicit StreamSet(absl::Duration slow_limit = absl::Minutes(1)) : slow_limit_(slow_limit) {}
  absl::Duration slow_limit() const { return slow_limit_; }

  // UNAVAILABLE once the set drains: the stream must not start then.
  absl::Status Add(Stream* stream) {
    absl::MutexLock lock(&mutex_);
    if (draining_) return absl::UnavailableError("the server is draining");
    streams_.insert(stream);
    return absl::OkStatus();
  }
  void Remove(Stream* stream) {
    absl::MutexLock lock(&mutex_);
    streams_.erase(stream);
  }
  // Ends all and admits no more.
  void Drain() {
    absl::MutexLock lock(&mutex_);
    draining_ = true;
    for (Stream* stream : streams_) stream->RequestEnd();
  }

 private:
  const absl::Duration slow_limit_;
  absl::Mutex mutex_;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  absl::flat_hash_set<Stream*> streams_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_STREAM_SET_H_
