// The scorecard of a region for a period: every target judged on what was known at one instant.
//
//   absl::StatusOr<v1::Scorecard> scorecard = BuildScorecard(plan, "140581", "2022", filings, as_of);
//
// Pure: the same plan, filings and instant give the same scorecard, in whatever order the filings arrived.
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_SCORECARD_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_SCORECARD_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/facts/filings.h"
#include "services/evaluation/domain/verdict/result.h"

namespace lianfang::evaluation {

// NOT_FOUND, with reason REGION_NOT_FOUND or PERIOD_NOT_FOUND, when no region of the plan reports for `region` or the
// plan sets no target for `period`. OUT_OF_RANGE and INTERNAL as JudgeTarget (result.h). The caller sets the received
// times, which are not known here.
absl::StatusOr<v1::Scorecard> BuildScorecard(const type::v1::Plan& plan, absl::string_view region,
                                             absl::string_view period, const Filings& filings, absl::Time as_of);

// The regions that report for `region`, or NOT_FOUND with reason REGION_NOT_FOUND.
absl::StatusOr<std::vector<std::string>> RegionsOf(const type::v1::Plan& plan, absl::string_view region);

// What names a result of a region: of a row, or a total.
struct ResultId {
  std::string period, industry, indicator;
  auto operator<=>(const ResultId&) const = default;
};

// The results that the plan's scorecards have.
std::set<ResultId> ResultsOf(const type::v1::Plan& plan);

// A target of the plan, and the rows that it is judged for: one industry, or several added up.
struct JudgedTarget {
  Rows rows;
  const type::v1::Indicator* indicator;
  const type::v1::Target* target;
};

// What is judged for a period: the rows by industry and then indicator, then the totals by indicator. Refers to the plan.
std::vector<JudgedTarget> TargetsOf(const type::v1::Plan& plan, absl::string_view period);

// OK when the plan sets a target for `period`, otherwise NOT_FOUND with reason PERIOD_NOT_FOUND.
absl::Status CheckTargetPeriod(const type::v1::Plan& plan, absl::string_view period);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_SCORECARD_H_
