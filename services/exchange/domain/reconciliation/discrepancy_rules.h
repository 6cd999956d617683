// The rules by which discrepancies are found. A plan switches them off, and sets the days of each (Plan.exchange.rules).
//
// A rule that looks for what is missing in a kind of records is not applied where no agreement gives that kind: nothing is concluded from
// records that may not be read. Where a link is uncertain, a person is asked first.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_DISCREPANCY_RULES_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_DISCREPANCY_RULES_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/exchange/v1/agreement.pb.h"
#include "lianfang/exchange/v1/discrepancy.pb.h"
#include "lianfang/exchange/v1/linkage.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/exchange/domain/reconciliation/appearance.h"

namespace lianfang::exchange {

// A rule as shipped.
struct RuleDefinition {
  const char* id;
  const char* zh;
  const char* en;
  int days;  // that must have passed, unless the plan says otherwise
};
const std::vector<RuleDefinition>& RuleDefinitions();

// What the rules look at.
struct ReconciliationView {
  const type::v1::Plan& plan;
  const std::vector<v1::AgreementTerms>& agreements;  // in force for reconciliation
  const SharedRecords& records;
  const std::vector<v1::Link>& links;  // of the records, uncertain and rejected ones included
  absl::Time now;
  absl::TimeZone zone;
};

// Whether the agreements still give what the discrepancy was found in. Where they do not, that it is not found any more says nothing: who
// ends an agreement corrects nothing by it.
bool CanBeJudged(const v1::Discrepancy& discrepancy, const std::vector<v1::AgreementTerms>& agreements);

// What contradicts each other now, by name: discrepancies without state, steps, times and etag.
std::vector<v1::Discrepancy> FindDiscrepancies(const ReconciliationView& view);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_DISCREPANCY_RULES_H_
