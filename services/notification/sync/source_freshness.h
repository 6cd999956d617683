// Up to when this process knows what submission says. While it does not know, nobody is accused of not having filed.
//
//   SourceFreshness freshness;
//   StreamFollower obligations(Timed(sync.Stream(), freshness, clock), clock);
//   if (clock.Now() - freshness.KnownUntil() > allowed) ...          // silent for too long
#ifndef LIANFANG_SERVICES_NOTIFICATION_SYNC_SOURCE_FRESHNESS_H_
#define LIANFANG_SERVICES_NOTIFICATION_SYNC_SOURCE_FRESHNESS_H_

#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/rpc/stream_follower.h"
#include "common/time.h"

namespace lianfang::notification {

// Thread-safe.
class SourceFreshness {
 public:
  // Everything up to `time` is known.
  void Know(absl::Time time) {
    absl::MutexLock lock(&mutex_);
    if (time > known_) known_ = time;
  }

  // InfinitePast before anything was heard.
  absl::Time KnownUntil() const {
    absl::MutexLock lock(&mutex_);
    return known_;
  }

 private:
  mutable absl::Mutex mutex_;
  absl::Time known_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

// The stream, its messages timed: a change says what was known when it was committed, a heartbeat (a message without
// `commit_time`) that there is nothing more now. A message that another replica received first (ABORTED) says so too.
template <typename Message>
ResumableStream<Message> Timed(ResumableStream<Message> stream, SourceFreshness& freshness, const Clock& clock) {
  stream.receive = [&freshness, &clock, receive = std::move(stream.receive)](
                       const std::string& after, const Message& message, absl::Time deadline) {
    absl::Status received = receive(after, message, deadline);
    if (received.ok() || absl::IsAborted(received)) {
      freshness.Know(message.has_commit_time() ? FromTimestamp(message.commit_time()) : clock.Now());
    }
    return received;
  };
  return stream;
}

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_SYNC_SOURCE_FRESHNESS_H_
