// The refusals and checks that several rules share.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_REQUEST_REFUSALS_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_REQUEST_REFUSALS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/errors.h"
#include "common/text.h"

namespace lianfang::fund {

// The longest note or reason, and the longest line.
inline constexpr size_t kLongestReason = 2000;
inline constexpr size_t kLongestLine = 200;
inline constexpr size_t kLongestNumber = 100;

// FAILED_PRECONDITION with an ErrorInfo that names the state.
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

// Adds a fault where a text is longer than `most` characters, or empty though it must not be.
inline void CheckText(absl::string_view field, absl::string_view text, size_t most, bool required,
                      FieldViolations& faults) {
  if (required && text.empty()) faults.Add(field, "must be given");
  if (CountCodePoints(text) > most) faults.Add(field, absl::StrCat("must be at most ", most, " characters"));
}

// Adds a fault where a text is not one line of 1 to `most` characters.
inline void CheckOneLine(absl::string_view field, absl::string_view text, size_t most, FieldViolations& faults) {
  if (const absl::Status line = CheckLine(text, most); !line.ok()) faults.Add(field, line.message());
}

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_REQUEST_REFUSALS_H_
