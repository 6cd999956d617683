// `lianfang engagement`: what panels of experts are asked for.
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"

namespace lianfang::cli {
namespace {

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

void DeclareList(CLI::App& verb, ListArgs& args) {
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

void DeclareShow(CLI::App& verb, ShowArgs& args) {
  AddParsed<std::string>(
      verb, "name", "The engagement, by name or id",
      [](absl::string_view text) { return TopLevelName("engagements", text); },
      [&args](std::string name) { args.request.set_name(std::move(name)); })
      ->required();
}

std::string RenderEngagement(const Engagement& engagement, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(PlanOf(engagement.pool()));
  Sheet sheet;
  sheet.Add({"任务", "Engagement"}, engagement.name());
  sheet.Add({"专家库", "Pool"}, engagement.pool());
  sheet.Add({"类型", "Kind"}, EnumText(engagement.kind(), language));
  sheet.Add({"状态", "State"}, EnumText(engagement.state(), language));
  sheet.Add({"主题", "Subject"}, engagement.subject());
  sheet.Add({"申请部门", "Department"}, words.Department(engagement.requesting_department()));
  for (const auto& party : engagement.parties()) {
    sheet.Add({"当事方", "Party"}, absl::StrCat(party.display_name(), " ", party.credit_code()));
  }
  sheet.Add({"开始时间", "Starts"}, InstantText(engagement.start_time(), words.zone()));
  sheet.Add({"结束时间", "Ends"}, InstantText(engagement.end_time(), words.zone()));
  sheet.Add({"地点", "Place"}, engagement.place());
  sheet.Add({"人数", "Seats"}, absl::StrCat(engagement.panel_size()));
  sheet.Add({"取消原因", "Cancelled because"}, engagement.cancel_reason());
  sheet.Add({"标签", "Etag"}, engagement.etag());
  std::string text = sheet.Render(language);
  if (engagement.invitations().empty()) return text;

  Table invitations({{{"序号", "RANK"}, Align::kRight},
                     {{"专家", "EXPERT"}},
                     {{"答复", "STATE"}},
                     {{"邀请时间", "INVITED"}},
                     {{"答复截止", "DEADLINE"}},
                     {{"说明", "REASON"}}});
  for (const auto& invitation : engagement.invitations()) {
    invitations.AddRow({absl::StrCat(invitation.rank()), IdOf(invitation.expert()),
                        EnumText(invitation.state(), language), InstantText(invitation.invite_time(), words.zone()),
                        DeadlineText(invitation.response_deadline(), words.zone()), invitation.reason()});
  }
  return absl::StrCat(text, "\n", invitations.Render(language));
}

ExitCode Show(Session& session, ShowArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetEngagement, args.request), RenderEngagement);
}

}  // namespace

void EngagementVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists engagements, newest start first", DeclareList, List);
  AddVerb(noun, session, "show", "Shows an engagement and its invitations", DeclareShow, Show);
}

}  // namespace lianfang::cli
