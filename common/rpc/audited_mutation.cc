#include "common/rpc/audited_mutation.h"

#include "absl/strings/str_cat.h"
#include "common/log.h"

namespace lianfang {
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

}  // namespace

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

RequestRecord RefusalRecord(RequestKey key, const Call& call, const google::protobuf::Message& request,
                            const absl::Status& refusal) {
  RequestRecord record;
  record.key = std::move(key);
  record.origin = OriginOf(call);
  record.outcome = audit::v1::AUDIT_OUTCOME_REFUSED;
  record.resource = TextOf(request, "name");
  record.detail = absl::StrCat(IsRehearsal(request) ? "rehearsal refused: " : "refused: ",
                               refusal.ToString(absl::StatusToStringMode::kWithNoExtraData));
  if (const std::string reason = TextOf(request, "reason"); !reason.empty()) {
    absl::StrAppend(&record.detail, "; reason given: ", reason);
  }
  return record;
}

RequestRecord RehearsalRecord(RequestKey key, const Call& call, const google::protobuf::Message& request,
                              absl::string_view detail) {
  RequestRecord record;
  record.key = std::move(key);
  record.origin = OriginOf(call);
  record.outcome = audit::v1::AUDIT_OUTCOME_REHEARSED;
  record.resource = TextOf(request, "name");
  record.detail = absl::StrCat("rehearsed: ", detail);
  return record;
}

void TellUnaudited(const absl::Status& fault) {
  Log(LogLevel::kError, "refusal not audited", {{"status", fault.ToString()}});
}

}  // namespace lianfang
