// Resource names as people type them: whole, or just the id.
//
//   PlanName("gaoping-2021-2025");                                    // plans/gaoping-2021-2025
//   NameInPlan("plans/yunnan-2022", "returns", "2022-530000-construction");
#ifndef LIANFANG_CLI_TEXT_NAMES_H_
#define LIANFANG_CLI_TEXT_NAMES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang::cli {

// `{collection}/{id}`, from that or from the bare id. INVALID_ARGUMENT when it is another collection's name, or empty.
absl::StatusOr<std::string> TopLevelName(absl::string_view collection, absl::string_view text);

// `plans/{plan}`, likewise.
absl::StatusOr<std::string> PlanName(absl::string_view text);

// `plans/{plan}/{collection}/{id}`, from that, or from the bare id and a plan. INVALID_ARGUMENT when the id is bare and
// `plan` is empty.
absl::StatusOr<std::string> NameInPlan(absl::string_view plan, absl::string_view collection, absl::string_view text);

// `plans/{plan}` of a name that starts with it; empty for any other.
std::string PlanOf(absl::string_view name);

// The last segment of a name.
std::string IdOf(absl::string_view name);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_TEXT_NAMES_H_
