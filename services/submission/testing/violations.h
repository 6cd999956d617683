// Field violations of a status as `path: description` lines, for matching.
#ifndef LIANFANG_SERVICES_SUBMISSION_TESTING_VIOLATIONS_H_
#define LIANFANG_SERVICES_SUBMISSION_TESTING_VIOLATIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace lianfang::submission {

inline std::vector<std::string> ViolationsOf(const absl::Status& status) {
  std::vector<std::string> lines;
  const auto details = BadRequestOf(status);
  if (!details.has_value()) return lines;
  for (const auto& violation : details->field_violations()) {
    lines.push_back(absl::StrCat(violation.field(), ": ", violation.description()));
  }
  return lines;
}

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_TESTING_VIOLATIONS_H_
