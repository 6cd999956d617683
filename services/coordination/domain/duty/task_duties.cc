#include <algorithm>
#include <optional>

#include "services/coordination/domain/duty/coordination_duties.h"
#include "services/coordination/domain/duty/duty_frame.h"

namespace lianfang::coordination {
namespace {

using duties::Words;
using duty::v1::Duty;

// What was sent back is done again within so many days, where that is later than its date.
constexpr int kDaysAgain = 10;

Duty NewTaskDuty(const v1::TaskStatus& task, const PlanFrame& frame) {
  Duty duty = DutyOf(frame, task.name(), task.task().owners(0));
  SetKind(duty, "task", "工作任务", "Task");
  *duty.mutable_title() = task.task().text();
  *duty.mutable_action() =
      Words("完成后填报，或用 lianfang task report", "Report it once done, or use lianfang task report");
  if (!task.task().period().empty()) {
    *duty.mutable_period() = duties::TermOf(frame.plan().periods(), task.task().period());
  }
  return duty;
}

void SetEnd(const v1::TaskStatus& task, Duty& duty) {
  if (task.state() == v1::TASK_STATE_DROPPED && !duty.has_met_time()) {
    SetWithdrawn(duty, FromTimestamp(task.update_time()));
  }
}

}  // namespace

Duties DutiesOfTask(const v1::TaskStatus& task, const PlanFrame& frame) {
  const absl::Time due = FromTimestamp(task.due_time());
  Duties duties;
  Duty duty = NewTaskDuty(task, frame);
  SetTimes(duty, FromTimestamp(task.open_time()), due, FromTimestamp(task.original_due_time()));
  int changes = std::max(0, task.plan_edition() - 1);
  duty.set_date_changes(changes);
  for (const v1::TaskEvent& event : task.events()) {
    const absl::Time time = FromTimestamp(event.time());
    if (event.state() == v1::TASK_STATE_DONE) SetMet(duty, time);
    if (!event.sent_back()) continue;
    duties.push_back(Finished(std::move(duty), task.create_time(), task.update_time()));
    const absl::Time again = std::max(due, frame.Start(frame.Day(time) + kDaysAgain + 1));
    duty = NewTaskDuty(task, frame);
    *duty.mutable_sent_back_time() = event.time();
    SetTimes(duty, time, again, again);
    duty.set_date_changes(++changes);
  }
  SetEnd(task, duty);
  duties.push_back(Finished(std::move(duty), task.create_time(), task.update_time()));
  return duties;
}

}  // namespace lianfang::coordination
