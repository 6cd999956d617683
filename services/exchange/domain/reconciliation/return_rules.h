// Rules that hold returns against the records of the department that filed them:
//
// - `death-without-return`: an accident counts more deaths in its newest version than in the one that stood when the return of its row was
//   filed, and the return does not show them; or a death is known only from a work-injury case (injury_deaths.h), and the return of its row
//   does not show it.
// - `return-totals-differ`: figures of a return differ from what its owner's records of the period add up to, by the plan's figure definitions.
//
// A difference that the first rule reports is not reported by the second as well. A figure is held against records only where an agreement
// gives every field that it is counted from (figure_fields.h). A row without a return in force is no discrepancy: what is not filed is a duty.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RETURN_RULES_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RETURN_RULES_H_

#include <set>
#include <string>
#include <vector>

#include "lianfang/exchange/v1/discrepancy.pb.h"
#include "services/exchange/domain/reconciliation/discrepancy_rules.h"

namespace lianfang::exchange {

// Names of accidents whose earlier versions the rules need (ReconciliationView.histories): those with deaths in rows whose return states fewer
// than the records.
std::set<std::string> AccidentsWithHistory(const ReconciliationView& view);

// What contradicts each other now; nothing where the view has no returns.
std::vector<v1::Discrepancy> FindReturnDiscrepancies(const ReconciliationView& view);

// Whether returns were read and agreements still give what the discrepancy was found in. For rules that rest on returns.
bool CanReturnBeJudged(const v1::Discrepancy& discrepancy, const ReconciliationView& view);

// Whether some figure of some return can be held against records.
bool CanAnyReturnBeJudged(const ReconciliationView& view);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RETURN_RULES_H_
