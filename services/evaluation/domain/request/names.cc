#include "services/evaluation/domain/request/names.h"

#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/id.h"

namespace lianfang::evaluation {
namespace {

absl::Status WrongShape(absl::string_view field, absl::string_view form, absl::string_view name) {
  return InvalidField(field, absl::StrCat("must have the form ", form, ", was \"", name, "\""));
}

}  // namespace

absl::StatusOr<ScorecardName> ParseScorecardName(absl::string_view field, absl::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 6 || parts[0] != "plans" || !IsResourceId(parts[1]) || parts[2] != "regions" ||
      !IsDivisionCode(parts[3]) || parts[4] != "scorecards" || !IsResourceId(parts[5])) {
    return WrongShape(field, "plans/{plan}/regions/{six digits}/scorecards/{period}", name);
  }
  return ScorecardName{parts[1], parts[3], parts[5]};
}

absl::StatusOr<RegionName> ParseRegionName(absl::string_view field, absl::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "plans" || !IsResourceId(parts[1]) || parts[2] != "regions" ||
      !IsDivisionCode(parts[3])) {
    return WrongShape(field, "plans/{plan}/regions/{six digits}", name);
  }
  return RegionName{parts[1], parts[3]};
}

absl::StatusOr<EvaluationName> ParseEvaluationName(absl::string_view field, absl::string_view name) {
  constexpr absl::string_view kCollection = "/evaluations/";
  const size_t at = name.rfind(kCollection);
  int64_t number = 0;
  if (at != name.npos && absl::SimpleAtoi(name.substr(at + kCollection.size()), &number) && number > 0) {
    absl::StatusOr<ScorecardName> scorecard = ParseScorecardName(field, name.substr(0, at));
    if (scorecard.ok()) return EvaluationName{*std::move(scorecard), number};
  }
  return WrongShape(field, "plans/{plan}/regions/{six digits}/scorecards/{period}/evaluations/{number}", name);
}

absl::StatusOr<EditionName> ParseEditionName(absl::string_view field, absl::string_view name) {
  constexpr absl::string_view kCollection = "/appraisal-editions/";
  const size_t at = name.rfind(kCollection);
  int number = 0;
  if (at != name.npos && absl::SimpleAtoi(name.substr(at + kCollection.size()), &number) && number > 0) {
    absl::StatusOr<ScorecardName> scorecard = ParseScorecardName(field, name.substr(0, at));
    if (scorecard.ok()) return EditionName{*std::move(scorecard), number};
  }
  return WrongShape(field, "plans/{plan}/regions/{six digits}/scorecards/{period}/appraisal-editions/{number}", name);
}

absl::StatusOr<ConcealmentName> ParseConcealmentName(absl::string_view field, absl::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "plans" || !IsResourceId(parts[1]) || parts[2] != "concealments" ||
      !IsResourceId(parts[3])) {
    return WrongShape(field, "plans/{plan}/concealments/{concealment}", name);
  }
  return ConcealmentName{parts[1], parts[3]};
}

absl::StatusOr<std::string> ParsePlanName(absl::string_view field, absl::string_view name) {
  std::string plan = PlanIdOf(name);
  if (plan.empty() || name != absl::StrCat("plans/", plan)) return WrongShape(field, "plans/{plan}", name);
  return plan;
}

std::string FormatScorecardName(const ScorecardName& name) {
  return absl::StrCat("plans/", name.plan, "/regions/", name.region, "/scorecards/", name.period);
}

std::string FormatEvaluationName(absl::string_view scorecard, int64_t number) {
  return absl::StrCat(scorecard, "/evaluations/", number);
}

std::string FormatEditionName(const ScorecardName& scorecard, int number) {
  return absl::StrCat(FormatScorecardName(scorecard), "/appraisal-editions/", number);
}

std::string FormatConcealmentName(absl::string_view plan, absl::string_view id) {
  return absl::StrCat("plans/", plan, "/concealments/", id);
}

std::string PlanIdOf(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() < 2 || parts[0] != "plans" || !IsResourceId(parts[1])) return "";
  return std::string(parts[1]);
}

}  // namespace lianfang::evaluation
