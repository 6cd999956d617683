// `lianfang scorecard history|compare|watch`: what verdicts were, what changed, and changes as they happen.
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "cli/commands/evaluation_text.h"
#include "cli/commands/scorecard_verbs.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "common/rpc/status.h"
#include "lianfang/evaluation/v1/evaluation_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using evaluation::v1::CompareScorecardsRequest;
using evaluation::v1::ListEvaluationsRequest;
using evaluation::v1::ListEvaluationsResponse;
using evaluation::v1::ScorecardComparison;
using evaluation::v1::WatchScorecardsRequest;
using evaluation::v1::WatchScorecardsResponse;
using Service = evaluation::v1::EvaluationService;

struct HistoryArgs : ScorecardArgs {
  ListEvaluationsRequest request;
};

void DeclareHistory(Verb& verb, HistoryArgs& args) {
  args.Declare(verb);
  verb.add_option("--industry", *args.request.mutable_industry(), "Only this industry's, by id");
  verb.add_option("--indicator", *args.request.mutable_indicator(), "Only this indicator's, by id");
  AddPaging(verb, args.request);
}

std::string RenderHistory(const ListEvaluationsResponse& response, Session& session) {
  const std::string plan = response.evaluations().empty() ? "" : PlanOf(response.evaluations(0).name());
  return absl::StrCat(EvaluationsText(response, session.GlossaryOf(plan).zone(), session.language()),
                      NextPageHint(response.next_page_token(), session.language()));
}

ExitCode History(Session& session, HistoryArgs& args) {
  args.request.set_parent(args.Name());
  return session.Answer(session.client().List(&Service::Stub::ListEvaluations, args.request), RenderHistory);
}

struct CompareArgs : ScorecardArgs {
  std::optional<Moment> from, to;
};

void DeclareCompare(Verb& verb, CompareArgs& args) {
  args.Declare(verb);
  AddMoment(verb, "--from", args.from, "From this instant, or when this day began")->required();
  AddMoment(verb, "--to", args.to, "To this instant, or when this day began; without it, now");
}

std::string RenderComparison(const ScorecardComparison& comparison, Session& session) {
  return ComparisonText(comparison, session.GlossaryOf(PlanOf(comparison.scorecard())).zone(), session.language());
}

ExitCode Compare(Session& session, CompareArgs& args) {
  CompareScorecardsRequest request;
  request.set_name(args.Name());
  const absl::TimeZone zone = session.GlossaryOf(args.plan).zone();
  *request.mutable_from_time() = ToTimestamp(args.from->StartIn(zone));
  if (args.to) *request.mutable_to_time() = ToTimestamp(args.to->StartIn(zone));
  return session.Answer(session.client().Call(&Service::Stub::CompareScorecards, request), RenderComparison);
}

struct WatchArgs {
  WatchScorecardsRequest request;
  int limit = 0;
};

void DeclareWatch(Verb& verb, WatchArgs& args) {
  AddPlan(verb, *args.request.mutable_plan());
  verb.add_option("--region", *args.request.mutable_region(), "Only of this region and those below it, by code");
  verb.add_option("--cursor", *args.request.mutable_cursor(),
                  "Goes on after this change, by the cursor shown with it; without it, from the beginning");
  verb.add_option("--limit", args.limit, "Ends after so many changes; without it, never")->at_least_one();
}

// Whether the stream may be opened again where it broke off: servers and proxies end every connection after a while.
bool ResumesAfter(const absl::Status& status, bool received) {
  if (status.ok() || absl::IsUnavailable(status)) return true;
  return received && (absl::IsInternal(status) || absl::IsCancelled(status) || absl::IsUnknown(status));
}

constexpr absl::Duration kFirstPause = absl::Seconds(1);
constexpr absl::Duration kLongestPause = absl::Seconds(30);

ExitCode Watch(Session& session, WatchArgs& args) {
  const auto stub = session.client().Open<Service>();
  if (!stub.ok()) return session.Fail(stub.status());
  absl::Duration pause = kFirstPause;
  for (int shown = 0;;) {
    grpc::ClientContext context;
    const auto reader = (*stub)->WatchScorecards(&context, args.request);
    WatchScorecardsResponse change;
    bool received = false;
    while (reader->Read(&change)) {
      received = true;
      pause = kFirstPause;
      args.request.set_cursor(change.cursor());  // where to go on
      if (change.scorecard().empty()) continue;  // a heartbeat
      session.out() << (session.options().output == Output::kJson
                            ? ToJson(change)
                            : ChangeText(change, session.GlossaryOf(PlanOf(change.scorecard())).zone(),
                                         session.language()))
                    << std::flush;
      if (++shown != args.limit && session.out().good()) continue;
      context.TryCancel();
      reader->Finish();
      return session.out().good() ? ExitCode::kSuccess : session.Fail(absl::DataLossError("output cannot be written"));
    }
    const absl::Status status = FromGrpcStatus(reader->Finish());
    if (!ResumesAfter(status, received)) {
      const ExitCode code = session.Fail(status);
      if (!args.request.cursor().empty()) session.Hint(absl::StrCat("go on with --cursor ", args.request.cursor()));
      return code;
    }
    absl::SleepFor(pause);
    pause = std::min(pause * 2, kLongestPause);
  }
}

}  // namespace

void AddHistoryVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "history", "Lists the evaluations that were kept, newest first", DeclareHistory, History);
  AddVerb(noun, session, "compare", "Shows what changed between two instants, and why", DeclareCompare, Compare);
  AddVerb(noun, session, "watch", "Shows changes of verdicts as they happen", DeclareWatch, Watch);
}

}  // namespace lianfang::cli
