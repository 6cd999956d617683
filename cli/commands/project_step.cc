// `lianfang project`, the steps: each verb records one. What a file says better than options (a revised proposal, a contract) is read from
// one.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/commands/expert_text.h"
#include "cli/commands/fund_text.h"
#include "cli/text/money.h"
#include "lianfang/fund/v1/project_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using fund::v1::AcceptanceResult;
using fund::v1::RecordProjectStepRequest;
using Service = fund::v1::ProjectService;

struct StepArgs {
  RecordProjectStepRequest request;
  std::vector<std::pair<std::string, std::string>> documents;
  std::string file;  // of the detail, where the verb reads one
  std::string third_party;
  std::string plan;

  fund::v1::ProjectStep& step() { return *request.mutable_step(); }
};

// What every step has.
void DeclareStep(Verb& verb, StepArgs& args) {
  AddResource(verb, "name", "projects", args.request);
  verb.add_option("--note", *args.step().mutable_note(), "Why, or what there is to say");
  AddDocuments(verb, args.documents);
  verb.add_flag_callback(
      "--validate-only", [&args] { args.request.set_validate_only(true); }, "Check everything, store nothing");
  AddChange(verb, args.request);
}

void AddDate(Verb& verb, const char* description, google::type::Date& date) {
  AddParsed<google::type::Date>(verb, "--date", description, ParseDate, [&date](google::type::Date day) {
    date = std::move(day);
  })->required();
}

Option AddAmount(Verb& verb, const char* description, google::type::Money& amount) {
  return AddParsed<google::type::Money>(verb, "--amount", description, ParseMoney,
                                        [&amount](google::type::Money money) { amount = std::move(money); });
}

ExitCode Take(Session& session, StepArgs& args) {
  if (absl::Status read = ReadDocuments(args.documents, *args.step().mutable_documents()); !read.ok()) {
    return session.Fail(read);
  }
  return session.Answer(session.Mutate(&Service::Stub::RecordProjectStep, args.request), RenderProject);
}

void DeclareRevise(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args);
  verb.add_option("file", args.file, "The whole proposal as textproto; - reads standard input")->required();
}

ExitCode Revise(Session& session, StepArgs& args) {
  const absl::Status read = ReadTextproto(args.file, *args.step().mutable_revision()->mutable_proposal());
  return read.ok() ? Take(session, args) : session.Fail(read);
}

void DeclareWithdraw(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args);
  args.step().mutable_withdrawal();
}

void DeclareAssign(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args);
  AddParsed<std::string>(
      verb, "--engagement", "The engagement whose panel reviews, by name or id",
      [](absl::string_view text) { return TopLevelName("engagements", text); },
      [&args](std::string name) { args.step().mutable_panel()->set_engagement(std::move(name)); })
      ->required();
}

void DeclareReview(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args);
  auto& review = *args.step().mutable_review();
  verb.add_option_function<int>(
          "--for", [&review](const int& votes) { review.set_votes_for(votes); }, "How many of the panel were for it")
      ->required();
  verb.add_option_function<int>(
          "--against", [&review](const int& votes) { review.set_votes_against(votes); }, "How many were against it")
      ->required();
  AddParsed<google::type::Money>(verb, "--amount", "The amount recommended, in yuan", ParseMoney,
                                 [&review](google::type::Money money) { *review.mutable_amount() = std::move(money); });
}

void DeclareApprove(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args);
  args.step().mutable_decision()->set_approve(true);
  AddAmount(verb, "The amount approved, in yuan", *args.step().mutable_decision()->mutable_amount())->required();
}

void DeclareReject(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args);
  args.step().mutable_decision();
}

void DeclareContract(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args);
  verb.add_option("file", args.file, "The contract as textproto; - reads standard input")->required();
}

ExitCode Contract(Session& session, StepArgs& args) {
  const absl::Status read = ReadTextproto(args.file, *args.step().mutable_contract()->mutable_contract());
  return read.ok() ? Take(session, args) : session.Fail(read);
}

void DeclareAdvance(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args);
  auto& advance = *args.step().mutable_advance();
  AddAmount(verb, "The amount paid, in yuan", *advance.mutable_amount())->required();
  AddDate(verb, "The day of payment", *advance.mutable_pay_date());
  verb.add_option("--voucher", *advance.mutable_voucher(), "Number of the voucher")->required();
}

void DeclareStart(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args);
  AddDate(verb, "The first day of the work", *args.step().mutable_start()->mutable_start_date());
}

void DeclareMilestone(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args);
  auto& milestone = *args.step().mutable_milestone();
  verb.add_option("--milestone", *milestone.mutable_milestone(), "The milestone of the contract, by id")->required();
  AddDate(verb, "The day on which it was reached", *milestone.mutable_done_date());
}

void DeclareVisit(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args);
  auto& visit = *args.step().mutable_visit();
  AddDate(verb, "The day of the visit", *visit.mutable_visit_date());
  verb.add_option("--finding", *visit.mutable_finding(), "What was found")->required();
}

void DeclareComplete(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args);
  AddDate(verb, "The last day of the work", *args.step().mutable_completion()->mutable_complete_date());
}

void DeclareAccept(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args);
  auto& acceptance = *args.step().mutable_acceptance();
  AddEnum<AcceptanceResult>(verb, "--result", "The result", [&acceptance](AcceptanceResult result) {
    acceptance.set_result(result);
  })->required();
  AddDate(verb, "The day of the acceptance", *acceptance.mutable_accept_date());
  AddParsed<std::string>(
      verb, "--engagement", "The engagement whose panel accepts, by name or id",
      [](absl::string_view text) { return TopLevelName("engagements", text); },
      [&acceptance](std::string name) { acceptance.set_engagement(std::move(name)); });
  verb.add_option("--third-party", args.third_party, "The third party that accepts, by credit code; needs --plan");
  AddPlan(verb, args.plan);
  AddParsed<google::type::Date>(
      verb, "--rectify-by", "Last day to put it right, where it is sent back", ParseDate,
      [&acceptance](google::type::Date day) { *acceptance.mutable_rectify_by_date() = std::move(day); });
}

ExitCode Accept(Session& session, StepArgs& args) {
  if (!args.third_party.empty()) {
    auto name = NameInPlan(args.plan, "providers", args.third_party);
    if (!name.ok()) return session.Fail(UsageError(name.status().message()));
    args.step().mutable_acceptance()->set_third_party(*std::move(name));
  }
  return Take(session, args);
}

void DeclareSettle(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args);
  auto& settlement = *args.step().mutable_settlement();
  AddAmount(verb, "What the project cost in all, in yuan", *settlement.mutable_amount())->required();
  AddDate(verb, "The day of the last payment", *settlement.mutable_pay_date());
  verb.add_option("--voucher", *settlement.mutable_voucher(), "Number of the voucher")->required();
}

void DeclareTerminate(Verb& verb, StepArgs& args) {
  DeclareStep(verb, args);
  args.step().mutable_termination();
}

}  // namespace

void ProjectStepVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "revise", "Revises a proposal that no panel has, or that failed its review", DeclareRevise,
          Revise);
  AddVerb(noun, session, "withdraw", "Withdraws a proposal", DeclareWithdraw, Take);
  AddVerb(noun, session, "assign", "Gives a proposal to a panel", DeclareAssign, Take);
  AddVerb(noun, session, "review", "Records what the panel found", DeclareReview, Take);
  AddVerb(noun, session, "approve", "Approves a project: its money is bound", DeclareApprove, Take);
  AddVerb(noun, session, "reject", "Does not approve a project", DeclareReject, Take);
  AddVerb(noun, session, "contract", "Records the contract", DeclareContract, Contract);
  AddVerb(noun, session, "advance", "Records the advance", DeclareAdvance, Take);
  AddVerb(noun, session, "start", "Records that the work has begun", DeclareStart, Take);
  AddVerb(noun, session, "milestone", "Records that a milestone was reached", DeclareMilestone, Take);
  AddVerb(noun, session, "visit", "Records a visit", DeclareVisit, Take);
  AddVerb(noun, session, "complete", "Reports the work done", DeclareComplete, Take);
  AddVerb(noun, session, "accept", "Records the acceptance: passed, sent back or failed", DeclareAccept, Accept);
  AddVerb(noun, session, "settle", "Closes the accounts of a project", DeclareSettle, Take);
  AddVerb(noun, session, "terminate", "Ends a project before its time", DeclareTerminate, Take);
}

}  // namespace lianfang::cli
