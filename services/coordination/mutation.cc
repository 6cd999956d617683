#include "services/coordination/mutation.h"

#include "absl/strings/str_cat.h"
#include "common/log.h"

namespace lianfang::coordination {
namespace {

// The text of a singular string field; empty where the request has none of that name.
std::string TextOf(const google::protobuf::Message& request, const char* name) {
  const auto* field = request.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->is_repeated() || field->type() != google::protobuf::FieldDescriptor::TYPE_STRING) {
    return "";
  }
  return request.GetReflection()->GetString(request, field);
}

// Whether a rule refused, rather than a machine failed. Who may not call at all is audited by the guard (common/rpc/call_audit.h).
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

void AuditRefusal(const CoordinationContext& context, const Call& call, const google::protobuf::Message& request,
                  const absl::Status& refusal) {
  if (!IsRefusal(refusal.code())) return;
  RequestRecord record;
  record.key = RequestKey::Of(call.caller.uri, call.method, request);
  record.origin = OriginOf(call);
  record.outcome = audit::v1::AUDIT_OUTCOME_REFUSED;
  record.resource = TextOf(request, "name");
  record.detail = absl::StrCat("refused: ", refusal.ToString(absl::StatusToStringMode::kWithNoExtraData));
  const absl::Status written = context.store.Audit(record, context.clock.Now(), call.deadline);
  if (!written.ok()) Log(LogLevel::kError, "refusal not audited", {{"status", written.ToString()}});
}

}  // namespace lianfang::coordination
