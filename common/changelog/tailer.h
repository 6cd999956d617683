// Watches the head of a changelog and wakes whoever follows it: when the head has moved, and now and then for a
// heartbeat. A bell (common/redis) makes it prompt; without one it looks every `interval`. Measures the newest
// position, and how far the streams are behind it.
#ifndef LIANFANG_COMMON_CHANGELOG_TAILER_H_
#define LIANFANG_COMMON_CHANGELOG_TAILER_H_

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/changelog/changelog.h"
#include "common/metrics.h"
#include "common/rpc/feed.h"

namespace lianfang {

// Thread-safe.
class ChangelogTailer {
 public:
  ChangelogTailer(PgPool& pool, Metrics& metrics, absl::Duration interval,
                  absl::Duration heartbeat = absl::Seconds(15));
  ~ChangelogTailer();

  // Something was committed, here or in another replica: look now. Never blocks.
  void Ring();

  // Calls `wake`, without blocking it, whenever the head has moved or a heartbeat is due, until Unsubscribe returns.
  // `delivered` is the position that the follower has come to, which is measured until then. Returns the subscription's
  // number.
  int64_t Subscribe(std::function<void()> wake, const std::atomic<int64_t>& delivered);
  void Unsubscribe(int64_t subscription);

  // How many heartbeats there have been; a follower that has sent nothing since the last one sends its position.
  int64_t heartbeats() const { return heartbeats_.load(std::memory_order_relaxed); }

 private:
  // A follower: it was told of the head at `target`, at `since`, and is behind as long as it has not come so far.
  struct Subscription {
    std::function<void()> wake;
    const std::atomic<int64_t>* delivered;
    int64_t target = 0;
    absl::Time since = absl::InfiniteFuture();
  };

  void Loop();
  bool AwaitRing();
  void Measure(int64_t head, absl::Time now);

  PgPool& pool_;
  prometheus::Gauge& position_;
  prometheus::Gauge& lag_;
  const absl::Duration interval_;
  const absl::Duration heartbeat_;
  std::atomic<int64_t> heartbeats_ = 0;
  absl::Mutex mutex_;
  bool rung_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  int64_t next_ ABSL_GUARDED_BY(mutex_) = 1;
  absl::flat_hash_map<int64_t, Subscription> subscriptions_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

// A server stream over one topic: from a position on, without end. Where there is nothing to send, a heartbeat tells
// the position up to which there is nothing, so that a follower resumes from there; so it is told, too, after a number
// of pages of which nothing is for this stream, so that none holds a worker for long.
//
// A place that the changelog does not have ends the stream with OUT_OF_RANGE: the database was set back to an earlier
// state, or the cursor is of another one. The reason is CURSOR_AHEAD where the changelog ends before the place, and
// CURSOR_REPLACED where another change is there by now. What replaced the changes up to it would be missed in silence.
class ChangelogFeed : public Feed {
 public:
  // Makes a stream's message of a change: `payload` as appended, `cursor` to be put into it; an empty payload makes a
  // heartbeat. Returns the serialised message, or nothing for a change that is not for this stream.
  using Encode =
      std::function<absl::StatusOr<std::optional<std::string>>(const std::string& payload, const std::string& cursor)>;

  // Says of each change of a page whether it is for this stream, before it is encoded.
  using Select = std::function<absl::StatusOr<std::vector<bool>>(const std::vector<PlacedChange>& page)>;

  struct Options {
    Select select = nullptr;  // without one, Encode alone decides
    bool announces = false;   // sends its position at once, where there is nothing else: for who follows from now on
  };

  ChangelogFeed(PgPool& pool, ChangelogTailer& tailer, std::string topic, const ChangePlace& after, Encode encode,
                Options options);
  ChangelogFeed(PgPool& pool, ChangelogTailer& tailer, std::string topic, const ChangePlace& after, Encode encode)
      : ChangelogFeed(pool, tailer, std::move(topic), after, std::move(encode), Options()) {}
  ~ChangelogFeed() override;

  absl::StatusOr<std::vector<std::string>> Pull() override;
  void Subscribe(std::function<void()> wake) override;

 private:
  absl::StatusOr<bool> TakePage(std::vector<std::string>& messages);
  absl::Status TellPosition(std::vector<std::string>& messages) const;

  PgPool& pool_;
  ChangelogTailer& tailer_;
  const std::string topic_;
  ChangePlace place_;               // up to which everything was sent or is not for this stream
  std::atomic<int64_t> delivered_;  // as far as that is known, also past the last change of the topic
  int64_t heartbeat_;               // the last one at which something was sent
  const Encode encode_;
  const Select select_;
  bool announces_;
  int64_t subscription_ = 0;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_CHANGELOG_TAILER_H_
