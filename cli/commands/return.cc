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
#include "common/precondition.h"

namespace lianfang::cli {
namespace {

using submission::v1::GetReturnRequest;
using submission::v1::ListReturnsRequest;
using submission::v1::ListRevisionsRequest;
using submission::v1::ReturnState;
using submission::v1::Review;
using submission::v1::ReviewReturnRequest;
using submission::v1::SubmitReturnRequest;
using submission::v1::SubmitReturnResponse;
using Service = submission::v1::SubmissionService;

// Sets the etag that a mutation of a return needs, where it was not given: that of the return as it stands, so that
// whatever happens to it in between refuses the mutation. `revision` is the one that the user has seen, and must be the
// latest then; 0: not said.
absl::Status SetEtag(Session& session, const std::string& name, int revision, std::string& etag) {
  if (!etag.empty()) return absl::OkStatus();
  GetReturnRequest read;
  read.set_name(name);
  const auto filed = session.client().Call(&Service::Stub::GetReturn, read);
  if (!filed.ok()) return filed.status();
  if (revision != 0 && filed->latest().revision() != revision) {
    return absl::AbortedError(
        absl::StrCat("the latest revision is ", filed->latest().revision(), " by now, not ", revision));
  }
  etag = filed->etag();
  return absl::OkStatus();
}

struct SubmitArgs {
  SubmitReturnRequest request;
  std::string plan;
  std::string receipt_file;
};

void DeclareSubmit(CLI::App& verb, SubmitArgs& args) {
  verb.add_option("--obligation", *args.request.mutable_obligation(), "The obligation: name, or id with --plan")
      ->required();
  AddPlan(verb, args.plan);
  AddRepeated<type::v1::FigureValue>(
      verb, "--figure", "A figure: id=NUMBER, or id=na:REASON where it does not exist", ParseFigure,
      [&args](type::v1::FigureValue figure) { *args.request.add_figures() = std::move(figure); })
      ->required();
  verb.add_option("--note", *args.request.mutable_note(), "A note for the reviewer");
  auto* supersedes = verb.add_option_function<int>(
                             "--supersedes", [&args](const int& number) { args.request.set_supersedes(number); },
                             "Correction: number of the revision superseded")
                         ->check(CLI::PositiveNumber);
  auto* reason = verb.add_option("--reason", *args.request.mutable_correction_reason(), "Correction: why");
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
  if (args.request.supersedes() > 0) {
    const std::string name = absl::StrCat(PlanOf(*obligation), "/returns/", IdOf(*obligation));
    // Which revision is superseded, the service compares itself.
    const absl::Status read = SetEtag(session, name, /*revision=*/0, *args.request.mutable_etag());
    if (!read.ok()) return session.Fail(read);
  }

  // Once the return is filed, a file that cannot be written comes too late to be told.
  if (!args.receipt_file.empty()) {
    if (absl::Status writable = CheckWritable(args.receipt_file); !writable.ok()) return session.Fail(writable);
  }
  auto response = session.Mutate(&Service::Stub::SubmitReturn, args.request);
  const ExitCode answered = session.Answer(response, [](const SubmitReturnResponse& submitted, Session& shown_by) {
    return RenderReturn(submitted.return_(), shown_by);
  });
  if (PreconditionFailureOf(response.status()).has_value()) {
    session.Hint("if the figures are right all the same, say why with --confirm-warnings REASON");
  }
  if (answered != ExitCode::kSuccess || args.receipt_file.empty() || !response->has_receipt()) return answered;
  const absl::Status saved = WriteJson(args.receipt_file, response->receipt());
  if (saved.ok()) return answered;
  const ExitCode failed = session.Fail(saved);
  session.Hint(absl::StrCat("the return is filed; its receipt: receipt show --plan ", PlanOf(*obligation),
                            " --sequence ", response->return_().latest().ledger_sequence(), " --save FILE"));
  return failed;
}

struct ListArgs {
  ListReturnsRequest request;
};

void DeclareList(CLI::App& verb, ListArgs& args) {
  AddPlan(verb, *args.request.mutable_parent())->required();
  verb.add_option("--department", *args.request.mutable_department(), "Only this department's, by id");
  verb.add_option("--region", *args.request.mutable_region(), "Only this region's, by code");
  verb.add_option("--industry", *args.request.mutable_industry(), "Only this industry's, by id");
  verb.add_option("--period", *args.request.mutable_period(), "Only this period's, by id");
  AddEnum<ReturnState>(verb, "--status", "Only in this state",
                       [&args](ReturnState state) { args.request.set_state(state); });
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
void DeclareName(CLI::App& verb, NameArgs<Request>& args) {
  verb.add_option("name", args.name, "Name, or id with --plan")->required();
  AddPlan(verb, args.plan);
}

ExitCode Show(Session& session, NameArgs<GetReturnRequest>& args) {
  auto name = NameInPlan(args.plan, "returns", args.name);
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  args.request.set_name(*name);
  return session.Answer(session.client().Call(&Service::Stub::GetReturn, args.request), RenderReturn);
}

void DeclareRevisions(CLI::App& verb, NameArgs<ListRevisionsRequest>& args) {
  DeclareName(verb, args);
  AddPaging(verb, args.request);
}

ExitCode Revisions(Session& session, NameArgs<ListRevisionsRequest>& args) {
  auto name = NameInPlan(args.plan, "returns", args.name);
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  args.request.set_parent(*name);
  return session.Answer(session.client().List(&Service::Stub::ListRevisions, args.request), RenderRevisions);
}

struct ReviewArgs {
  ReviewReturnRequest request;
  std::string plan;
  int revision = 0;
};

void DeclareReview(CLI::App& verb, ReviewArgs& args) {
  verb.add_option("name", *args.request.mutable_name(), "Name, or id with --plan")->required();
  AddPlan(verb, args.plan);
  Review& review = *args.request.mutable_review();
  auto* decision = verb.add_option_group("decision", "Either accept or send back");
  decision->require_option(1);
  decision->add_flag_callback(
      "--accept", [&review] { review.set_decision(submission::v1::REVIEW_DECISION_ACCEPT); }, "Accept the return");
  auto* send_back = decision->add_flag_callback(
      "--send-back", [&review] { review.set_decision(submission::v1::REVIEW_DECISION_SEND_BACK); },
      "Send the return back to the department");
  auto* reason = verb.add_option("--reason", *review.mutable_reason(), "Why; needed to send back");
  send_back->needs(reason);
  AddRepeated<std::pair<std::string, std::string>>(verb, "--remark", "A remark on one figure: id=TEXT", ParsePair,
                                                   [&review](std::pair<std::string, std::string> pair) {
                                                     auto* remark = review.add_remarks();
                                                     remark->set_figure(std::move(pair.first));
                                                     remark->set_text(std::move(pair.second));
                                                   });
  verb.add_option("--revision", args.revision,
                  "The revision that was looked at, where no etag is given; refused where it is not the latest")
      ->check(CLI::PositiveNumber);
  verb.add_option("--etag", *args.request.mutable_etag(),
                  "Etag of the return as it was read; without it, as it stands now");
  AddRequestId(verb, args.request);
}

ExitCode ReviewReturn(Session& session, ReviewArgs& args) {
  auto name = NameInPlan(args.plan, "returns", args.request.name());
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  args.request.set_name(*name);
  const absl::Status read = SetEtag(session, *name, args.revision, *args.request.mutable_etag());
  if (!read.ok()) return session.Fail(read);
  return session.Answer(session.Mutate(&Service::Stub::ReviewReturn, args.request), RenderReturn);
}

}  // namespace

void ReturnVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "submit", "Files a return, or a correction of one", DeclareSubmit, Submit);
  AddVerb(noun, session, "list", "Lists returns", DeclareList, List);
  AddVerb(noun, session, "show", "Shows a return", DeclareName<GetReturnRequest>, Show);
  AddVerb(noun, session, "revisions", "Lists the revisions of a return, newest first, with what each changed",
          DeclareRevisions, Revisions);
  AddVerb(noun, session, "review", "Accepts a return or sends it back", DeclareReview, ReviewReturn);
  AddReturnTemplate(noun, session);
  AddReturnImport(noun, session);
}

}  // namespace lianfang::cli
