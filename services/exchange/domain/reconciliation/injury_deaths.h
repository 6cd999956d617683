// Deaths that only a work-injury case knows of: somebody died of a safety accident, and no accident record counts it.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_INJURY_DEATHS_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_INJURY_DEATHS_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "lianfang/exchange/v1/linkage.pb.h"
#include "lianfang/exchange/v1/record.pb.h"
#include "services/exchange/domain/reconciliation/discrepancy_rules.h"

namespace lianfang::exchange {

// Refers to the view.
struct InjuryDeath {
  const v1::Record* injury;
  absl::CivilDay day;  // of the accident, as the case says
  const v1::Record*
      accident;  // whose casualty he is, and survived by its record; null: no department has reported the accident
  const v1::Link* link;  // between the two; null without an accident

  // The record that says to which row the death belongs.
  const v1::Record& Placing() const { return accident == nullptr ? *injury : *accident; }
};

// In the order of the records. Nothing is concluded where a link is uncertain, where the accident counts more deaths than its casualties name, or
// where no agreement gives accidents of the case's region and industry.
std::vector<InjuryDeath> InjuryDeathsOf(const ReconciliationView& view);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_INJURY_DEATHS_H_
