// What a new edition of a plan makes of the obligations that stand. Pure.
//
// Met stays met. A changed date is an adjustment on record, like an extension, with the edition's reason; what the
// office extended by hand keeps its later date. An obligation that the new edition no longer states is waived, with the
// same reason, and a later edition may take it up again. All are restated under the new edition, so that whoever
// follows obligations learns of it.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_AMENDMENT_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_AMENDMENT_RULES_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// The obligations under `plan`, the new edition, given those that stand; by due time and name. `actor` is the identity
// URI of whoever amends.
std::vector<v1::Obligation> RestateObligations(const type::v1::Plan& plan,
                                               const std::vector<const v1::Obligation*>& standing,
                                               const std::string& reason, const std::string& actor, absl::Time now);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_AMENDMENT_RULES_H_
