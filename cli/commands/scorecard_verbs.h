// The verbs of `lianfang scorecard` by what they are about, and the options that they share.
#ifndef LIANFANG_CLI_COMMANDS_SCORECARD_VERBS_H_
#define LIANFANG_CLI_COMMANDS_SCORECARD_VERBS_H_

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/options.h"
#include "cli/session.h"
#include "cli/text/instants.h"
#include "cli/verb.h"
#include "common/time.h"

namespace lianfang::cli {

void AddAssessmentVerbs(CLI::App& noun, Session& session);  // trend, forecast, rates, mid-term, final
void AddHistoryVerbs(CLI::App& noun, Session& session);     // history, compare, watch

// Which region, and as of when.
struct RegionArgs {
  std::string plan;
  std::string region;
  std::optional<Moment> as_of;

  void Declare(Verb& verb) {
    AddPlan(verb, plan)->required();
    verb.add_option("--region", region, "The region, by code")->required();
  }
  void DeclareAsOf(Verb& verb) {
    AddMoment(verb, "--as-of", as_of, "As things stood at this instant, or when this day began");
  }

  std::string RegionName() const { return absl::StrCat(plan, "/regions/", region); }

  // Puts the instant, if one was given, into a request.
  template <typename Request>
  void SetAsOf(Session& session, Request& request) const {
    if (as_of) *request.mutable_as_of() = ToTimestamp(as_of->StartIn(session.GlossaryOf(plan).zone()));
  }
};

// Which scorecard, and as of when.
struct ScorecardArgs : RegionArgs {
  std::string year;

  void Declare(Verb& verb) {
    RegionArgs::Declare(verb);
    verb.add_option("--year", year, "The target year, by the id of the plan's period")->required();
  }

  std::string Name() const { return absl::StrCat(RegionName(), "/scorecards/", year); }
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_SCORECARD_VERBS_H_
