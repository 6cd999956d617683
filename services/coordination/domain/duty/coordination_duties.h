// What the resources of this service owe by when. Pure: the one place that knows.
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_DUTY_COORDINATION_DUTIES_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_DUTY_COORDINATION_DUTIES_H_

#include <vector>

#include "lianfang/coordination/v1/activity_service.pb.h"
#include "lianfang/coordination/v1/conference.pb.h"
#include "lianfang/coordination/v1/inspection.pb.h"
#include "lianfang/coordination/v1/opinion_service.pb.h"
#include "lianfang/coordination/v1/task_service.pb.h"
#include "lianfang/duty/v1/duty.pb.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination {

using Duties = std::vector<duty::v1::Duty>;

// The rectification itself, which the department that ordered follows (no occasion); its re-inspection (`reinspection`); an answer to each
// transfer (`transfer-1` and so on); and the next step in every other state (order_step_duties.h).
Duties DutiesOfOrder(const v1::Order& order, const PlanFrame& frame);

// A planned inspection's findings, by the end of the day after it.
Duties DutiesOfInspection(const v1::Inspection& inspection, const PlanFrame& frame);

// The task; its first owner owes it. Sent back, it is owed again by the same date.
Duties DutiesOfTask(const v1::TaskStatus& task, const PlanFrame& frame);

// An answer of each department invited (`reply-{department}`), and each resolution (`resolution-{n}`).
Duties DutiesOfConference(const v1::Conference& conference, const PlanFrame& frame);

// The attendance of a training with key positions, which exchange is to get (`attendance`). Other activities owe nothing.
Duties DutiesOfActivity(const v1::Activity& activity, const PlanFrame& frame);

// The answer; another one (`answer-2` and so on) where the union asked for it.
Duties DutiesOfOpinion(const v1::Opinion& opinion, const PlanFrame& frame);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_DUTY_COORDINATION_DUTIES_H_
