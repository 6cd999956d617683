// Up to when this process knows what each source of duties says. While it does not know, nobody is accused of not having
// done what it owes.
//
//   DutySources sources({"submission", "expert"}, absl::Minutes(2));
//   StreamFollower duties(Timed(sync.Stream(), sources.Of("submission"), clock), clock);
//   for (const std::string& silent : sources.Silent(clock.Now())) ...
#ifndef LIANFANG_SERVICES_NOTIFICATION_SYNC_SOURCE_FRESHNESS_H_
#define LIANFANG_SERVICES_NOTIFICATION_SYNC_SOURCE_FRESHNESS_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/rpc/stream_follower.h"
#include "common/time.h"

namespace lianfang::notification {

// Of one source. Thread-safe.
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

// The sources that are configured. Thread-safe.
class DutySources {
 public:
  // A source is silent once it has told nothing for `longest_silence`, a heartbeat included; zero: none ever is.
  DutySources(const std::vector<std::string>& names, absl::Duration longest_silence)
      : longest_silence_(longest_silence) {
    for (const std::string& name : names) freshness_[name];
  }

  // One of those that are configured.
  SourceFreshness& Of(const std::string& name) { return freshness_.at(name); }
  const SourceFreshness& Of(const std::string& name) const { return freshness_.at(name); }
  absl::Duration longest_silence() const { return longest_silence_; }

  std::vector<std::string> Silent(absl::Time now) const { return Select(now, /*silent=*/true); }
  std::vector<std::string> Heard(absl::Time now) const { return Select(now, /*silent=*/false); }

 private:
  std::vector<std::string> Select(absl::Time now, bool silent) const {
    std::vector<std::string> names;
    for (const auto& [name, freshness] : freshness_) {
      const bool is_silent = longest_silence_ > absl::ZeroDuration() && now - freshness.KnownUntil() > longest_silence_;
      if (is_silent == silent) names.push_back(name);
    }
    return names;
  }

  const absl::Duration longest_silence_;
  std::map<std::string, SourceFreshness> freshness_;  // its keys never change
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
