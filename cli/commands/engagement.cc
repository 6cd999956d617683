// `lianfang engagement`: what panels of experts are asked for.
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/expert_text.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "lianfang/expert/v1/expert_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using expert::v1::CancelEngagementRequest;
using expert::v1::CreateEngagementRequest;
using expert::v1::Engagement;
using expert::v1::EngagementKind;
using expert::v1::EngagementState;
using expert::v1::GetEngagementRequest;
using expert::v1::ListEngagementsRequest;
using expert::v1::ListEngagementsResponse;
using Service = expert::v1::ExpertService;

struct ListArgs {
  ListEngagementsRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  verb.add_option("--pool", *args.request.mutable_pool(), "Only drawn from this pool, plans/PLAN/pools/POOL");
  AddEnums<EngagementState>(verb, "--status", "Only in one of these states",
                            [&args](EngagementState state) { args.request.add_states(state); });
  AddEnum<EngagementKind>(verb, "--kind", "Only of this kind",
                          [&args](EngagementKind kind) { args.request.set_kind(kind); });
  verb.add_option("--department", *args.request.mutable_requesting_department(),
                  "Only asked for by this department, by id");
  AddPaging(verb, args.request);
}

std::string RenderList(const ListEngagementsResponse& response, Session& session) {
  Table table({{{"任务", "ENGAGEMENT"}},
               {{"类型", "KIND"}},
               {{"状态", "STATE"}},
               {{"开始时间", "STARTS"}},
               {{"人数", "SEATS"}, Align::kRight},
               {{"申请部门", "DEPARTMENT"}},
               {{"主题", "SUBJECT"}}});
  for (const Engagement& engagement : response.engagements()) {
    const Glossary& words = session.GlossaryOf(PlanOf(engagement.pool()));
    table.AddRow({IdOf(engagement.name()), EnumText(engagement.kind(), session.language()),
                  EnumText(engagement.state(), session.language()), InstantText(engagement.start_time(), words.zone()),
                  absl::StrCat(engagement.panel_size()), words.Department(engagement.requesting_department()),
                  engagement.subject()});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListEngagements, args.request), RenderList);
}

struct ShowArgs {
  GetEngagementRequest request;
};

void DeclareShow(Verb& verb, ShowArgs& args) { AddResource(verb, "name", "engagements", args.request); }

ExitCode Show(Session& session, ShowArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetEngagement, args.request), RenderEngagement);
}

struct CreateArgs {
  CreateEngagementRequest request;
  std::string file;
};

void DeclareCreate(Verb& verb, CreateArgs& args) {
  verb.add_option("file", args.file, "The engagement as textproto; - reads standard input")->required();
  verb.add_flag_callback(
      "--validate-only", [&args] { args.request.set_validate_only(true); }, "Check everything, store nothing");
  AddRequestId(verb, args.request);
}

ExitCode Create(Session& session, CreateArgs& args) {
  if (absl::Status read = ReadTextproto(args.file, *args.request.mutable_engagement()); !read.ok()) {
    return session.Fail(read);
  }
  return session.Answer(session.Mutate(&Service::Stub::CreateEngagement, args.request), RenderEngagement);
}

struct CancelArgs {
  CancelEngagementRequest request;
};

void DeclareCancel(Verb& verb, CancelArgs& args) {
  AddResource(verb, "name", "engagements", args.request);
  verb.add_option("--reason", *args.request.mutable_reason(), "Why; the invited experts are told")->required();
  AddChange(verb, args.request);
}

ExitCode CancelOne(Session& session, CancelArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::CancelEngagement, args.request), RenderEngagement);
}

}  // namespace

void EngagementVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists engagements, newest start first", DeclareList, List);
  AddVerb(noun, session, "show", "Shows an engagement and its invitations", DeclareShow, Show);
  AddVerb(noun, session, "create", "Creates an engagement", DeclareCreate, Create);
  AddVerb(noun, session, "cancel", "Cancels an engagement that was not held", DeclareCancel, CancelOne);
  EngagementPanelVerbs(noun, session);
}

}  // namespace lianfang::cli
