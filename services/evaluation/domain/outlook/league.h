// The regions directly below a region, in the order of a league table.
//
//   absl::StatusOr<std::vector<std::string>> codes =
//       RankChildren(plan, "140500", "2022", v1::SCORECARD_ORDER_ATTAINED, filings, as_of);
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_LEAGUE_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_LEAGUE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lianfang/evaluation/v1/evaluation_service.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/facts/filings.h"

namespace lianfang::evaluation {

// Codes of the regions directly below `parent` that the plan names or that have such a region below them, ascending:
// prefectures below a province, counties below a prefecture. `000000` is above all provinces.
std::vector<std::string> ChildRegions(const type::v1::Plan& plan, absl::string_view parent);

// Likewise, in the order asked for. NOT_FOUND with reason REGION_NOT_FOUND when the plan reaches neither `parent` nor
// anything below it, PERIOD_NOT_FOUND; OUT_OF_RANGE and INTERNAL as JudgeTarget (result.h).
absl::StatusOr<std::vector<std::string>> RankChildren(const type::v1::Plan& plan, absl::string_view parent,
                                                      absl::string_view period, v1::ScorecardOrder order,
                                                      const Filings& filings, absl::Time as_of);

// The regions whose scorecards are evaluated whenever something changes: those that the plan names, and the prefectures
// and provinces above that add up several of them. Not the country's sum, which names thousands of returns and changes
// with every one of them: it is judged when it is asked for. Ascending.
std::vector<std::string> EvaluatedRegions(const type::v1::Plan& plan);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_LEAGUE_H_
