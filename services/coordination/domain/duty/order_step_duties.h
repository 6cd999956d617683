// The next step of a rectification order, where its state waits for somebody: no order lies in a state without a day. Pure.
//
// | state | owed | by whom | within |
// |---|---|---|---|
// | drafted | the order is served | who orders | its own due date |
// | extension asked | a decision | who orders | the order's due date |
// | rectified | it is closed | who orders; the office where it is supervised | the plan's re-inspection days |
// | not rectified, returned | a penalty case or a transfer | who orders | the plan's transfer days |
// | penalty case | another re-inspection or a transfer | who orders | the plan's order days |
// | accepted | the case is concluded | who has accepted it | the plan's order days |
//
// Served, reported done and transferred have duties of their own (order_duties.cc).
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_DUTY_ORDER_STEP_DUTIES_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_DUTY_ORDER_STEP_DUTIES_H_

#include "services/coordination/domain/duty/coordination_duties.h"

namespace lianfang::coordination {

// Adds one for each time that the order came into such a state: `serve`, `extension-1`, `close-1`, `decide-1`, `penalty-1`, `conclude-1`.
void AddStepDuties(const v1::Order& order, const PlanFrame& frame, Duties& duties);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_DUTY_ORDER_STEP_DUTIES_H_
