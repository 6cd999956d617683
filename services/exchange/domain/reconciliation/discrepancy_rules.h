// Finds discrepancies by the rules of rule_book.h; those that hold returns against records are in return_rules.h.
//
// A rule that looks for what is missing in a kind of records is not applied where no agreement gives that kind: nothing is concluded from
// records that may not be read. Where a link is uncertain, a person is asked first.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_DISCREPANCY_RULES_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_DISCREPANCY_RULES_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/exchange/v1/agreement.pb.h"
#include "lianfang/exchange/v1/discrepancy.pb.h"
#include "lianfang/exchange/v1/figure.pb.h"
#include "lianfang/exchange/v1/linkage.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/exchange/domain/reconciliation/appearance.h"
#include "services/exchange/domain/reconciliation/return_facts.h"

namespace lianfang::exchange {

// What the rules look at.
struct ReconciliationView {
  const type::v1::Plan& plan;
  const std::vector<v1::AgreementTerms>& agreements;  // in force for reconciliation
  const SharedRecords& records;
  const std::vector<v1::Link>& links;  // of the records, uncertain and rejected ones included
  absl::Time now;
  absl::TimeZone zone;
  // How the plan's figures are counted from records; null: nothing is said about figures.
  const std::vector<v1::FigureDefinition>* definitions = nullptr;
  // The returns in force; null: they could not be read, and the rules that rest on them are not applied.
  const std::vector<FiledReturn>* returns = nullptr;
  // Of AccidentsWithHistory (return_rules.h).
  const VersionHistories* histories = nullptr;
  // Asked between rules and between returns whether to break off; what is found then is not complete. Empty: never.
  std::function<bool()> stopped = nullptr;
};

inline bool HasStopped(const ReconciliationView& view) { return view.stopped != nullptr && view.stopped(); }

// Whether all is still there that the discrepancy was found in: agreements give it, and returns were read where it rests on them. Where it is
// not, that the discrepancy is not found any more says nothing: who ends an agreement corrects nothing by it.
bool CanBeJudged(const v1::Discrepancy& discrepancy, const ReconciliationView& view);

// What contradicts each other now, by name: discrepancies without state, steps, times and etag.
std::vector<v1::Discrepancy> FindDiscrepancies(const ReconciliationView& view);

// All rules as they stand after a run over the view: those that it could apply were evaluated now, others say what was in the way. `before`
// has the statuses of the run before.
std::vector<v1::DiscrepancyRuleStatus> RuleStatuses(const ReconciliationView& view,
                                                    const std::vector<v1::DiscrepancyRuleStatus>& before);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_DISCREPANCY_RULES_H_
