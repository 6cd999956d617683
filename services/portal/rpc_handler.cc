#include "services/portal/rpc_handler.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/log.h"
#include "common/rpc/trace.h"
#include "services/portal/domain/http/same_origin.h"
#include "services/portal/domain/session/session_rules.h"
#include "services/portal/stream_relay.h"

namespace lianfang::portal {
namespace {

constexpr char kServiceHeader[] = "lianfang-service";
constexpr char kTraceId[] = "trace-id";
constexpr absl::Duration kDefaultTimeout = absl::Seconds(30);
constexpr absl::Duration kLongestTimeout = absl::Minutes(30);
constexpr size_t kJsonOverhead = 512 << 10;
constexpr size_t kLongestOfStrangers = 32 << 10;  // 2000 characters of a reason, each escaped, and some

}  // namespace

size_t LongestBody(const Method& method, Codec codec) {
  const size_t binary = method.longest_request();
  // What all requests under way may have together is not to be filled by whoever is not signed in.
  if (method.for_strangers) return std::min(binary, kLongestOfStrangers);
  const size_t envelope = method.server_stream() ? kEnvelopeBytes : 0;
  return codec == Codec::kProto ? binary + envelope : 2 * binary + kJsonOverhead + envelope;
}

// One call on its way. Held by whoever works for it.
class RpcHandler::Call : public std::enable_shared_from_this<RpcHandler::Call> {
 public:
  Call(const RpcHandler& handler, const Method& method, CallForm form, std::shared_ptr<HttpExchange> exchange)
      : handler_(handler),
        context_(handler.context_),
        method_(method),
        form_(form),
        exchange_(std::move(exchange)),
        trace_(ContinueTrace(exchange_->head().Value(kTraceparent))) {}

  // On a worker: identity and admission.
  void Admit() {
    if (absl::Status admitted = TryAdmit(); !admitted.ok()) return End(admitted);
    exchange_->ReadBody(LongestBody(method_, form_.codec),
                        method_.for_strangers ? caller_.address : caller_.identity.uri,
                        [self = shared_from_this()](absl::StatusOr<std::string> body) {
                          if (!body.ok()) return self->End(body.status());
                          OnWorker(self->context_, self->exchange_,
                                   [self, body = *std::move(body)]() mutable { self->Send(std::move(body)); });
                        });
  }

  void End(const absl::Status& status) {
    handler_.Record(method_, caller_, trace_.trace_id, start_, status);
    const google::rpc::Status error = ToRpcStatus(status);
    HttpReply reply = BodyErrorReply(status);
    // A stream's error travels in its last envelope, with all details.
    if (form_.stream) {
      reply = Head();
      reply.body = EndEnvelope(&error);
    }
    reply.fields.emplace_back(kTraceId, trace_.trace_id);
    exchange_->Reply(std::move(reply));
  }

 private:
  absl::Status TryAdmit() {
    auto visitor = context_.callers.Visit(exchange_->head(), exchange_->peer());
    if (!visitor.ok()) return visitor.status();
    if (method_.for_strangers) {
      caller_.address = visitor->address;
      return TakeToken(context_.strangers, visitor->address, context_.clock);
    }
    auto caller = context_.callers.Caller(exchange_->head(), *visitor, SessionStore::Use::kRenew);
    if (!caller.ok()) return caller.status();
    caller_ = *std::move(caller);
    if (absl::Status taken = TakeToken(context_.calls, caller_.key(), context_.clock); !taken.ok()) return taken;
    if (!method_.asks_fresh_login || caller_.session_hash.empty()) return absl::OkStatus();
    return CheckFresh(caller_.session, context_.clock.Now());
  }

  // On a worker, with the body.
  void Send(std::string body) {
    auto call = ToUpstream(std::move(body));
    if (!call.ok()) return End(call.status());
    if (form_.stream) return Relay(*std::move(call));
    context_.upstreams.Call(*std::move(call), [self = shared_from_this()](absl::StatusOr<std::string> answer) {
      if (!answer.ok()) return self->End(answer.status());
      // A long answer takes a while to become JSON: not on gRPC's threads.
      OnWorker(self->context_, self->exchange_,
               [self, bytes = *std::move(answer)]() mutable { self->Answer(std::move(bytes)); });
    });
  }

  absl::StatusOr<UpstreamCall> ToUpstream(std::string body) const {
    auto service = handler_.ServiceOf(method_, exchange_->head().Value(kServiceHeader));
    if (!service.ok()) return service.status();
    if (form_.stream) {
      auto message = OnlyMessage(body);
      if (!message.ok()) return message.status();
      body = *std::move(message);
    }
    if (form_.codec == Codec::kJson) {
      auto bytes = context_.catalogue.ToBytes(*method_.descriptor->input_type(), body);
      if (!bytes.ok()) return bytes.status();
      body = *std::move(bytes);
    }
    UpstreamCall call{.service = *std::move(service), .path = method_.path, .request = std::move(body)};
    if (!form_.stream || form_.timeout < absl::InfiniteDuration()) {
      const absl::Duration asked = form_.timeout < absl::InfiniteDuration() ? form_.timeout : kDefaultTimeout;
      call.deadline = start_ + std::min(asked, kLongestTimeout);
    }
    if (!method_.for_strangers) call.metadata = ForwardedAs(caller_);
    call.metadata.emplace_back(kTraceparent, trace_.ToHeader());
    return call;
  }

  HttpReply Head() const {
    return {.status = 200, .fields = {{"content-type", ContentTypeOf(form_)}, {"cache-control", "no-store"}}};
  }

  void Answer(std::string bytes) {
    if (form_.codec == Codec::kJson) {
      auto json = context_.catalogue.ToJson(*method_.descriptor->output_type(), bytes);
      if (!json.ok()) return End(json.status());
      bytes = *std::move(json);
    }
    handler_.Record(method_, caller_, trace_.trace_id, start_, absl::OkStatus());
    HttpReply reply = Head();
    reply.fields.emplace_back(kTraceId, trace_.trace_id);
    reply.body = std::move(bytes);
    exchange_->Reply(std::move(reply));
  }

  void Relay(UpstreamCall call) {
    HttpReply head = Head();
    head.fields.emplace_back(kTraceId, trace_.trace_id);
    const auto self = shared_from_this();
    StreamRelay::Source source{
        .call = std::move(call), .form = [self](std::string message) -> absl::StatusOr<std::string> {
          if (self->form_.codec == Codec::kProto) return Envelope(message);
          auto json = self->context_.catalogue.ToJson(*self->method_.descriptor->output_type(), message);
          if (!json.ok()) return json.status();
          return Envelope(*json);
        }};
    StreamRelay::Run(exchange_, std::move(head), context_.upstreams,
                     {.sources = {std::move(source)},
                      .recheck =
                          [self](std::function<void(absl::Status)> then) {
                            Recheck(self->context_, self->exchange_, std::move(then));
                          },
                      .recheck_after = context_.recheck_after,
                      .form_last =
                          [](const absl::Status& status) {
                            const google::rpc::Status error = ToRpcStatus(status);
                            return EndEnvelope(status.ok() ? nullptr : &error);
                          },
                      .ended =
                          [self](const absl::Status& status) {
                            self->handler_.Record(self->method_, self->caller_, self->trace_.trace_id, self->start_,
                                                  status);
                          }});
  }

  const RpcHandler& handler_;
  const PortalContext& context_;
  const Method& method_;
  const CallForm form_;
  const std::shared_ptr<HttpExchange> exchange_;
  const TraceContext trace_;
  const absl::Time start_ = absl::Now();
  PortalCaller caller_;
};

RpcHandler::RpcHandler(const PortalContext& context) : context_(context) {
  for (const auto& [path, method] : context_.catalogue.methods()) {
    metrics_.emplace(&method, std::make_unique<MethodMetrics>(context_.metrics, method.descriptor->full_name()));
  }
}

RpcHandler::~RpcHandler() = default;

bool RpcHandler::IsRpcPath(absl::string_view path) { return absl::StartsWith(path, "/lianfang."); }

void RpcHandler::Handle(std::shared_ptr<HttpExchange> exchange) const {
  const HttpHead& head = exchange->head();
  const Method* method = context_.catalogue.Find(head.path());
  if (method == nullptr) {
    return ReplyError(*exchange, absl::UnimplementedError("the portal does not pass on such a method"), 404);
  }
  if (head.method != "POST") return ReplyError(*exchange, absl::UnimplementedError("an RPC is a POST"), 405);
  auto form = head.Count("content-type") == 1 ? FormOf(head.Value("content-type")) : std::nullopt;
  if (!form.has_value() || form->stream != method->server_stream()) {
    const bool stream = method->server_stream();
    return ReplyError(*exchange,
                      absl::InvalidArgumentError(
                          stream ? "the content type must be application/connect+json or application/connect+proto"
                                 : "the content type must be application/json or application/proto"),
                      415);
  }
  if (absl::Status same = CheckSameOrigin(head); !same.ok()) return ReplyError(*exchange, same);
  auto read = ReadForm(head, *form);
  const auto call = std::make_shared<Call>(*this, *method, read.ok() ? *read : *form, exchange);
  if (!read.ok()) return call->End(read.status());
  OnWorker(context_, exchange, [call] { call->Admit(); });
}

absl::StatusOr<std::string> RpcHandler::ServiceOf(const Method& method, absl::string_view named) const {
  if (!method.upstream.empty()) return method.upstream;
  const auto& services = context_.catalogue.upstreams();
  if (std::find(services.begin(), services.end(), named) != services.end()) return std::string(named);
  return InvalidField(kServiceHeader,
                      absl::StrCat("must name the service that is asked, one of ", absl::StrJoin(services, ", ")));
}

void RpcHandler::Record(const Method& method, const PortalCaller& caller, const std::string& trace_id, absl::Time start,
                        const absl::Status& status) const {
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  const std::string code = absl::StatusCodeToString(status.code());
  metrics_.at(&method)->Record(code, seconds);
  const bool fault = status.code() == absl::StatusCode::kInternal || status.code() == absl::StatusCode::kDataLoss;
  Log(fault ? LogLevel::kError : LogLevel::kInfo, "call",
      {{"method", method.descriptor->full_name()},
       {"code", code},
       {"message", LogTextOf(status)},
       {"caller", caller.identity.uri},
       {"address", caller.address},
       {"session", caller.session_hash.substr(0, 12)},
       {"trace_id", trace_id},
       {"micros", absl::StrCat(static_cast<int64_t>(seconds * 1e6))}});
}

}  // namespace lianfang::portal
