// `lianfang project`: finding, reading and proposing projects.
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/expert_text.h"
#include "cli/commands/fund_text.h"
#include "cli/commands/nouns.h"
#include "cli/text/money.h"
#include "lianfang/fund/v1/project_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using fund::v1::CreateProjectRequest;
using fund::v1::GetProjectRequest;
using fund::v1::ListProjectsRequest;
using fund::v1::ListProjectsResponse;
using fund::v1::ProjectState;
using Service = fund::v1::ProjectService;

struct ListArgs {
  ListProjectsRequest request;
  std::string provider;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddPlan(verb, *args.request.mutable_parent());
  verb.add_option_function<int>(
      "--year", [&args](const int& year) { args.request.set_year(year); }, "Only of this year's budget");
  AddEnums<ProjectState>(verb, "--status", "Only in one of these states",
                         [&args](ProjectState state) { args.request.add_states(state); });
  verb.add_option("--department", *args.request.mutable_department(), "Only of this department, by id");
  verb.add_option("--provider", args.provider, "Only by this provider, by credit code; needs --plan");
  AddPaging(verb, args.request);
}

std::string RenderList(const ListProjectsResponse& response, Session& session) {
  Table table({{{"项目", "PROJECT"}},
               {{"名称", "TITLE"}},
               {{"部门", "DEPARTMENT"}},
               {{"状态", "STATE"}},
               {{"申请金额", "ASKED FOR"}, Align::kRight},
               {{"立项金额", "APPROVED"}, Align::kRight},
               {{"已支付", "PAID"}, Align::kRight}});
  for (const auto& project : response.projects()) {
    const Glossary& words = session.GlossaryOf(PlanOf(project.budget()));
    table.AddRow({IdOf(project.name()), project.proposal().title(), words.Department(project.proposal().department()),
                  EnumText(project.state(), session.language()), MoneyText(project.proposal().amount()),
                  MoneyText(project.approved_amount()), MoneyText(project.paid())});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

ExitCode List(Session& session, ListArgs& args) {
  if (!args.provider.empty()) {
    auto name = NameInPlan(args.request.parent(), "providers", args.provider);
    if (!name.ok()) return session.Fail(UsageError(name.status().message()));
    args.request.set_provider(*std::move(name));
  }
  return session.Answer(session.client().List(&Service::Stub::ListProjects, args.request), RenderList);
}

struct ShowArgs {
  GetProjectRequest request;
};

void DeclareShow(Verb& verb, ShowArgs& args) { AddResource(verb, "name", "projects", args.request); }

ExitCode Show(Session& session, ShowArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetProject, args.request), RenderProject);
}

struct ProposeArgs {
  CreateProjectRequest request;
  std::string file;
  std::vector<std::pair<std::string, std::string>> documents;
};

void DeclarePropose(Verb& verb, ProposeArgs& args) {
  verb.add_option("file", args.file, "The project as textproto: budget and proposal; - reads standard input")
      ->required();
  AddDocuments(verb, args.documents);
  verb.add_flag_callback(
      "--validate-only", [&args] { args.request.set_validate_only(true); }, "Check everything, store nothing");
  AddRequestId(verb, args.request);
}

ExitCode Propose(Session& session, ProposeArgs& args) {
  fund::v1::Project& project = *args.request.mutable_project();
  if (absl::Status read = ReadTextproto(args.file, project); !read.ok()) return session.Fail(read);
  if (absl::Status read = ReadDocuments(args.documents, *project.mutable_documents()); !read.ok()) {
    return session.Fail(read);
  }
  return session.Answer(session.Mutate(&Service::Stub::CreateProject, args.request), RenderProject);
}

}  // namespace

void ProjectVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists projects, newest first", DeclareList, List);
  AddVerb(noun, session, "show", "Shows a project and every step of it", DeclareShow, Show);
  AddVerb(noun, session, "propose", "Proposes a project", DeclarePropose, Propose);
  ProjectStepVerbs(noun, session);
}

}  // namespace lianfang::cli
