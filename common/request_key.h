// Which mutation it is, as its caller identifies it: the ground of idempotency (AIP-155).
#ifndef LIANFANG_COMMON_REQUEST_KEY_H_
#define LIANFANG_COMMON_REQUEST_KEY_H_

#include <google/protobuf/message.h>

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/origin.h"
#include "lianfang/audit/v1/audit.pb.h"

namespace lianfang {

// A mutation, as its caller identifies it.
struct RequestKey {
  std::string actor;         // identity URI
  std::string method;        // full name of the RPC
  std::string request_id;    // UUID, lower-case: the database takes both cases for one
  std::string request_hash;  // SHA-256 of the whole request, so that an id used for another content is found

  // The key of `request`, which must have a field `request_id`.
  static RequestKey Of(const std::string& actor, const std::string& method, const google::protobuf::Message& request);
};

// What is answered to a request whose id was used before for `first`: the response that `first` had, or INVALID_ARGUMENT
// where `first` was another request.
absl::StatusOr<std::optional<std::string>> AnswerToRepeat(const RequestKey& key, absl::string_view first_method,
                                                          absl::string_view first_hash, std::string first_response);

// INVALID_ARGUMENT with the reason REQUEST_ID_EXPIRED: the request may have been carried out once, and what it was answered
// is not kept any more. Never carry it out.
absl::Status RequestIsTooOld();

// A mutation that happened.
struct RequestRecord {
  RequestKey key;
  std::string response;  // serialised, as it is kept for repeats
  std::string resource;  // what it changed, by name
  std::string detail;    // for the auditor, in a few words
  Origin origin{};       // the call that asked
  audit::v1::AuditOutcome outcome = audit::v1::AUDIT_OUTCOME_DONE;
};

// The bytes of `message` with its maps in order. For hashing within one version of the program: not a canonical form
// for all time.
std::string DeterministicBytes(const google::protobuf::Message& message);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_REQUEST_KEY_H_
