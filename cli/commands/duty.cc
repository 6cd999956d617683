// `lianfang duty`: what is owed, of every kind and from every service, most pressing first.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/label.h"
#include "cli/text/table.h"
#include "lianfang/notification/v1/notification_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using duty::v1::Duty;
using duty::v1::DutyState;
using notification::v1::ListDutiesRequest;
using notification::v1::ListDutiesResponse;
using Service = notification::v1::NotificationService;

struct ListArgs {
  ListDutiesRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  args.request.set_parent("plans/-");
  AddPlan(verb, *args.request.mutable_parent());
  verb.add_option("--department", *args.request.mutable_department(), "Only what this department owes, by id");
  verb.add_option("--region", *args.request.mutable_region(), "Only what people of this region owe, by code");
  AddEnums<DutyState>(verb, "--status", "Only in one of these states; what is owed now where none is named",
                      [&args](DutyState state) { args.request.add_states(state); });
  AddPaging(verb, args.request);
}

// The title, with the kind before it, and that it was sent back: `报送：煤矿 2021年度（已退回）`.
std::string TitleText(const Duty& duty, Language language) {
  constexpr Label kColon = {"：", ": "};
  constexpr Label kSentBack = {"（已退回）", " (sent back)"};
  return absl::StrCat(In(language, duty.kind().title()), kColon.In(language), In(language, duty.title()),
                      duty.has_sent_back_time() ? kSentBack.In(language) : "");
}

std::string RenderList(const ListDutiesResponse& response, Session& session) {
  Table table({{{"截止时间", "DUE"}},
               {{"状态", "STATE"}},
               {{"部门", "DEPARTMENT"}},
               {{"地区", "REGION"}},
               {{"事项", "DUTY"}},
               {{"名称", "NAME"}}});
  for (const Duty& duty : response.duties()) {
    const Glossary& words = session.GlossaryOf(duty.plan());
    table.AddRow({DeadlineText(duty.due_time(), words.zone()), EnumText(duty.state(), session.language()),
                  words.Department(duty.department()), words.Region(duty.region()), TitleText(duty, session.language()),
                  duty.resource()});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListDuties, args.request), RenderList);
}

struct ShowArgs {
  ListDutiesRequest request;
};

void DeclareShow(Verb& verb, ShowArgs& args) {
  args.request.set_parent("plans/-");
  verb.add_option("name", *args.request.mutable_resource(), "The duty, by the whole name of what it is about")
      ->required();
}

std::string DutySheet(const Duty& duty, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(duty.plan());
  std::vector<std::string> details;
  for (const auto& detail : duty.details()) details.push_back(In(language, detail.title()));
  Sheet sheet;
  sheet.Add({"事项", "Duty"}, TitleText(duty, language));
  sheet.Add({"名称", "Name"}, duty.resource());
  sheet.Add({"部门", "Department"}, words.Department(duty.department()));
  sheet.Add({"地区", "Region"}, words.Region(duty.region()));
  sheet.Add({"内容", "What is owed"}, absl::StrJoin(details, language == Language::kChinese ? "、" : ", "));
  sheet.Add({"状态", "State"}, EnumText(duty.state(), language));
  sheet.Add({"开放时间", "Opens"}, InstantText(duty.open_time(), words.zone()));
  sheet.Add({"截止时间", "Due"}, DeadlineText(duty.due_time(), words.zone()));
  sheet.Add({"原截止时间", "Originally due"}, DeadlineText(duty.original_due_time(), words.zone()));
  sheet.Add({"关闭时间", "Locks"}, DeadlineText(duty.lock_time(), words.zone()));
  sheet.Add({"退回时间", "Sent back"}, InstantText(duty.sent_back_time(), words.zone()));
  sheet.Add({"完成时间", "Met"}, InstantText(duty.met_time(), words.zone()));
  sheet.Add({"取消时间", "Withdrawn"}, InstantText(duty.withdrawn_time(), words.zone()));
  sheet.Add({"办理方式", "What to do"}, In(language, duty.action()));
  return sheet.Render(language);
}

// The duties of one thing, one after the other.
std::string RenderDuties(const ListDutiesResponse& response, Session& session) {
  std::vector<std::string> sheets;
  for (const Duty& duty : response.duties()) sheets.push_back(DutySheet(duty, session));
  constexpr Label kNone = {"没有该名称的事项\n", "nothing of that name is or was owed\n"};
  if (sheets.empty()) return std::string(kNone.In(session.language()));
  return absl::StrJoin(sheets, "\n");
}

ExitCode Show(Session& session, ShowArgs& args) {
  // In every state: what is over is shown, too.
  for (int state = duty::v1::DutyState_MIN + 1; state <= duty::v1::DutyState_MAX; ++state) {
    args.request.add_states(static_cast<DutyState>(state));
  }
  return session.Answer(session.client().Call(&Service::Stub::ListDuties, args.request), RenderDuties);
}

}  // namespace

void DutyVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists what is owed, of every kind, most pressing first", DeclareList, List);
  AddVerb(noun, session, "show", "Shows what is and was owed about one thing", DeclareShow, Show);
}

}  // namespace lianfang::cli
