// Panels that are not told before the meeting (ExpertPool.panel_sealed): whom that concerns, and what is withheld.
//
// Only the plan's office, observers and auditors know such a panel; each expert is told of the own invitation. All others
// see that there is an engagement, how it stands and the frozen list, but not who was drawn.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_PANEL_SEALED_PANEL_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_PANEL_SEALED_PANEL_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "lianfang/expert/v1/draw.pb.h"
#include "lianfang/expert/v1/engagement.pb.h"
#include "services/expert/domain/pool/pool_view.h"

namespace lianfang::expert {

// When the panel is told to the caller; nothing where it is told already.
std::optional<absl::Time> UnsealTime(const Identity& caller, const v1::Engagement& engagement, const PoolView& pool,
                                     absl::Time now);

// Takes out of an answer what a panel is known by, and says until when.
void Withhold(v1::Engagement& engagement, absl::Time until);
// A draw that was never drawn tells of nobody: it stays whole.
void Withhold(v1::Draw& draw, absl::Time until);

// PERMISSION_DENIED with reason PANEL_SEALED where the caller may not know the panel: whether somebody has a seat would
// be in the answer.
absl::Status CheckKnowsPanel(const Identity& caller, const v1::Engagement& engagement, const PoolView& pool,
                             absl::Time now);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_PANEL_SEALED_PANEL_H_
