// The refusals that several rules share.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_REQUEST_REFUSALS_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_REQUEST_REFUSALS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/errors.h"
#include "common/text.h"

namespace lianfang::exchange {

inline constexpr size_t kShortestReason = 2;
inline constexpr size_t kLongestReason = 500;

inline absl::Status NotFound(absl::string_view name) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(name, " does not exist"), "NOT_FOUND",
                         {{"name", std::string(name)}});
}

inline absl::Status Denied(absl::string_view message, absl::string_view reason) {
  return ErrorWithReason(absl::StatusCode::kPermissionDenied, message, reason);
}

inline absl::Status WrongState(absl::string_view name, absl::string_view state, absl::string_view what) {
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, absl::StrCat(name, " ", what, "; its state is ", state),
                         "STATE_NOT_ALLOWED", {{"name", std::string(name)}, {"state", std::string(state)}});
}

// ABORTED when an etag is given and not the current one.
inline absl::Status CheckEtag(absl::string_view given, absl::string_view current) {
  if (given.empty() || given == current) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kAborted, "it has changed since it was read", "STALE_ETAG",
                         {{"etag", std::string(current)}});
}

// The etag after a stored change: resources count their changes.
// Whoever creates something may have written anything there; then it begins anew.
inline std::string NextEtag(const std::string& etag) {
  uint32_t number = 0;
  return absl::SimpleAtoi(etag, &number) ? std::to_string(uint64_t{number} + 1) : "1";
}

// OK, or INVALID_ARGUMENT: a reason has 2 to `most` characters besides spaces.
inline absl::Status CheckReason(absl::string_view field, absl::string_view reason, size_t most = kLongestReason) {
  const size_t count = CountCodePoints(absl::StripAsciiWhitespace(reason));
  if (count >= kShortestReason && count <= most) return absl::OkStatus();
  return InvalidField(field, absl::StrCat("must be ", kShortestReason, " to ", most, " characters"));
}

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_REQUEST_REFUSALS_H_
