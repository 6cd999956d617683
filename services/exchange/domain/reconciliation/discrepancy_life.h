// The life of a discrepancy: open, then explained, corrected or referred, and open again when the records change and it is still there.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_DISCREPANCY_LIFE_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_DISCREPANCY_LIFE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "lianfang/exchange/v1/discrepancy.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::exchange {

// Whether it is to be cleared up still.
bool IsOpen(const v1::Discrepancy& discrepancy);

// Without evidence, links and steps, as lists answer it that ask for none.
v1::Discrepancy Head(v1::Discrepancy discrepancy);

struct ReconciledChanges {
  std::vector<v1::Discrepancy> changed;  // as they are to be stored
  int found = 0;                         // new ones, and those opened again
  int cleared = 0;
};

// What changes when `found` (discrepancy_rules.h) contradict each other now and `stored` was known. Both are of one plan.
ReconciledChanges Reconcile(const std::vector<v1::Discrepancy>& stored, const std::vector<v1::Discrepancy>& found,
                            const type::v1::Plan& plan, absl::Time now, absl::TimeZone zone);

// Whether somebody may see it: the office, the observer and the auditor in their region, a department what it owns or keeps evidence of,
// services.
bool MaySee(const Identity& caller, const v1::Discrepancy& discrepancy);

// The next state by somebody's word, or FAILED_PRECONDITION, PERMISSION_DENIED, INVALID_ARGUMENT. `reason` was checked.
absl::StatusOr<v1::Discrepancy> Explained(v1::Discrepancy discrepancy, const Identity& caller,
                                          const std::string& reason, absl::Time now);
absl::StatusOr<v1::Discrepancy> Corrected(v1::Discrepancy discrepancy, const Identity& caller,
                                          const std::string& reason, absl::Time now);
absl::StatusOr<v1::Discrepancy> Referred(v1::Discrepancy discrepancy, const Identity& caller,
                                         const type::v1::Plan& plan, const std::string& department,
                                         const std::string& reason, absl::Time now);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_DISCREPANCY_LIFE_H_
