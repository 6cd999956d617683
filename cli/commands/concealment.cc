// `lianfang concealment`: accidents that were proven concealed (瞒报).
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands/expert_text.h"
#include "cli/commands/fund_text.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "lianfang/evaluation/v1/appraisal_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using evaluation::v1::Concealment;
using evaluation::v1::ConcealmentDecision;
using evaluation::v1::ConcealmentState;
using evaluation::v1::DecideConcealmentRequest;
using evaluation::v1::GetConcealmentRequest;
using evaluation::v1::ListConcealmentsRequest;
using evaluation::v1::ListConcealmentsResponse;
using evaluation::v1::RecordConcealmentRequest;
using evaluation::v1::RevokeConcealmentRequest;
using Service = evaluation::v1::AppraisalService;

// Which concealment: by its name, or by its id and `--plan`.
struct NameArgs {
  std::string plan;
  std::string text;

  void Declare(Verb& verb) {
    verb.add_option("name", text, "By name, or by id with --plan")->required();
    AddPlan(verb, plan);
  }
  std::string Name() const { return Parsed("name", NameInPlan(plan, "concealments", text)); }
};

std::string RenderConcealment(const Concealment& concealment, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(PlanOf(concealment.name()));
  Sheet facts;
  facts.Add({"瞒报", "Concealment"}, concealment.name());
  facts.Add({"状态", "State"}, EnumText(concealment.state(), language));
  facts.Add({"用人单位", "Employer"}, concealment.employer());
  facts.Add({"行业", "Industry"}, words.Industry(concealment.industry()));
  facts.Add({"部门", "Department"}, words.Department(concealment.department()));
  facts.Add({"事故日期", "Accident"}, DateText(concealment.accident_date()));
  facts.Add({"查实日期", "Proven"}, DateText(concealment.proven_date()));
  facts.Add({"文号", "Document"}, concealment.document_number());
  facts.Add({"情况", "Description"}, concealment.description());
  facts.Add({"依据", "Evidence"}, absl::StrJoin(concealment.evidence(), " "));
  facts.Add({"版本标记", "Etag"}, concealment.etag());
  Table events({{{"时间", "TIME"}}, {{"状态", "STATE"}}, {{"办理人", "ACTOR"}}, {{"说明", "REASON"}}});
  for (const auto& event : concealment.events()) {
    events.AddRow(
        {InstantText(event.time(), words.zone()), EnumText(event.state(), language), event.actor(), event.reason()});
  }
  return absl::StrCat(facts.Render(language), "\n", events.Render(language));
}

struct ListArgs {
  ListConcealmentsRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddPlan(verb, *args.request.mutable_parent())->required();
  AddEnums<ConcealmentState>(verb, "--status", "Only in one of these states",
                             [&args](ConcealmentState state) { args.request.add_states(state); });
  verb.add_option("--department", *args.request.mutable_department(), "Only of this department, by id");
  AddPaging(verb, args.request);
}

std::string RenderList(const ListConcealmentsResponse& response, Session& session) {
  const Language language = session.language();
  Table table({{{"瞒报", "CONCEALMENT"}},
               {{"查实日期", "PROVEN"}},
               {{"状态", "STATE"}},
               {{"部门", "DEPARTMENT"}},
               {{"用人单位", "EMPLOYER"}}});
  for (const Concealment& concealment : response.concealments()) {
    const Glossary& words = session.GlossaryOf(PlanOf(concealment.name()));
    table.AddRow({IdOf(concealment.name()), DateText(concealment.proven_date()),
                  EnumText(concealment.state(), language), words.Department(concealment.department()),
                  concealment.employer()});
  }
  return absl::StrCat(table.Render(language), NextPageHint(response.next_page_token(), language));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListConcealments, args.request), RenderList);
}

void DeclareShow(Verb& verb, NameArgs& args) { args.Declare(verb); }

ExitCode Show(Session& session, NameArgs& args) {
  GetConcealmentRequest request;
  request.set_name(args.Name());
  return session.Answer(session.client().Call(&Service::Stub::GetConcealment, request), RenderConcealment);
}

struct RecordArgs {
  RecordConcealmentRequest request;
  std::string file;
  std::vector<std::string> different_from;
};

void DeclareRecord(Verb& verb, RecordArgs& args) {
  AddPlan(verb, *args.request.mutable_parent())->required();
  verb.add_option("file", args.file, "The concealment as textproto; - reads standard input")->required();
  verb.add_option(
      "--different-from", args.different_from,
      "A concealment of the same employer and day that is of another accident, by name or id; may be repeated");
  AddRequestId(verb, args.request);
}

ExitCode Record(Session& session, RecordArgs& args) {
  absl::Status read = ReadTextproto(args.file, *args.request.mutable_concealment());
  if (!read.ok()) return session.Fail(read);
  for (const std::string& other : args.different_from) {
    args.request.add_different_from(Parsed("different-from", NameInPlan(args.request.parent(), "concealments", other)));
  }
  return session.Answer(session.Mutate(&Service::Stub::RecordConcealment, args.request), RenderConcealment);
}

template <typename Request>
struct StepArgs : NameArgs {
  Request request;
};

void DeclareDecide(Verb& verb, StepArgs<DecideConcealmentRequest>& args) {
  args.Declare(verb);
  verb.add_option("--reason", *args.request.mutable_reason(), "Why")->required();
  AddChange(verb, args.request);
}

ExitCode Decide(Session& session, StepArgs<DecideConcealmentRequest>& args, ConcealmentDecision decision) {
  args.request.set_name(args.Name());
  args.request.set_decision(decision);
  return session.Answer(session.Mutate(&Service::Stub::DecideConcealment, args.request), RenderConcealment);
}

ExitCode Confirm(Session& session, StepArgs<DecideConcealmentRequest>& args) {
  return Decide(session, args, evaluation::v1::CONCEALMENT_DECISION_CONFIRM);
}

ExitCode Reject(Session& session, StepArgs<DecideConcealmentRequest>& args) {
  return Decide(session, args, evaluation::v1::CONCEALMENT_DECISION_REJECT);
}

void DeclareRevoke(Verb& verb, StepArgs<RevokeConcealmentRequest>& args) {
  args.Declare(verb);
  verb.add_option("--reason", *args.request.mutable_reason(), "Why")->required();
  AddChange(verb, args.request);
}

ExitCode Revoke(Session& session, StepArgs<RevokeConcealmentRequest>& args) {
  args.request.set_name(args.Name());
  return session.Answer(session.Mutate(&Service::Stub::RevokeConcealment, args.request), RenderConcealment);
}

}  // namespace

void ConcealmentVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists accidents that were proven concealed", DeclareList, List);
  AddVerb(noun, session, "show", "Shows a concealed accident and who decided", DeclareShow, Show);
  AddVerb(noun, session, "record", "Records that an accident was proven concealed", DeclareRecord, Record);
  AddVerb(noun, session, "confirm", "Confirms it, as another person of the office", DeclareDecide, Confirm);
  AddVerb(noun, session, "reject", "Rejects it, as another person of the office", DeclareDecide, Reject);
  AddVerb(noun, session, "revoke", "Revokes a confirmed one, as another person than who confirmed it", DeclareRevoke,
          Revoke);
}

}  // namespace lianfang::cli
