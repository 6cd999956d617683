// `lianfang reminder`: what is sent to whom, and why.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/label.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "common/time.h"
#include "lianfang/notification/v1/notification_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using notification::v1::Acknowledgement;
using notification::v1::AcknowledgeReminderRequest;
using notification::v1::ListReminderPausesRequest;
using notification::v1::ListReminderPausesResponse;
using notification::v1::PauseRemindersRequest;
using notification::v1::PreviewRemindersRequest;
using notification::v1::PreviewRemindersResponse;
using notification::v1::ReminderItem;
using notification::v1::ReminderPause;
using notification::v1::ReminderPreview;
using notification::v1::ResumeRemindersRequest;
using Service = notification::v1::NotificationService;

struct PreviewArgs {
  PreviewRemindersRequest request;
  std::optional<Moment> from;
  std::optional<Moment> to;
};

void DeclarePreview(Verb& verb, PreviewArgs& args) {
  args.request.set_parent("plans/-");
  AddPlan(verb, *args.request.mutable_parent());
  AddMoment(verb, "--from", args.from, "First day, or an instant")->required();
  AddMoment(verb, "--to", args.to, "Last day, inclusive, or the instant before which")->required();
  verb.add_option("--department", *args.request.mutable_department(), "Only mails to this department, by id");
  verb.add_option("--region", *args.request.mutable_region(), "Only mails to departments of this region, by code");
  AddPaging(verb, args.request);
}

// What the mail lists, by its urgency: `即将到期：煤矿 2021、非煤矿山 2021`.
std::string ItemsText(const ReminderPreview& preview, Session& session) {
  const bool chinese = session.language() == Language::kChinese;
  std::vector<std::string> groups;
  std::string urgency;
  std::vector<std::string> items;
  auto close = [&] {
    if (!items.empty()) {
      groups.push_back(absl::StrCat(urgency, chinese ? "：" : ": ", absl::StrJoin(items, chinese ? "、" : ", ")));
    }
    items.clear();
  };
  for (const ReminderItem& item : preview.items()) {
    const std::string next = EnumText(item.urgency(), session.language());
    if (next != urgency) close();
    urgency = next;
    items.push_back(In(session.language(), item.title()));
  }
  close();
  return absl::StrJoin(groups, chinese ? "；" : "; ");
}

// `2022-05-31 09:00`, marked where the notices that may move the day are not all out.
std::string TimeText(const ReminderPreview& preview, absl::TimeZone zone, Language language) {
  constexpr Label kUncertain = {"（放假安排未公布，按星期推定）", " (days off not published yet)"};
  const bool uncertain = std::any_of(preview.items().begin(), preview.items().end(),
                                     [](const ReminderItem& item) { return item.stage().calendar_uncertain(); });
  return absl::StrCat(InstantText(preview.send_time(), zone), uncertain ? kUncertain.In(language) : "");
}

std::string RecipientText(const ReminderPreview& preview, Language language) {
  constexpr Label kNobody = {"（无联系人，无法送达）", "(nobody: cannot be reached)"};
  constexpr Label kCopy = {"（抄送）", " (copy)"};
  if (preview.contact().empty()) return std::string(kNobody.In(language));
  return absl::StrCat(preview.display_name(), " <", preview.email(), ">", preview.copy() ? kCopy.In(language) : "");
}

std::string RenderPreviews(const PreviewRemindersResponse& response, Session& session) {
  Table table({{{"发送时间", "TIME"}},
               {{"部门", "DEPARTMENT"}},
               {{"职务", "ROLE"}},
               {{"收件人", "RECIPIENT"}},
               {{"事项数", "ITEMS"}, Align::kRight},
               {{"内容", "CONTENT"}}});
  for (const ReminderPreview& preview : response.previews()) {
    const std::string plan = preview.items().empty() ? "" : preview.items(0).plan();
    const Glossary& words = session.GlossaryOf(plan);
    table.AddRow({TimeText(preview, words.zone(), session.language()), words.Department(preview.department()),
                  EnumText(preview.role(), session.language()), RecipientText(preview, session.language()),
                  absl::StrCat(preview.items_size()), ItemsText(preview, session)});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

ExitCode Preview(Session& session, PreviewArgs& args) {
  const absl::TimeZone zone = session.GlossaryOf(args.request.parent()).zone();
  *args.request.mutable_from_time() = ToTimestamp(args.from->StartIn(zone));
  *args.request.mutable_until_time() = ToTimestamp(args.to->EndIn(zone));
  return session.Answer(session.client().List(&Service::Stub::PreviewReminders, args.request), RenderPreviews);
}

struct AcknowledgeArgs {
  AcknowledgeReminderRequest request;
};

void DeclareAcknowledge(Verb& verb, AcknowledgeArgs& args) {
  verb.add_option("duty", *args.request.mutable_acknowledgement()->mutable_duty(),
                  "The duty, by the whole name of what it is about")
      ->required();
  verb.add_option("--note", *args.request.mutable_acknowledgement()->mutable_note(), "What the department says");
  AddRequestId(verb, args.request);
}

std::string RenderAcknowledgement(const Acknowledgement& said, Session& session) {
  const absl::TimeZone zone = session.GlossaryOf(PlanOf(said.duty())).zone();
  Sheet sheet;
  sheet.Add({"事项", "Duty"}, said.duty());
  sheet.Add({"截止", "Due"}, DeadlineText(said.due_time(), zone));
  sheet.Add({"说明", "Note"}, said.note());
  sheet.Add({"确认时间", "Said"}, InstantText(said.acknowledge_time(), zone));
  return sheet.Render(session.language());
}

ExitCode Acknowledge(Session& session, AcknowledgeArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::AcknowledgeReminder, args.request), RenderAcknowledgement);
}

struct PauseArgs {
  PauseRemindersRequest request;
  std::optional<Moment> until;
};

// `scope` is a pause, or the request to end one.
template <typename Scope>
void DeclareScope(Verb& verb, Scope& scope) {
  AddPlan(verb, *scope.mutable_plan())->required();
  verb.add_option("--department", *scope.mutable_department(), "Only what this department owes, by id");
  verb.add_option("--region", *scope.mutable_region(), "Only what is about this region, by code");
  verb.add_option("--reason", *scope.mutable_reason(), "Why")->required();
}

void DeclarePause(Verb& verb, PauseArgs& args) {
  DeclareScope(verb, *args.request.mutable_pause());
  AddRequestId(verb, args.request);
  AddMoment(verb, "--until", args.until, "Through this day, or before this instant; at most 92 days ahead")->required();
}

std::string PauseTable(const google::protobuf::RepeatedPtrField<ReminderPause>& pauses, Session& session) {
  Table table({{{"方案", "PLAN"}},
               {{"部门", "DEPARTMENT"}},
               {{"地区", "REGION"}},
               {{"起", "FROM"}},
               {{"止", "UNTIL"}},
               {{"原因", "REASON"}}});
  for (const ReminderPause& pause : pauses) {
    const Glossary& words = session.GlossaryOf(pause.plan());
    table.AddRow({IdOf(pause.plan()), words.Department(pause.department()), pause.region(),
                  InstantText(pause.pause_time(), words.zone()), DeadlineText(pause.until_time(), words.zone()),
                  pause.reason()});
  }
  return table.Render(session.language());
}

std::string RenderPause(const ReminderPause& stored, Session& session) {
  google::protobuf::RepeatedPtrField<ReminderPause> one;
  *one.Add() = stored;
  return PauseTable(one, session);
}

ExitCode Pause(Session& session, PauseArgs& args) {
  const absl::TimeZone zone = session.GlossaryOf(args.request.pause().plan()).zone();
  *args.request.mutable_pause()->mutable_until_time() = ToTimestamp(args.until->EndIn(zone));
  return session.Answer(session.Mutate(&Service::Stub::PauseReminders, args.request), RenderPause);
}

struct ResumeArgs {
  ResumeRemindersRequest request;
};

void DeclareResume(Verb& verb, ResumeArgs& args) {
  DeclareScope(verb, args.request);
  AddRequestId(verb, args.request);
}

ExitCode Resume(Session& session, ResumeArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::ResumeReminders, args.request), RenderPause);
}

struct PausesArgs {
  ListReminderPausesRequest request;
};

void DeclarePauses(Verb& verb, PausesArgs& args) {
  args.request.set_parent("plans/-");
  AddPlan(verb, *args.request.mutable_parent());
  AddPaging(verb, args.request);
}

ExitCode Pauses(Session& session, PausesArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListReminderPauses, args.request),
                        [](const ListReminderPausesResponse& response, Session& shown_by) {
                          return absl::StrCat(PauseTable(response.pauses(), shown_by),
                                              NextPageHint(response.next_page_token(), shown_by.language()));
                        });
}

}  // namespace

void ReminderVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "acknowledge", "Says that a duty is in hand: softer reminders until the due day",
          DeclareAcknowledge, Acknowledge);
  AddVerb(noun, session, "pause", "Pauses reminders of a plan, or of a part of it", DeclarePause, Pause);
  AddVerb(noun, session, "resume", "Ends a pause of the same scope", DeclareResume, Resume);
  AddVerb(noun, session, "pauses", "Lists the pauses in force", DeclarePauses, Pauses);
  AddVerb(noun, session, "preview", "Shows what is sent to whom in a stretch of time", DeclarePreview, Preview);
}

}  // namespace lianfang::cli
