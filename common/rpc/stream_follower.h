// Follows a server stream that goes on from a cursor: opens it where its receiver left off, hands over message after
// message, and opens it again whenever it breaks, waiting longer while it brings nothing.
//
//   StreamFollower news(ResumableStream<WatchNewsResponse>{
//       .name = "news",
//       .load_cursor = [&](absl::Time deadline) { return store.LoadCursor(deadline); },
//       .open = [&](grpc::ClientContext& context, const std::string& cursor, auto& reader) {
//         WatchNewsRequest request;
//         request.set_cursor(cursor);
//         stub.async()->WatchNews(&context, &request, reader.reactor());
//         reader.Start();
//       },
//       .receive = [&](const std::string& after, const WatchNewsResponse& message, absl::Time deadline) {
//         return store.Save(message, after, deadline);
//       }}, clock);
//   const BackgroundLoop following(news);   // until it goes out of scope, which cancels the stream
//
// A receiver that saves a message and its cursor together, or neither, receives each message effectively once.
#ifndef LIANFANG_COMMON_RPC_STREAM_FOLLOWER_H_
#define LIANFANG_COMMON_RPC_STREAM_FOLLOWER_H_

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/backoff.h"
#include "common/clock.h"
#include "common/rpc/status.h"
#include "common/rpc/stream_reader.h"

namespace lianfang {

// A stream of `Message`, a message with a field `cursor`, and who receives it. The functions are called by the
// follower's thread, one at a time; those with a deadline end by it.
template <typename Message>
struct ResumableStream {
  std::string name;  // for the log

  // Cursor of the last message received; empty when there is none. Asked each time the stream is opened.
  std::function<absl::StatusOr<std::string>(absl::Time deadline)> load_cursor;

  // Opens the stream after a cursor and starts `reader`. `context` has no deadline and outlives the stream.
  std::function<void(grpc::ClientContext& context, const std::string& cursor, StreamReader<Message>& reader)> open;

  // Takes in the message that follows the one at cursor `after`. After an error the stream is opened anew: the message
  // comes again, unless load_cursor says by then that it was received, by another replica perhaps.
  std::function<absl::Status(const std::string& after, const Message& message, absl::Time deadline)> receive;
};

// Step is called by one thread at a time; Interrupt by any.
class StreamFollower : public BackgroundTask {
 public:
  // `clock`, the machine's, gives the deadlines and tells how long a stream lasted. `backoff` is for the waits between streams that
  // break at once and bring nothing.
  template <typename Message>
  StreamFollower(const ResumableStream<Message>& stream, const Clock& clock, const BackoffOptions& backoff = {})
      : StreamFollower(
            stream.name, [stream, &clock](grpc::ClientContext& context) { return ReceiveAll(stream, clock, context); },
            clock, backoff) {}

  // Follows the stream until it breaks or a message cannot be received.
  absl::Duration Step() override;

  // Cancels the stream under way and opens none later. A cursor being loaded or a message being received is waited for.
  void Interrupt() override;

 private:
  // How one stream ended.
  struct End {
    absl::Status status;   // why; OK when the server ended it
    int64_t messages = 0;  // how many were received before
  };
  using Follow = std::function<End(grpc::ClientContext&)>;

  // For loading the cursor, and for receiving one message.
  static constexpr absl::Duration kTimeToReceive = absl::Seconds(30);

  StreamFollower(std::string name, Follow follow, const Clock& clock, const BackoffOptions& backoff);

  template <typename Message>
  static End ReceiveAll(const ResumableStream<Message>& stream, const Clock& clock, grpc::ClientContext& context);

  // Makes `context` the one to cancel; false, and it is not, once interrupted.
  bool SetContext(grpc::ClientContext* context);

  const std::string name_;
  const Follow follow_;
  const Clock& clock_;
  const absl::Duration long_lasting_;
  Backoff backoff_;
  absl::Mutex mutex_;
  bool interrupted_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* context_ ABSL_GUARDED_BY(mutex_) = nullptr;  // of the stream that is open
};

template <typename Message>
StreamFollower::End StreamFollower::ReceiveAll(const ResumableStream<Message>& stream, const Clock& clock,
                                               grpc::ClientContext& context) {
  absl::StatusOr<std::string> cursor = stream.load_cursor(clock.Now() + kTimeToReceive);
  if (!cursor.ok()) return {cursor.status()};
  End end;
  StreamReader<Message> reader;
  stream.open(context, *cursor, reader);
  Message message;
  while (reader.Read(&message)) {
    end.status = stream.receive(*cursor, message, clock.Now() + kTimeToReceive);
    if (!end.status.ok()) {
      context.TryCancel();
      reader.Finish();
      return end;
    }
    *cursor = message.cursor();
    ++end.messages;
  }
  end.status = FromGrpcStatus(reader.Finish());
  return end;
}

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_STREAM_FOLLOWER_H_
