// Whether some department has reported the accident that a work-injury case names as its cause.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_REPORTED_ACCIDENTS_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_REPORTED_ACCIDENTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/exchange/v1/record.pb.h"
#include "services/exchange/domain/reconciliation/appearance.h"

namespace lianfang::exchange {

// Refers to the records.
class ReportedAccidents {
 public:
  ReportedAccidents(const SharedRecords& records, absl::TimeZone zone);

  // Whether an accident of the case's employer and day, give or take a day, has casualties who are not named: one that names nobody still
  // reports the event. Where every casualty is known by name, the person is none of them. Links between persons are the caller's to look at.
  bool MayInclude(const v1::InjuryRecord& injury) const;

 private:
  const absl::TimeZone zone_;
  std::map<std::string, std::vector<const v1::Record*>> accidents_;  // by the employer's credit code
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_REPORTED_ACCIDENTS_H_
