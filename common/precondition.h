// FAILED_PRECONDITION that names each condition that does not hold (`google.rpc.PreconditionFailure`), so that a
// program can list them and a person can mend or confirm them one by one. No gRPC in here, as in errors.h.
//
//   PreconditionViolations open;
//   open.Add("large-change", "figures[0]", "安全生产事故起数 3 → 40");
//   if (!open.empty()) return open.ToStatus("the figures raise warnings", "WARNINGS_NOT_CONFIRMED");
#ifndef LIANFANG_COMMON_PRECONDITION_H_
#define LIANFANG_COMMON_PRECONDITION_H_

#include <cstddef>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/rpc/error_details.pb.h"

namespace lianfang {

// Names as many as the details of a status may hold (kMostFaultBytes of errors.h), and as a last violation without a
// type how many more there are. Not thread-safe.
class PreconditionViolations {
 public:
  // `type` is what kind of condition it is, `subject` what it is about, `description` says it for people.
  void Add(absl::string_view type, absl::string_view subject, absl::string_view description);

  bool empty() const { return details_.violations().empty(); }

  // FAILED_PRECONDITION with `reason` in its ErrorInfo; `message` is followed by the first violation.
  absl::Status ToStatus(absl::string_view message, absl::string_view reason) const;

 private:
  google::rpc::PreconditionFailure details_;
  size_t bytes_ = 0;  // of the details
  int count_ = 0;     // also of those that are not named
};

// The details that a status carries; nothing when it has none.
std::optional<google::rpc::PreconditionFailure> PreconditionFailureOf(const absl::Status& status);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PRECONDITION_H_
