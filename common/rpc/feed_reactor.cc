#include "common/rpc/feed_reactor.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/rpc/byte_buffer.h"
#include "common/rpc/status.h"

namespace lianfang {

FeedReactor::FeedReactor(grpc::CallbackServerContext& context, WorkerPool& workers, StreamSet& streams, Open open,
                         Closed closed)
    : context_(context), workers_(workers), streams_(streams), open_(std::move(open)), closed_(std::move(closed)) {
  absl::Status admitted = streams_.Add(this);
  if (admitted.ok()) {
    workers_.Run([this] { OpenFeed(); });
  } else {
    EndWith(std::move(admitted));
  }
}

void FeedReactor::OpenFeed() {
  auto feed = std::exchange(open_, nullptr)();  // and lets the request's bytes go
  if (!feed.ok()) return EndWith(feed.status());
  feed_ = *std::move(feed);
  feed_->Subscribe([this] { Wake(); });
  Step();
}

void FeedReactor::Step() {
  do {
    if (absl::Status end = EndRequested(); !end.ok()) return EndWith(std::move(end));
    auto messages = feed_->Pull();
    if (!messages.ok()) return EndWith(messages.status());
    if (!messages->empty()) {
      messages_ = *std::move(messages);
      written_ = 0;
      return WriteNext();
    }
  } while (!Release());
}

void FeedReactor::WriteNext() {
  buffer_ = BufferOf(std::move(messages_[written_]));
  {
    absl::MutexLock lock(&mutex_);
    write_start_ = absl::Now();
  }
  StartWrite(&buffer_);
}

void FeedReactor::OnWriteDone(bool ok) {
  {
    absl::MutexLock lock(&mutex_);
    write_start_ = absl::InfiniteFuture();
  }
  if (!ok) return EndWith(absl::CancelledError("the peer is gone"));
  if (++written_ < messages_.size()) return WriteNext();
  workers_.Run([this] { Step(); });
}

void FeedReactor::Wake() {
  if (Acquire()) {
    workers_.Run([this] { Step(); });
  } else {
    CutOffIfSlow();
  }
}

void FeedReactor::CutOffIfSlow() {
  {
    absl::MutexLock lock(&mutex_);
    if (absl::Now() - write_start_ <= streams_.slow_limit()) return;
    write_start_ = absl::InfiniteFuture();
  }
  context_.TryCancel();  // the write fails, and the stream ends
}

void FeedReactor::OnCancel() {
  {
    absl::MutexLock lock(&mutex_);
    end_ = absl::CancelledError("cancelled by the peer");
  }
  if (Acquire()) EndWith(absl::CancelledError("cancelled by the peer"));
}

void FeedReactor::RequestEnd() {
  const absl::Status draining = absl::UnavailableError("the server is draining");
  {
    absl::MutexLock lock(&mutex_);
    end_ = draining;
  }
  if (Acquire()) workers_.Run([this, draining] { EndWith(draining); });
}

bool FeedReactor::Acquire() {
  absl::MutexLock lock(&mutex_);
  if (busy_) {
    woken_ = true;
    return false;
  }
  return busy_ = true;
}

bool FeedReactor::Release() {
  absl::MutexLock lock(&mutex_);
  if (woken_) {
    woken_ = false;
    return false;
  }
  busy_ = false;
  return true;
}

absl::Status FeedReactor::EndRequested() {
  absl::MutexLock lock(&mutex_);
  return end_;
}

void FeedReactor::EndWith(absl::Status status) {
  closed_(status);
  Finish(ToGrpcStatus(status));
}

void FeedReactor::OnDone() {
  streams_.Remove(this);
  delete this;  // waits, in the feed's destructor, for a Wake under way
}

}  // namespace lianfang
