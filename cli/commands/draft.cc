// `lianfang draft`: what a department prepares on the server before it files.
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/commands/nouns.h"
#include "cli/commands/return_verbs.h"
#include "cli/options.h"
#include "cli/text/figures.h"
#include "cli/text/instants.h"
#include "cli/text/names.h"
#include "cli/text/table.h"
#include "lianfang/submission/v1/draft_service.grpc.pb.h"
#include "lianfang/submission/v1/submission_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using submission::v1::DeleteDraftRequest;
using submission::v1::DeleteDraftResponse;
using submission::v1::GetDraftRequest;
using submission::v1::GetReturnRequest;
using submission::v1::ListDraftsRequest;
using submission::v1::ListDraftsResponse;
using submission::v1::ReturnDraft;
using submission::v1::SaveDraftRequest;
using submission::v1::SubmitReturnRequest;
using Drafts = submission::v1::DraftService;
using Returns = submission::v1::SubmissionService;

std::string RenderDraft(const ReturnDraft& draft, Session& session) {
  const Glossary& words = session.GlossaryOf(PlanOf(draft.name()));
  Sheet sheet;
  sheet.Add({"草稿", "Draft"}, draft.name());
  sheet.Add({"指标", "Figures"}, words.Figures(draft.figures()));
  sheet.Add({"备注", "Note"}, draft.note());
  sheet.Add({"更正原因", "Correction"}, draft.correction_reason());
  sheet.Add({"提示确认说明", "Confirmed because"}, draft.warning_confirmation());
  sheet.Add({"保存人", "Saved by"}, words.Person(draft.editor()));
  sheet.Add({"保存时间", "Saved"}, InstantText(draft.update_time(), words.zone()));
  sheet.Add({"标签", "Etag"}, draft.etag());
  return sheet.Render(session.language());
}

std::string RenderDrafts(const ListDraftsResponse& response, Session& session) {
  Table table({{{"草稿", "DRAFT"}}, {{"保存时间", "SAVED"}}, {{"保存人", "SAVED BY"}}, {{"指标", "FIGURES"}}});
  for (const ReturnDraft& draft : response.drafts()) {
    const Glossary& words = session.GlossaryOf(PlanOf(draft.name()));
    table.AddRow({IdOf(draft.name()), InstantText(draft.update_time(), words.zone()), words.Person(draft.editor()),
                  words.Figures(draft.figures())});
  }
  return absl::StrCat(table.Render(session.language()), NextPageHint(response.next_page_token(), session.language()));
}

absl::StatusOr<ReturnDraft> ReadDraft(Session& session, const std::string& name) {
  GetDraftRequest request;
  request.set_name(name);
  return session.client().Call(&Drafts::Stub::GetDraft, request);
}

struct SaveArgs {
  ReturnDraft given;
  std::string name;
  std::string plan;
  SaveDraftRequest request;
};

void DeclareSave(Verb& verb, SaveArgs& args) {
  verb.add_option("name", args.name, "The obligation's id with --plan, or the draft's name")->required();
  AddPlan(verb, args.plan);
  AddRepeated<type::v1::FigureValue>(
      verb, "--figure", "A figure: id=NUMBER, or id=na:REASON where it does not exist", ParseFigure,
      [&args](type::v1::FigureValue figure) { *args.given.add_figures() = std::move(figure); });
  verb.add_option("--note", *args.given.mutable_note(), "A note for the reviewer");
  verb.add_option("--reason", *args.given.mutable_correction_reason(), "Correction: why");
  verb.add_option("--confirm-warnings", *args.given.mutable_warning_confirmation(),
                  "Why the figures are right although they raise plausibility warnings");
  verb.add_option("--etag", *args.given.mutable_etag(),
                  "Etag of the draft as it was read; without it, what is given is put into the draft as it stands");
  AddRequestId(verb, args.request);
}

// Puts what is given into the draft; the rest stays.
void PutInto(ReturnDraft& draft, const ReturnDraft& given) {
  for (const auto& value : given.figures()) {
    bool there = false;
    for (auto& kept : *draft.mutable_figures()) {
      if (kept.figure() != value.figure()) continue;
      kept = value;
      there = true;
    }
    if (!there) *draft.add_figures() = value;
  }
  if (!given.note().empty()) draft.set_note(given.note());
  if (!given.correction_reason().empty()) draft.set_correction_reason(given.correction_reason());
  if (!given.warning_confirmation().empty()) draft.set_warning_confirmation(given.warning_confirmation());
  if (!given.etag().empty()) draft.set_etag(given.etag());
}

ExitCode Save(Session& session, SaveArgs& args) {
  auto name = NameInPlan(args.plan, "drafts", args.name);
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  const auto standing = ReadDraft(session, *name);
  if (!standing.ok() && !absl::IsNotFound(standing.status())) return session.Fail(standing.status());
  ReturnDraft& draft = *args.request.mutable_draft();
  if (standing.ok()) draft = *standing;
  draft.set_name(*name);
  PutInto(draft, args.given);
  return session.Answer(session.Mutate(&Drafts::Stub::SaveDraft, args.request), RenderDraft);
}

struct ListArgs {
  ListDraftsRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddPlan(verb, *args.request.mutable_parent())->required();
  AddPaging(verb, args.request);
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Drafts::Stub::ListDrafts, args.request), RenderDrafts);
}

struct NameArgs {
  std::string name;
  std::string plan;
};

void DeclareName(Verb& verb, NameArgs& args) {
  verb.add_option("name", args.name, "Name, or id with --plan")->required();
  AddPlan(verb, args.plan);
}

ExitCode Show(Session& session, NameArgs& args) {
  auto name = NameInPlan(args.plan, "drafts", args.name);
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  return session.Answer(ReadDraft(session, *name), RenderDraft);
}

ExitCode Delete(Session& session, NameArgs& args) {
  auto name = NameInPlan(args.plan, "drafts", args.name);
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  DeleteDraftRequest request;
  request.set_name(*name);
  return session.Answer(session.Mutate(&Drafts::Stub::DeleteDraft, request),
                        [](const DeleteDraftResponse&, Session&) { return std::string(); });
}

struct FileArgs {
  SubmitReturnRequest request;
  std::string name;
  std::string plan;
  std::string receipt_file;
};

void DeclareFile(Verb& verb, FileArgs& args) {
  verb.add_option("name", args.name, "Name, or id with --plan")->required();
  AddPlan(verb, args.plan);
  verb.add_flag_callback(
      "--validate-only", [&args] { args.request.set_validate_only(true); },
      "Check the return and show it, without filing");
  verb.add_option("--receipt", args.receipt_file, "Save the receipt in this file");
  AddRequestId(verb, args.request);
}

// The filing that the draft prepares; of a return that was filed, a correction of it as it stands.
absl::Status TakeOver(Session& session, const ReturnDraft& draft, SubmitReturnRequest& request) {
  request.set_obligation(draft.obligation());
  *request.mutable_figures() = draft.figures();
  request.set_note(draft.note());
  request.set_correction_reason(draft.correction_reason());
  request.set_warning_confirmation(draft.warning_confirmation());
  GetReturnRequest read;
  read.set_name(absl::StrCat(PlanOf(draft.name()), "/returns/", IdOf(draft.name())));
  const auto filed = session.client().Call(&Returns::Stub::GetReturn, read);
  if (absl::IsNotFound(filed.status())) return absl::OkStatus();
  if (!filed.ok()) return filed.status();
  request.set_supersedes(filed->latest().revision());
  request.set_etag(filed->etag());
  return absl::OkStatus();
}

ExitCode File(Session& session, FileArgs& args) {
  auto name = NameInPlan(args.plan, "drafts", args.name);
  if (!name.ok()) return session.Fail(UsageError(name.status().message()));
  const auto draft = ReadDraft(session, *name);
  if (!draft.ok()) return session.Fail(draft.status());
  if (absl::Status status = TakeOver(session, *draft, args.request); !status.ok()) return session.Fail(status);
  return FileReturn(session, args.request, args.receipt_file);
}

}  // namespace

void DraftVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "save", "Saves a draft, or puts figures into it", DeclareSave, Save);
  AddVerb(noun, session, "list", "Lists the drafts of the caller's department", DeclareList, List);
  AddVerb(noun, session, "show", "Shows a draft", DeclareName, Show);
  AddVerb(noun, session, "delete", "Deletes a draft", DeclareName, Delete);
  AddVerb(noun, session, "file", "Files what a draft has prepared", DeclareFile, File);
}

}  // namespace lianfang::cli
