// `lianfang activity`: publicity, training, the warning-education base, good cases.
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/coordination_text.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "cli/text/enums.h"
#include "cli/text/table.h"
#include "lianfang/coordination/v1/activity_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using coordination::v1::ActivityKind;
using coordination::v1::ActivitySummary;
using coordination::v1::CreateActivityRequest;
using coordination::v1::GetActivityRequest;
using coordination::v1::GetActivitySummaryRequest;
using coordination::v1::ListActivitiesRequest;
using coordination::v1::ListActivitiesResponse;
using coordination::v1::PublishAttendanceRequest;
using coordination::v1::WithdrawActivityRequest;
using Service = coordination::v1::ActivityService;

struct ListArgs {
  ListActivitiesRequest request;
  int32_t year = 0;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddPlan(verb, *args.request.mutable_plan());
  AddEnums<ActivityKind>(verb, "--kind", "Only of one of these kinds",
                         [&args](ActivityKind kind) { args.request.add_kinds(kind); });
  verb.add_option("--department", *args.request.mutable_department(), "Only of this department, by id");
  verb.add_option("--year", args.year, "Only of this year")->range(2000, 2100);
  AddPaging(verb, args.request);
}

std::string RenderList(const ListActivitiesResponse& response, Session& session) {
  const Language language = session.language();
  Table table({{{"活动", "ACTIVITY"}},
               {{"日期", "DATE"}},
               {{"类型", "KIND"}},
               {{"部门", "DEPARTMENT"}},
               {{"人数", "PEOPLE"}, Align::kRight},
               {{"状态", "STATE"}},
               {{"名称", "TITLE"}}});
  for (const auto& activity : response.activities()) {
    const Glossary& words = session.GlossaryOf(activity.plan());
    table.AddRow({IdOf(activity.name()), DateText(activity.start_date()), EnumText(activity.kind(), language),
                  words.Department(activity.department()), absl::StrCat(activity.people()),
                  EnumText(activity.state(), language), activity.title()});
  }
  return absl::StrCat(table.Render(language), NextPageHint(response.next_page_token(), language));
}

ExitCode List(Session& session, ListArgs& args) {
  args.request.set_year(args.year);
  return session.Answer(session.client().List(&Service::Stub::ListActivities, args.request), RenderList);
}

struct ShowArgs {
  GetActivityRequest request;
};

void DeclareShow(Verb& verb, ShowArgs& args) { AddResource(verb, "name", "activities", args.request); }

ExitCode Show(Session& session, ShowArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetActivity, args.request), RenderActivity);
}

using RecordArgs = FileArgs<CreateActivityRequest>;

void DeclareRecord(Verb& verb, RecordArgs& args) {
  verb.add_option("file", args.file, "The activity as textproto; - reads standard input")->required();
  AddRequestId(verb, args.request);
}

ExitCode Record(Session& session, RecordArgs& args) {
  absl::Status read = ReadTextproto(args.file, *args.request.mutable_activity());
  if (!read.ok()) return session.Fail(read);
  return session.Answer(session.Mutate(&Service::Stub::CreateActivity, args.request), RenderActivity);
}

struct AttendArgs {
  PublishAttendanceRequest request;
  std::string file;
  int from = 0;
  int64_t revision = 0;
};

void DeclareAttend(Verb& verb, AttendArgs& args) {
  AddResource(verb, "name", "activities", args.request);
  verb.add_option("file", args.file, "Who attended, as textproto: attendees { … } for each; - reads standard input")
      ->required();
  verb.add_option("--industry", *args.request.mutable_industry(), "The industry that they work in, by id");
  verb.add_option("--from", args.from,
                  "Publish from this attendee of the list on, from 1; without it, from the first that is not published")
      ->range(1, 10'000'000);
  verb.add_option("--revision", args.revision, "Version of the records, to correct those of a smaller one")
      ->range(1, 1'000'000'000);
}

// Part by part, so that a break loses nothing: run again, it goes on where it ended.
ExitCode Attend(Session& session, AttendArgs& args) {
  constexpr int kPart = 500;
  PublishAttendanceRequest all;
  if (absl::Status read = ReadTextproto(args.file, all); !read.ok()) return session.Fail(read);
  GetActivityRequest get;
  get.set_name(args.request.name());
  auto activity = session.client().Call(&Service::Stub::GetActivity, get);
  if (!activity.ok()) return session.Fail(activity.status());
  args.request.set_version(args.revision);
  const int begin = args.from > 0 ? args.from - 1 : activity->attendance().published();
  for (int at = begin; at < all.attendees_size(); at += kPart) {
    PublishAttendanceRequest part = args.request;
    part.set_first(at + 1);
    for (int i = at; i < std::min(at + kPart, all.attendees_size()); ++i) {
      auto& attendee = *part.add_attendees();
      attendee = all.attendees(i);
      if (attendee.course().empty()) attendee.set_course(activity->title());
      if (!attendee.has_training_date()) {
        *attendee.mutable_training_date() = activity->has_end_date() ? activity->end_date() : activity->start_date();
      }
    }
    activity = session.Mutate(&Service::Stub::PublishAttendance, part);
    if (!activity.ok()) return session.Fail(activity.status());
  }
  return session.Answer(activity, RenderActivity);
}

struct WithdrawArgs {
  WithdrawActivityRequest request;
};

void DeclareWithdraw(Verb& verb, WithdrawArgs& args) {
  AddResource(verb, "name", "activities", args.request);
  verb.add_option("--reason", *args.request.mutable_reason(), "Why")->required();
  AddChange(verb, args.request);
}

ExitCode Withdraw(Session& session, WithdrawArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::WithdrawActivity, args.request), RenderActivity);
}

struct SummaryArgs {
  GetActivitySummaryRequest request;
  int32_t year = 0;
};

void DeclareSummary(Verb& verb, SummaryArgs& args) {
  AddPlan(verb, *args.request.mutable_parent())->required();
  verb.add_option("--year", args.year, "The year")->required().range(2000, 2100);
}

std::string RenderSummary(const ActivitySummary& summary, Session& session) {
  const Language language = session.language();
  const bool chinese = language == Language::kChinese;
  Table table({{{"类型", "KIND"}}, {{"次数", "COUNT"}, Align::kRight}, {{"人数", "PEOPLE"}, Align::kRight}});
  for (const auto& count : summary.kinds()) {
    table.AddRow({EnumText(count.kind(), language), absl::StrCat(count.count()), absl::StrCat(count.people())});
  }
  const auto& key = summary.key_positions();
  std::string text = absl::StrCat(summary.year(), " ", summary.theme(), "\n\n", table.Render(language), "\n",
                                  chinese ? "重点岗位人员：" : "Key positions: ", key.principals(), " / ",
                                  key.safety_heads(), " / ", key.team_leaders(), "\n");
  for (const auto& gap : summary.gaps()) {
    absl::StrAppend(&text, chinese ? "缺：" : "Lacking: ", chinese ? gap.zh() : gap.en(), "\n");
  }
  return text;
}

ExitCode Summary(Session& session, SummaryArgs& args) {
  args.request.set_year(args.year);
  return session.Answer(session.client().Call(&Service::Stub::GetActivitySummary, args.request), RenderSummary);
}

}  // namespace

void ActivityVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists activities, latest first", DeclareList, List);
  AddVerb(noun, session, "show", "Shows an activity", DeclareShow, Show);
  AddVerb(noun, session, "record", "Records an activity", DeclareRecord, Record);
  AddVerb(noun, session, "attend", "Publishes who attended a training to exchange, as records", DeclareAttend, Attend);
  AddVerb(noun, session, "withdraw", "Withdraws an activity that was recorded in error", DeclareWithdraw, Withdraw);
  AddVerb(noun, session, "summary", "Adds up a year, and says what is lacking", DeclareSummary, Summary);
}

}  // namespace lianfang::cli
