#include "common/rpc/contract_service.h"

#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/rpc_service_method.h>

#include <cstdlib>
#include <deque>
#include <exception>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log.h"
#include "common/rpc/access.h"
#include "common/rpc/byte_buffer.h"
#include "common/rpc/channel.h"
#include "common/rpc/exchange_reactor.h"
#include "common/rpc/feed_reactor.h"
#include "common/rpc/request_check.h"
#include "common/rpc/status.h"

namespace lianfang {

// One method's counts and times. Looking a metric up by its labels costs more than counting, so each is looked up once.
class MethodMetrics {
 public:
  MethodMetrics(Metrics& metrics, std::string method)
      : metrics_(metrics),
        method_(std::move(method)),
        seconds_(metrics.Seconds("lianfang_rpc_seconds", "Time from a call's arrival to its answer.",
                                 {{"method", method_}})) {}

  void Record(const std::string& code, double seconds) {
    seconds_.Observe(seconds);
    Handled(code).Increment();
  }

 private:
  prometheus::Counter& Handled(const std::string& code) {
    absl::MutexLock lock(&mutex_);
    prometheus::Counter*& counter = handled_[code];
    if (counter == nullptr) {
      counter = &metrics_.Counter("lianfang_rpc_handled_total", "Calls answered, by method and code.",
                                  {{"method", method_}, {"code", code}});
    }
    return *counter;
  }

  Metrics& metrics_;
  const std::string method_;
  prometheus::Histogram& seconds_;
  absl::Mutex mutex_;
  std::map<std::string, prometheus::Counter*> handled_ ABSL_GUARDED_BY(mutex_);  // by code
};

namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// A fault of the program, found before it serves: say it and stop.
[[noreturn]] void Misregistered(absl::string_view what) {
  Log(LogLevel::kError, "contract_mismatch", {{"what", what}});
  std::abort();
}

absl::StatusOr<Identity> CallerOf(const grpc::CallbackServerContext& context, absl::string_view trust_domain) {
  const auto auth = context.auth_context();
  const auto uris = auth == nullptr ? std::vector<grpc::string_ref>{} : auth->FindPropertyValues("peer_uri");
  if (uris.size() != 1) return absl::UnauthenticatedError("the client certificate must carry exactly one URI name");
  return ParseIdentity(absl::string_view(uris[0].data(), uris[0].size()), trust_domain);
}

absl::string_view MetadataValue(const grpc::CallbackServerContext& context, const char* key) {
  const auto found = context.client_metadata().find(key);
  if (found == context.client_metadata().end()) return {};
  return {found->second.data(), found->second.size()};
}

// The request, with what is wrong with it in general; an error where the bytes are none.
absl::StatusOr<ExchangeReactor::Parsed> ParseRequest(const MethodDescriptor& method, const std::string& bytes) {
  const Message* prototype = google::protobuf::MessageFactory::generated_factory()->GetPrototype(method.input_type());
  std::shared_ptr<Message> request(prototype->New());
  if (!request->ParseFromString(bytes)) return ExplainUnparsable(*method.input_type(), bytes);
  absl::Status checked = CheckRequest(*request);
  return ExchangeReactor::Parsed{std::move(request), std::move(checked)};
}

std::string RequestIdOf(const Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr || field->type() != google::protobuf::FieldDescriptor::TYPE_STRING) return "";
  return request.GetReflection()->GetString(request, field);
}

// One call on its way through the guard: what is known of it so far, and the record when it ends.
struct Passage {
  Passage(const MethodDescriptor& described, MethodMetrics& method_metrics)
      : method(&described), metrics(&method_metrics) {}

  const MethodDescriptor* method;
  MethodMetrics* metrics;
  absl::Time start = absl::Now();
  std::shared_ptr<Call> call = std::make_shared<Call>();
  std::shared_ptr<const Message> request;

  // Identity and access, or why not.
  absl::Status AdmitCaller(const grpc::CallbackServerContext& context, const RpcRuntime& runtime) {
    call->method = method->full_name();
    call->trace = ContinueTrace(MetadataValue(context, kTraceparent));
    const auto asked = context.deadline();  // the greatest instant there is, where the caller set none
    call->deadline = asked == decltype(asked)::max() ? start + runtime.default_deadline : absl::FromChrono(asked);
    auto caller = CallerOf(context, runtime.trust_domain);
    if (!caller.ok()) return caller.status();
    call->caller = *std::move(caller);
    if (call->caller.role == type::v1::ROLE_SERVICE)
      call->on_behalf_of = std::string(MetadataValue(context, kOnBehalfOf));
    return CheckAccess(*method, call->caller);
  }

  // As above, and the request.
  absl::Status Admit(const grpc::CallbackServerContext& context, const RpcRuntime& runtime, const std::string& bytes) {
    if (absl::Status status = AdmitCaller(context, runtime); !status.ok()) return status;
    auto parsed = ParseRequest(*method, bytes);
    if (!parsed.ok()) return parsed.status();
    request = std::move(parsed->first);
    return parsed->second;
  }

  void Record(const absl::Status& status) const {
    const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
    const std::string code = absl::StatusCodeToString(status.code());
    metrics->Record(code, seconds);
    const bool fault = status.code() == absl::StatusCode::kInternal || status.code() == absl::StatusCode::kUnknown ||
                       status.code() == absl::StatusCode::kDataLoss;
    Log(fault ? LogLevel::kError : LogLevel::kInfo, "call",
        {{"method", method->full_name()},
         {"code", code},
         {"message", status.message()},
         {"caller", call->caller.uri},
         {"on_behalf_of", call->on_behalf_of},
         {"request_id", request == nullptr ? "" : RequestIdOf(*request)},
         {"trace_id", call->trace.trace_id},
         {"micros", absl::StrCat(static_cast<int64_t>(seconds * 1e6))}});
  }
};

// Runs `work`; what it throws becomes INTERNAL, with the reason in the log and not on the wire.
template <typename Work>
absl::Status Guarded(Work&& work) {
  try {
    return work();
  } catch (const std::exception& error) {
    Log(LogLevel::kError, "exception", {{"what", error.what()}});
  } catch (...) {
    Log(LogLevel::kError, "exception", {{"what", "not a std::exception"}});
  }
  return absl::InternalError("internal error; the server's log has the reason");
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
    method.metrics = std::make_unique<MethodMetrics>(runtime.metrics, service->method(i)->full_name());
    Register(i, method);
  }
}

ContractService::~ContractService() = default;

void ContractService::Register(int index, const Method& method) {
  using grpc::internal::RpcMethod;
  const MethodDescriptor& descriptor = *method.descriptor;
  // gRPC keeps the pointer for the life of the server.
  static auto& paths = *new std::deque<std::string>;
  const std::string& path =
      paths.emplace_back(absl::StrCat("/", descriptor.service()->full_name(), "/", descriptor.name()));
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
    Checked([this, &taken] { taken = method_.prompt(passage_.call, passage_.request, Answer()); });
    return taken;
  }

  void Run() {
    Checked([this] {
      const Origin origin = OriginOf(*passage_.call);
      const WorkingFor scope(origin);
      method_.unary(passage_.call, passage_.request, Answer());
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
      if (passage_.request == nullptr) {
        if (absl::Status admitted = passage_.Admit(*context_, runtime_, BytesOf(*request_)); !admitted.ok())
          return admitted;
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
      exchange = method.exchange(passage->call);
      return exchange.status();
    });
    return status.ok() ? std::move(exchange) : absl::StatusOr<std::unique_ptr<Exchange>>(status);
  };
  handlers.parse = [&method](const grpc::ByteBuffer& bytes) {
    return ParseRequest(*method.descriptor, BytesOf(bytes));
  };
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
  const auto open = [this, &method, context, bytes = BytesOf(*request), passage] {
    absl::StatusOr<std::unique_ptr<Feed>> feed = absl::InternalError("not opened");
    const absl::Status status = Guarded([&]() -> absl::Status {
      if (absl::Status admitted = passage->Admit(*context, runtime_, bytes); !admitted.ok()) return admitted;
      if (method.stream == nullptr) return NotImplemented(*method.descriptor);
      feed = method.stream(*passage->call, *passage->request);
      return feed.status();
    });
    return status.ok() ? std::move(feed) : absl::StatusOr<std::unique_ptr<Feed>>(status);
  };
  return new FeedReactor(*context, runtime_.workers, runtime_.streams, open,
                         [passage](const absl::Status& status) { passage->Record(status); });
}

}  // namespace lianfang
