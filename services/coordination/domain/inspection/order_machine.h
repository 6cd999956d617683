// The life of a rectification order as one table: what its state allows, what follows, and who does it. Everything else about orders is in
// order_rules.h.
//
// There is no re-inspection without an order that was served, and no closing without a re-inspection that passed; a case that is handed over
// is either accepted or returned by its receiver.
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_INSPECTION_ORDER_MACHINE_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_INSPECTION_ORDER_MACHINE_H_

#include <optional>
#include <vector>

#include "lianfang/coordination/v1/inspection.pb.h"

namespace lianfang::coordination {

// Who takes a step.
enum class OrderParty {
  kInCharge,   // the department that ordered, or the office for it
  kInspector,  // any department that inspected, or the office
  kReceiver,   // the department that the case was transferred to
  kOffice,     // the plan's office
};

struct OrderStep {
  v1::OrderState from;
  v1::OrderAction action;
  v1::OrderState to;
  OrderParty party;
};

// Every step that there is.
const std::vector<OrderStep>& OrderSteps();

// The step that the action is in this state; nothing where the state does not allow it.
std::optional<OrderStep> FindOrderStep(v1::OrderState state, v1::OrderAction action);

// The actions that a state allows, in the table's order.
std::vector<v1::OrderAction> ActionsIn(v1::OrderState state);

// Nothing is done with the order any more.
bool IsFinal(v1::OrderState state);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_INSPECTION_ORDER_MACHINE_H_
