// What an engagement must be, and where it stands.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_ENGAGEMENT_ENGAGEMENT_RULES_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_ENGAGEMENT_ENGAGEMENT_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lianfang/expert/v1/engagement.pb.h"
#include "services/expert/domain/pool/pool_view.h"

namespace lianfang::expert {

// OK, or INVALID_ARGUMENT naming every field at fault under `engagement.`.
absl::Status CheckEngagement(const v1::Engagement& engagement, const PoolView& pool, absl::Time now);

// Where the engagement stands at an instant: a confirmed panel whose end has passed was held.
v1::EngagementState StateAt(const v1::Engagement& engagement, absl::Time time);

// Sets the state that follows from the invitations.
void SettleState(v1::Engagement& engagement);

// FAILED_PRECONDITION naming the state.
absl::Status Refused(const v1::Engagement& engagement, absl::Time now, absl::string_view what);

// OK when it is frozen or earlier than that may be drawn: it has not started, nor been cancelled.
absl::Status CheckAhead(const v1::Engagement& engagement, absl::Time now, absl::string_view what);

// Cancels: open and accepted invitations are withdrawn. FAILED_PRECONDITION when it was held or cancelled.
absl::Status Cancel(v1::Engagement& engagement, const std::string& reason, absl::Time now);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_ENGAGEMENT_ENGAGEMENT_RULES_H_
