// Errors that say what, where and which bound: absl::Status carrying `google.rpc` details.
//
//   FieldViolations faults;
//   if (value < 0) faults.Add("figures[2].number", absl::StrCat("must be at least 0, was ", value));
//   if (!faults.empty()) return faults.ToStatus();          // INVALID_ARGUMENT with a google.rpc.BadRequest
//
//   return ErrorWithReason(absl::StatusCode::kAborted, "the return has changed", "STALE_ETAG", {{"etag", etag}});
//
//   return RetryLater("the queue is full", "SERVER_BUSY", absl::Seconds(1));     // RESOURCE_EXHAUSTED with RetryInfo
//
// Details travel in trailing metadata, of which foreign clients take 8 KiB: lists of faults are bounded in bytes, and
// say how many more there are.
//
// The details travel as payloads of the status; common/rpc/status.h puts them on the wire. No gRPC in here, so pure
// rules may use it.
#ifndef LIANFANG_COMMON_ERRORS_H_
#define LIANFANG_COMMON_ERRORS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"

namespace lianfang {

// The most bytes that the list of faults in one status has. Base64 and percent-encoding included, status and message
// then stay below 7 KiB.
inline constexpr size_t kMostFaultBytes = 2800;

// `text`, cut between characters after `most` bytes: a description that quotes its input must not send it back.
std::string Shortened(absl::string_view text, size_t most = 300);

// Collects the faults of one input, so that the caller learns of all at once: the first by name, as many as
// kMostFaultBytes hold, and the number of the others as a last violation without a field. Not thread-safe.
class FieldViolations {
 public:
  // `field` is a path in the request, such as `plan.industries[3].id`; `description` says what is wrong and which bound
  // was broken.
  void Add(absl::string_view field, absl::string_view description);
  // Adds all of `status`'s field violations, their paths put under `prefix`; a status without any is added as one
  // fault.
  void AddAll(absl::string_view prefix, const absl::Status& status);

  bool empty() const { return details_.field_violations().empty(); }
  int size() const { return count_; }

  // INVALID_ARGUMENT naming the faults, or OK when there are none.
  absl::Status ToStatus() const;

 private:
  google::rpc::BadRequest details_;
  size_t bytes_ = 0;  // of the details
  int count_ = 0;     // also of those that are not named
};

// INVALID_ARGUMENT with one field violation.
absl::Status InvalidField(absl::string_view field, absl::string_view description);

// A status with a google.rpc.ErrorInfo: `reason` in UPPER_SNAKE_CASE is what programs compare, `metadata` what they
// show.
absl::Status ErrorWithReason(absl::StatusCode code, absl::string_view message, absl::string_view reason,
                             const std::vector<std::pair<std::string, std::string>>& metadata = {});

// RESOURCE_EXHAUSTED with an ErrorInfo as above and a google.rpc.RetryInfo: after `delay` it may work.
absl::Status RetryLater(absl::string_view message, absl::string_view reason, absl::Duration delay,
                        const std::vector<std::pair<std::string, std::string>>& metadata = {});

// The details that a status carries; nothing when it has none.
std::optional<google::rpc::BadRequest> BadRequestOf(const absl::Status& status);
std::optional<google::rpc::ErrorInfo> ErrorInfoOf(const absl::Status& status);
std::optional<google::rpc::RetryInfo> RetryInfoOf(const absl::Status& status);
// The text for people beside the English message; words/ makes it.
std::optional<google::rpc::LocalizedMessage> LocalizedMessageOf(const absl::Status& status);

// What of an error a log may keep: its reason and the fields at fault, by name. Not the message, which quotes figures and
// personal data that the caller sent, but for faults of our own, which quote none.
std::string LogTextOf(const absl::Status& status);

// Payload type URLs, as in google.protobuf.Any.
inline constexpr char kBadRequestType[] = "type.googleapis.com/google.rpc.BadRequest";
inline constexpr char kErrorInfoType[] = "type.googleapis.com/google.rpc.ErrorInfo";
inline constexpr char kLocalizedMessageType[] = "type.googleapis.com/google.rpc.LocalizedMessage";
inline constexpr char kRetryInfoType[] = "type.googleapis.com/google.rpc.RetryInfo";

}  // namespace lianfang

#endif  // LIANFANG_COMMON_ERRORS_H_
