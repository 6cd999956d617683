// Carries an exchange over one gRPC bidirectional stream: reads while the window allows, hands requests over one at a
// time, writes the answers in order. A peer that takes no answer for longer than the set's limit is cut off: it would keep its messages in
// memory, and its share of the quota, for as long as it likes.
#ifndef LIANFANG_COMMON_RPC_EXCHANGE_REACTOR_H_
#define LIANFANG_COMMON_RPC_EXCHANGE_REACTOR_H_

#include <grpcpp/alarm.h>
#include <grpcpp/grpcpp.h>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/rpc/exchange.h"
#include "common/rpc/passage.h"
#include "common/rpc/stream_set.h"
#include "common/rpc/worker_pool.h"

namespace lianfang {

// Lives until gRPC is done with it and no worker is at it.
class ExchangeReactor : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                        public StreamSet::Stream,
                        public std::enable_shared_from_this<ExchangeReactor> {
 public:
  // What the service does; must not throw.
  struct Handlers {
    std::function<absl::StatusOr<std::unique_ptr<Exchange>>()> open;  // or refuse; may block
    std::function<absl::StatusOr<ParsedRequest>(const grpc::ByteBuffer&)> parse;
    std::function<absl::Status(const std::function<void()>&)> guard;  // runs a call into the exchange
    std::function<absl::Status(size_t)> take;         // so many bytes of a request are to be kept until it is answered
    std::function<void(size_t)> give_back;            // and are not any more
    std::function<void()> gone;                       // the peer has cancelled or is gone
    std::function<void(const absl::Status&)> closed;  // told how the stream ended, once; no other is called after it
  };

  // Starts the stream and returns what gRPC is to be given.
  static ExchangeReactor* Start(grpc::CallbackServerContext& context, WorkerPool& workers, StreamSet& streams,
                                Handlers handlers);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;
  void RequestEnd() override;

 private:
  class Ticket;

  ExchangeReactor(grpc::CallbackServerContext& context, WorkerPool& workers, StreamSet& streams, Handlers handlers);

  void OpenExchange();
  absl::Status TakeBytes() ABSL_LOCKS_EXCLUDED(mutex_);
  void TakeRequest(ParsedRequest request);
  void TakeLast();
  void Settle(int64_t number, absl::StatusOr<std::string> response);
  void End(absl::Status status);
  // Looks after the limit whether a write has been under way for longer, and so on until the stream is done.
  void WatchWrites() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void CutOffIfSlow();
  // What can be done next, now that something has changed: read, write, or finish.
  void Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  grpc::CallbackServerContext& context_;  // until OnDone
  WorkerPool& workers_;
  StreamSet& streams_;
  const Handlers handlers_;
  std::unique_ptr<Exchange> exchange_;
  grpc::ByteBuffer in_;   // the request being read, or taken
  grpc::ByteBuffer out_;  // the response being written

  absl::Mutex mutex_;
  std::shared_ptr<ExchangeReactor> self_ ABSL_GUARDED_BY(mutex_);           // until gRPC is done
  std::deque<std::optional<std::string>> answers_ ABSL_GUARDED_BY(mutex_);  // in order; absent: not yet given
  std::deque<size_t> sizes_ ABSL_GUARDED_BY(mutex_);  // bytes of the requests read that no answer was written to
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;          // together
  int64_t first_ ABSL_GUARDED_BY(mutex_) = 0;         // number of the request that the first of them answers
  bool reading_ ABSL_GUARDED_BY(mutex_) = true;       // a read is under way, or its request being taken
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time write_start_ ABSL_GUARDED_BY(mutex_);   // of the write under way
  bool cancelling_ ABSL_GUARDED_BY(mutex_) = false;  // the context is in use
  std::unique_ptr<grpc::Alarm> alarm_ ABSL_GUARDED_BY(mutex_);
  bool last_taken_ ABSL_GUARDED_BY(mutex_) = false;  // the peer has sent everything, and the exchange knows
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status end_ ABSL_GUARDED_BY(mutex_);  // why the stream shall end early, when it shall
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_EXCHANGE_REACTOR_H_
