// `lianfang conference`: joint conferences, their minutes and resolutions.
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/coordination_text.h"
#include "cli/commands/nouns.h"
#include "cli/files.h"
#include "cli/text/enums.h"
#include "cli/text/table.h"
#include "lianfang/coordination/v1/conference_service.grpc.pb.h"

namespace lianfang::cli {
namespace {

using namespace coordination::v1;  // NOLINT(google-build-using-namespace): thirteen requests, of this file alone
using Service = coordination::v1::ConferenceService;

struct ListArgs {
  ListConferencesRequest request;
};

void DeclareList(Verb& verb, ListArgs& args) {
  AddPlan(verb, *args.request.mutable_plan());
  AddEnums<ConferenceState>(verb, "--status", "Only in one of these states",
                            [&args](ConferenceState state) { args.request.add_states(state); });
  AddPaging(verb, args.request);
}

std::string RenderList(const ListConferencesResponse& response, Session& session) {
  const Language language = session.language();
  Table table({{{"会议", "CONFERENCE"}},
               {{"时间", "TIME"}},
               {{"状态", "STATE"}},
               {{"决议", "RESOLUTIONS"}, Align::kRight},
               {{"名称", "TITLE"}}});
  for (const auto& conference : response.conferences()) {
    const Glossary& words = session.GlossaryOf(conference.plan());
    table.AddRow({IdOf(conference.name()), InstantText(conference.start_time(), words.zone()),
                  EnumText(conference.state(), language), absl::StrCat(conference.resolutions_size()),
                  conference.title()});
  }
  return absl::StrCat(table.Render(language), NextPageHint(response.next_page_token(), language));
}

ExitCode List(Session& session, ListArgs& args) {
  return session.Answer(session.client().List(&Service::Stub::ListConferences, args.request), RenderList);
}

struct ShowArgs {
  GetConferenceRequest request;
};

void DeclareShow(Verb& verb, ShowArgs& args) { AddResource(verb, "name", "conferences", args.request); }

ExitCode Show(Session& session, ShowArgs& args) {
  return session.Answer(session.client().Call(&Service::Stub::GetConference, args.request), RenderConference);
}

using ConveneArgs = FileArgs<ConveneConferenceRequest>;

void DeclareConvene(Verb& verb, ConveneArgs& args) {
  verb.add_option("file", args.file, "The conference as textproto; - reads standard input")->required();
  AddRequestId(verb, args.request);
}

ExitCode Convene(Session& session, ConveneArgs& args) {
  absl::Status read = ReadTextproto(args.file, *args.request.mutable_conference());
  if (!read.ok()) return session.Fail(read);
  return session.Answer(session.Mutate(&Service::Stub::ConveneConference, args.request), RenderConference);
}

struct DraftArgs {
  DraftAgendaRequest request;
};

void DeclareDraft(Verb& verb, DraftArgs& args) {
  AddPlan(verb, *args.request.mutable_parent())->required();
  verb.add_option("--period", *args.request.mutable_period(), "The period whose targets are looked at, by id");
}

ExitCode DraftOne(Session& session, DraftArgs& args) {
  const std::string plan = args.request.parent();
  return session.Answer(session.client().Call(&Service::Stub::DraftAgenda, args.request),
                        [&plan](const DraftAgendaResponse& response, Session& shown_by) {
                          return AgendaTable(response.agenda(), shown_by.GlossaryOf(plan), shown_by.language());
                        });
}

using AgendaArgs = FileArgs<UpdateAgendaRequest>;

void DeclareAgenda(Verb& verb, AgendaArgs& args) {
  AddResource(verb, "name", "conferences", args.request);
  verb.add_option("file", args.file, "The agenda as textproto (UpdateAgendaRequest); - reads standard input")
      ->required();
  AddChange(verb, args.request);
}

ExitCode SetAgenda(Session& session, AgendaArgs& args) {
  UpdateAgendaRequest document;
  if (absl::Status read = ReadTextproto(args.file, document); !read.ok()) return session.Fail(read);
  *args.request.mutable_agenda() = document.agenda();
  return session.Answer(session.Mutate(&Service::Stub::UpdateAgenda, args.request), RenderConference);
}

struct ReplyArgs {
  ReplyInvitationRequest request;
};

void DeclareReply(Verb& verb, ReplyArgs& args) {
  AddResource(verb, "name", "conferences", args.request);
  AddEnum<ReplyState>(verb, "--reply", "The answer", [&args](ReplyState reply) {
    args.request.set_reply(reply);
  })->required();
  verb.add_option("--note", *args.request.mutable_note(), "Who comes, or why nobody does");
  verb.add_option("--department", *args.request.mutable_department(),
                  "Whose answer the office records, by id; without it, the caller's");
  AddChange(verb, args.request);
}

ExitCode Reply(Session& session, ReplyArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::ReplyInvitation, args.request), RenderConference);
}

struct CancelArgs {
  CancelConferenceRequest request;
};

void DeclareCancel(Verb& verb, CancelArgs& args) {
  AddResource(verb, "name", "conferences", args.request);
  verb.add_option("--reason", *args.request.mutable_reason(), "Why; those invited are told")->required();
  AddChange(verb, args.request);
}

ExitCode CancelOne(Session& session, CancelArgs& args) {
  return session.Answer(session.Mutate(&Service::Stub::CancelConference, args.request), RenderConference);
}

using RecordArgs = FileArgs<RecordMinutesRequest>;

void DeclareRecord(Verb& verb, RecordArgs& args) {
  AddResource(verb, "name", "conferences", args.request);
  verb.add_option("file", args.file,
                  "Attendance, minutes and resolutions as textproto (RecordMinutesRequest); - reads standard input")
      ->required();
  AddChange(verb, args.request);
}

ExitCode Record(Session& session, RecordArgs& args) {
  RecordMinutesRequest document;
  if (absl::Status read = ReadTextproto(args.file, document); !read.ok()) return session.Fail(read);
  document.set_name(args.request.name());
  document.set_etag(args.request.etag());
  document.set_request_id(args.request.request_id());
  return session.Answer(session.Mutate(&Service::Stub::RecordMinutes, document), RenderConference);
}

// The resolution, by its number within a conference.
struct ResolutionArgs {
  std::string conference;
  int32_t number = 0;

  void Declare(Verb& verb) {
    verb.add_option("conference", conference, "The conference, by name or id")->required();
    verb.add_option("number", number, "Number of the resolution")->required().at_least_one();
  }
  std::string Name() const { return absl::StrCat("conferences/", IdOf(conference), "/resolutions/", number); }
};

struct ReportArgs : ResolutionArgs {
  ReportResolutionRequest request;
};

void DeclareReport(Verb& verb, ReportArgs& args) {
  args.Declare(verb);
  verb.add_option("--note", *args.request.mutable_note(), "What was done")->required();
  AddFiles(verb, args.request);
  AddChange(verb, args.request);
}

ExitCode Report(Session& session, ReportArgs& args) {
  args.request.set_name(args.Name());
  return session.Answer(session.Mutate(&Service::Stub::ReportResolution, args.request), RenderConference);
}

struct VerifyArgs : ResolutionArgs {
  VerifyResolutionRequest request;
};

void DeclareVerify(Verb& verb, VerifyArgs& args) {
  args.Declare(verb);
  verb.add_flag_callback(
      "--send-back", [&args] { args.request.set_send_back(true); }, "It is not done after all");
  verb.add_option("--reason", *args.request.mutable_reason(), "Why; required with --send-back");
  AddChange(verb, args.request);
}

ExitCode Verify(Session& session, VerifyArgs& args) {
  args.request.set_name(args.Name());
  return session.Answer(session.Mutate(&Service::Stub::VerifyResolution, args.request), RenderConference);
}

using MinutesArgs = FileArgs<ExportMinutesRequest>;

void DeclareMinutes(Verb& verb, MinutesArgs& args) {
  AddResource(verb, "name", "conferences", args.request);
  verb.add_option("path", args.file, "Where to save the minutes (docx)")->required();
}

ExitCode Minutes(Session& session, MinutesArgs& args) {
  if (absl::Status writable = CheckWritable(args.file); !writable.ok()) return session.Fail(writable);
  const auto minutes = session.client().Call(&Service::Stub::ExportMinutes, args.request);
  if (!minutes.ok()) return session.Fail(minutes.status());
  if (absl::Status written = ReplaceFile(args.file, minutes->content()); !written.ok()) return session.Fail(written);
  return ExitCode::kSuccess;
}

struct TemplateArgs {
  std::string plan;
  std::string file;
  UploadMinutesTemplateRequest request;
};

void DeclareTemplate(Verb& verb, TemplateArgs& args) {
  AddPlan(verb, args.plan)->required();
  verb.add_option("path", args.file, "Where to save the template (docx)")->required();
}

ExitCode SaveTemplate(Session& session, TemplateArgs& args) {
  if (absl::Status writable = CheckWritable(args.file); !writable.ok()) return session.Fail(writable);
  GetMinutesTemplateRequest request;
  request.set_name(absl::StrCat(args.plan, "/minutes-template"));
  const auto found = session.client().Call(&Service::Stub::GetMinutesTemplate, request);
  if (!found.ok()) return session.Fail(found.status());
  if (absl::Status written = ReplaceFile(args.file, found->content()); !written.ok()) return session.Fail(written);
  return ExitCode::kSuccess;
}

void DeclareUpload(Verb& verb, TemplateArgs& args) {
  AddPlan(verb, args.plan)->required();
  verb.add_option("path", args.file, "The template (docx); without it, the built-in one is in force again");
  verb.add_option("--reason", *args.request.mutable_reason(), "Why")->required();
  AddRequestId(verb, args.request);
}

ExitCode Upload(Session& session, TemplateArgs& args) {
  args.request.set_name(absl::StrCat(args.plan, "/minutes-template"));
  if (!args.file.empty()) {
    const auto content = ReadFile(args.file);
    if (!content.ok()) return session.Fail(content.status());
    args.request.set_content(*content);
  }
  return session.Answer(session.Mutate(&Service::Stub::UploadMinutesTemplate, args.request),
                        [](const MinutesTemplate& stored, Session&) { return absl::StrCat(stored.name(), "\n"); });
}

}  // namespace

void ConferenceVerbs(CLI::App& noun, Session& session) {
  AddVerb(noun, session, "list", "Lists conferences, latest first", DeclareList, List);
  AddVerb(noun, session, "show", "Shows a conference: invitations, agenda, minutes, resolutions", DeclareShow, Show);
  AddVerb(noun, session, "convene", "Convenes a conference; an empty agenda is drafted", DeclareConvene, Convene);
  AddVerb(noun, session, "draft-agenda", "Drafts an agenda from what is open now", DeclareDraft, DraftOne);
  AddVerb(noun, session, "set-agenda", "Replaces the agenda of a conference", DeclareAgenda, SetAgenda);
  AddVerb(noun, session, "reply", "Answers an invitation", DeclareReply, Reply);
  AddVerb(noun, session, "cancel", "Calls off a conference", DeclareCancel, CancelOne);
  AddVerb(noun, session, "record", "Records attendance, minutes and resolutions", DeclareRecord, Record);
  AddVerb(noun, session, "report", "Reports a resolution as carried out", DeclareReport, Report);
  AddVerb(noun, session, "verify", "Verifies that a resolution was carried out, or sends it back", DeclareVerify,
          Verify);
  AddVerb(noun, session, "minutes", "Saves the minutes as a Word document", DeclareMinutes, Minutes);
  AddVerb(noun, session, "template", "Saves the template of minutes, to be edited", DeclareTemplate, SaveTemplate);
  AddVerb(noun, session, "upload-template", "Replaces the template of minutes", DeclareUpload, Upload);
}

}  // namespace lianfang::cli
