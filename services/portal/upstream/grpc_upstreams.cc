#include "services/portal/upstream/grpc_upstreams.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/rpc/byte_buffer.h"
#include "common/rpc/status.h"

namespace lianfang::portal {

class GrpcUpstreams::UnderWay {
 public:
  // False: nothing begins any more.
  bool Add(grpc::ClientContext& context) {
    absl::MutexLock lock(&mutex_);
    if (!stopped_) contexts_.insert(&context);
    return !stopped_;
  }
  void Remove(grpc::ClientContext& context) {
    absl::MutexLock lock(&mutex_);
    contexts_.erase(&context);
  }
  void Stop() {
    absl::MutexLock lock(&mutex_);
    stopped_ = true;
    for (grpc::ClientContext* context : contexts_) context->TryCancel();
    const auto none = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return contexts_.empty(); };
    mutex_.Await(absl::Condition(&none));
  }

 private:
  absl::Mutex mutex_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::set<grpc::ClientContext*> contexts_ ABSL_GUARDED_BY(mutex_);
};

namespace {

void Prepare(grpc::ClientContext& context, const UpstreamCall& call) {
  if (call.deadline != absl::InfiniteFuture()) context.set_deadline(absl::ToChronoTime(call.deadline));
  for (const auto& [name, value] : call.metadata) context.AddMetadata(name, value);
}

absl::Status NotHere(const std::string& service) {
  return absl::UnimplementedError(absl::StrCat("no service ", service, " is run here"));
}

absl::Status Stopped() { return absl::CancelledError("the portal ends"); }

// Lives until its answer has come.
struct UnaryCall {
  grpc::ClientContext context;
  grpc::ByteBuffer request, response;
  std::function<void(absl::StatusOr<std::string>)> done;
};

// A server stream read as a bidirectional one, which is what a generic stub has: one message is written, then none.
class Stream : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>, public UpstreamStream {
 public:
  Stream(UpstreamCall call, StreamEvents events, std::shared_ptr<GrpcUpstreams::UnderWay> under_way)
      : under_way_(std::move(under_way)), request_(BufferOf(std::move(call.request))), events_(std::move(events)) {
    Prepare(context_, call);
  }

  grpc::ClientContext& context() { return context_; }

  // `self` is kept until the end has been told.
  void Start(std::shared_ptr<Stream> self) {
    self_ = std::move(self);
    StartWriteLast(&request_, grpc::WriteOptions());
    AddHold();  // Next may come from outside of a reaction
    StartCall();
  }

  // Instead of Start.
  void Refuse(const absl::Status& status) { std::exchange(events_, StreamEvents()).end(status); }

  void Next() override {
    absl::MutexLock lock(&mutex_);
    if (!ended_) StartRead(&message_);
  }

  void Cancel() override {
    context_.TryCancel();
    LetGo();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return LetGo();
    events_.message(BytesOf(message_));
  }

  void OnDone(const grpc::Status& status) override {
    const std::shared_ptr<Stream> self = std::move(self_);
    events_.end(FromGrpcStatus(status));
    events_ = StreamEvents();
    under_way_->Remove(context_);
  }

 private:
  void LetGo() {
    {
      absl::MutexLock lock(&mutex_);
      if (std::exchange(ended_, true)) return;
    }
    RemoveHold();  // what follows may be the end of this object
  }

  const std::shared_ptr<GrpcUpstreams::UnderWay> under_way_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_, message_;
  StreamEvents events_;
  std::shared_ptr<Stream> self_;
  absl::Mutex mutex_;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
};

// A stream that could not begin.
class NoStream : public UpstreamStream {
 public:
  void Next() override {}
  void Cancel() override {}
};

}  // namespace

GrpcUpstreams::GrpcUpstreams(const std::map<std::string, std::shared_ptr<grpc::Channel>>& channels)
    : under_way_(std::make_shared<UnderWay>()) {
  for (const auto& [service, channel] : channels) stubs_.emplace(service, std::make_unique<Stub>(channel));
}

GrpcUpstreams::~GrpcUpstreams() { Stop(); }

void GrpcUpstreams::Stop() { under_way_->Stop(); }

void GrpcUpstreams::Call(UpstreamCall call, std::function<void(absl::StatusOr<std::string>)> done) {
  const auto stub = stubs_.find(call.service);
  if (stub == stubs_.end()) return done(NotHere(call.service));
  auto state = std::make_shared<UnaryCall>();
  Prepare(state->context, call);
  state->request = BufferOf(std::move(call.request));
  state->done = std::move(done);
  if (!under_way_->Add(state->context)) return state->done(Stopped());
  stub->second->UnaryCall(&state->context, call.path, grpc::StubOptions(), &state->request, &state->response,
                          [state, under_way = under_way_](grpc::Status status) {
                            if (status.ok()) {
                              state->done(BytesOf(state->response));
                            } else {
                              state->done(FromGrpcStatus(status));
                            }
                            under_way->Remove(state->context);
                          });
}

std::shared_ptr<UpstreamStream> GrpcUpstreams::Open(UpstreamCall call, StreamEvents events) {
  const auto stub = stubs_.find(call.service);
  if (stub == stubs_.end()) {
    events.end(NotHere(call.service));
    return std::make_shared<NoStream>();
  }
  const std::string path = call.path;
  auto stream = std::make_shared<Stream>(std::move(call), std::move(events), under_way_);
  if (!under_way_->Add(stream->context())) {
    stream->Refuse(Stopped());
    return std::make_shared<NoStream>();
  }
  stub->second->PrepareBidiStreamingCall(&stream->context(), path, grpc::StubOptions(), stream.get());
  stream->Start(stream);
  return stream;
}

}  // namespace lianfang::portal
