// How far a follower of another service's changelog has come, for operators: the position received last, and the
// instant up to which everything is known here. Prometheus' own time minus that instant is how far behind it is, also
// while the stream is broken.
//
//   StreamFollower returns(Measured(ReturnStream(store, submission, receiver), metrics, clock), clock);
#ifndef LIANFANG_COMMON_CHANGELOG_FOLLOWER_METRICS_H_
#define LIANFANG_COMMON_CHANGELOG_FOLLOWER_METRICS_H_

#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "common/rpc/stream_follower.h"
#include "common/time.h"

namespace lianfang {

// Thread-safe, copied freely. `metrics` and `clock` outlive the copies.
class FollowerMetrics {
 public:
  // Counts as up to date now, so that a stream that never brings anything is seen to fall behind.
  FollowerMetrics(Metrics& metrics, const std::string& stream, const Clock& clock);

  // Everything up to the cursor was received at some time, by this process or another.
  void Resumed(absl::string_view cursor) const;
  // A change that was committed at `commit_time` has been received.
  void Received(absl::string_view cursor, absl::Time commit_time) const;
  // There is nothing after the cursor now.
  void Idle(absl::string_view cursor) const;

 private:
  prometheus::Gauge* position_;
  prometheus::Gauge* current_;
  const Clock* clock_;
};

// The stream, measured under its name. A message without `commit_time` is a heartbeat.
template <typename Message>
ResumableStream<Message> Measured(ResumableStream<Message> stream, Metrics& metrics, const Clock& clock) {
  const FollowerMetrics measured(metrics, stream.name, clock);
  stream.load_cursor = [measured, load = std::move(stream.load_cursor)](absl::Time deadline) {
    auto cursor = load(deadline);
    if (cursor.ok()) measured.Resumed(*cursor);
    return cursor;
  };
  stream.receive = [measured, receive = std::move(stream.receive)](const std::string& after, const Message& message,
                                                                   absl::Time deadline) {
    absl::Status received = receive(after, message, deadline);
    if (received.ok() && message.has_commit_time()) {
      measured.Received(message.cursor(), FromTimestamp(message.commit_time()));
    } else if (received.ok()) {
      measured.Idle(message.cursor());
    }
    return received;
  };
  return stream;
}

}  // namespace lianfang

#endif  // LIANFANG_COMMON_CHANGELOG_FOLLOWER_METRICS_H_
