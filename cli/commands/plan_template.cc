// `lianfang plan template`: a plan to begin with.
#include <string>

#include "cli/commands/plan_verbs.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/plan_skeleton.h"
#include "lianfang/submission/v1/plan_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::GetPlanRequest;
using submission::v1::PlanService;

struct TemplateArgs {
  std::string from;
  std::string from_file;
  int years = 0;  // 0: not given
  std::string file;
};

void DeclareTemplate(Verb& verb, TemplateArgs& args) {
  const Option from = AddParsed<std::string>(
      verb, "--from",
      "Make it from this plan, for the next cycle: departments, figures, rules and requests, moved by whole years",
      PlanName, [&args](std::string name) { args.from = std::move(name); });
  verb.add_option("--from-file", args.from_file, "Make it from this file instead, without asking a service")
      ->excludes(from);
  verb.add_option("--years", args.years,
                  "By how many years the dates of an earlier plan move; without it, to the year after its last")
      ->range(1, 100);
  verb.add_option("file", args.file, "Where to write it; without it, standard output");
}

absl::StatusOr<type::v1::Plan> EarlierPlan(Session& session, const TemplateArgs& args) {
  if (!args.from_file.empty()) {
    type::v1::Plan plan;
    const absl::Status read = ReadTextproto(args.from_file, plan);
    if (!read.ok()) return read;
    return plan;
  }
  GetPlanRequest request;
  request.set_name(args.from);
  return session.client().Call(&PlanService::Stub::GetPlan, request);
}

ExitCode Template(Session& session, TemplateArgs& args) {
  std::string text(PlanSkeleton());
  if (!args.from.empty() || !args.from_file.empty()) {
    const auto plan = EarlierPlan(session, args);
    if (!plan.ok()) return session.Fail(plan.status());
    text = PlanTextproto(MovedByYears(*plan, args.years > 0 ? args.years : YearsToNextCycle(*plan)));
  }
  if (args.file.empty()) {
    session.out() << text;
    return ExitCode::kSuccess;
  }
  const absl::Status written = WriteFile(args.file, text);
  return written.ok() ? ExitCode::kSuccess : session.Fail(written);
}

}  // namespace

void AddPlanTemplate(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "template", "Writes the skeleton of a plan, to be filled in and published", DeclareTemplate,
          Template);
}

}  // namespace lianfang::cli
