#include "common/errors.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace lianfang {
namespace {

constexpr char kDomain[] = "lianfang";
constexpr int kMostNamed = 1000;
constexpr size_t kMostBytes = 500;  // of one description

template <typename Detail>
std::optional<Detail> PayloadOf(const absl::Status& status, const char* type) {
  const auto payload = status.GetPayload(type);
  Detail detail;
  if (!payload.has_value() || !detail.ParseFromString(std::string(*payload))) return std::nullopt;
  return detail;
}

std::string JoinPath(absl::string_view prefix, absl::string_view field) {
  if (prefix.empty()) return std::string(field);
  if (field.empty()) return std::string(prefix);
  return absl::StrCat(prefix, ".", field);
}

// `text`, cut between characters where it is too long.
std::string Shortened(absl::string_view text) {
  if (text.size() <= kMostBytes) return std::string(text);
  size_t end = kMostBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return absl::StrCat(text.substr(0, end), "…");
}

}  // namespace

void FieldViolations::Add(absl::string_view field, absl::string_view description) {
  if (++count_ > kMostNamed) return;
  auto* violation = details_.add_field_violations();
  violation->set_field(std::string(field));
  violation->set_description(Shortened(description));
}

void FieldViolations::AddAll(absl::string_view prefix, const absl::Status& status) {
  if (status.ok()) return;
  const auto details = BadRequestOf(status);
  if (!details.has_value()) {
    Add(prefix, status.message());
    return;
  }
  for (const auto& violation : details->field_violations())
    Add(JoinPath(prefix, violation.field()), violation.description());
}

absl::Status FieldViolations::ToStatus() const {
  if (empty()) return absl::OkStatus();
  const auto& first = details_.field_violations(0);
  std::string message = absl::StrCat(first.field(), ": ", first.description());
  if (size() > 1) absl::StrAppend(&message, " (and ", size() - 1, " more)");
  absl::Status status = absl::InvalidArgumentError(message);
  status.SetPayload(kBadRequestType, absl::Cord(details_.SerializeAsString()));
  return status;
}

absl::Status InvalidField(absl::string_view field, absl::string_view description) {
  FieldViolations faults;
  faults.Add(field, description);
  return faults.ToStatus();
}

absl::Status ErrorWithReason(absl::StatusCode code, absl::string_view message, absl::string_view reason,
                             const std::vector<std::pair<std::string, std::string>>& metadata) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(kDomain);
  for (const auto& [key, value] : metadata) (*info.mutable_metadata())[key] = value;
  absl::Status status(code, message);
  status.SetPayload(kErrorInfoType, absl::Cord(info.SerializeAsString()));
  return status;
}

std::optional<google::rpc::BadRequest> BadRequestOf(const absl::Status& status) {
  return PayloadOf<google::rpc::BadRequest>(status, kBadRequestType);
}

std::optional<google::rpc::ErrorInfo> ErrorInfoOf(const absl::Status& status) {
  return PayloadOf<google::rpc::ErrorInfo>(status, kErrorInfoType);
}

}  // namespace lianfang
