#include "common/precondition.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace lianfang {
namespace {

// As in google.protobuf.Any.
constexpr char kPreconditionFailureType[] = "type.googleapis.com/google.rpc.PreconditionFailure";

}  // namespace

void PreconditionViolations::Add(absl::string_view type, absl::string_view subject, absl::string_view description) {
  auto* violation = details_.add_violations();
  violation->set_type(std::string(type));
  violation->set_subject(std::string(subject));
  violation->set_description(std::string(description));
}

absl::Status PreconditionViolations::ToStatus(absl::string_view message, absl::string_view reason) const {
  if (empty()) return absl::OkStatus();
  absl::Status status = ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                                        absl::StrCat(message, ": ", details_.violations(0).description()), reason);
  status.SetPayload(kPreconditionFailureType, absl::Cord(details_.SerializeAsString()));
  return status;
}

std::optional<google::rpc::PreconditionFailure> PreconditionFailureOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPreconditionFailureType);
  google::rpc::PreconditionFailure details;
  if (!payload.has_value() || !details.ParseFromString(std::string(*payload))) return std::nullopt;
  return details;
}

}  // namespace lianfang
