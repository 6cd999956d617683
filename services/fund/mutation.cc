#include "services/fund/mutation.h"

#include "absl/strings/str_cat.h"
#include "common/log.h"

namespace lianfang::fund {
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

RequestRecord RecordOf(const Call& call, const google::protobuf::Message& request, audit::v1::AuditOutcome outcome,
                       std::string detail) {
  RequestRecord record;
  record.key = RequestKey::Of(call.caller.uri, call.method, request);
  record.origin = OriginOf(call);
  record.outcome = outcome;
  record.resource = TextOf(request, "name");
  record.detail = std::move(detail);
  return record;
}

}  // namespace

void AuditRefusal(const FundContext& context, const Call& call, const google::protobuf::Message& request,
                  const absl::Status& refusal) {
  if (!IsRefusal(refusal.code())) return;
  std::string detail = absl::StrCat(IsRehearsal(request) ? "rehearsal refused: " : "refused: ",
                                    refusal.ToString(absl::StatusToStringMode::kWithNoExtraData));
  const RequestRecord record = RecordOf(call, request, audit::v1::AUDIT_OUTCOME_REFUSED, std::move(detail));
  const absl::Status written = context.store.Audit(record, context.clock.Now(), call.deadline);
  if (!written.ok()) Log(LogLevel::kError, "refusal not audited", {{"status", written.ToString()}});
}

absl::Status AuditRehearsal(const FundContext& context, const Call& call, const google::protobuf::Message& request,
                            const std::string& detail) {
  return context.store.Audit(
      RecordOf(call, request, audit::v1::AUDIT_OUTCOME_REHEARSED, absl::StrCat("rehearsed: ", detail)),
      context.clock.Now(), call.deadline);
}

}  // namespace lianfang::fund
