// `lianfang scorecard`: the verdicts of a region and year, with what they rest on.
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/nouns.h"
#include "cli/commands/scorecard_text.h"
#include "cli/options.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "common/time.h"

namespace lianfang::cli {
namespace {

using evaluation::v1::GetScorecardRequest;
using evaluation::v1::Scorecard;
using Service = evaluation::v1::EvaluationService;

struct ShowArgs {
  std::string plan;
  std::string region;
  std::string year;
  std::optional<Moment> as_of;
};

void DeclareShow(CLI::App& verb, ShowArgs& args) {
  AddPlan(verb, args.plan)->required();
  verb.add_option("--region", args.region, "The region, by code")->required();
  verb.add_option("--year", args.year, "The target year, by the id of the plan's period")->required();
  AddMoment(verb, "--as-of", args.as_of, "As things stood at this instant, or when this day began");
}

std::string RenderScorecard(const Scorecard& card, Session& session) {
  return ScorecardText(card, session.GlossaryOf(PlanOf(card.name())).zone(), session.language());
}

ExitCode Show(Session& session, ShowArgs& args) {
  GetScorecardRequest request;
  request.set_name(absl::StrCat(args.plan, "/regions/", args.region, "/scorecards/", args.year));
  if (args.as_of) *request.mutable_as_of() = ToTimestamp(args.as_of->StartIn(session.GlossaryOf(args.plan).zone()));
  return session.Answer(session.client().Call(&Service::Stub::GetScorecard, request), RenderScorecard);
}

}  // namespace

void ScorecardVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "show", "Shows the verdicts of a region for a target year", DeclareShow, Show);
}

}  // namespace lianfang::cli
