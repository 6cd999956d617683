// `lianfang task`: the tasks of a plan, and what became of them.
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/coordination_text.h"
#include "cli/commands/nouns.h"
#include "cli/text/enums.h"
#include "cli/text/table.h"
#include "lianfang/coordination/v1/task_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using coordination::v1::ConfirmTaskRequest;
using coordination::v1::GetTaskRequest;
using coordination::v1::ListTasksRequest;
using coordination::v1::ListTasksResponse;
using coordination::v1::ReportTaskRequest;
using coordination::v1::TaskState;
using Service = coordination::v1::TaskService;

struct ListArgs {
  ListTasksRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddPlan(verb, *args.request.mutable_parent())->required();
  AddEnums<TaskState>(verb, "--status", "Only in one of these states",
                      [&args](TaskState state) { args.request.add_states(state); });
  verb.add_option("--department", *args.request.mutable_department(), "Only of this department, by id");
  verb.add_option("--period", *args.request.mutable_period(), "Only of this period, by id");
  AddPaging(verb, args.request);
}

std::string RenderList(const ListTasksResponse& response, Session& session) {
  const Language language = session.language();
  const bool chinese = language == Language::kChinese;
  Table table({{{"任务", "TASK"}},
               {{"期限", "DUE"}},
               {{"状态", "STATE"}},
               {{"", ""}},
               {{"责任部门", "OWNER"}},
               {{"内容", "TEXT"}}});
  for (const auto& task : response.tasks()) {
    const Glossary& words = session.GlossaryOf(PlanOf(task.name()));
    const auto& text = task.task().text();
    table.AddRow({task.task().id(), DateText(task.task().due_date()), EnumText(task.state(), language),
                  task.overdue()     ? (chinese ? "逾期" : "overdue")
                  : task.done_late() ? (chinese ? "逾期完成" : "late")
                                     : "",
                  words.Department(task.task().owners(0)), chinese || text.en().empty() ? text.zh() : text.en()});
  }
  return absl::StrCat(table.Render(language), NextPageHint(response.next_page_token(), language));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListTasks, args.request), RenderList);
}

// The task, by id within `--plan`.
struct TaskArgs {
  std::string plan;
  std::string task;

  void Declare(Verb& verb) {
    AddPlan(verb, plan)->required();
    verb.add_option("task", task, "The task, by id")->required();
  }
  std::string Name() const { return absl::StrCat(plan, "/tasks/", task); }
};

struct ShowArgs : TaskArgs {};

void DeclareShow(Verb& verb, ShowArgs& args) { args.Declare(verb); }

ExitCode Show(Session& session, ShowArgs& args) {
  GetTaskRequest request;
  request.set_name(args.Name());
  return session.Answer(session.client().Call(&Service::Stub::GetTask, request), RenderTask);
}

struct ReportArgs : TaskArgs {
  ReportTaskRequest request;
};

void DeclareReport(Verb& verb, ReportArgs& args) {
  args.Declare(verb);
  verb.add_option("--note", *args.request.mutable_note(), "What was done")->required();
  AddFiles(verb, args.request);
  AddChange(verb, args.request);
}

ExitCode Report(Session& session, ReportArgs& args) {
  args.request.set_name(args.Name());
  return session.Answer(session.Mutate(&Service::Stub::ReportTask, args.request), RenderTask);
}

struct ConfirmArgs : TaskArgs {
  ConfirmTaskRequest request;
};

void DeclareConfirm(Verb& verb, ConfirmArgs& args) {
  args.Declare(verb);
  verb.add_flag_callback(
      "--send-back", [&args] { args.request.set_send_back(true); }, "It is not done after all");
  verb.add_option("--reason", *args.request.mutable_reason(), "Why; required with --send-back");
  AddChange(verb, args.request);
}

ExitCode Confirm(Session& session, ConfirmArgs& args) {
  args.request.set_name(args.Name());
  return session.Answer(session.Mutate(&Service::Stub::ConfirmTask, args.request), RenderTask);
}

}  // namespace

void TaskVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists the tasks of a plan, by due date", DeclareList, List);
  AddVerb(noun, session, "show", "Shows a task and what became of it", DeclareShow, Show);
  AddVerb(noun, session, "report", "Reports a task done", DeclareReport, Report);
  AddVerb(noun, session, "confirm", "Confirms that a task is done, or sends it back", DeclareConfirm, Confirm);
}

}  // namespace lianfang::cli
