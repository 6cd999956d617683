// Attempts at the same purpose: a draw that did not please must not be repeated until one does, unseen.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_ENGAGEMENT_ATTEMPTS_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_ENGAGEMENT_ATTEMPTS_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/expert/v1/engagement.pb.h"
#include "services/expert/domain/records.h"

namespace lianfang::expert {

// Of these engagements, those that were earlier attempts at the purpose of `engagement`, by name: of the same pool and
// kind, with a party in common, or the same subject where neither names one; not held by now. `frozen` have a frozen
// list.
std::vector<std::string> EarlierAttempts(const v1::Engagement& engagement, const std::vector<EngagementRecord>& frozen,
                                         absl::Time now);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_ENGAGEMENT_ATTEMPTS_H_
