#include "common/rpc/contract_service.h"

#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/rpc_service_method.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/log.h"
#include "common/rpc/exchange_reactor.h"
#include "common/rpc/feed_reactor.h"
#include "common/rpc/passage.h"
#include "common/rpc/request_bounds.h"
#include "common/rpc/status.h"

namespace lianfang {

namespace {

constexpr absl::Duration kBusyDelay = absl::Seconds(1);

using google::protobuf::Descriptor;
using google::protobuf::MethodDescriptor;

// A fault of the program, found before it serves: say it and stop.
[[noreturn]] void Misregistered(absl::string_view what) {
  Log(LogLevel::kError, "contract_mismatch", {{"what", what}});
  std::abort();
}

absl::Status NotImplemented(const MethodDescriptor& method) {
  return absl::UnimplementedError(absl::StrCat(method.name(), " is in the contract, and not in this server yet"));
}

}  // namespace

ContractService::ContractService(absl::string_view full_name, RpcRuntime& runtime) : runtime_(runtime) {
  const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(std::string(full_name));
  if (service == nullptr) Misregistered(absl::StrCat("no such service: ", full_name));
  for (int i = 0; i < service->method_count(); ++i) {
    auto& method = *methods_.emplace_back(std::make_unique<Method>());
    method.descriptor = service->method(i);
    method.path = new std::string(absl::StrCat("/", full_name, "/", service->method(i)->name()));
    method.metrics = std::make_unique<MethodMetrics>(runtime.metrics, service->method(i)->full_name());
    Register(i, method);
  }
}

ContractService::~ContractService() = default;

size_t ContractService::longest_request() const {
  size_t longest = 0;
  for (const auto& method : methods_) longest = std::max(longest, LongestRequest(*method->descriptor));
  return longest;
}

std::vector<ContractService::MethodRef> ContractService::methods() const {
  std::vector<MethodRef> methods;
  for (const auto& method : methods_) methods.push_back({*method->path, *method->descriptor, *method->metrics});
  return methods;
}

void ContractService::Register(int index, const Method& method) {
  using grpc::internal::RpcMethod;
  const MethodDescriptor& descriptor = *method.descriptor;
  const std::string& path = *method.path;
  if (descriptor.client_streaming()) {
    AddMethod(new grpc::internal::RpcServiceMethod(path.c_str(), RpcMethod::BIDI_STREAMING, nullptr));
    MarkMethodRawCallback(
        index, new grpc::internal::CallbackBidiHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
                   [this, &method](grpc::CallbackServerContext* context) { return OnExchange(method, context); }));
  } else if (descriptor.server_streaming()) {
    AddMethod(new grpc::internal::RpcServiceMethod(path.c_str(), RpcMethod::SERVER_STREAMING, nullptr));
    MarkMethodRawCallback(index,
                          new grpc::internal::CallbackServerStreamingHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
                              [this, &method](grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
                                return OnServerStream(method, context, request);
                              }));
  } else {
    AddMethod(new grpc::internal::RpcServiceMethod(path.c_str(), RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodRawCallback(index, new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
                                     [this, &method](grpc::CallbackServerContext* context,
                                                     const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
                                       return OnUnary(method, context, request, response);
                                     }));
  }
}

ContractService::Method& ContractService::FindMethod(absl::string_view name) {
  for (auto& method : methods_) {
    if (method->descriptor->name() == name) return *method;
  }
  Misregistered(absl::StrCat("no such method: ", name));
}

ContractService::Method& ContractService::FindMethod(absl::string_view name, const Descriptor* request,
                                                     const Descriptor* response) {
  Method& method = FindMethod(name);
  if (method.descriptor->input_type() != request || method.descriptor->output_type() != response) {
    Misregistered(absl::StrCat(method.descriptor->full_name(), " has other types"));
  }
  return method;
}

void ContractService::AuditReads(absl::string_view method) { FindMethod(method).reads_audited = true; }

// One unary call, from its arrival to its answer. gRPC keeps it until it is done, and so does whoever holds an unfinished
// reply.
class ContractService::UnaryCall : public grpc::ServerUnaryReactor, public std::enable_shared_from_this<UnaryCall> {
 public:
  UnaryCall(const Method& method, const RpcRuntime& runtime, grpc::CallbackServerContext* context,
            const grpc::ByteBuffer* request, grpc::ByteBuffer* response)
      : method_(method),
        runtime_(runtime),
        context_(context),
        request_(request),
        response_(response),
        passage_(*method.descriptor, *method.metrics) {}

  // Admits the caller, and answers at once or queues the call for a worker.
  grpc::ServerUnaryReactor* Start() {
    self_ = shared_from_this();
    const absl::Status admitted = Guarded([this]() -> absl::Status {
      if (absl::Status status = passage_.AdmitCaller(*context_, runtime_, request_->Length()); !status.ok())
        return status;
      return CheckLength(*method_.descriptor, request_->Length());
    });
    if (!admitted.ok()) {
      End(admitted);
    } else if (!TakenPromptly()) {
      Queue();
    }
    return this;
  }

  // The call is cancelled. One that waits ends here. It keeps what it has of the quotas until a worker would have begun
  // it: so long it has its place in the queue.
  void OnCancel() override {
    passage_.SetGone();
    EndIfWaiting();
  }

  void OnDone() override { std::exchange(self_, nullptr).reset(); }

 private:
  // What OnCancel and OnDone do is less than the change of thread that gRPC would make for them.
  bool InternalInlineable() override { return true; }

  bool TakenPromptly() {
    if (method_.prompt == nullptr) return false;
    bool taken = true;
    Checked([this, &taken] { taken = method_.prompt(passage_.call(), passage_.request(), Answer()); });
    return taken;
  }

  void Queue() {
    waiting_ = true;
    if (!runtime_.workers.TryRun([self = shared_from_this()] { self->Run(); })) {
      waiting_ = false;
      return End(RetryLater("the server is overloaded: its queue of calls is full", "SERVER_BUSY", kBusyDelay));
    }
    if (passage_.call()->Cancelled()) EndIfWaiting();  // since before it waited
  }

  void EndIfWaiting() {
    if (!waiting_.exchange(false)) return;
    const absl::Status gone = absl::CancelledError("cancelled before it began");
    passage_.Record(gone);
    Finish(ToGrpcStatus(gone));
  }

  void Run() {
    if (!waiting_.exchange(false)) return;
    if (absl::Status wanted = passage_.call()->Wanted(); !wanted.ok()) return End(wanted);
    Checked([this] {
      const Origin origin = OriginOf(*passage_.call());
      const WorkingFor scope(origin);
      method_.unary(passage_.call(), passage_.request(), Answer());
    });
  }

  // Runs the handler for a call that may be; ends any other.
  void Checked(const std::function<void()>& handler) {
    const absl::Status status = Guarded([this, &handler]() -> absl::Status {
      if (passage_.request() == nullptr) {
        if (absl::Status admitted = passage_.AdmitRequest(*request_, runtime_); !admitted.ok()) return admitted;
      }
      if (method_.unary == nullptr) return NotImplemented(*method_.descriptor);
      handler();
      return absl::OkStatus();  // the handler answers
    });
    if (!status.ok()) End(status);
  }

  RawReply Answer() {
    return [self = shared_from_this()](absl::StatusOr<grpc::ByteBuffer> answer) {
      absl::Status status = answer.status();
      if (status.ok() && self->method_.reads_audited) status = Guarded([&] { return self->passage_.AuditRead(); });
      if (status.ok()) *self->response_ = *std::move(answer);
      self->End(status);
    };
  }

  void End(const absl::Status& status) {
    passage_.End(status);
    Finish(ToGrpcStatus(status));
  }

  const Method& method_;
  const RpcRuntime& runtime_;
  grpc::CallbackServerContext* const context_;
  const grpc::ByteBuffer* const request_;
  grpc::ByteBuffer* const response_;
  Passage passage_;
  std::atomic<bool> waiting_ = false;  // for a worker; whoever makes it false may run or end the call
  std::shared_ptr<UnaryCall> self_;    // until gRPC is done
};

grpc::ServerUnaryReactor* ContractService::OnUnary(const Method& method, grpc::CallbackServerContext* context,
                                                   const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  return std::make_shared<UnaryCall>(method, runtime_, context, request, response)->Start();
}

// A stream that does not begin.
template <typename Reactor>
class Refusal : public Reactor {
 public:
  explicit Refusal(const absl::Status& status) { this->Finish(ToGrpcStatus(status)); }
  void OnDone() override { delete this; }
};

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* ContractService::OnExchange(
    const Method& method, grpc::CallbackServerContext* context) {
  auto passage = std::make_shared<Passage>(*method.descriptor, *method.metrics);
  const absl::Status admitted = Guarded([&] { return passage->AdmitCaller(*context, runtime_, 0); });
  if (!admitted.ok()) {
    passage->End(admitted);
    return new Refusal<grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>>(admitted);
  }
  ExchangeReactor::Handlers handlers;
  handlers.open = [&method, passage] {
    absl::StatusOr<std::unique_ptr<Exchange>> exchange = absl::InternalError("not opened");
    const absl::Status status = Guarded([&]() -> absl::Status {
      if (method.exchange == nullptr) return NotImplemented(*method.descriptor);
      exchange = method.exchange(passage->call());
      return exchange.status();
    });
    return status.ok() ? std::move(exchange) : absl::StatusOr<std::unique_ptr<Exchange>>(status);
  };
  handlers.parse = [&method](const grpc::ByteBuffer& bytes) { return ParseRequest(*method.descriptor, bytes); };
  handlers.guard = [](const std::function<void()>& work) {
    return Guarded([&work] {
      work();
      return absl::OkStatus();
    });
  };
  handlers.take = [passage](size_t bytes) { return passage->share().AddBytes(bytes); };
  handlers.give_back = [passage](size_t bytes) { passage->share().RemoveBytes(bytes); };
  handlers.gone = [passage] { passage->SetGone(); };
  handlers.closed = [passage](const absl::Status& status) { passage->End(status); };
  return ExchangeReactor::Start(*context, runtime_.workers, runtime_.streams, std::move(handlers));
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* ContractService::OnServerStream(const Method& method,
                                                                            grpc::CallbackServerContext* context,
                                                                            const grpc::ByteBuffer* request) {
  auto passage = std::make_shared<Passage>(*method.descriptor, *method.metrics);
  const absl::Status admitted = Guarded([&] { return passage->AdmitCaller(*context, runtime_, request->Length()); });
  if (!admitted.ok()) {
    passage->End(admitted);
    return new Refusal<grpc::ServerWriteReactor<grpc::ByteBuffer>>(admitted);
  }
  const auto open = [this, &method, request, passage] {
    absl::StatusOr<std::unique_ptr<Feed>> feed = absl::InternalError("not opened");
    const absl::Status status = Guarded([&]() -> absl::Status {
      if (absl::Status checked = passage->AdmitRequest(*request, runtime_); !checked.ok()) return checked;
      if (method.stream == nullptr) return NotImplemented(*method.descriptor);
      feed = method.stream(*passage->call(), *passage->request());
      return feed.ok() && method.reads_audited ? passage->AuditRead() : feed.status();
    });
    return status.ok() ? std::move(feed) : absl::StatusOr<std::unique_ptr<Feed>>(status);
  };
  return new FeedReactor(*context, runtime_.workers, runtime_.streams, open,
                         [passage](const absl::Status& status) { passage->End(status); });
}

}  // namespace lianfang
