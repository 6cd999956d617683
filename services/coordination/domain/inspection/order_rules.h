// What an order may say, and what a step with it takes and changes. The steps themselves are order_machine.h's. Pure.
//
//   if (absl::Status may = CheckStep(order, request, caller, frame, now); !may.ok()) return may;
//   Apply(request, caller.uri, now, frame, order);
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_INSPECTION_ORDER_RULES_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_INSPECTION_ORDER_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "lianfang/coordination/v1/inspection.pb.h"
#include "lianfang/coordination/v1/inspection_service.pb.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination {

// OK, or INVALID_ARGUMENT with every fault of a draft; FAILED_PRECONDITION unless the inspection was carried out, or where another order
// is about one of the findings. `today` is the day in the plan's zone.
absl::Status CheckOrderDraft(const v1::Order& order, const v1::Inspection& inspection, const PlanFrame& frame,
                             absl::CivilDay today);

// The order as drafted: what follows from the inspection, and its first event is put into it.
void CompleteDraft(const v1::Inspection& inspection, const std::string& actor, absl::Time now, v1::Order& order);

// OK, or why this step may not be taken now, by this person, with these words.
absl::Status CheckStep(const v1::Order& order, const v1::AdvanceOrderRequest& request, const Identity& caller,
                       const PlanFrame& frame, absl::Time now);

// Takes the step, which was checked.
void Apply(const v1::AdvanceOrderRequest& request, const std::string& actor, absl::Time now, v1::Order& order);

// Its time is over at `now`, and it is not reported done.
bool IsOverdue(const v1::Order& order, const PlanFrame& frame, absl::Time now);

// As answered at an instant: what depends on it is set.
v1::Order Shown(const v1::Order& order, const PlanFrame& frame, absl::Time now);

// The last event of one of these actions, or null.
const v1::OrderEvent* LastEvent(const v1::Order& order, const std::vector<v1::OrderAction>& actions);

// Departments that may read it: those that inspected, and those that it was transferred to.
std::vector<std::string> ReadersOf(const v1::Order& order);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_INSPECTION_ORDER_RULES_H_
