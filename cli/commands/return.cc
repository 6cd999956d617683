// `lianfang return`: filing, correcting, reading and reviewing returns.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands/nouns.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/figures.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"

namespace lianfang::cli {
namespace {

using submission::v1::GetReturnRequest;
using submission::v1::ListReturnsRequest;
using submission::v1::ListReturnsResponse;
using submission::v1::ListRevisionsRequest;
using submission::v1::ListRevisionsResponse;
using submission::v1::Return;
using submission::v1::ReturnRevision;
using submission::v1::ReturnState;
using submission::v1::Review;
using submission::v1::ReviewReturnRequest;
using submission::v1::SubmitReturnRequest;
using submission::v1::SubmitReturnResponse;
using Service = submission::v1::SubmissionService;

// What a review said, on one line: decision, reason, remarks by figure.
std::string ReviewText(const Review& review, const Glossary& words, Language language) {
  std::vector<std::string> parts;
  if (std::string decision = EnumText(review.decision(), language); !decision.empty()) parts.push_back(decision);
  if (!review.reason().empty()) parts.push_back(review.reason());
  for (const auto& remark : review.remarks()) {
    parts.push_back(absl::StrCat(words.Figure(remark.figure()), ": ", remark.text()));
  }
  return absl::StrJoin(parts, language == Language::kChinese ? "；" : "; ");
}

std::string YesOrNo(bool yes, Language language) {
  constexpr Label kYes = {"是", "yes"};
  constexpr Label kNo = {"否", "no"};
  return std::string((yes ? kYes : kNo).In(language));
}

std::string RenderReturn(const Return& filed, Session& session) {
  const Language language = session.language();
  const Glossary& words = session.GlossaryOf(PlanOf(filed.name()));
  const ReturnRevision& latest = filed.latest();
  Sheet sheet;
  sheet.Add({"报送数据", "Return"}, filed.name());
  sheet.Add({"报送任务", "Obligation"}, filed.obligation());
  sheet.Add({"状态", "State"}, EnumText(filed.state(), language));
  sheet.Add({"版次", "Revision"}, absl::StrCat(latest.revision()));
  sheet.Add({"指标", "Figures"}, words.Figures(latest.figures()));
  sheet.Add({"备注", "Note"}, latest.note());
  if (latest.supersedes() != 0) sheet.Add({"替代版次", "Supersedes"}, absl::StrCat(latest.supersedes()));
  sheet.Add({"更正原因", "Correction"}, latest.correction_reason());
  sheet.Add({"报送人", "Submitter"}, latest.submitter());
  sheet.Add({"报送时间", "Submitted"}, InstantText(latest.submit_time(), words.zone()));
  sheet.Add({"逾期", "Late"}, YesOrNo(latest.late(), language));
  sheet.Add({"暂报", "Provisional"}, YesOrNo(latest.provisional(), language));
  if (latest.ledger_sequence() != 0) sheet.Add({"台账号", "Ledger"}, absl::StrCat(latest.ledger_sequence()));
  sheet.Add({"审核", "Review"}, ReviewText(latest.review(), words, language));
  sheet.Add({"审核时间", "Reviewed"}, InstantText(latest.review().review_time(), words.zone()));
  if (filed.accepted_revision() != 0) sheet.Add({"已审版次", "Accepted"}, absl::StrCat(filed.accepted_revision()));
  sheet.Add({"标签", "Etag"}, filed.etag());
  return sheet.Render(language);
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
  verb.add_option("--etag", *args.request.mutable_etag(), "Correction: etag of the return as it was read");
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

  auto response = session.Mutate(&Service::Stub::SubmitReturn, args.request);
  const ExitCode answered = session.Answer(response, [](const SubmitReturnResponse& submitted, Session& shown_by) {
    return RenderReturn(submitted.return_(), shown_by);
  });
  if (answered != ExitCode::kSuccess || args.receipt_file.empty() || !response->has_receipt()) return answered;
  const absl::Status saved = WriteJson(args.receipt_file, response->receipt());
  return saved.ok() ? answered : session.Fail(saved);
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

std::string RenderList(const ListReturnsResponse& response, Session& session) {
  Table table({{{"报送数据", "RETURN"}},
               {{"版次", "REVISION"}, Align::kRight},
               {{"状态", "STATE"}},
               {{"报送时间", "SUBMITTED"}},
               {{"逾期", "LATE"}},
               {{"台账号", "LEDGER"}, Align::kRight},
               {{"指标", "FIGURES"}}});
  for (const Return& filed : response.returns()) {
    const Glossary& words = session.GlossaryOf(PlanOf(filed.name()));
    const ReturnRevision& latest = filed.latest();
    table.AddRow({IdOf(filed.name()), absl::StrCat(latest.revision()), EnumText(filed.state(), session.language()),
                  InstantText(latest.submit_time(), words.zone()), YesOrNo(latest.late(), session.language()),
                  absl::StrCat(latest.ledger_sequence()), words.Figures(latest.figures())});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListReturns, args.request), RenderList);
}

struct ShowArgs {
  std::string name;
  std::string plan;
  bool revisions = false;
};

void DeclareShow(CLI::App& verb, ShowArgs& args) {
  verb.add_option("name", args.name, "Name, or id with --plan")->required();
  AddPlan(verb, args.plan);
  verb.add_flag("--revisions", args.revisions, "Every revision, newest first");
}

std::string RenderRevisions(const ListRevisionsResponse& response, Session& session) {
  Table table({{{"版次", "REVISION"}, Align::kRight},
               {{"报送时间", "SUBMITTED"}},
               {{"逾期", "LATE"}},
               {{"台账号", "LEDGER"}, Align::kRight},
               {{"指标", "FIGURES"}},
               {{"更正原因", "CORRECTION"}},
               {{"审核", "REVIEW"}}});
  for (const ReturnRevision& revision : response.revisions()) {
    const Glossary& words = session.GlossaryOf(PlanOf(revision.name()));
    table.AddRow({absl::StrCat(revision.revision()), InstantText(revision.submit_time(), words.zone()),
                  YesOrNo(revision.late(), session.language()), absl::StrCat(revision.ledger_sequence()),
                  words.Figures(revision.figures()), revision.correction_reason(),
                  ReviewText(revision.review(), words, session.language())});
  }
  return table.Render(session.language());
}

ExitCode Show(Session& session, ShowArgs& args) {
  auto name = NameInPlan(args.plan, "returns", args.name);
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  if (args.revisions) {
    ListRevisionsRequest request;
    request.set_parent(*name);
    return session.Answer(session.client().List(&Service::Stub::ListRevisions, request), RenderRevisions);
  }
  GetReturnRequest request;
  request.set_name(*name);
  return session.Answer(session.client().Call(&Service::Stub::GetReturn, request), RenderReturn);
}

struct ReviewArgs {
  ReviewReturnRequest request;
  std::string plan;
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
  verb.add_option("--etag", *args.request.mutable_etag(), "Etag of the return as it was read");
  AddRequestId(verb, args.request);
}

ExitCode ReviewReturn(Session& session, ReviewArgs& args) {
  auto name = NameInPlan(args.plan, "returns", args.request.name());
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  args.request.set_name(*name);
  return session.Answer(session.Mutate(&Service::Stub::ReviewReturn, args.request), RenderReturn);
}

}  // namespace

void ReturnVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "submit", "Files a return, or a correction of one", DeclareSubmit, Submit);
  AddVerb(noun, session, "list", "Lists returns", DeclareList, List);
  AddVerb(noun, session, "show", "Shows a return, or all its revisions", DeclareShow, Show);
  AddVerb(noun, session, "review", "Accepts a return or sends it back", DeclareReview, ReviewReturn);
}

}  // namespace lianfang::cli
