// Resource names of this service, taken apart in one place.
//
//   ParseScorecardName("name", "plans/gaoping-2021-2025/regions/140581/scorecards/2022")
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_REQUEST_NAMES_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_REQUEST_NAMES_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang::evaluation {

struct ScorecardName {
  std::string plan;    // id
  std::string region;  // six digits
  std::string period;  // id
};

struct RegionName {
  std::string plan;    // id
  std::string region;  // six digits
};

struct EvaluationName {
  ScorecardName scorecard;
  int64_t number;
};

struct EditionName {
  ScorecardName scorecard;
  int number;
};

struct ConcealmentName {
  std::string plan;  // id
  std::string id;
};

// Each: INVALID_ARGUMENT on `field` for any other shape.
absl::StatusOr<ScorecardName> ParseScorecardName(absl::string_view field, absl::string_view name);
absl::StatusOr<RegionName> ParseRegionName(absl::string_view field, absl::string_view name);
absl::StatusOr<EvaluationName> ParseEvaluationName(absl::string_view field, absl::string_view name);
absl::StatusOr<EditionName> ParseEditionName(absl::string_view field, absl::string_view name);
absl::StatusOr<ConcealmentName> ParseConcealmentName(absl::string_view field, absl::string_view name);
// The plan's id of `plans/{plan}`.
absl::StatusOr<std::string> ParsePlanName(absl::string_view field, absl::string_view name);

std::string FormatScorecardName(const ScorecardName& name);
// The name of an evaluation of the scorecard so named.
std::string FormatEvaluationName(absl::string_view scorecard, int64_t number);
std::string FormatEditionName(const ScorecardName& scorecard, int number);
std::string FormatConcealmentName(absl::string_view plan, absl::string_view id);

// The plan's id at the start of a resource name, `plans/{plan}` or `plans/{plan}/…`; empty for any other shape.
std::string PlanIdOf(absl::string_view name);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_REQUEST_NAMES_H_
