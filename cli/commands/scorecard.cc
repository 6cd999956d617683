// `lianfang scorecard`: the verdicts of a region and year, with what they rest on.
#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/nouns.h"
#include "cli/commands/scorecard_text.h"
#include "cli/commands/scorecard_verbs.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "lianfang/evaluation/v1/evaluation_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using evaluation::v1::ExplainResultRequest;
using evaluation::v1::Explanation;
using evaluation::v1::ExportDocument;
using evaluation::v1::ExportScorecardRequest;
using evaluation::v1::ExportScorecardResponse;
using evaluation::v1::GetScorecardRequest;
using evaluation::v1::ListScorecardsRequest;
using evaluation::v1::ListScorecardsResponse;
using evaluation::v1::Scorecard;
using evaluation::v1::ScorecardOrder;
using Service = evaluation::v1::EvaluationService;

void DeclareShow(Verb& verb, ScorecardArgs& args) {
  args.Declare(verb);
  args.DeclareAsOf(verb);
}

std::string RenderScorecard(const Scorecard& card, Session& session) {
  const Glossary& words = session.GlossaryOf(PlanOf(card.name()));
  return absl::StrCat(ScorecardText(card, words.zone(), session.language()),
                      RecordWarningsText(card, words, session.language()));
}

ExitCode Show(Session& session, ScorecardArgs& args) {
  GetScorecardRequest request;
  request.set_name(args.Name());
  args.SetAsOf(session, request);
  return session.Answer(session.client().Call(&Service::Stub::GetScorecard, request), RenderScorecard);
}

struct ListArgs : ScorecardArgs {
  ListScorecardsRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  args.Declare(verb);
  args.DeclareAsOf(verb);
  AddEnum<ScorecardOrder>(verb, "--order", "The order; without it, by code",
                          [&args](ScorecardOrder order) { args.request.set_order(order); });
  AddPaging(verb, args.request);
}

std::string RenderList(const ListScorecardsResponse& response, Session& session) {
  return absl::StrCat(LeagueText(response, session.language()),
                      NextPageHint(response.next_page_token(), session.language()));
}

ExitCode List(Session& session, ListArgs& args) {
  args.request.set_parent(args.RegionName());
  args.request.set_period(args.year);
  args.SetAsOf(session, args.request);
  return session.Answer(session.client().List(&Service::Stub::ListScorecards, args.request), RenderList);
}

struct ExplainArgs : ScorecardArgs {
  ExplainResultRequest request;
};

void DeclareExplain(Verb& verb, ExplainArgs& args) {
  args.Declare(verb);
  args.DeclareAsOf(verb);
  verb.add_option("--industry", *args.request.mutable_industry(), "The industry, by id; without it, their total");
  verb.add_option("--indicator", *args.request.mutable_indicator(), "The indicator, by id")->required();
}

ExitCode Explain(Session& session, ExplainArgs& args) {
  args.request.set_name(args.Name());
  args.SetAsOf(session, args.request);
  return session.Answer(session.client().Call(&Service::Stub::ExplainResult, args.request),
                        [&args](const Explanation& explanation, Session& shown) {
                          const Glossary& words = shown.GlossaryOf(PlanOf(args.request.name()));
                          return absl::StrCat(ExplanationText(explanation, shown.language()),
                                              RecordWarningsText(explanation, words, shown.language()));
                        });
}

struct ExportArgs : ScorecardArgs {
  ExportScorecardRequest request;
  std::string file;
};

void DeclareExport(Verb& verb, ExportArgs& args) {
  verb.add_option("file", args.file,
                  "The workbook to write; without it, under a name that says what is in it, in the current directory");
  args.Declare(verb);
  args.DeclareAsOf(verb);
  AddEnum<ExportDocument>(verb, "--document", "What the workbook holds; without it, the scorecard",
                          [&args](ExportDocument document) { args.request.set_document(document); });
}

std::string RenderExport(const ExportScorecardResponse& response, Session& session) {
  return absl::StrCat(session.language() == Language::kChinese ? "已写入 " : "written: ", response.filename(), "\n");
}

ExitCode Export(Session& session, ExportArgs& args) {
  args.request.set_name(args.Name());
  args.SetAsOf(session, args.request);
  auto response = session.client().Call(&Service::Stub::ExportScorecard, args.request);
  if (response.ok()) {
    // The service's name is a name alone, whatever it answers.
    if (args.file.empty()) args.file = std::filesystem::path(response->filename()).filename();
    if (absl::Status written = WriteFile(args.file, response->content()); !written.ok()) return session.Fail(written);
    // What was written is not shown, but where.
    response->clear_content();
    response->set_filename(args.file);
  }
  return session.Answer(response, RenderExport);
}

}  // namespace

void ScorecardVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "show", "Shows the verdicts of a region for a target year", DeclareShow, Show);
  AddVerb(noun, session, "list", "Lists the scorecards of the regions below a region", DeclareList, List);
  AddVerb(noun, session, "explain", "Derives one verdict step by step", DeclareExplain, Explain);
  AddVerb(noun, session, "export", "Writes a scorecard as a workbook (xlsx)", DeclareExport, Export);
  AddAssessmentVerbs(noun, session);
  AddHistoryVerbs(noun, session);
}

}  // namespace lianfang::cli
