#include "services/coordination/domain/task/task_rules.h"

#include "common/errors.h"
#include "common/four_eyes.h"
#include "common/request_key.h"
#include "common/time.h"
#include "services/coordination/domain/request/access.h"
#include "services/coordination/domain/request/names.h"
#include "services/coordination/domain/request/refusals.h"

namespace lianfang::coordination {
namespace {

constexpr size_t kLongestNote = 4000;
constexpr int kMostEvents = 100;

v1::TaskEvent& AddEvent(v1::TaskState state, const std::string& actor, absl::Time now, v1::TaskStatus& task) {
  task.set_state(state);
  v1::TaskEvent& event = *task.add_events();
  event.set_state(state);
  event.set_actor(actor);
  *event.mutable_time() = ToTimestamp(now);
  return event;
}

void SetDone(absl::Time now, v1::TaskStatus& task) {
  *task.mutable_done_time() = ToTimestamp(now);
  task.set_done_late(now >= FromTimestamp(task.due_time()));
}

const v1::TaskEvent* LastDone(const v1::TaskStatus& task) {
  for (int i = task.events_size() - 1; i >= 0; --i) {
    if (task.events(i).state() == v1::TASK_STATE_DONE) return &task.events(i);
  }
  return nullptr;
}

absl::Status CheckRoom(const v1::TaskStatus& task) {
  if (task.events_size() < kMostEvents) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "a task has at most 100 events", "TOO_MANY_EVENTS");
}

bool IsSame(const type::v1::Task& one, const type::v1::Task& other) {
  return DeterministicBytes(one) == DeterministicBytes(other);
}

}  // namespace

std::optional<v1::TaskStatus> TakenFrom(const type::v1::Task& task, const std::optional<v1::TaskStatus>& known,
                                        const PlanFrame& frame, absl::Time now) {
  const bool was_dropped = known.has_value() && known->state() == v1::TASK_STATE_DROPPED;
  if (known.has_value() && !was_dropped && IsSame(known->task(), task)) return std::nullopt;
  v1::TaskStatus taken = known.value_or(v1::TaskStatus());
  taken.set_name(TaskNameOf(frame.plan().name(), task.id()));
  *taken.mutable_task() = task;
  taken.set_plan_edition(frame.plan().edition());
  const google::type::Date& open = task.has_open_date() ? task.open_date() : frame.plan().issue_date();
  *taken.mutable_open_time() = ToTimestamp(frame.Start(DayOf(open)));
  *taken.mutable_due_time() = ToTimestamp(frame.EndOf(task.due_date()));
  if (!taken.has_original_due_time()) *taken.mutable_original_due_time() = taken.due_time();
  if (!taken.has_create_time()) *taken.mutable_create_time() = ToTimestamp(now);
  if (!known.has_value()) taken.set_state(v1::TASK_STATE_OPEN);
  if (was_dropped)
    taken.set_state(taken.has_verify_time() ? v1::TASK_STATE_VERIFIED
                    : taken.has_done_time() ? v1::TASK_STATE_DONE
                                            : v1::TASK_STATE_OPEN);
  return taken;
}

std::optional<v1::TaskStatus> Dropped(const v1::TaskStatus& known, absl::Time now) {
  if (known.state() == v1::TASK_STATE_DROPPED) return std::nullopt;
  v1::TaskStatus dropped = known;
  dropped.set_state(v1::TASK_STATE_DROPPED);
  *dropped.mutable_update_time() = ToTimestamp(now);
  return dropped;
}

absl::Status CheckReport(const v1::TaskStatus& task, const v1::ReportTaskRequest& request, const Identity& caller,
                         const PlanFrame& frame, absl::Time now) {
  FieldViolations faults;
  CheckText(faults, "note", request.note(), kLongestNote, true);
  CheckFiles(faults, "files", request.files());
  if (!faults.empty()) return faults.ToStatus();
  if (absl::Status acts = CheckActsFor(caller, frame.plan(), task.task().owners(0)); !acts.ok()) return acts;
  if (task.state() != v1::TASK_STATE_OPEN) {
    return WrongState(task.name(), v1::TaskState_Name(task.state()), "is not open");
  }
  if (now < FromTimestamp(task.open_time())) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "the task cannot be reported before its open date",
                           "TASK_NOT_OPEN");
  }
  return CheckRoom(task);
}

void ApplyReport(const v1::ReportTaskRequest& request, const std::string& actor, absl::Time now, v1::TaskStatus& task) {
  v1::TaskEvent& event = AddEvent(v1::TASK_STATE_DONE, actor, now, task);
  event.set_note(request.note());
  *event.mutable_files() = request.files();
  task.set_by_evidence(false);
  SetDone(now, task);
}

absl::Status CheckConfirmation(const v1::TaskStatus& task, const v1::ConfirmTaskRequest& request,
                               const Identity& caller, const PlanFrame& frame) {
  FieldViolations faults;
  CheckText(faults, "reason", request.reason(), kLongestReason, request.send_back());
  if (!faults.empty()) return faults.ToStatus();
  if (absl::Status office = CheckIsOffice(caller, frame.plan()); !office.ok()) return office;
  if (task.state() != v1::TASK_STATE_DONE) {
    return WrongState(task.name(), v1::TaskState_Name(task.state()), "is not done, or is verified already");
  }
  if (task.by_evidence()) {
    if (!request.send_back()) return CheckRoom(task);
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           "what the suite has itself shows that it is done; it cannot be sent back",
                           "SHOWN_BY_EVIDENCE");
  }
  if (absl::Status other = CheckFourEyes(LastDone(task)->actor(), caller); !other.ok()) return other;
  return CheckRoom(task);
}

void ApplyConfirmation(const v1::ConfirmTaskRequest& request, const std::string& actor, absl::Time now,
                       v1::TaskStatus& task) {
  v1::TaskEvent& event =
      AddEvent(request.send_back() ? v1::TASK_STATE_OPEN : v1::TASK_STATE_VERIFIED, actor, now, task);
  event.set_note(request.reason());
  event.set_sent_back(request.send_back());
  if (request.send_back()) {
    task.clear_done_time();
    task.clear_done_late();
  } else {
    *task.mutable_verify_time() = ToTimestamp(now);
  }
}

bool AwaitsEvidence(const v1::TaskStatus& task, absl::Time now) {
  return task.state() == v1::TASK_STATE_OPEN && task.task().evidence() > type::v1::TASK_EVIDENCE_REPORT &&
         now >= FromTimestamp(task.open_time()) && CheckRoom(task).ok();
}

void ApplyEvidence(const std::string& what, const std::string& actor, absl::Time now, v1::TaskStatus& task) {
  AddEvent(v1::TASK_STATE_DONE, actor, now, task).set_note(what);
  task.set_by_evidence(true);
  SetDone(now, task);
}

v1::TaskStatus Shown(const v1::TaskStatus& task, absl::Time now) {
  v1::TaskStatus shown = task;
  shown.set_overdue(task.state() == v1::TASK_STATE_OPEN && now >= FromTimestamp(task.due_time()));
  return shown;
}

}  // namespace lianfang::coordination
