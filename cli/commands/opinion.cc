// `lianfang opinion`: the union's opinions and the answers to them.
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/coordination_text.h"
#include "cli/commands/fund_text.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "cli/text/enums.h"
#include "cli/text/table.h"
#include "lianfang/coordination/v1/opinion_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using coordination::v1::AnswerOpinionRequest;
using coordination::v1::GetOpinionRequest;
using coordination::v1::IssueOpinionRequest;
using coordination::v1::JudgeAnswerRequest;
using coordination::v1::ListOpinionsRequest;
using coordination::v1::ListOpinionsResponse;
using coordination::v1::OpinionState;
using google::type::Date;
using Service = coordination::v1::OpinionService;

struct ListArgs {
  ListOpinionsRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddPlan(verb, *args.request.mutable_plan());
  AddEnums<OpinionState>(verb, "--status", "Only in one of these states",
                         [&args](OpinionState state) { args.request.add_states(state); });
  verb.add_option("--department", *args.request.mutable_department(), "Only of this department, by id");
  AddPaging(verb, args.request);
}

std::string RenderList(const ListOpinionsResponse& response, Session& session) {
  const Language language = session.language();
  Table table({{{"监督意见", "OPINION"}},
               {{"答复期限", "DUE"}},
               {{"状态", "STATE"}},
               {{"答复部门", "DEPARTMENT"}},
               {{"主题", "SUBJECT"}}});
  for (const auto& opinion : response.opinions()) {
    const Glossary& words = session.GlossaryOf(opinion.plan());
    table.AddRow({IdOf(opinion.name()), DateText(opinion.due_date()), EnumText(opinion.state(), language),
                  words.Department(opinion.department()), opinion.subject()});
  }
  return absl::StrCat(table.Render(language), NextPageHint(response.next_page_token(), language));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListOpinions, args.request), RenderList);
}

struct ShowArgs {
  GetOpinionRequest request;
};

void DeclareShow(Verb& verb, ShowArgs& args) { AddResource(verb, "name", "opinions", args.request); }

ExitCode Show(Session& session, ShowArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetOpinion, args.request), RenderOpinion);
}

using IssueArgs = FileArgs<IssueOpinionRequest>;

void DeclareIssue(Verb& verb, IssueArgs& args) {
  verb.add_option("file", args.file, "The opinion as textproto; - reads standard input")->required();
  AddRequestId(verb, args.request);
}

ExitCode Issue(Session& session, IssueArgs& args) {
  absl::Status read = ReadTextproto(args.file, *args.request.mutable_opinion());
  if (!read.ok()) return session.Fail(read);
  return session.Answer(session.Mutate(&Service::Stub::IssueOpinion, args.request), RenderOpinion);
}

struct AnswerArgs {
  AnswerOpinionRequest request;
};

void DeclareAnswer(Verb& verb, AnswerArgs& args) {
  AddResource(verb, "name", "opinions", args.request);
  verb.add_option("--text", *args.request.mutable_text(), "The answer")->required();
  AddFiles(verb, args.request);
  AddChange(verb, args.request);
}

ExitCode Answer(Session& session, AnswerArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::AnswerOpinion, args.request), RenderOpinion);
}

struct JudgeArgs {
  JudgeAnswerRequest request;
};

void DeclareJudge(Verb& verb, JudgeArgs& args) {
  AddResource(verb, "name", "opinions", args.request);
  AddParsed<Date>(verb, "--again-by", "Last day for another answer; without it, the opinion is closed", ParseDate,
                  [&args](const Date& date) { *args.request.mutable_due_date() = date; });
  verb.add_option("--text", *args.request.mutable_text(), "Why; required with --again-by");
  AddChange(verb, args.request);
}

ExitCode Judge(Session& session, JudgeArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::JudgeAnswer, args.request), RenderOpinion);
}

}  // namespace

void OpinionVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists opinions of the union, newest first", DeclareList, List);
  AddVerb(noun, session, "show", "Shows an opinion and the answers to it", DeclareShow, Show);
  AddVerb(noun, session, "issue", "Issues an opinion, as the union", DeclareIssue, Issue);
  AddVerb(noun, session, "answer", "Answers an opinion, as the department addressed", DeclareAnswer, Answer);
  AddVerb(noun, session, "judge", "Closes an opinion that was answered, or asks for another answer", DeclareJudge,
          Judge);
}

}  // namespace lianfang::cli
