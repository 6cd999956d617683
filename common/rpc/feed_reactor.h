// Sends a feed over one gRPC server stream: pulls on the worker pool, writes as fast as the peer reads, waits without a
// thread. A peer that does not read keeps nobody waiting but itself: nothing piles up for it, and in the end it is cut
// off.
#ifndef LIANFANG_COMMON_RPC_FEED_REACTOR_H_
#define LIANFANG_COMMON_RPC_FEED_REACTOR_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/rpc/feed.h"
#include "common/rpc/stream_set.h"
#include "common/rpc/worker_pool.h"

namespace lianfang {

// Deletes itself when gRPC is done with it.
class FeedReactor : public grpc::ServerWriteReactor<grpc::ByteBuffer>, public StreamSet::Stream {
 public:
  using Open = std::function<absl::StatusOr<std::unique_ptr<Feed>>()>;
  using Closed = std::function<void(const absl::Status&)>;

  // `open` runs on a worker and may refuse; `closed` is told how the stream ended, once. Whoever has not taken a
  // message for the set's slow limit, while there is more, is cancelled.
  FeedReactor(grpc::CallbackServerContext& context, WorkerPool& workers, StreamSet& streams, Open open, Closed closed);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;
  void RequestEnd() override;

 private:
  // Whoever sets `busy_` owns the stream: only the owner pulls, writes or finishes. Finishing keeps it busy for good.
  void Wake();
  void CutOffIfSlow() ABSL_LOCKS_EXCLUDED(mutex_);
  bool Acquire() ABSL_LOCKS_EXCLUDED(mutex_);
  bool Release() ABSL_LOCKS_EXCLUDED(mutex_);  // false: something came up meanwhile, go on

  void OpenFeed();
  void Step();
  void WriteNext();
  void EndWith(absl::Status status);
  absl::Status EndRequested() ABSL_LOCKS_EXCLUDED(mutex_);

  grpc::CallbackServerContext& context_;
  WorkerPool& workers_;
  StreamSet& streams_;
  Open open_;
  Closed closed_;
  std::unique_ptr<Feed> feed_;
  std::vector<std::string> messages_;  // pulled, the first `written_` of them sent
  size_t written_ = 0;
  grpc::ByteBuffer buffer_;  // the message being written

  absl::Mutex mutex_;
  bool busy_ ABSL_GUARDED_BY(mutex_) = true;  // opening
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time write_start_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();  // of the write under way
  absl::Status end_ ABSL_GUARDED_BY(mutex_);                                 // why the stream shall end, when it shall
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_FEED_REACTOR_H_
