#include "common/errors.h"

#include <cstdint>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace lianfang {
namespace {

constexpr char kDomain[] = "lianfang";
constexpr size_t kElementBytes = 4;  // tag and length of one violation in the list
constexpr absl::string_view kAnd = "and ";
constexpr absl::string_view kMore = " more";

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

// What the last violation says of those that are not named.
std::string AndMore(int count) { return absl::StrCat(kAnd, count, kMore); }

// The number in such a violation; 0 in any other.
int MoreOf(const google::rpc::BadRequest::FieldViolation& violation) {
  absl::string_view text = violation.description();
  int count = 0;
  const bool is_one = violation.field().empty() && absl::ConsumePrefix(&text, kAnd) &&
                      absl::ConsumeSuffix(&text, kMore) && absl::SimpleAtoi(text, &count);
  return is_one ? count : 0;
}

}  // namespace

std::string Shortened(absl::string_view text, size_t most) {
  if (text.size() <= most) return std::string(text);
  size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return absl::StrCat(text.substr(0, end), "…");
}

void FieldViolations::Add(absl::string_view field, absl::string_view description) {
  ++count_;
  if (bytes_ > kMostFaultBytes) return;
  auto* violation = details_.add_field_violations();
  violation->set_field(Shortened(field));
  violation->set_description(Shortened(description));
  bytes_ += violation->ByteSizeLong() + kElementBytes;
  if (bytes_ > kMostFaultBytes) details_.mutable_field_violations()->RemoveLast();
}

void FieldViolations::AddAll(absl::string_view prefix, const absl::Status& status) {
  if (status.ok()) return;
  const auto details = BadRequestOf(status);
  if (!details.has_value()) {
    Add(prefix, status.message());
    return;
  }
  for (const auto& violation : details->field_violations()) {
    if (const int more = MoreOf(violation); more > 0) {
      count_ += more;
    } else {
      Add(JoinPath(prefix, violation.field()), violation.description());
    }
  }
}

absl::Status FieldViolations::ToStatus() const {
  if (empty()) return absl::OkStatus();
  const auto& first = details_.field_violations(0);
  std::string message = absl::StrCat(first.field(), ": ", first.description());
  if (size() > 1) absl::StrAppend(&message, " (and ", size() - 1, " more)");
  google::rpc::BadRequest details = details_;
  if (const int more = size() - details.field_violations_size(); more > 0) {
    details.add_field_violations()->set_description(AndMore(more));
  }
  absl::Status status = absl::InvalidArgumentError(message);
  status.SetPayload(kBadRequestType, absl::Cord(details.SerializeAsString()));
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

absl::Status RetryLater(absl::string_view message, absl::string_view reason, absl::Duration delay,
                        const std::vector<std::pair<std::string, std::string>>& metadata) {
  absl::Status status = ErrorWithReason(absl::StatusCode::kResourceExhausted, message, reason, metadata);
  google::rpc::RetryInfo info;
  const int64_t seconds = absl::IDivDuration(delay, absl::Seconds(1), &delay);
  info.mutable_retry_delay()->set_seconds(seconds);
  info.mutable_retry_delay()->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(delay)));
  status.SetPayload(kRetryInfoType, absl::Cord(info.SerializeAsString()));
  return status;
}

std::optional<google::rpc::BadRequest> BadRequestOf(const absl::Status& status) {
  return PayloadOf<google::rpc::BadRequest>(status, kBadRequestType);
}

std::optional<google::rpc::ErrorInfo> ErrorInfoOf(const absl::Status& status) {
  return PayloadOf<google::rpc::ErrorInfo>(status, kErrorInfoType);
}

std::optional<google::rpc::RetryInfo> RetryInfoOf(const absl::Status& status) {
  return PayloadOf<google::rpc::RetryInfo>(status, kRetryInfoType);
}

std::optional<google::rpc::LocalizedMessage> LocalizedMessageOf(const absl::Status& status) {
  return PayloadOf<google::rpc::LocalizedMessage>(status, kLocalizedMessageType);
}

std::string LogTextOf(const absl::Status& status) {
  constexpr size_t kMostNames = 10;
  std::vector<absl::string_view> parts;
  const auto info = ErrorInfoOf(status);
  if (info.has_value()) parts.push_back(info->reason());
  const auto faults = BadRequestOf(status);
  if (faults.has_value()) {
    for (const auto& fault : faults->field_violations()) {
      if (parts.size() < kMostNames && !fault.field().empty()) parts.push_back(fault.field());
    }
  }
  if (!parts.empty()) return absl::StrJoin(parts, " ");
  const bool quotes =
      status.code() == absl::StatusCode::kInvalidArgument || status.code() == absl::StatusCode::kFailedPrecondition ||
      status.code() == absl::StatusCode::kAlreadyExists || status.code() == absl::StatusCode::kOutOfRange;
  return quotes ? "" : std::string(status.message());
}

}  // namespace lianfang
