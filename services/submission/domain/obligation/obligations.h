// The obligations that a plan states. Pure.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_OBLIGATIONS_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_OBLIGATIONS_H_

#include <vector>

#include "absl/time/time.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// One obligation for every data request × region × industry, by due time and name. `plan` is valid and has its edition;
// `now` becomes the creation time. States are not set: they depend on the instant asked about (deadlines.h).
std::vector<v1::Obligation> StateObligations(const type::v1::Plan& plan, absl::Time now);

// Puts obligations in the order in which they are listed: by due time and name.
void SortByDueTime(std::vector<v1::Obligation>& obligations);

// A new etag for a stored change; differs from the one before.
std::string NextEtag(absl::string_view etag);

// Whether this edition of the plan states the obligation.
bool IsStated(const type::v1::Plan& plan, const v1::Obligation& obligation);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_OBLIGATIONS_H_
