#include "services/coordination/task_service.h"

#include <utility>

#include "common/rpc/page_token.h"
#include "services/coordination/documents.h"
#include "services/coordination/domain/task/task_rules.h"
#include "services/coordination/mutation.h"

namespace lianfang::coordination {
namespace {

constexpr int kRead = 500;  // documents read at once: what is asked for may lie far apart

bool IsAskedFor(const v1::ListTasksRequest& request, const v1::TaskStatus& task) {
  const bool in_state =
      request.states().empty() ? task.state() != v1::TASK_STATE_DROPPED : Holds(request.states(), task.state());
  return in_state && (request.period().empty() || request.period() == task.task().period());
}

}  // namespace

void TaskService::Register(ContractService& service) {
  service.Unary<v1::ListTasksRequest, v1::ListTasksResponse>(
      "ListTasks", [this](const Call& call, const auto& request) { return ListTasks(call, request); });
  service.Unary<v1::GetTaskRequest, v1::TaskStatus>(
      "GetTask", [this](const Call& call, const auto& request) { return GetTask(call, request); });
  RegisterMutation<v1::ReportTaskRequest, v1::TaskStatus>(
      service, context_, "ReportTask",
      [this](const Call& call, const auto& request) { return ReportTask(call, request); });
  RegisterMutation<v1::ConfirmTaskRequest, v1::TaskStatus>(
      service, context_, "ConfirmTask",
      [this](const Call& call, const auto& request) { return ConfirmTask(call, request); });
}

absl::StatusOr<v1::ListTasksResponse> TaskService::ListTasks(const Call& call, const v1::ListTasksRequest& request) {
  const auto frame = context_.FindPlan("parent", request.parent(), call.deadline);
  if (!frame.ok()) return frame.status();
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  DocumentFilter filter;
  filter.shelf = Shelf::kTask;
  filter.scope = ScopeOf(call.caller);
  filter.plan = request.parent();
  filter.department = request.department();
  const absl::Time now = context_.clock.Now();
  const int size = PageSize(request.page_size());
  v1::ListTasksResponse response;
  for (DocumentPage page{*after, kRead};;) {
    const auto found = context_.store.List(filter, page, call.deadline);
    if (!found.ok()) return found.status();
    for (const Document& document : *found) {
      const auto task = Parsed<v1::TaskStatus>(document);
      if (!task.ok()) return task.status();
      if (!IsAskedFor(request, *task)) continue;
      if (response.tasks_size() == size) {
        response.set_next_page_token(MakePageToken(request, response.tasks(size - 1).name()));
        return response;
      }
      *response.add_tasks() = Shown(*task, now);
    }
    if (static_cast<int>(found->size()) < kRead) return response;
    if (absl::Status waiting = call.Wanted(); !waiting.ok()) return waiting;
    page.after_name = found->back().name;
  }
}

absl::StatusOr<v1::TaskStatus> TaskService::GetTask(const Call& call, const v1::GetTaskRequest& request) {
  if (const auto name = ParseTaskName("name", request.name()); !name.ok()) return name.status();
  const auto known = context_.Find<v1::TaskStatus>(call, request.name());
  if (!known.ok()) return known.status();
  return Shown(known->message, context_.clock.Now());
}

absl::StatusOr<v1::TaskStatus> TaskService::ReportTask(const Call& call, const v1::ReportTaskRequest& request) {
  if (const auto name = ParseTaskName("name", request.name()); !name.ok()) return name.status();
  const auto known = context_.Find<v1::TaskStatus>(call, request.name());
  if (!known.ok()) return known.status();
  return Mutate<v1::TaskStatus>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::TaskStatus>> {
        auto task = LoadForChange<v1::TaskStatus>(rows, request.name(), request.etag());
        if (!task.ok()) return task.status();
        if (absl::Status may = CheckReport(*task, request, call.caller, known->frame, by.now); !may.ok()) return may;
        absl::Status files = context_.NameFiles("files", request.files(), known->document.plan, rows);
        if (!files.ok()) return files;
        ApplyReport(request, by.actor, by.now, *task);
        Stamp(by.now, *task);
        rows.Save(DocumentOf(*task, known->frame));
        return MadeChange<v1::TaskStatus>{Shown(*task, by.now), task->name(), "reported done"};
      });
}

absl::StatusOr<v1::TaskStatus> TaskService::ConfirmTask(const Call& call, const v1::ConfirmTaskRequest& request) {
  if (const auto name = ParseTaskName("name", request.name()); !name.ok()) return name.status();
  const auto known = context_.Find<v1::TaskStatus>(call, request.name());
  if (!known.ok()) return known.status();
  return Mutate<v1::TaskStatus>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::TaskStatus>> {
        auto task = LoadForChange<v1::TaskStatus>(rows, request.name(), request.etag());
        if (!task.ok()) return task.status();
        if (absl::Status may = CheckConfirmation(*task, request, call.caller, known->frame); !may.ok()) return may;
        ApplyConfirmation(request, by.actor, by.now, *task);
        Stamp(by.now, *task);
        rows.Save(DocumentOf(*task, known->frame));
        return MadeChange<v1::TaskStatus>{Shown(*task, by.now), task->name(),
                                          request.send_back() ? "sent back: " + request.reason() : "confirmed"};
      });
}

}  // namespace lianfang::coordination
