// `lianfang return form`: 报送表, a return on paper.
#include "cli/form/return_form.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/return_verbs.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/text/names.h"
#include "lianfang/submission/v1/plan_service.grpc.pb.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::GetObligationRequest;
using submission::v1::GetPlanRequest;
using submission::v1::GetReturnRequest;
using submission::v1::PlanService;
using submission::v1::SubmissionService;

struct FormArgs {
  std::string name;
  std::string plan;
  std::string file;
};

void DeclareForm(Verb& verb, FormArgs& args) {
  verb.add_option("name", args.name, "Name, or id with --plan")->required();
  AddPlan(verb, args.plan);
  verb.add_option("file", args.file, "The document to write; without it, NAME.docx in the current directory");
}

absl::StatusOr<std::string> FormBytes(Session& session, const std::string& name) {
  GetReturnRequest return_request;
  return_request.set_name(name);
  const auto filed = session.client().Call(&SubmissionService::Stub::GetReturn, return_request);
  if (!filed.ok()) return filed.status();
  GetObligationRequest obligation_request;
  obligation_request.set_name(filed->obligation());
  const auto obligation = session.client().Call(&SubmissionService::Stub::GetObligation, obligation_request);
  if (!obligation.ok()) return obligation.status();
  GetPlanRequest plan_request;
  plan_request.set_name(PlanOf(name));
  const auto plan = session.client().Call(&PlanService::Stub::GetPlan, plan_request);
  if (!plan.ok()) return plan.status();
  return ReturnForm(*plan, *obligation, *filed, session.language());
}

ExitCode Form(Session& session, FormArgs& args) {
  const auto name = NameInPlan(args.plan, "returns", args.name);
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  const auto bytes = FormBytes(session, *name);
  if (!bytes.ok()) return session.Fail(bytes.status());
  const std::string file = args.file.empty() ? absl::StrCat(IdOf(*name), ".docx") : args.file;
  if (const absl::Status written = WriteFile(file, *bytes); !written.ok()) return session.Fail(written);
  session.Hint(absl::StrCat("written: ", file));
  return ExitCode::kSuccess;
}

}  // namespace

void AddReturnForm(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "form", "Writes the form of a return for signature and stamp, as a Word document", DeclareForm,
          Form);
}

}  // namespace lianfang::cli
