// `lianfang return template`: the file that a clerk fills in and hands to `return import`.
#include <string>

#include "absl/strings/match.h"
#include "cli/commands/return_verbs.h"
#include "cli/import/encoding.h"
#include "cli/import/template.h"
#include "cli/import/template_words.h"
#include "cli/import/template_workbook.h"
#include "cli/options.h"
#include "lianfang/submission/v1/plan_service.grpc.pb.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::GetPlanRequest;
using submission::v1::ListObligationsRequest;
using submission::v1::ListReturnsRequest;
using submission::v1::PlanService;
using submission::v1::SubmissionService;

// The states in which an obligation waits for a filing.
constexpr submission::v1::ObligationState kOpenStates[] = {
    submission::v1::OBLIGATION_STATE_OPEN, submission::v1::OBLIGATION_STATE_DUE_SOON,
    submission::v1::OBLIGATION_STATE_OVERDUE, submission::v1::OBLIGATION_STATE_EXTENDED,
    submission::v1::OBLIGATION_STATE_SENT_BACK};
// Those in which a filing can be corrected.
constexpr submission::v1::ObligationState kMetStates[] = {submission::v1::OBLIGATION_STATE_MET,
                                                          submission::v1::OBLIGATION_STATE_MET_LATE};

struct TemplateArgs {
  ListObligationsRequest obligations;
  bool filed = false;
  bool gb18030 = false;
  bool english = false;
  bool xlsx = false;
  std::string file;
};

void Declare(Verb& verb, TemplateArgs& args) {
  AddPlan(verb, *args.obligations.mutable_parent())->required();
  verb.add_option("--department", *args.obligations.mutable_department(), "The department that files, by id")
      ->required();
  verb.add_option("--period", *args.obligations.mutable_period(), "Only this period's, by id");
  verb.add_option("--region", *args.obligations.mutable_region(), "Only this region's, by code");
  verb.add_flag("--filed", args.filed, "Also what is filed already, to be corrected");
  auto xlsx = verb.add_flag("--xlsx", args.xlsx,
                            "As a workbook: a sheet for every period, ids locked, units and bounds checked, choices as "
                            "drop-downs; also where the file's name ends with .xlsx");
  verb.add_flag("--gb18030", args.gb18030, "In GB18030 instead of UTF-8")->excludes(xlsx);
  verb.add_flag("--english", args.english, "With English ids instead of the Chinese terms");
  verb.add_option("file", args.file, "Where to write it; without it, standard output");
}

absl::StatusOr<std::string> TemplateBytes(const TemplateArgs& args, const type::v1::Plan& plan,
                                          const ObligationList& obligations, const ReturnList& returns) {
  const TemplateWords words(plan, returns, args.english ? Language::kEnglish : Language::kChinese);
  if (args.xlsx || absl::EndsWithIgnoreCase(args.file, ".xlsx")) return TemplateWorkbook(words, plan, obligations);
  return EncodeText(TemplateText(words, obligations), args.gb18030 ? Encoding::kGb18030 : Encoding::kUtf8);
}

ExitCode Template(Session& session, TemplateArgs& args) {
  GetPlanRequest plan_request;
  plan_request.set_name(args.obligations.parent());
  const auto plan = session.client().Call(&PlanService::Stub::GetPlan, plan_request);
  if (!plan.ok()) return session.Fail(plan.status());

  for (const auto state : kOpenStates) args.obligations.add_states(state);
  if (args.filed) {
    for (const auto state : kMetStates) args.obligations.add_states(state);
  }
  const auto owed = session.client().List(&SubmissionService::Stub::ListObligations, args.obligations);
  if (!owed.ok()) return session.Fail(owed.status());
  if (owed->obligations().empty()) session.Hint("nothing is owed here now: the file has a header and no rows");

  ListReturnsRequest returns_request;
  returns_request.set_parent(args.obligations.parent());
  returns_request.set_department(args.obligations.department());
  const auto filed = session.client().List(&SubmissionService::Stub::ListReturns, returns_request);
  if (!filed.ok()) return session.Fail(filed.status());

  const auto bytes = TemplateBytes(args, *plan, owed->obligations(), filed->returns());
  if (!bytes.ok()) return session.Fail(bytes.status());
  if (args.file.empty()) {
    session.out() << *bytes;
    return ExitCode::kSuccess;
  }
  const absl::Status written = WriteFile(args.file, *bytes);
  return written.ok() ? ExitCode::kSuccess : session.Fail(written);
}

}  // namespace

void AddReturnTemplate(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "template",
          "Writes a CSV file or a workbook to be filled in for `import`: a row for every open obligation", Declare,
          Template);
}

}  // namespace lianfang::cli
