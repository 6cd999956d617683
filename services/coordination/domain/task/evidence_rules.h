// When what the suite has shows that a task is done. Pure; who asks for it is evidence/task_tick.h.
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_TASK_EVIDENCE_RULES_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_TASK_EVIDENCE_RULES_H_

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "lianfang/coordination/v1/conference.pb.h"
#include "lianfang/coordination/v1/inspection.pb.h"
#include "lianfang/coordination/v1/task_service.pb.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination {

// Each answers the words of the evidence; empty where it does not show the task done.

// All that is owed was filed, and something is owed.
std::string ShownByReturns(int owed, int filed);
// Every target of the period is judged finally, and there is one.
std::string ShownByAssessment(const std::string& period, int judged, int open);
// At least four fifths of the target size; a pool without one shows nothing.
std::string ShownByPool(int active, int target);
// Held, or carried out, within the task's days.
std::string ShownByConference(const v1::Conference& conference, const v1::TaskStatus& task, const PlanFrame& frame);
std::string ShownByInspection(const v1::Inspection& inspection, const v1::TaskStatus& task, const PlanFrame& frame);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_TASK_EVIDENCE_RULES_H_
