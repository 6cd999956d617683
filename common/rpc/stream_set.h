// The open server streams of a process, so that draining can end them: streams without end would outlive any deadline.
#ifndef LIANFANG_COMMON_RPC_STREAM_SET_H_
#define LIANFANG_COMMON_RPC_STREAM_SET_H_

#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"

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

  // False once the set drains: the stream must not start.
  [[nodiscard]] bool Add(Stream* stream) {
    absl::MutexLock lock(&mutex_);
    return !draining_ && streams_.insert(stream).second;
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
  absl::Mutex mutex_;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  absl::flat_hash_set<Stream*> streams_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_STREAM_SET_H_
