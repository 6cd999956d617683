// `lianfang plan progress`: 报送进度, at a glance: who has filed what.
#include <optional>
#include <string>

#include "cli/commands/plan_progress_text.h"
#include "cli/commands/plan_verbs.h"
#include "cli/options.h"
#include "common/time.h"
#include "lianfang/submission/v1/plan_service.grpc.pb.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::GetPlanRequest;
using submission::v1::ListObligationsRequest;
using submission::v1::ListObligationsResponse;
using submission::v1::PlanService;
using submission::v1::SubmissionService;

struct ProgressArgs {
  ListObligationsRequest request;
  std::optional<Moment> as_of;
};

void DeclareProgress(Verb& verb, ProgressArgs& args) {
  AddPlan(verb, *args.request.mutable_parent())->required();
  verb.add_option("--department", *args.request.mutable_department(), "Only this department's, by id");
  verb.add_option("--region", *args.request.mutable_region(), "Only this region's, by code");
  verb.add_option("--industry", *args.request.mutable_industry(), "Only this industry's, by id");
  verb.add_option("--period", *args.request.mutable_period(), "Only this period's, by id");
  AddMoment(verb, "--as-of", args.as_of, "As things stood at this instant, or when this day began");
}

ExitCode Progress(Session& session, ProgressArgs& args) {
  GetPlanRequest plan_request;
  plan_request.set_name(args.request.parent());
  const auto plan = session.client().Call(&PlanService::Stub::GetPlan, plan_request);
  if (!plan.ok()) return session.Fail(plan.status());
  const Glossary words(*plan, session.language());
  if (args.as_of) *args.request.mutable_as_of() = ToTimestamp(args.as_of->StartIn(words.zone()));
  return session.Answer(session.client().List(&SubmissionService::Stub::ListObligations, args.request),
                        [&plan](const ListObligationsResponse& response, Session& shown_by) {
                          return ProgressText(*plan, response.obligations(), shown_by.language());
                        });
}

}  // namespace

void AddPlanProgress(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "progress", "Shows who has filed what: departments and industries by period", DeclareProgress,
          Progress);
}

}  // namespace lianfang::cli
