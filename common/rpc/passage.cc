#include "common/rpc/passage.h"

#include <exception>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/log.h"
#include "common/rpc/access.h"
#include "common/rpc/byte_buffer.h"
#include "common/rpc/caller.h"
#include "common/rpc/channel.h"
#include "common/rpc/request_bounds.h"
#include "common/rpc/request_check.h"

namespace lianfang {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

absl::string_view MetadataValue(const std::multimap<grpc::string_ref, grpc::string_ref>& metadata, const char* key) {
  const auto found = metadata.find(key);
  if (found == metadata.end()) return {};
  return {found->second.data(), found->second.size()};
}

std::string RequestIdOf(const Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr || field->type() != google::protobuf::FieldDescriptor::TYPE_STRING) return "";
  return request.GetReflection()->GetString(request, field);
}

}  // namespace

MethodMetrics::MethodMetrics(Metrics& metrics, std::string method)
    : metrics_(metrics),
      method_(std::move(method)),
      seconds_(metrics.Seconds("lianfang_rpc_seconds", "Time from a call's arrival to its answer.",
                               {{"method", method_}})) {}

void MethodMetrics::Record(const std::string& code, double seconds) {
  seconds_.Observe(seconds);
  Handled(code).Increment();
}

prometheus::Counter& MethodMetrics::Handled(const std::string& code) {
  absl::MutexLock lock(&mutex_);
  prometheus::Counter*& counter = handled_[code];
  if (counter == nullptr) {
    counter = &metrics_.Counter("lianfang_rpc_handled_total", "Calls answered, by method and code.",
                                {{"method", method_}, {"code", code}});
  }
  return *counter;
}

absl::StatusOr<ParsedRequest> ParseRequest(const MethodDescriptor& method, const grpc::ByteBuffer& buffer,
                                           google::protobuf::MessageFactory& factory) {
  if (absl::Status status = CheckLength(method, buffer.Length()); !status.ok()) return status;
  const std::string bytes = BytesOf(buffer);
  if (absl::Status status = CheckElements(*method.input_type(), bytes); !status.ok()) return status;
  std::shared_ptr<Message> request(factory.GetPrototype(method.input_type())->New());
  if (!request->ParseFromString(bytes)) return ExplainUnparsable(*method.input_type(), bytes);
  absl::Status checked = CheckRequest(*request);
  return ParsedRequest{std::move(request), std::move(checked)};
}

absl::Status Guarded(const std::function<absl::Status()>& work) {
  try {
    return work();
  } catch (const std::exception& error) {
    Log(LogLevel::kError, "exception", {{"what", error.what()}});
  } catch (...) {
    Log(LogLevel::kError, "exception", {{"what", "not a std::exception"}});
  }
  return absl::InternalError("internal error; the server's log has the reason");
}

absl::Status Passage::Identify(const Arrival& arrival, const RpcRuntime& runtime) {
  audit_ = runtime.audit;
  call_->method = method_.full_name();
  if (absl::Status known = IdentifyCaller(arrival, method_, runtime, *call_); !known.ok()) return known;
  return CheckAccess(method_, call_->caller);
}

void Passage::EndByHeaders(const Arrival& arrival, const absl::Status& refused) {
  call_->trace = ContinueTrace(MetadataValue(arrival.metadata, kTraceparent));
  End(refused);
}

absl::Status Passage::AdmitCaller(const grpc::CallbackServerContext& context, const RpcRuntime& runtime, size_t bytes) {
  call_->trace = ContinueTrace(MetadataValue(context.client_metadata(), kTraceparent));
  const auto asked = context.deadline();  // the greatest instant there is, where the caller set none
  call_->deadline = asked == decltype(asked)::max() ? start_ + runtime.default_deadline : absl::FromChrono(asked);
  if (runtime.clock != nullptr) call_->arrival_time = runtime.clock->Now();
  const auto auth = context.auth_context();
  const Arrival arrival{.auth = auth.get(), .metadata = context.client_metadata(), .address = context.peer()};
  const absl::Status admitted = Identify(arrival, runtime);
  if (call_->caller.role == type::v1::ROLE_SERVICE)
    call_->on_behalf_of = std::string(MetadataValue(context.client_metadata(), kOnBehalfOf));
  if (!admitted.ok()) return admitted;
  const type::v1::CallCost cost = method_.options().GetExtension(type::v1::access).cost();
  const bool stream = method_.client_streaming() || method_.server_streaming();
  auto share = stream ? runtime.quotas.TakeStream(call_->caller, cost, bytes)
                      : runtime.quotas.TakeCall(call_->caller, cost, bytes);
  if (!share.ok()) return share.status();
  share_ = *std::move(share);
  return absl::OkStatus();
}

absl::Status Passage::AdmitRequest(const grpc::ByteBuffer& bytes, const RpcRuntime& runtime) {
  if (runtime.may_change != nullptr && method_.input_type()->FindFieldByName("request_id") != nullptr) {
    if (absl::Status may = runtime.may_change(); !may.ok()) return may;
  }
  auto parsed = ParseRequest(method_, bytes);
  if (!parsed.ok()) return parsed.status();
  request_ = std::move(parsed->first);
  return parsed->second;
}

absl::Status Passage::AuditRead() const {
  return audit_ == nullptr ? absl::OkStatus() : audit_->Read(*call_, *request_);
}

void Passage::Record(const absl::Status& status) const {
  if (absl::IsPermissionDenied(status) && audit_ != nullptr) audit_->Denied(*call_, request_.get(), status);
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start_);
  const std::string code = absl::StatusCodeToString(status.code());
  metrics_.Record(code, seconds);
  const bool fault = status.code() == absl::StatusCode::kInternal || status.code() == absl::StatusCode::kUnknown ||
                     status.code() == absl::StatusCode::kDataLoss;
  Log(fault ? LogLevel::kError : LogLevel::kInfo, "call",
      {{"method", method_.full_name()},
       {"code", code},
       {"message", LogTextOf(status)},
       {"caller", call_->caller.uri},
       {"serial", call_->certificate_serial},
       {"peer", call_->peer},
       {"address", call_->address},
       {"on_behalf_of", call_->on_behalf_of},
       {"request_id", request_ == nullptr ? "" : RequestIdOf(*request_)},
       {"trace_id", call_->trace.trace_id},
       {"micros", absl::StrCat(static_cast<int64_t>(seconds * 1e6))}});
}

}  // namespace lianfang
