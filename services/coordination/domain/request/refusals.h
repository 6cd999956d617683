// The refusals that several rules share.
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_REQUEST_REFUSALS_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_REQUEST_REFUSALS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/errors.h"
#include "common/text.h"

namespace lianfang::coordination {

// The longest reason that anybody may give.
inline constexpr size_t kLongestReason = 2000;
// The longest line: a title, a place, a name.
inline constexpr size_t kLongestLine = 200;

// FAILED_PRECONDITION with an ErrorInfo that names the state.
inline absl::Status WrongState(absl::string_view name, absl::string_view state, absl::string_view what) {
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, absl::StrCat(name, " ", what, "; its state is ", state),
                         "STATE_NOT_ALLOWED", {{"name", std::string(name)}, {"state", std::string(state)}});
}

inline absl::Status NotFound(absl::string_view name) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(name, " does not exist"), "NOT_FOUND",
                         {{"name", std::string(name)}});
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

// A text of at most `most` characters; empty where that is allowed.
inline void CheckText(FieldViolations& faults, absl::string_view field, absl::string_view text, size_t most,
                      bool required) {
  if (text.empty() && required) faults.Add(field, "must be given");
  if (CountCodePoints(text) > most) faults.Add(field, absl::StrCat("must be at most ", most, " characters"));
}

// One line of at most `most` characters; empty where that is allowed.
inline void CheckShortLine(FieldViolations& faults, absl::string_view field, absl::string_view text, size_t most,
                           bool required) {
  if (text.empty() && !required) return;
  if (absl::Status line = CheckLine(text, most); !line.ok()) faults.Add(field, line.message());
}

// The server gives it: a request leaves it out.
inline void CheckUnset(FieldViolations& faults, absl::string_view field, bool is_set) {
  if (is_set) faults.Add(field, "is given by the server; leave it out");
}

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_REQUEST_REFUSALS_H_
