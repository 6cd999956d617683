#include "common/precondition.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace lianfang {
namespace {

// As in google.protobuf.Any.
constexpr char kPreconditionFailureType[] = "type.googleapis.com/google.rpc.PreconditionFailure";
constexpr size_t kElementBytes = 4;  // tag and length of one violation in the list

}  // namespace

void PreconditionViolations::Add(absl::string_view type, absl::string_view subject, absl::string_view description) {
  ++count_;
  if (bytes_ > kMostFaultBytes) return;
  auto* violation = details_.add_violations();
  violation->set_type(Shortened(type));
  violation->set_subject(Shortened(subject));
  violation->set_description(Shortened(description));
  bytes_ += violation->ByteSizeLong() + kElementBytes;
  if (bytes_ > kMostFaultBytes) details_.mutable_violations()->RemoveLast();
}

absl::Status PreconditionViolations::ToStatus(absl::string_view message, absl::string_view reason) const {
  if (empty()) return absl::OkStatus();
  absl::Status status = ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                                        absl::StrCat(message, ": ", details_.violations(0).description()), reason);
  google::rpc::PreconditionFailure details = details_;
  if (const int more = count_ - details.violations_size(); more > 0) {
    details.add_violations()->set_description(absl::StrCat("and ", more, " more"));
  }
  status.SetPayload(kPreconditionFailureType, absl::Cord(details.SerializeAsString()));
  return status;
}

std::optional<google::rpc::PreconditionFailure> PreconditionFailureOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPreconditionFailureType);
  google::rpc::PreconditionFailure details;
  if (!payload.has_value() || !details.ParseFromString(std::string(*payload))) return std::nullopt;
  return details;
}

}  // namespace lianfang
