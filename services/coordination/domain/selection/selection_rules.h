// What a selection of employers may say, and how it is drawn (draw/selection.h has the algorithm). Pure.
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_SELECTION_SELECTION_RULES_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_SELECTION_SELECTION_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "lianfang/coordination/v1/selection_service.pb.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination {

// OK, or INVALID_ARGUMENT with every fault.
absl::Status CheckSelection(const v1::Selection& selection, const PlanFrame& frame);

// Puts the employers in order, and commits to the seed, which stays in the document until it is drawn.
void Freeze(const std::string& seed, const std::string& actor, v1::Selection& selection);

// OK, or why the nonce is refused.
absl::Status CheckDraw(const v1::Selection& selection, const v1::DrawSelectionRequest& request, const Identity& caller,
                       const PlanFrame& frame);
void ApplyDraw(const v1::DrawSelectionRequest& request, const std::string& actor, absl::Time now,
               v1::Selection& selection);

// As answered: the seed is nobody's before the draw.
v1::Selection Shown(const v1::Selection& selection);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_SELECTION_SELECTION_RULES_H_
