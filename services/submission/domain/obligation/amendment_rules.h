// What a new edition of a plan makes of the obligations that stand. Pure.
//
// Met stays met. A new edition that changes any instant of an obligation leaves an adjustment on record that names each
// of them, before and after, with the edition's reason; what the office extended by hand keeps its later date. An
// obligation that the new edition no longer states, and of which anything is still awaited, is waived with the same
// reason, and a later edition may take it up again; one that the office waived stays waived. All are restated under the
// new edition, so that whoever follows obligations learns of it.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_AMENDMENT_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_AMENDMENT_RULES_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// A new edition and how it came.
struct Amendment {
  const type::v1::Plan& plan;  // the new edition
  const std::string& reason;
  const std::string& actor;  // identity URI of whoever amends
  absl::Time now;
  bool whole = true;  // as described above; false: by the first rules (projection.h)
};

// Waives an obligation that is owed again, because what was filed was sent back or taken back, where `amendment.plan`, the
// newest edition, does not state it any more: nothing was awaited of it when it was dropped, so it was not waived then.
void WaiveUnlessStated(const Amendment& amendment, v1::Obligation& obligation);

// The obligations under the new edition, given those that stand; by due time and name.
std::vector<v1::Obligation> RestateObligations(const Amendment& amendment,
                                               const std::vector<const v1::Obligation*>& standing);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_AMENDMENT_RULES_H_
