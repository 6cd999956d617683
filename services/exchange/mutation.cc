#include "services/exchange/mutation.h"

#include "absl/strings/str_cat.h"
#include "common/log.h"

namespace lianfang::exchange {
namespace {

// The text of a singular string field; empty where the request has none of that name.
std::string TextOf(const google::protobuf::Message& request, const char* name) {
  const auto* field = request.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->is_repeated() || field->type() != google::protobuf::FieldDescriptor::TYPE_STRING) {
    return "";
  }
  return request.GetReflection()->GetString(request, field);
}

bool IsRehearsal(const google::protobuf::Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("validate_only");
  return field != nullptr && request.GetReflection()->GetBool(request, field);
}

// Whether a rule refused, rather than a machine failed. Who may not is audited by the guard (common/rpc/call_audit.h).
bool IsRefusal(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAborted:
      return true;
    default:
      return false;
  }
}

}  // namespace

RequestKey KeyOf(const ExchangeContext& context, const Call& call, const google::protobuf::Message& request) {
  RequestKey key = RequestKey::Of(call.caller.uri, call.method, request);
  key.request_hash = context.cipher.Fingerprint(key.request_hash);
  return key;
}

void AuditRefusal(const ExchangeContext& context, const Call& call, const google::protobuf::Message& request,
                  const absl::Status& refusal) {
  if (!IsRefusal(refusal.code())) return;
  RequestRecord record;
  record.key = KeyOf(context, call, request);
  record.origin = OriginOf(call);
  record.outcome = audit::v1::AUDIT_OUTCOME_REFUSED;
  record.resource = TextOf(request, "name");
  record.detail = absl::StrCat(IsRehearsal(request) ? "rehearsal refused: " : "refused: ",
                               refusal.ToString(absl::StatusToStringMode::kWithNoExtraData));
  if (const std::string reason = TextOf(request, "reason"); !reason.empty()) {
    absl::StrAppend(&record.detail, "; reason given: ", reason);
  }
  const absl::Status written = context.store.Audit(record, context.clock.Now(), call.deadline);
  if (!written.ok()) Log(LogLevel::kError, "refusal not audited", {{"status", written.ToString()}});
}

absl::Status AuditRehearsal(const ExchangeContext& context, const Call& call, const google::protobuf::Message& request,
                            const std::string& detail) {
  RequestRecord record;
  record.key = KeyOf(context, call, request);
  record.origin = OriginOf(call);
  record.outcome = audit::v1::AUDIT_OUTCOME_REHEARSED;
  record.detail = absl::StrCat("rehearsed: ", detail);
  return context.store.Audit(record, context.clock.Now(), call.deadline);
}

}  // namespace lianfang::exchange
