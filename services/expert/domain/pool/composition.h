// A pool against its policy: size, coverage, what is lacking, which terms end, what each year added.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_POOL_COMPOSITION_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_POOL_COMPOSITION_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "lianfang/expert/v1/expert.pb.h"
#include "services/expert/domain/pool/pool_view.h"
#include "services/expert/domain/records.h"

namespace lianfang::expert {

// The pool as it stood at the end of `day`. A suspension that was lifted since leaves no trace: the expert counts as
// active.
v1::PoolComposition DescribePool(const std::vector<ExpertRecord>& members, const PoolView& pool, absl::CivilDay day);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_POOL_COMPOSITION_H_
