// The ranking of the proposals of a budget that wait for the decision: the notice's section 5(6) puts key and dust-exposed industries
// first. Which those are, and in which order, the budget says.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_RANKING_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_RANKING_H_

#include <vector>

#include "lianfang/fund/v1/project.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/fund/domain/budget/budget_rules.h"

namespace lianfang::fund {

// Of `projects`, those that wait for the decision. Order: the budget's priority industries in its order, other industries of the plan, no
// industry; then the larger share of votes, those not reviewed yet last; then who proposed earlier; then the name.
std::vector<v1::RankedProject> RankProposals(std::vector<v1::Project> projects, const v1::Budget& budget,
                                             const type::v1::Plan& plan, Sums sums);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_RANKING_H_
