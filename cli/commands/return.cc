// `lianfang return`: filing, correcting, reading and reviewing returns.
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/commands/nouns.h"
#include "cli/commands/return_text.h"
#include "cli/commands/return_verbs.h"
#include "cli/options.h"
#include "cli/text/figures.h"
#include "cli/text/names.h"
#include "common/errors.h"
#include "common/precondition.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::GetReturnRequest;
using submission::v1::ListReturnsRequest;
using submission::v1::ListRevisionsRequest;
using submission::v1::ReturnState;
using submission::v1::SubmitReturnRequest;
using submission::v1::SubmitReturnResponse;
using Service = submission::v1::SubmissionService;

struct SubmitArgs {
  SubmitReturnRequest request;
  std::string plan;
  std::string receipt_file;
  bool from_records = false;
};

void DeclareSubmit(Verb& verb, SubmitArgs& args) {
  verb.add_option("--obligation", *args.request.mutable_obligation(), "The obligation: name, or id with --plan")
      ->required();
  AddPlan(verb, args.plan);
  AddRepeated<type::v1::FigureValue>(
      verb, "--figure", "A figure: id=NUMBER, or id=na:REASON where it does not exist", ParseFigure,
      [&args](type::v1::FigureValue figure) { *args.request.add_figures() = std::move(figure); });
  verb.add_flag(
      "--from-records", args.from_records,
      "Counts the figures that are not given from the own department's records, and shows the records behind each");
  verb.add_option("--note", *args.request.mutable_note(), "A note for the reviewer");
  auto supersedes = verb.add_option_function<int>(
                            "--supersedes", [&args](const int& number) { args.request.set_supersedes(number); },
                            "Correction: number of the revision superseded")
                        ->at_least_one();
  auto reason = verb.add_option("--reason", *args.request.mutable_correction_reason(), "Correction: why");
  supersedes->needs(reason);
  reason->needs(supersedes);
  verb.add_option("--etag", *args.request.mutable_etag(),
                  "Correction: etag of the return as it was read; without it, as it stands now");
  verb.add_option("--confirm-warnings", *args.request.mutable_warning_confirmation(),
                  "Why the figures are right although they raise plausibility warnings");
  verb.add_flag_callback(
      "--validate-only", [&args] { args.request.set_validate_only(true); },
      "Check the return and show it, without filing");
  verb.add_option("--receipt", args.receipt_file, "Save the receipt in this file");
  AddRequestId(verb, args.request);
}

ExitCode Submit(Session& session, SubmitArgs& args) {
  auto obligation = NameInPlan(args.plan, "obligations", args.request.obligation());
  if (!obligation.ok()) return session.Fail(UsageError(obligation.status().message()));
  args.request.set_obligation(*obligation);
  if (args.request.figures().empty() && !args.from_records) {
    return session.Fail(UsageError("--figure is required"));
  }
  if (args.from_records) {
    if (absl::Status filled = FillFromRecords(session, args.request); !filled.ok()) return session.Fail(filled);
  }
  if (args.request.supersedes() > 0) {
    const std::string name = absl::StrCat(PlanOf(*obligation), "/returns/", IdOf(*obligation));
    // Which revision is superseded, the service compares itself.
    const absl::Status read = SetEtag(session, name, /*revision=*/0, *args.request.mutable_etag());
    if (!read.ok()) return session.Fail(read);
  }

  return FileReturn(session, args.request, args.receipt_file);
}

struct ListArgs {
  ListReturnsRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddPlan(verb, *args.request.mutable_parent())->required();
  verb.add_option("--department", *args.request.mutable_department(), "Only this department's, by id");
  verb.add_option("--region", *args.request.mutable_region(), "Only this region's, by code");
  verb.add_option("--industry", *args.request.mutable_industry(), "Only this industry's, by id");
  verb.add_option("--period", *args.request.mutable_period(), "Only this period's, by id");
  const Option status = AddEnum<ReturnState>(verb, "--status", "Only in this state",
                                             [&args](ReturnState state) { args.request.set_state(state); });
  verb.add_flag_callback(
          "--awaiting-signature", [&args] { args.request.set_state(submission::v1::RETURN_STATE_AWAITING_SIGN_OFF); },
          "Only those that wait for the signature of their department's convener")
      ->excludes(status);
  AddPaging(verb, args.request);
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListReturns, args.request), RenderReturns);
}

// One return by its name.
template <typename Request>
struct NameArgs {
  Request request;
  std::string name;
  std::string plan;
};

template <typename Request>
void DeclareName(Verb& verb, NameArgs<Request>& args) {
  verb.add_option("name", args.name, "Name, or id with --plan")->required();
  AddPlan(verb, args.plan);
}

ExitCode Show(Session& session, NameArgs<GetReturnRequest>& args) {
  auto name = NameInPlan(args.plan, "returns", args.name);
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  args.request.set_name(*name);
  return session.Answer(session.client().Call(&Service::Stub::GetReturn, args.request), RenderReturn);
}

void DeclareRevisions(Verb& verb, NameArgs<ListRevisionsRequest>& args) {
  DeclareName(verb, args);
  AddPaging(verb, args.request);
}

// A return that was filed before, or withdrawn since, is filed again as a correction; the service says of which revision.
void HintAtCorrection(Session& session, const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  if (!info.has_value() || info->reason() != "STALE") return;
  const auto revision = info->metadata().find("supersedes");
  if (revision == info->metadata().end() || revision->second == "0") return;
  session.Hint(absl::StrCat("revision ", revision->second, " is there already; file the next one with --supersedes ",
                            revision->second, " --reason WHY"));
}

ExitCode Revisions(Session& session, NameArgs<ListRevisionsRequest>& args) {
  auto name = NameInPlan(args.plan, "returns", args.name);
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  args.request.set_parent(*name);
  return session.Answer(session.client().List(&Service::Stub::ListRevisions, args.request), RenderRevisions);
}

}  // namespace

ExitCode FileReturn(Session& session, SubmitReturnRequest& request, const std::string& receipt_file) {
  // Once the return is filed, a file that cannot be written comes too late to be told.
  if (!receipt_file.empty()) {
    if (absl::Status writable = CheckWritable(receipt_file); !writable.ok()) return session.Fail(writable);
  }
  auto response = session.Mutate(&Service::Stub::SubmitReturn, request);
  const ExitCode answered = session.Answer(response, [](const SubmitReturnResponse& submitted, Session& shown_by) {
    return RenderReturn(submitted.return_(), shown_by);
  });
  if (PreconditionFailureOf(response.status()).has_value()) {
    session.Hint("if the figures are right all the same, say why with --confirm-warnings REASON");
  }
  HintAtCorrection(session, response.status());
  if (answered != ExitCode::kSuccess || receipt_file.empty() || !response->has_receipt()) return answered;
  const absl::Status saved = WriteJson(receipt_file, response->receipt());
  if (saved.ok()) return answered;
  const ExitCode failed = session.Fail(saved);
  session.Hint(absl::StrCat("the return is filed; its receipt: receipt show --plan ", PlanOf(request.obligation()),
                            " --sequence ", response->return_().latest().ledger_sequence(), " --save FILE"));
  return failed;
}

void ReturnVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "submit", "Files a return, or a correction of one", DeclareSubmit, Submit);
  AddVerb(noun, session, "list", "Lists returns", DeclareList, List);
  AddVerb(noun, session, "show", "Shows a return", DeclareName<GetReturnRequest>, Show);
  AddVerb(noun, session, "revisions", "Lists the revisions of a return, newest first, with what each changed",
          DeclareRevisions, Revisions);
  AddReturnReview(noun, session);
  AddReturnSignOff(noun, session);
  AddReturnTemplate(noun, session);
  AddReturnImport(noun, session);
  AddReturnForm(noun, session);
}

}  // namespace lianfang::cli
