#include "common/audit/audit_trail.h"

#include <google/protobuf/field_mask.pb.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/errors.h"
#include "common/log.h"
#include "common/time.h"

namespace lianfang {
namespace {

using audit::v1::AuditEvent;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr absl::Duration kSaveTime = absl::Seconds(10);
constexpr size_t kMostBytes = 300;  // of a text from a request

// The text of a singular string field; empty where the request has none of that name.
std::string TextOf(const Message& request, const char* name) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->is_repeated() || field->type() != FieldDescriptor::TYPE_STRING) return "";
  return Shortened(request.GetReflection()->GetString(request, field), kMostBytes);
}

// The name of what the request is about: its own, or that of the one message in it that has a name.
std::string ResourceOf(const Message& request) {
  for (const char* name : {"name", "parent", "plan", "obligation", "pool"}) {
    if (std::string text = TextOf(request, name); !text.empty()) return text;
  }
  for (int i = 0; i < request.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = request.GetDescriptor()->field(i);
    if (field->is_repeated() || field->type() != FieldDescriptor::TYPE_MESSAGE) continue;
    const Message& inner = request.GetReflection()->GetMessage(request, field);
    if (std::string text = TextOf(inner, "name"); !text.empty()) return text;
  }
  return "";
}

// What a list was narrowed to, and which fields were asked for.
std::string DetailOf(const Message& request) {
  std::vector<std::string> parts;
  for (const char* name : {"region", "department", "contact", "obligation"}) {
    if (std::string text = TextOf(request, name); !text.empty()) parts.push_back(absl::StrCat(name, " ", text));
  }
  const FieldDescriptor* mask = request.GetDescriptor()->FindFieldByName("read_mask");
  if (mask != nullptr && mask->message_type() == google::protobuf::FieldMask::descriptor()) {
    const auto& paths =
        static_cast<const google::protobuf::FieldMask&>(request.GetReflection()->GetMessage(request, mask));
    parts.push_back(Shortened(absl::StrJoin(paths.paths(), ", "), kMostBytes));
  }
  return absl::StrJoin(parts, ", ");
}

}  // namespace

AuditEvent AuditEventOf(const Call& call, const Message* request, absl::Time now) {
  AuditEvent event;
  *event.mutable_event_time() = ToTimestamp(now);
  event.set_actor(call.caller.uri);
  event.set_certificate_serial(call.certificate_serial);
  event.set_address(call.address);
  event.set_proxy(call.peer);
  event.set_on_behalf_of(Shortened(call.on_behalf_of, kMostBytes));
  event.set_method(call.method);
  event.set_count(1);
  if (request == nullptr) return event;
  event.set_resource(ResourceOf(*request));
  event.set_request_id(TextOf(*request, "request_id"));
  return event;
}

AuditTrail::AuditTrail(AuditStore& store, const Clock& clock, Metrics& metrics)
    : store_(store),
      clock_(clock),
      denied_(metrics.Counter("lianfang_audit_denials_total", "Calls refused with PERMISSION_DENIED.", {})),
      read_(metrics.Counter("lianfang_audit_reads_total", "Reads of personal data that have a row of the audit.", {})),
      lost_(metrics.Counter("lianfang_audit_lost_total",
                            "Rows of denials that were given up while the database was away.", {})) {}

void AuditTrail::Denied(const Call& call, const Message* request, const absl::Status& refusal) {
  denied_.Increment();
  const absl::Time now = clock_.Now();
  AuditEvent event = AuditEventOf(call, request, now);
  event.set_outcome(audit::v1::AUDIT_OUTCOME_DENIED);
  const auto info = ErrorInfoOf(refusal);
  event.set_reason(info.has_value() ? info->reason() : "PERMISSION_DENIED");
  if (request != nullptr) event.set_purpose(TextOf(*request, "reason"));
  denials_.Add(std::move(event), now);
}

absl::Status AuditTrail::Read(const Call& call, const Message& request) {
  AuditEvent event = AuditEventOf(call, &request, clock_.Now());
  event.set_outcome(audit::v1::AUDIT_OUTCOME_DONE);
  event.set_purpose(TextOf(request, "reason"));
  event.set_detail(DetailOf(request));
  const absl::Status saved = store_.Append(audit::v1::JOURNAL_READS, {event}, call.deadline);
  if (!saved.ok()) {
    Log(LogLevel::kError, "read_not_audited", {{"method", call.method}, {"status", LogTextOf(saved)}});
    return absl::UnavailableError("the read cannot be recorded in the audit now, and is therefore not answered");
  }
  read_.Increment();
  return absl::OkStatus();
}

absl::Status AuditTrail::SaveDenials(bool all) {
  std::vector<AuditEvent> rows = denials_.Take(clock_.Now(), all);
  if (rows.empty()) return absl::OkStatus();
  const absl::Status saved = store_.Append(audit::v1::JOURNAL_OPERATIONS, rows, absl::Now() + kSaveTime);
  if (!saved.ok()) lost_.Increment(static_cast<double>(denials_.Return(std::move(rows))));
  return saved;
}

}  // namespace lianfang
