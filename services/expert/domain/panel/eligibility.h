// Who may be drawn for an engagement, and why somebody may not. One function for the freeze, for the draw and for every
// successor, so that nobody is judged by two rules.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_PANEL_ELIGIBILITY_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_PANEL_ELIGIBILITY_H_

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/expert/v1/draw.pb.h"
#include "lianfang/expert/v1/engagement.pb.h"
#include "services/expert/domain/pool/pool_view.h"
#include "services/expert/domain/records.h"

namespace lianfang::expert {

// The first reason that holds, in the order of ExclusionReason; nothing for somebody who may be drawn.
std::optional<v1::Exclusion> FindExclusion(const ExpertRecord& record, const v1::Engagement& engagement,
                                           const PoolView& pool, absl::Time now);

// Why somebody may not judge this matter whatever the time: own department or a conflict of interest; nothing
// otherwise. Of the reasons of FindExclusion the only ones that end an invitation by themselves, too.
std::optional<v1::Exclusion> FindRecusal(const ExpertRecord& record, const v1::Engagement& engagement,
                                         const PoolView& pool);

// The tie to one of these parties that excludes on `day`, the employer first; nothing without one. What the person
// stated for any membership counts for all.
struct Conflict {
  v1::TieKind kind;
  v1::Party party;
};
std::optional<Conflict> FindConflict(const ExpertRecord& record, const std::vector<const v1::Party*>& parties,
                                     int conflict_years, absl::CivilDay day);

// The same for an engagement: its parties, and what belongs to their groups.
std::optional<Conflict> FindConflict(const ExpertRecord& record, const v1::Engagement& engagement,
                                     const PoolView& pool);

// Whether an organisation is a party of the engagement, or belongs to the group of one.
bool IsParty(const v1::Engagement& engagement, const v1::Party& wanted);

// The exclusion that a kind of tie leads to.
v1::ExclusionReason ReasonOf(v1::TieKind kind);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_PANEL_ELIGIBILITY_H_
