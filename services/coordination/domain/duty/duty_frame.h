// What the duties of this service have in common. Pure.
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_DUTY_DUTY_FRAME_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_DUTY_DUTY_FRAME_H_

#include <string>

#include "absl/time/time.h"
#include "common/region_power.h"
#include "common/time.h"
#include "duties/duty.h"
#include "duties/words.h"
#include "lianfang/duty/v1/duty.pb.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination {

// A duty of the plan that this department owes: the office where it leads, its liaison officers elsewhere, the observer where it observes.
inline duty::v1::Duty DutyOf(const PlanFrame& frame, const std::string& resource, const std::string& department) {
  duty::v1::Duty duty;
  const type::v1::Plan& plan = frame.plan();
  duty.set_resource(resource);
  duty.set_plan(plan.name());
  duty.set_plan_edition(plan.edition());
  duty.set_department(department);
  duty.set_region(OfficeRegion(plan));
  duty.set_acting_region(OfficeRegion(plan));
  duty.set_role(type::v1::ROLE_LIAISON);
  if (const auto* owner = frame.FindDepartment(department); owner != nullptr) {
    if (!owner->acting_region().empty()) duty.set_acting_region(owner->acting_region());
    if (owner->role() == type::v1::DEPARTMENT_ROLE_LEAD) duty.set_role(type::v1::ROLE_OFFICE);
    if (owner->role() == type::v1::DEPARTMENT_ROLE_OBSERVER) duty.set_role(type::v1::ROLE_OBSERVER);
  }
  duty.set_portal_page(resource);
  return duty;
}

inline void SetKind(duty::v1::Duty& duty, const char* id, const char* zh, const char* en) {
  duty.mutable_kind()->set_id(id);
  *duty.mutable_kind()->mutable_title() = duties::Words(zh, en);
}

// From when to when; `original` is the due instant as it was first stated.
inline void SetTimes(duty::v1::Duty& duty, absl::Time open, absl::Time due, absl::Time original) {
  *duty.mutable_open_time() = ToTimestamp(open);
  *duty.mutable_due_time() = ToTimestamp(due);
  *duty.mutable_original_due_time() = ToTimestamp(original);
}

inline void SetMet(duty::v1::Duty& duty, absl::Time met) {
  *duty.mutable_met_time() = ToTimestamp(met);
  duty.set_met_late(met >= FromTimestamp(duty.due_time()));
}

inline void SetWithdrawn(duty::v1::Duty& duty, absl::Time time) { *duty.mutable_withdrawn_time() = ToTimestamp(time); }

// Fills in what follows: where it is awaited, and its age.
inline duty::v1::Duty Finished(duty::v1::Duty duty, const google::protobuf::Timestamp& created,
                               const google::protobuf::Timestamp& updated) {
  duties::AwaitWhileOpen(duty);
  *duty.mutable_create_time() = created;
  *duty.mutable_update_time() = updated;
  return duty;
}

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_DUTY_DUTY_FRAME_H_
