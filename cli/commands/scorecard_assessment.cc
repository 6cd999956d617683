// `lianfang scorecard trend|forecast|rates|mid-term|final`: looks ahead and back.
#include <string>

#include "cli/commands/assessment_text.h"
#include "cli/commands/scorecard_verbs.h"
#include "cli/text/names.h"
#include "lianfang/evaluation/v1/evaluation_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using evaluation::v1::FinalSummary;
using evaluation::v1::Forecast;
using evaluation::v1::ForecastTargetsRequest;
using evaluation::v1::GetFinalSummaryRequest;
using evaluation::v1::GetMidTermAssessmentRequest;
using evaluation::v1::GetReportingRatesRequest;
using evaluation::v1::GetTrendRequest;
using evaluation::v1::MidTermAssessment;
using evaluation::v1::ReportingRates;
using evaluation::v1::Trend;
using Service = evaluation::v1::EvaluationService;

struct TrendArgs : RegionArgs {
  GetTrendRequest request;
};

void DeclareTrend(Verb& verb, TrendArgs& args) {
  args.Declare(verb);
  args.DeclareAsOf(verb);
  verb.add_option("--indicator", *args.request.mutable_indicator(), "Only this indicator's, by id");
  verb.add_option("--industry", *args.request.mutable_industry(), "Only this industry's, by id");
}

ExitCode ShowTrend(Session& session, TrendArgs& args) {
  args.request.set_parent(args.RegionName());
  args.SetAsOf(session, args.request);
  return session.Answer(session.client().Call(&Service::Stub::GetTrend, args.request),
                        [](const Trend& trend, Session& shown_by) {
                          return TrendText(trend, shown_by.GlossaryOf(PlanOf(trend.region())), shown_by.language());
                        });
}

void DeclareScorecard(Verb& verb, ScorecardArgs& args) {
  args.Declare(verb);
  args.DeclareAsOf(verb);
}

ExitCode ShowForecast(Session& session, ScorecardArgs& args) {
  ForecastTargetsRequest request;
  request.set_name(args.Name());
  args.SetAsOf(session, request);
  return session.Answer(
      session.client().Call(&Service::Stub::ForecastTargets, request),
      [](const Forecast& forecast, Session& shown_by) { return ForecastText(forecast, shown_by.language()); });
}

ExitCode ShowMidTerm(Session& session, ScorecardArgs& args) {
  GetMidTermAssessmentRequest request;
  request.set_name(args.Name());
  args.SetAsOf(session, request);
  return session.Answer(session.client().Call(&Service::Stub::GetMidTermAssessment, request),
                        [](const MidTermAssessment& assessment, Session& shown_by) {
                          return AssessmentText(assessment, shown_by.GlossaryOf(PlanOf(assessment.scorecard())),
                                                shown_by.language());
                        });
}

void DeclareRegion(Verb& verb, RegionArgs& args) {
  args.Declare(verb);
  args.DeclareAsOf(verb);
}

ExitCode ShowRates(Session& session, RegionArgs& args) {
  GetReportingRatesRequest request;
  request.set_parent(args.RegionName());
  args.SetAsOf(session, request);
  return session.Answer(session.client().Call(&Service::Stub::GetReportingRates, request),
                        [](const ReportingRates& rates, Session& shown_by) {
                          return ReportingRatesText(rates, shown_by.GlossaryOf(PlanOf(rates.region())),
                                                    shown_by.language());
                        });
}

ExitCode ShowFinal(Session& session, RegionArgs& args) {
  GetFinalSummaryRequest request;
  request.set_parent(args.RegionName());
  args.SetAsOf(session, request);
  return session.Answer(session.client().Call(&Service::Stub::GetFinalSummary, request), [](const FinalSummary& summary,
                                                                                            Session& shown_by) {
    return FinalSummaryText(summary, shown_by.GlossaryOf(PlanOf(summary.scorecard().name())), shown_by.language());
  });
}

}  // namespace

void AddAssessmentVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "trend", "Shows the indicators of a region over all data years", DeclareTrend, ShowTrend);
  AddVerb(noun, session, "forecast", "Shows what a year may still hold for its targets to be attained",
          DeclareScorecard, ShowForecast);
  AddVerb(noun, session, "rates", "Shows how complete and how timely the departments' figures are", DeclareRegion,
          ShowRates);
  AddVerb(noun, session, "mid-term", "Shows the mid-term assessment of a target year", DeclareScorecard, ShowMidTerm);
  AddVerb(noun, session, "final", "Shows the final summary of the plan", DeclareRegion, ShowFinal);
}

}  // namespace lianfang::cli
