// `lianfang link models`, `show-model`, `propose-model`, `approve-model` and `refuse-model`: the editions of the model by which a plan's
// records are linked.
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/commands/link_verbs.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/text/enums.h"
#include "cli/text/table.h"
#include "lianfang/exchange/v1/reconciliation_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using namespace exchange::v1;  // NOLINT: the contract's messages
using Service = ReconciliationService;

// What names an edition: the plan, and the edition's own name.
struct EditionArgs {
  std::string plan;
  std::string edition;

  std::string name() const { return absl::StrCat(plan, "/linkageModels/", edition); }
};

void DeclareEdition(Verb& verb, EditionArgs& args) {
  verb.add_option("edition", args.edition, "The edition of the model, such as 2026-2")->required();
  AddPlan(verb, args.plan)->required();
}

// `approved by URI`, or that it is awaited.
std::string ApprovalText(bool has, const Approval& approval, Language language) {
  constexpr Label kAwaited = {"待批准", "awaited"};
  return has ? approval.actor() : std::string(kAwaited.In(language));
}

std::string RenderModel(const LinkageModelEdition& edition, Session& session) {
  const Language language = session.language();
  Sheet sheet;
  sheet.Add({"版本", "Edition"}, edition.model().edition());
  sheet.Add({"状态", "State"}, EnumText(edition.state(), language));
  sheet.Add({"关联概率不低于", "Links from"}, absl::StrFormat("%.3f", edition.model().accept()));
  sheet.Add({"询问概率不低于", "Asks from"}, absl::StrFormat("%.3f", edition.model().ask()));
  if (edition.proposer().empty()) return sheet.Render(language);
  sheet.Add({"提出人", "Proposer"}, edition.proposer());
  sheet.Add({"理由", "Reason"}, edition.reason());
  sheet.Add({"召集人批准", "Convener's approval"},
            ApprovalText(edition.has_convener_approval(), edition.convener_approval(), language));
  sheet.Add({"办公室批准", "Office's approval"},
            ApprovalText(edition.has_office_approval(), edition.office_approval(), language));
  if (!edition.refusal_reason().empty()) sheet.Add({"否决理由", "Why refused"}, edition.refusal_reason());
  return sheet.Render(language);
}

struct ListArgs {
  ListLinkageModelsRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddPlan(verb, *args.request.mutable_parent())->required();
  AddPaging(verb, args.request);
}

std::string RenderList(const ListLinkageModelsResponse& response, Session& session) {
  const Language language = session.language();
  Table table({{{"版本", "EDITION"}}, {{"状态", "STATE"}}, {{"提出人", "PROPOSER"}}, {{"理由", "REASON"}}});
  for (const LinkageModelEdition& edition : response.models()) {
    table.AddRow(
        {edition.model().edition(), EnumText(edition.state(), language), edition.proposer(), edition.reason()});
  }
  return absl::StrCat(table.Render(language), NextPageHint(response.next_page_token(), language));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListLinkageModels, args.request), RenderList);
}

struct ShowArgs {
  EditionArgs edition;
  std::string save;
  GetLinkageModelRequest request;
};

void DeclareShow(Verb& verb, ShowArgs& args) {
  DeclareEdition(verb, args.edition);
  verb.add_option("--save", args.save, "Write the edition into this textproto, as `record link --model` reads it");
}

ExitCode Show(Session& session, ShowArgs& args) {
  args.request.set_name(args.edition.name());
  const auto edition = session.client().Call(&Service::Stub::GetLinkageModel, args.request);
  if (edition.ok() && !args.save.empty()) {
    const absl::Status saved = ReplaceFile(args.save, edition->model().DebugString());
    if (!saved.ok()) return session.Fail(saved);
  }
  return session.Answer(edition, RenderModel);
}

struct ProposeArgs {
  std::string file;
  ProposeLinkageModelRequest request;
};

void DeclarePropose(Verb& verb, ProposeArgs& args) {
  verb.add_option("file", args.file, "The edition, textproto as `record model fit` writes it")->required();
  AddPlan(verb, *args.request.mutable_parent())->required();
  verb.add_option("--reason", *args.request.mutable_reason(), "Why")->required();
  AddRequestId(verb, args.request);
}

ExitCode Propose(Session& session, ProposeArgs& args) {
  if (absl::Status read = ReadTextproto(args.file, *args.request.mutable_model()); !read.ok()) {
    return session.Fail(read);
  }
  return session.Answer(session.Mutate(&Service::Stub::ProposeLinkageModel, args.request), RenderModel);
}

struct ApproveArgs {
  EditionArgs edition;
  ApproveLinkageModelRequest request;
};

void DeclareApprove(Verb& verb, ApproveArgs& args) {
  DeclareEdition(verb, args.edition);
  verb.add_option("--etag", *args.request.mutable_etag(), "Etag of the edition as it was read");
  AddRequestId(verb, args.request);
}

ExitCode Approve(Session& session, ApproveArgs& args) {
  args.request.set_name(args.edition.name());
  return session.Answer(session.Mutate(&Service::Stub::ApproveLinkageModel, args.request), RenderModel);
}

struct RefuseArgs {
  EditionArgs edition;
  RefuseLinkageModelRequest request;
};

void DeclareRefuse(Verb& verb, RefuseArgs& args) {
  DeclareEdition(verb, args.edition);
  verb.add_option("--reason", *args.request.mutable_reason(), "Why")->required();
  verb.add_option("--etag", *args.request.mutable_etag(), "Etag of the edition as it was read");
  AddRequestId(verb, args.request);
}

ExitCode Refuse(Session& session, RefuseArgs& args) {
  args.request.set_name(args.edition.name());
  return session.Answer(session.Mutate(&Service::Stub::RefuseLinkageModel, args.request), RenderModel);
}

}  // namespace

void LinkModelVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "models", "Lists the editions of the model that a plan's records are or were linked by",
          DeclareList, List);
  AddVerb(noun, session, "show-model", "Shows an edition of the model", DeclareShow, Show);
  AddVerb(noun, session, "propose-model", "Proposes an edition of the model for approval", DeclarePropose, Propose);
  AddVerb(noun, session, "approve-model",
          "Approves the edition that waits: as convener of the lead department, and as office", DeclareApprove,
          Approve);
  AddVerb(noun, session, "refuse-model", "Refuses the edition that waits, or takes it back", DeclareRefuse, Refuse);
}

}  // namespace lianfang::cli
