#include "common/rpc/exchange_reactor.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "common/rpc/byte_buffer.h"
#include "common/rpc/status.h"

namespace lianfang {
namespace {

constexpr absl::Duration kLeastWatch = absl::Milliseconds(10);

}  // namespace

// The duty to answer one request. A ticket that is dropped without an answer ends the stream, so that the peer does not
// wait for ever. A ticket does not keep the stream alive: an answer given after the end of the stream is discarded.
class ExchangeReactor::Ticket {
 public:
  Ticket(std::weak_ptr<ExchangeReactor> reactor, int64_t number) : reactor_(std::move(reactor)), number_(number) {}
  Ticket(Ticket&&) = default;
  Ticket& operator=(Ticket&&) = delete;
  ~Ticket() {
    if (const auto reactor = reactor_.lock(); reactor != nullptr) {
      reactor->Settle(number_, absl::InternalError("a request was left without an answer"));
    }
  }

  void operator()(std::string response) {
    const auto reactor = std::exchange(reactor_, {}).lock();
    if (reactor != nullptr) reactor->Settle(number_, std::move(response));
  }

 private:
  std::weak_ptr<ExchangeReactor> reactor_;
  int64_t number_;
};

ExchangeReactor::ExchangeReactor(grpc::CallbackServerContext& context, WorkerPool& workers, StreamSet& streams,
                                 Handlers handlers)
    : context_(context), workers_(workers), streams_(streams), handlers_(std::move(handlers)) {}

ExchangeReactor* ExchangeReactor::Start(grpc::CallbackServerContext& context, WorkerPool& workers, StreamSet& streams,
                                        Handlers handlers) {
  std::shared_ptr<ExchangeReactor> reactor(new ExchangeReactor(context, workers, streams, std::move(handlers)));
  {
    absl::MutexLock lock(&reactor->mutex_);
    reactor->self_ = reactor;
    reactor->WatchWrites();
  }
  if (absl::Status admitted = streams.Add(reactor.get()); !admitted.ok()) {
    reactor->End(std::move(admitted));
  } else {
    workers.Run([reactor] { reactor->OpenExchange(); });
  }
  return reactor.get();
}

void ExchangeReactor::OpenExchange() {
  auto exchange = handlers_.open();
  if (!exchange.ok()) return End(exchange.status());
  exchange_ = *std::move(exchange);
  absl::MutexLock lock(&mutex_);
  reading_ = false;
  Advance();
}

void ExchangeReactor::Advance() {
  if (finished_) return;
  if (!writing_ && !answers_.empty() && answers_.front().has_value() && end_.ok()) {
    out_ = BufferOf(*std::move(answers_.front()));
    writing_ = true;
    write_start_ = absl::Now();
    // Where the next answer is there too, this one may wait for it: one system call and one TLS record for several.
    const bool more = answers_.size() > 1 && answers_[1].has_value();
    StartWrite(&out_, more ? grpc::WriteOptions().set_buffer_hint() : grpc::WriteOptions());
  }
  if (!reading_ && !last_taken_ && end_.ok() && answers_.size() < exchange_->Window() &&
      bytes_ < exchange_->WindowBytes()) {
    reading_ = true;
    StartRead(&in_);
  }
  const bool all_answered = last_taken_ && answers_.empty();
  if (!writing_ && (all_answered || !end_.ok())) {
    finished_ = true;
    handlers_.closed(end_);
    Finish(ToGrpcStatus(end_));
  }
}

void ExchangeReactor::OnReadDone(bool ok) {
  std::shared_ptr<ExchangeReactor> self;
  {
    absl::MutexLock lock(&mutex_);
    self = self_;
  }
  // One task per open stream: the pool's bound does not apply.
  if (!ok) return workers_.Run([self] { self->TakeLast(); });
  if (absl::Status taken = TakeBytes(); !taken.ok()) return End(std::move(taken));
  auto parsed = handlers_.parse(in_);
  if (!parsed.ok()) return End(parsed.status());
  if (!exchange_->Blocks(*parsed->first)) return TakeRequest(*std::move(parsed));
  workers_.Run([self, request = *std::move(parsed)]() mutable { self->TakeRequest(std::move(request)); });
}

// Counts the request just read.
absl::Status ExchangeReactor::TakeBytes() {
  const size_t bytes = in_.Length();
  absl::MutexLock lock(&mutex_);
  if (finished_) return end_;
  if (absl::Status taken = handlers_.take(bytes); !taken.ok()) return taken;
  sizes_.push_back(bytes);
  bytes_ += bytes;
  return absl::OkStatus();
}

void ExchangeReactor::TakeRequest(ParsedRequest request) {
  int64_t number = 0;
  {
    absl::MutexLock lock(&mutex_);
    number = first_ + static_cast<int64_t>(answers_.size());
    answers_.emplace_back();
  }
  const absl::Status status = handlers_.guard(
      [&] { exchange_->OnRequest(std::move(request.first), request.second, Ticket(weak_from_this(), number)); });
  if (!status.ok()) return End(status);
  absl::MutexLock lock(&mutex_);
  reading_ = false;
  Advance();
}

void ExchangeReactor::TakeLast() {
  const absl::Status status = handlers_.guard([this] { exchange_->OnLast(); });
  if (!status.ok()) return End(status);
  absl::MutexLock lock(&mutex_);
  last_taken_ = true;
  Advance();
}

void ExchangeReactor::Settle(int64_t number, absl::StatusOr<std::string> response) {
  if (!response.ok()) return End(response.status());
  absl::MutexLock lock(&mutex_);
  const int64_t place = number - first_;
  if (place < 0 || place >= static_cast<int64_t>(answers_.size())) return;  // the stream has ended meanwhile
  answers_[static_cast<size_t>(place)] = *std::move(response);
  Advance();
}

void ExchangeReactor::OnWriteDone(bool ok) {
  absl::MutexLock lock(&mutex_);
  writing_ = false;
  if (ok) {
    answers_.pop_front();
    ++first_;
    bytes_ -= sizes_.front();
    handlers_.give_back(sizes_.front());
    sizes_.pop_front();
  } else if (end_.ok()) {
    end_ = absl::CancelledError("the peer is gone");
  }
  Advance();
}

void ExchangeReactor::End(absl::Status status) {
  absl::MutexLock lock(&mutex_);
  if (end_.ok()) end_ = std::move(status);
  Advance();
}

void ExchangeReactor::WatchWrites() {
  // An alarm of its own each time: one that is firing cannot be set again.
  alarm_ = std::make_unique<grpc::Alarm>();
  const absl::Time next = absl::Now() + std::max(streams_.slow_limit(), kLeastWatch);
  alarm_->Set(absl::ToChronoTime(next), [self = self_](bool) { self->CutOffIfSlow(); });
}

void ExchangeReactor::CutOffIfSlow() {
  {
    absl::MutexLock lock(&mutex_);
    if (self_ == nullptr) return;  // done
    if (!writing_ || absl::Now() - write_start_ <= streams_.slow_limit()) return WatchWrites();
    cancelling_ = true;
  }
  context_.TryCancel();  // the write fails, and the stream ends
  absl::MutexLock lock(&mutex_);
  cancelling_ = false;
}

void ExchangeReactor::OnCancel() {
  handlers_.gone();
  End(absl::CancelledError("cancelled by the peer"));
}

void ExchangeReactor::RequestEnd() {
  std::shared_ptr<ExchangeReactor> self;
  {
    absl::MutexLock lock(&mutex_);
    self = self_;
  }
  if (self == nullptr) return;
  workers_.Run([self] { self->End(absl::UnavailableError("the server is draining; send what is unanswered again")); });
}

void ExchangeReactor::OnDone() {
  streams_.Remove(this);
  std::shared_ptr<ExchangeReactor> self;
  std::unique_ptr<grpc::Alarm> alarm;
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(
      +[](bool* cancelling) { return !*cancelling; }, &cancelling_));
  alarm = std::move(alarm_);
  self = std::move(self_);
  // Both go after the lock: the alarm, which holds on to the reactor, lets it go when it is destroyed. A worker that is still at the reactor
  // takes it with it.
}

}  // namespace lianfang
