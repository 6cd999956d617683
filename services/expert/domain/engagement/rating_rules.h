// Rating an engagement that was held: one rating for everybody who held a seat, fees by title, running scores.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_ENGAGEMENT_RATING_RULES_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_ENGAGEMENT_RATING_RULES_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lianfang/expert/v1/engagement.pb.h"
#include "lianfang/expert/v1/expert_service.pb.h"
#include "services/expert/domain/pool/pool_view.h"
#include "services/expert/domain/records.h"

namespace lianfang::expert {

// Rates: fills in the fees that the plan states, and takes the engagement to its last state. `served` are those who
// held a seat at the end, by name; their running scores change with it, and a low one lists them for review.
// FAILED_PRECONDITION unless held; INVALID_ARGUMENT naming every rating at fault.
absl::Status Rate(v1::Engagement& engagement, std::map<std::string, ExpertRecord>& served,
                  const v1::RateEngagementRequest& request, const PoolView& pool, absl::Time now);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_ENGAGEMENT_RATING_RULES_H_
