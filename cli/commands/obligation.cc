// `lianfang obligation`: who owes which data by when, and where it stands.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands/nouns.h"
#include "cli/commands/obligation_table.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "common/time.h"
#include "deadlines/deadline.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::ExtendObligationRequest;
using submission::v1::GetObligationRequest;
using submission::v1::ListObligationsRequest;
using submission::v1::ListObligationsResponse;
using submission::v1::Obligation;
using submission::v1::ObligationAdjustment;
using submission::v1::ObligationState;
using submission::v1::SendBack;
using submission::v1::WaiveObligationRequest;
using Service = submission::v1::SubmissionService;

struct ListArgs {
  ListObligationsRequest request;
  std::optional<Moment> as_of;
  std::optional<Moment> due_from;
  std::optional<Moment> due_until;
};

void DeclareList(Verb& verb, ListArgs& args) {
  args.request.set_parent("plans/-");
  AddPlan(verb, *args.request.mutable_parent());
  verb.add_option("--department", *args.request.mutable_department(), "Only this department's, by id");
  verb.add_option("--region", *args.request.mutable_region(), "Only this region's, by code");
  verb.add_option("--industry", *args.request.mutable_industry(), "Only this industry's, by id");
  verb.add_option("--period", *args.request.mutable_period(), "Only this period's, by id");
  AddEnums<ObligationState>(verb, "--status", "Only in one of these states",
                            [&args](ObligationState state) { args.request.add_states(state); });
  AddMoment(verb, "--as-of", args.as_of, "As things stood at this instant, or when this day began");
  AddMoment(verb, "--due-from", args.due_from, "Only due on this day or later, or from this instant on");
  AddMoment(verb, "--due-until", args.due_until, "Only due on this day or earlier, or before this instant");
  AddPaging(verb, args.request);
}

std::string RenderList(const ListObligationsResponse& response, Session& session) {
  return absl::StrCat(ObligationTable(response.obligations(), session),
                      NextPageHint(response.next_page_token(), session.language()));
}

ExitCode List(Session& session, ListArgs& args) {
  if (args.as_of || args.due_from || args.due_until) {
    const absl::TimeZone zone = session.GlossaryOf(args.request.parent()).zone();
    if (args.as_of) *args.request.mutable_as_of() = ToTimestamp(args.as_of->StartIn(zone));
    if (args.due_from) *args.request.mutable_due_from() = ToTimestamp(args.due_from->DueFromIn(zone));
    if (args.due_until) *args.request.mutable_due_until() = ToTimestamp(args.due_until->DueUntilIn(zone));
  }
  return session.Answer(session.client().List(&Service::Stub::ListObligations, args.request), RenderList);
}

struct ShowArgs {
  GetObligationRequest request;
  std::string plan;
  std::optional<Moment> as_of;
};

void DeclareShow(Verb& verb, ShowArgs& args) {
  verb.add_option("name", *args.request.mutable_name(), "Name, or id with --plan")->required();
  AddPlan(verb, args.plan);
  AddMoment(verb, "--as-of", args.as_of, "As things stood at this instant, or when this day began");
}

// Chinese, or the English where the service has one.
std::string ReasonText(const Obligation& obligation, Language language) {
  const bool chinese = language == Language::kChinese || obligation.state_reason_en().empty();
  return chinese ? obligation.state_reason() : obligation.state_reason_en();
}

// Before when the obligation has to be answered next.
std::string NextDueText(const Obligation& obligation, absl::TimeZone zone) {
  return DeadlineText(deadlines::NextDue(obligation), zone);
}

// What moved: ` 截止时间 2023-02-28 24:00 → 2023-02-20 24:00，关闭时间 – → 2023-03-30 24:00` where every instant is on
// record, ` 2022-05-31 24:00 → 2022-06-10 24:00` where the due instant alone is.
std::string DatesText(const ObligationAdjustment& adjustment, const Glossary& words, Language language) {
  if (adjustment.instants().empty()) {
    if (!adjustment.has_due_time()) return "";
    return absl::StrCat(" ", DeadlineText(adjustment.previous_due_time(), words.zone()), " → ",
                        DeadlineText(adjustment.due_time(), words.zone()));
  }
  std::vector<std::string> changes;
  for (const auto& change : adjustment.instants()) {
    const bool opening = change.instant() == submission::v1::OBLIGATION_INSTANT_OPEN ||
                         change.instant() == submission::v1::OBLIGATION_INSTANT_FINAL_OPEN;
    const auto text = [&](bool present, const google::protobuf::Timestamp& time) {
      if (!present) return std::string("–");
      return opening ? InstantText(time, words.zone()) : DeadlineText(time, words.zone());
    };
    changes.push_back(absl::StrCat(EnumText(change.instant(), language), " ",
                                   text(change.has_previous_time(), change.previous_time()), " → ",
                                   text(change.has_time(), change.time())));
  }
  return absl::StrCat(" ", absl::StrJoin(changes, language == Language::kChinese ? "，" : ", "));
}

// `延期（终报） 2022-05-31 24:00 → 2022-06-10 24:00：事故调查尚未结案（2022-05-20 10:00:00 spiffe://…）`.
std::string AdjustmentText(const ObligationAdjustment& adjustment, const Glossary& words, Language language) {
  std::string kind = EnumText(adjustment.kind(), language);
  if (adjustment.edition() == submission::v1::RETURN_EDITION_FINAL) {
    absl::StrAppend(&kind, "（", EnumText(adjustment.edition(), language), "）");
  }
  return absl::StrCat(kind, DatesText(adjustment, words, language), "：", adjustment.reason(), "（",
                      InstantText(adjustment.adjust_time(), words.zone()), " ", adjustment.actor(), "）");
}

// `第 2 版 2022-05-20 10:00:00，2022-05-25 24:00 前重报；2022-05-22 09:00:00 已重报`.
std::string SendBackText(const SendBack& send_back, const Glossary& words, Language language) {
  const bool chinese = language == Language::kChinese;
  const std::string sent = InstantText(send_back.send_back_time(), words.zone());
  const std::string due = DeadlineText(send_back.due_time(), words.zone());
  std::string text = chinese
                         ? absl::StrCat("第 ", send_back.revision(), " 版 ", sent, "，", due, " 前重报")
                         : absl::StrCat("revision ", send_back.revision(), " on ", sent, ", owed again before ", due);
  if (send_back.has_answer_time()) {
    const std::string answered = InstantText(send_back.answer_time(), words.zone());
    absl::StrAppend(&text, chinese ? absl::StrCat("；", answered, " 已重报") : absl::StrCat("; answered ", answered));
  }
  return text;
}

// `第 1 版 2022-05-20 10:00:00`.
std::string TakenBackText(const submission::v1::TakenBack& taken_back, const Glossary& words, Language language) {
  const std::string time = InstantText(taken_back.take_back_time(), words.zone());
  return language == Language::kChinese ? absl::StrCat("第 ", taken_back.revision(), " 版 ", time)
                                        : absl::StrCat("revision ", taken_back.revision(), " on ", time);
}

std::string RenderObligation(const Obligation& obligation, Session& session) {
  const Glossary& words = session.GlossaryOf(PlanOf(obligation.name()));
  std::vector<std::string> figures;
  for (const auto& figure : obligation.figures()) figures.push_back(words.Figure(figure));

  Sheet sheet;
  sheet.Add({"报送任务", "Obligation"}, obligation.name());
  sheet.Add({"方案版次", "Plan edition"}, absl::StrCat(obligation.plan_edition()));
  sheet.Add({"责任部门", "Department"}, words.Department(obligation.department()));
  sheet.Add({"地区", "Region"}, words.Region(obligation.region()));
  sheet.Add({"行业", "Industry"}, words.Industry(obligation.industry()));
  sheet.Add({"数据年度", "Period"}, words.Period(obligation.period()));
  sheet.Add({"报送指标", "Figures"}, absl::StrJoin(figures, session.language() == Language::kChinese ? "、" : ", "));
  sheet.Add({"状态", "State"}, EnumText(obligation.state(), session.language()));
  sheet.Add({"说明", "Reason"}, ReasonText(obligation, session.language()));
  sheet.Add({"待报", "Awaits"}, EnumText(obligation.awaited_edition(), session.language()));
  sheet.Add({"开放时间", "Opens"}, InstantText(obligation.open_time(), words.zone()));
  sheet.Add({"截止时间", "Due"}, DeadlineText(obligation.due_time(), words.zone()));
  sheet.Add({"原截止时间", "Originally due"}, DeadlineText(obligation.original_due_time(), words.zone()));
  sheet.Add({"宽限截止", "Grace ends"}, DeadlineText(obligation.grace_end_time(), words.zone()));
  sheet.Add({"关闭时间", "Locks"}, DeadlineText(obligation.lock_time(), words.zone()));
  sheet.Add({"报送时间", "Met"}, InstantText(obligation.met_time(), words.zone()));
  sheet.Add({"终报开放", "Final opens"}, InstantText(obligation.final_open_time(), words.zone()));
  sheet.Add({"终报截止", "Final due"}, DeadlineText(obligation.final_due_time(), words.zone()));
  sheet.Add({"终报时间", "Final met"}, InstantText(obligation.final_met_time(), words.zone()));
  for (const SendBack& send_back : obligation.send_backs()) {
    sheet.Add({"退回", "Sent back"}, SendBackText(send_back, words, session.language()));
  }
  for (const auto& taken_back : obligation.taken_back()) {
    sheet.Add({"撤回", "Taken back"}, TakenBackText(taken_back, words, session.language()));
  }
  if (deadlines::OpenSendBack(obligation) != nullptr) {
    sheet.Add({"重报截止", "Owed again before"}, NextDueText(obligation, words.zone()));
  }
  sheet.Add({"豁免时间", "Waived"}, InstantText(obligation.waive_time(), words.zone()));
  for (const auto& adjustment : obligation.adjustments()) {
    sheet.Add({"调整", "Adjusted"}, AdjustmentText(adjustment, words, session.language()));
  }
  sheet.Add({"报送数据", "Return"}, obligation.return_());
  sheet.Add({"标签", "Etag"}, obligation.etag());
  return sheet.Render(session.language());
}

ExitCode Show(Session& session, ShowArgs& args) {
  auto name = NameInPlan(args.plan, "obligations", args.request.name());
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  args.request.set_name(*name);
  if (args.as_of) {
    *args.request.mutable_as_of() = ToTimestamp(args.as_of->StartIn(session.GlossaryOf(PlanOf(*name)).zone()));
  }
  return session.Answer(session.client().Call(&Service::Stub::GetObligation, args.request), RenderObligation);
}

// What extensions and waivers take alike.
template <typename Request>
struct AdjustArgs {
  Request request;
  std::string plan;
  std::optional<Moment> until;  // extensions only
};

template <typename Request>
void DeclareAdjustment(Verb& verb, AdjustArgs<Request>& args) {
  verb.add_option("name", *args.request.mutable_name(), "Name, or id with --plan")->required();
  AddPlan(verb, args.plan);
  verb.add_option("--reason", *args.request.mutable_reason(), "Why")->required();
  verb.add_option("--etag", *args.request.mutable_etag(), "Etag of the obligation as it was read");
  AddRequestId(verb, args.request);
}

void DeclareExtend(Verb& verb, AdjustArgs<ExtendObligationRequest>& args) {
  DeclareAdjustment(verb, args);
  AddMoment(verb, "--until", args.until, "The last day in time, or the instant before which it is in time")->required();
}

ExitCode Extend(Session& session, AdjustArgs<ExtendObligationRequest>& args) {
  auto name = NameInPlan(args.plan, "obligations", args.request.name());
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  args.request.set_name(*name);
  *args.request.mutable_due_time() = ToTimestamp(args.until->EndIn(session.GlossaryOf(PlanOf(*name)).zone()));
  return session.Answer(session.Mutate(&Service::Stub::ExtendObligation, args.request), RenderObligation);
}

ExitCode Waive(Session& session, AdjustArgs<WaiveObligationRequest>& args) {
  auto name = NameInPlan(args.plan, "obligations", args.request.name());
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  args.request.set_name(*name);
  const std::string zh = absl::StrCat("将豁免 ", IdOf(*name), "，豁免后不再报送，且不能撤销");
  const std::string en = absl::StrCat(IdOf(*name), " will be waived for good");
  if (!session.Confirm({zh, en})) return ExitCode::kSuccess;
  return session.Answer(session.Mutate(&Service::Stub::WaiveObligation, args.request), RenderObligation);
}

}  // namespace

std::string ObligationTable(const google::protobuf::RepeatedPtrField<Obligation>& obligations, Session& session) {
  Table table({{{"报送任务", "OBLIGATION"}},
               {{"责任部门", "DEPARTMENT"}},
               {{"地区", "REGION"}},
               {{"行业", "INDUSTRY"}},
               {{"数据年度", "PERIOD"}},
               {{"待报", "AWAITS"}},
               {{"截止时间", "DUE"}},
               {{"状态", "STATE"}},
               {{"说明", "REASON"}}});
  for (const Obligation& obligation : obligations) {
    const Glossary& words = session.GlossaryOf(PlanOf(obligation.name()));
    table.AddRow({IdOf(obligation.name()), words.Department(obligation.department()), words.Region(obligation.region()),
                  words.Industry(obligation.industry()), words.Period(obligation.period()),
                  EnumText(obligation.awaited_edition(), session.language()), NextDueText(obligation, words.zone()),
                  EnumText(obligation.state(), session.language()), ReasonText(obligation, session.language())});
  }
  return table.Render(session.language());
}

void ObligationVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists obligations, by due time", DeclareList, List);
  AddVerb(noun, session, "show", "Shows one obligation", DeclareShow, Show);
  AddVerb(noun, session, "extend", "Moves an obligation's due date", DeclareExtend, Extend);
  AddVerb(noun, session, "waive", "Waives an obligation", DeclareAdjustment<WaiveObligationRequest>, Waive);
}

}  // namespace lianfang::cli
