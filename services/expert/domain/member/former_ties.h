// What a person was tied to before still matters for the pool's conflict years: a change of the document ends a tie, it
// does not make it undone.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_MEMBER_FORMER_TIES_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_MEMBER_FORMER_TIES_H_

#include "absl/time/civil_time.h"
#include "lianfang/expert/v1/expert.pb.h"

namespace lianfang::expert {

// Whether a tie is a conflict of interest on `day`: it lasts, or ended within the conflict years.
bool Matters(const v1::Tie& tie, int conflict_years, absl::CivilDay day);

// Adds to `changed` what `before` was tied to and `changed` does not name any more, as ended on `day`: the former
// employer as an employment, and every tie of a kind to a party. Ties that matter no more are left out.
void KeepFormerTies(const v1::Expert& before, v1::Expert& changed, int conflict_years, absl::CivilDay day);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_MEMBER_FORMER_TIES_H_
