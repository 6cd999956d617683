#include "common/rpc/contract_service.h"

#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/rpc_service_method.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "common/log.h"
#include "common/rpc/exchange_reactor.h"
#include "common/rpc/feed_reactor.h"
#include "common/rpc/passage.h"
#include "common/rpc/request_bounds.h"
#include "common/rpc/status.h"

namespace lianfang {

namespace {

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

ContractService::Method& ContractService::FindMethod(absl::string_view name, const Descriptor* request,
                                                     const Descriptor* response) {
  for (auto& method : methods_) {
    if (method->descriptor->name() != name) continue;
    if (method->descriptor->input_type() == request && method->descriptor->output_type() == response) return *method;
    Misregistered(absl::StrCat(method->descriptor->full_name(), " has other types"));
  }
  Misregistered(absl::StrCat("no such method: ", name));
}

// One unary call, from its arrival to its answer. Whoever holds an unfinished reply keeps it.
class ContractService::UnaryCall : public std::enable_shared_from_this<UnaryCall> {
 public:
  UnaryCall(const Method& method, const RpcRuntime& runtime, grpc::CallbackServerContext* context,
            const grpc::ByteBuffer* request, grpc::ByteBuffer* response, grpc::ServerUnaryReactor* reactor)
      : method_(method),
        runtime_(runtime),
        context_(context),
        request_(request),
        response_(response),
        reactor_(reactor),
        passage_(*method.descriptor, *method.metrics) {}

  // Whether the call is answered, or will be, without a worker.
  bool TakenPromptly() {
    if (method_.prompt == nullptr) return false;
    bool taken = true;
    Checked([this, &taken] { taken = method_.prompt(passage_.call(), passage_.request(), Answer()); });
    return taken;
  }

  void Run() {
    Checked([this] {
      const Origin origin = OriginOf(*passage_.call());
      const WorkingFor scope(origin);
      method_.unary(passage_.call(), passage_.request(), Answer());
    });
  }

  void End(const absl::Status& status) {
    passage_.Record(status);
    reactor_->Finish(ToGrpcStatus(status));
  }

 private:
  // Runs the handler for a call that may be; ends any other.
  void Checked(const std::function<void()>& handler) {
    const absl::Status status = Guarded([this, &handler]() -> absl::Status {
      if (passage_.request() == nullptr) {
        if (absl::Status admitted = passage_.Admit(*context_, runtime_, *request_); !admitted.ok()) return admitted;
      }
      if (method_.unary == nullptr) return NotImplemented(*method_.descriptor);
      if (context_->IsCancelled()) return absl::CancelledError("cancelled before it began");
      handler();
      return absl::OkStatus();  // the handler answers
    });
    if (!status.ok()) End(status);
  }

  RawReply Answer() {
    return [self = shared_from_this()](absl::StatusOr<grpc::ByteBuffer> answer) {
      if (answer.ok()) *self->response_ = *std::move(answer);
      self->End(answer.status());
    };
  }

  const Method& method_;
  const RpcRuntime& runtime_;
  grpc::CallbackServerContext* const context_;
  const grpc::ByteBuffer* const request_;
  grpc::ByteBuffer* const response_;
  grpc::ServerUnaryReactor* const reactor_;
  Passage passage_;
};

grpc::ServerUnaryReactor* ContractService::OnUnary(const Method& method, grpc::CallbackServerContext* context,
                                                   const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const auto call = std::make_shared<UnaryCall>(method, runtime_, context, request, response, reactor);
  if (!call->TakenPromptly() && !runtime_.workers.TryRun([call] { call->Run(); })) {
    call->End(absl::ResourceExhaustedError("the server is overloaded: its queue of calls is full"));
  }
  return reactor;
}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* ContractService::OnExchange(
    const Method& method, grpc::CallbackServerContext* context) {
  auto passage = std::make_shared<Passage>(*method.descriptor, *method.metrics);
  ExchangeReactor::Handlers handlers;
  handlers.open = [this, &method, context, passage] {
    absl::StatusOr<std::unique_ptr<Exchange>> exchange = absl::InternalError("not opened");
    const absl::Status status = Guarded([&]() -> absl::Status {
      if (absl::Status admitted = passage->AdmitCaller(*context, runtime_); !admitted.ok()) return admitted;
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
  handlers.closed = [passage](const absl::Status& status) { passage->Record(status); };
  return ExchangeReactor::Start(runtime_.workers, runtime_.streams, std::move(handlers));
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* ContractService::OnServerStream(const Method& method,
                                                                            grpc::CallbackServerContext* context,
                                                                            const grpc::ByteBuffer* request) {
  auto passage = std::make_shared<Passage>(*method.descriptor, *method.metrics);
  const auto open = [this, &method, context, request, passage] {
    absl::StatusOr<std::unique_ptr<Feed>> feed = absl::InternalError("not opened");
    const absl::Status status = Guarded([&]() -> absl::Status {
      if (absl::Status admitted = passage->Admit(*context, runtime_, *request); !admitted.ok()) return admitted;
      if (method.stream == nullptr) return NotImplemented(*method.descriptor);
      feed = method.stream(*passage->call(), *passage->request());
      return feed.status();
    });
    return status.ok() ? std::move(feed) : absl::StatusOr<std::unique_ptr<Feed>>(status);
  };
  return new FeedReactor(*context, runtime_.workers, runtime_.streams, open,
                         [passage](const absl::Status& status) { passage->Record(status); });
}

}  // namespace lianfang
