// Ranking a pool's experts for an enterprise's training need (定制式培训).
//
// Seven criteria with fixed weights make 100 points (match.cc has the table and each rule). Left out are: whoever is no
// active member, has a tie to the enterprise, or has no free day in the stretch. Equal scores are ordered by name.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_POOL_MATCH_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_POOL_MATCH_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lianfang/expert/v1/expert_service.pb.h"
#include "services/expert/domain/pool/pool_view.h"
#include "services/expert/domain/records.h"

namespace lianfang::expert {

// OK, or INVALID_ARGUMENT naming every field at fault.
absl::Status CheckNeed(const v1::MatchTrainingRequest& request, const PoolView& pool);

// Best first, at most as many as asked for.
std::vector<v1::TrainingMatch> MatchTraining(const std::vector<ExpertRecord>& members, const PoolView& pool,
                                             const v1::MatchTrainingRequest& need, absl::Time now);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_POOL_MATCH_H_
