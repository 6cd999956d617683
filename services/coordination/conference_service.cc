#include "services/coordination/conference_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/region_power.h"
#include "services/coordination/documents.h"
#include "services/coordination/domain/conference/conference_rules.h"
#include "services/coordination/list_page.h"
#include "services/coordination/minutes/minutes_document.h"

namespace lianfang::coordination {
namespace {

constexpr size_t kIdBytes = 8;
constexpr size_t kMostTemplateBytes = 1024 * 1024;
constexpr char kDocxType[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

}  // namespace

void ConferenceService::Register(ContractService& service) {
  RegisterMutation<v1::ConveneConferenceRequest, v1::Conference>(
      service, context_, "ConveneConference",
      [this](const Call& call, const auto& request) { return ConveneConference(call, request); });
  service.Unary<v1::GetConferenceRequest, v1::Conference>(
      "GetConference", [this](const Call& call, const auto& request) { return GetConference(call, request); });
  service.Unary<v1::ListConferencesRequest, v1::ListConferencesResponse>(
      "ListConferences", [this](const Call& call, const auto& request) { return ListConferences(call, request); });
  service.Unary<v1::DraftAgendaRequest, v1::DraftAgendaResponse>(
      "DraftAgenda", [this](const Call& call, const auto& request) { return DraftAgenda(call, request); });
  RegisterMutation<v1::UpdateAgendaRequest, v1::Conference>(
      service, context_, "UpdateAgenda",
      [this](const Call& call, const auto& request) { return UpdateAgenda(call, request); });
  RegisterMutation<v1::ReplyInvitationRequest, v1::Conference>(
      service, context_, "ReplyInvitation",
      [this](const Call& call, const auto& request) { return ReplyInvitation(call, request); });
  RegisterMutation<v1::CancelConferenceRequest, v1::Conference>(
      service, context_, "CancelConference",
      [this](const Call& call, const auto& request) { return CancelConference(call, request); });
  RegisterMutation<v1::RecordMinutesRequest, v1::Conference>(
      service, context_, "RecordMinutes",
      [this](const Call& call, const auto& request) { return RecordMinutes(call, request); });
  RegisterMutation<v1::ReportResolutionRequest, v1::Conference>(
      service, context_, "ReportResolution",
      [this](const Call& call, const auto& request) { return ReportResolution(call, request); });
  RegisterMutation<v1::VerifyResolutionRequest, v1::Conference>(
      service, context_, "VerifyResolution",
      [this](const Call& call, const auto& request) { return VerifyResolution(call, request); });
  service.Unary<v1::ExportMinutesRequest, v1::ExportMinutesResponse>(
      "ExportMinutes", [this](const Call& call, const auto& request) { return ExportMinutes(call, request); });
  service.Unary<v1::GetMinutesTemplateRequest, v1::MinutesTemplate>(
      "GetMinutesTemplate",
      [this](const Call& call, const auto& request) { return GetMinutesTemplate(call, request); });
  RegisterMutation<v1::UploadMinutesTemplateRequest, v1::MinutesTemplate>(
      service, context_, "UploadMinutesTemplate",
      [this](const Call& call, const auto& request) { return UploadMinutesTemplate(call, request); });
}

template <typename Request>
absl::StatusOr<v1::Conference> ConferenceService::Change(const Call& call, const Request& request,
                                                         const std::string& name, const Decide& decide) {
  const auto known = context_.Find<v1::Conference>(call, name);
  if (!known.ok()) return known.status();
  const PlanFrame& frame = known->frame;
  return Mutate<v1::Conference>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::Conference>> {
        auto conference = LoadForChange<v1::Conference>(rows, name, request.etag());
        if (!conference.ok()) return conference.status();
        const auto detail = decide(*conference, rows, frame, by);
        if (!detail.ok()) return detail.status();
        Stamp(by.now, *conference);
        rows.Save(DocumentOf(*conference, frame, by.now));
        return MadeChange<v1::Conference>{Shown(*conference, frame, by.now), name, *detail};
      });
}

absl::StatusOr<v1::Conference> ConferenceService::ConveneConference(const Call& call,
                                                                    const v1::ConveneConferenceRequest& request) {
  const v1::Conference& wanted = request.conference();
  const auto frame = context_.FindPlan("conference.plan", wanted.plan(), call.deadline);
  if (!frame.ok()) return frame.status();
  if (absl::Status office = CheckIsOffice(call.caller, frame->plan()); !office.ok()) return office;
  DraftedAgenda drafted;
  if (wanted.agenda().empty()) {
    auto draft = drafter_.Draft(*frame, frame->HasPeriod(wanted.period()) ? wanted.period() : "", call.deadline);
    if (!draft.ok()) return draft.status();
    drafted = *std::move(draft);
  }
  return Mutate<v1::Conference>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::Conference>> {
        v1::Conference conference = wanted;
        // In here, because a repeat answers the first response whatever the time has become since.
        if (absl::Status faults = CheckConference(conference, *frame, by.now); !faults.ok()) return faults;
        if (conference.agenda().empty()) *conference.mutable_agenda() = drafted.items;
        for (const auto& gap : drafted.gaps) *conference.add_agenda_gaps() = gap;
        conference.set_name(absl::StrCat("conferences/", RandomHex(kIdBytes)));
        Convene(by.actor, by.now, conference);
        Stamp(by.now, conference);
        rows.Save(DocumentOf(conference, *frame, by.now));
        return MadeChange<v1::Conference>{Shown(conference, *frame, by.now), conference.name(), "convened"};
      });
}

absl::StatusOr<v1::Conference> ConferenceService::GetConference(const Call& call,
                                                                const v1::GetConferenceRequest& request) {
  if (absl::Status name = CheckName("name", "conferences", request.name()); !name.ok()) return name;
  const auto known = context_.Find<v1::Conference>(call, request.name());
  if (!known.ok()) return known.status();
  return Shown(known->message, known->frame, context_.clock.Now());
}

absl::StatusOr<v1::ListConferencesResponse> ConferenceService::ListConferences(
    const Call& call, const v1::ListConferencesRequest& request) {
  DocumentFilter filter;
  filter.shelf = Shelf::kConference;
  filter.states.assign(request.states().begin(), request.states().end());
  const absl::Time now = context_.clock.Now();
  return ListPage<v1::Conference, v1::ListConferencesResponse>(
      context_, call, request, filter,
      [&](v1::Conference& conference) -> absl::StatusOr<bool> {
        const auto frame = context_.FindPlan("plan", conference.plan(), call.deadline);
        if (!frame.ok()) return frame.status();
        conference = Shown(conference, *frame, now);
        return true;
      },
      [](v1::Conference&& conference, auto& response) { *response.add_conferences() = std::move(conference); });
}

absl::StatusOr<v1::DraftAgendaResponse> ConferenceService::DraftAgenda(const Call& call,
                                                                       const v1::DraftAgendaRequest& request) {
  const auto frame = context_.FindPlan("parent", request.parent(), call.deadline);
  if (!frame.ok()) return frame.status();
  if (absl::Status office = CheckIsOffice(call.caller, frame->plan()); !office.ok()) return office;
  if (!request.period().empty() && !frame->HasPeriod(request.period())) {
    return InvalidField("period", "is no period of the plan");
  }
  auto drafted = drafter_.Draft(*frame, request.period(), call.deadline);
  if (!drafted.ok()) return drafted.status();
  v1::DraftAgendaResponse response;
  *response.mutable_agenda() = std::move(drafted->items);
  for (const auto& gap : drafted->gaps) *response.add_gaps() = gap;
  return response;
}

absl::StatusOr<v1::Conference> ConferenceService::UpdateAgenda(const Call& call,
                                                               const v1::UpdateAgendaRequest& request) {
  if (absl::Status name = CheckName("name", "conferences", request.name()); !name.ok()) return name;
  return Change(call, request, request.name(),
                [&](v1::Conference& conference, CoordinationTransaction&, const PlanFrame& frame,
                    const Decision&) -> absl::StatusOr<std::string> {
                  if (absl::Status office = CheckIsOffice(call.caller, frame.plan()); !office.ok()) return office;
                  if (absl::Status may = CheckAgendaChange(request, conference, frame); !may.ok()) return may;
                  *conference.mutable_agenda() = request.agenda();
                  conference.clear_agenda_gaps();
                  return std::string("agenda replaced");
                });
}

absl::StatusOr<v1::Conference> ConferenceService::ReplyInvitation(const Call& call,
                                                                  const v1::ReplyInvitationRequest& request) {
  if (absl::Status name = CheckName("name", "conferences", request.name()); !name.ok()) return name;
  const std::string department = request.department().empty() ? call.caller.department : request.department();
  return Change(call, request, request.name(),
                [&](v1::Conference& conference, CoordinationTransaction&, const PlanFrame& frame,
                    const Decision& by) -> absl::StatusOr<std::string> {
                  absl::Status may = CheckReply(request, department, conference, call.caller, frame, by.now);
                  if (!may.ok()) return may;
                  ApplyReply(request, department, by.actor, by.now, conference);
                  return absl::StrCat(department, ": ", v1::ReplyState_Name(request.reply()));
                });
}

absl::StatusOr<v1::Conference> ConferenceService::CancelConference(const Call& call,
                                                                   const v1::CancelConferenceRequest& request) {
  if (absl::Status name = CheckName("name", "conferences", request.name()); !name.ok()) return name;
  return Change(call, request, request.name(),
                [&](v1::Conference& conference, CoordinationTransaction&, const PlanFrame& frame,
                    const Decision&) -> absl::StatusOr<std::string> {
                  if (absl::Status office = CheckIsOffice(call.caller, frame.plan()); !office.ok()) return office;
                  if (absl::Status may = CheckCancellation(request, conference); !may.ok()) return may;
                  conference.set_state(v1::CONFERENCE_STATE_CANCELLED);
                  conference.set_cancel_reason(request.reason());
                  return absl::StrCat("cancelled: ", request.reason());
                });
}

absl::StatusOr<v1::Conference> ConferenceService::RecordMinutes(const Call& call,
                                                                const v1::RecordMinutesRequest& request) {
  if (absl::Status name = CheckName("name", "conferences", request.name()); !name.ok()) return name;
  return Change(call, request, request.name(),
                [&](v1::Conference& conference, CoordinationTransaction&, const PlanFrame& frame,
                    const Decision& by) -> absl::StatusOr<std::string> {
                  if (absl::Status office = CheckIsOffice(call.caller, frame.plan()); !office.ok()) return office;
                  if (absl::Status may = CheckMinutes(request, conference, frame, by.now); !may.ok()) return may;
                  ApplyMinutes(request, by.actor, by.now, conference);
                  return absl::StrCat("minutes recorded, ", conference.resolutions_size(), " resolutions");
                });
}

absl::StatusOr<v1::Conference> ConferenceService::ReportResolution(const Call& call,
                                                                   const v1::ReportResolutionRequest& request) {
  const auto name = ParseNumbered("name", "conferences", "resolutions", request.name());
  if (!name.ok()) return name.status();
  return Change(call, request, name->owner,
                [&](v1::Conference& conference, CoordinationTransaction& rows, const PlanFrame& frame,
                    const Decision& by) -> absl::StatusOr<std::string> {
                  v1::Resolution* resolution = nullptr;
                  absl::Status may = FindResolution(conference, name->number, resolution);
                  if (may.ok()) may = CheckReport(*resolution, request, call.caller, frame);
                  if (may.ok()) may = context_.NameFiles("files", request.files(), conference.plan(), rows);
                  if (!may.ok()) return may;
                  ApplyReport(request, by.actor, by.now, *resolution);
                  return absl::StrCat(resolution->name(), " reported");
                });
}

absl::StatusOr<v1::Conference> ConferenceService::VerifyResolution(const Call& call,
                                                                   const v1::VerifyResolutionRequest& request) {
  const auto name = ParseNumbered("name", "conferences", "resolutions", request.name());
  if (!name.ok()) return name.status();
  return Change(call, request, name->owner,
                [&](v1::Conference& conference, CoordinationTransaction&, const PlanFrame& frame,
                    const Decision& by) -> absl::StatusOr<std::string> {
                  v1::Resolution* resolution = nullptr;
                  absl::Status may = FindResolution(conference, name->number, resolution);
                  if (may.ok()) may = CheckVerification(*resolution, request, call.caller, frame);
                  if (!may.ok()) return may;
                  ApplyVerification(request, by.actor, by.now, *resolution);
                  return absl::StrCat(resolution->name(), request.send_back() ? " sent back" : " verified");
                });
}

absl::StatusOr<v1::MinutesTemplate> ConferenceService::FindTemplate(const std::string& plan,
                                                                    absl::Time deadline) const {
  const std::string name = absl::StrCat(plan, "/minutes-template");
  const auto document = context_.Load(name, deadline);
  if (!document.ok() && !absl::IsNotFound(document.status())) return document.status();
  v1::MinutesTemplate found;
  if (document.ok()) {
    auto parsed = Parsed<v1::MinutesTemplate>(*document);
    if (!parsed.ok()) return parsed.status();
    found = *std::move(parsed);
  }
  found.set_name(name);
  for (const std::string& variable : MinutesVariables()) found.add_variables(variable);
  if (!found.content().empty()) return found;
  auto content = BuiltInTemplate();
  if (!content.ok()) return content.status();
  found.set_content(*std::move(content));
  found.set_built_in(true);
  return found;
}

absl::StatusOr<v1::ExportMinutesResponse> ConferenceService::ExportMinutes(const Call& call,
                                                                           const v1::ExportMinutesRequest& request) {
  if (absl::Status name = CheckName("name", "conferences", request.name()); !name.ok()) return name;
  const auto known = context_.Find<v1::Conference>(call, request.name());
  if (!known.ok()) return known.status();
  const v1::Conference& conference = known->message;
  if (conference.state() != v1::CONFERENCE_STATE_HELD) {
    return WrongState(conference.name(), v1::ConferenceState_Name(conference.state()), "has no minutes");
  }
  const auto found = FindTemplate(conference.plan(), call.deadline);
  if (!found.ok()) return found.status();
  auto content = RenderMinutes(found->content(), conference, known->frame);
  if (!content.ok()) return content.status();
  v1::ExportMinutesResponse response;
  response.set_filename(
      absl::StrCat("会议纪要-", FormatDay(known->frame.Day(FromTimestamp(conference.start_time()))), ".docx"));
  response.set_content_type(kDocxType);
  response.set_content(*std::move(content));
  return response;
}

absl::StatusOr<v1::MinutesTemplate> ConferenceService::GetMinutesTemplate(
    const Call& call, const v1::GetMinutesTemplateRequest& request) {
  const auto plan = PlanOfTemplate("name", request.name());
  if (!plan.ok()) return plan.status();
  const auto frame = context_.FindPlan("name", *plan, call.deadline);
  if (!frame.ok()) return frame.status();
  if (absl::Status read = CheckMayRead(call.caller, OfficeRegion(frame->plan()), {}); !read.ok()) return read;
  return FindTemplate(*plan, call.deadline);
}

absl::StatusOr<v1::MinutesTemplate> ConferenceService::UploadMinutesTemplate(
    const Call& call, const v1::UploadMinutesTemplateRequest& request) {
  const auto plan = PlanOfTemplate("name", request.name());
  if (!plan.ok()) return plan.status();
  FieldViolations faults;
  CheckText(faults, "reason", request.reason(), kLongestReason, true);
  if (request.content().size() > kMostTemplateBytes) faults.Add("content", "must be at most 1 MiB");
  if (!faults.empty()) return faults.ToStatus();
  if (!request.content().empty()) {
    if (absl::Status fits = CheckTemplate(request.content()); !fits.ok())
      return InvalidField("content", fits.message());
  }
  const auto frame = context_.FindPlan("name", *plan, call.deadline);
  if (!frame.ok()) return frame.status();
  if (absl::Status office = CheckIsOffice(call.caller, frame->plan()); !office.ok()) return office;
  return Mutate<v1::MinutesTemplate>(
      context_, call, request,
      [&](CoordinationTransaction& rows, const Decision& by) -> absl::StatusOr<MadeChange<v1::MinutesTemplate>> {
        v1::MinutesTemplate uploaded;
        if (const auto before = rows.Find(request.name()); before.has_value()) {
          const auto parsed = Parsed<v1::MinutesTemplate>(*before);
          if (!parsed.ok()) return parsed.status();
          uploaded.set_etag(parsed->etag());
        }
        uploaded.set_name(request.name());
        uploaded.set_content(request.content());
        uploaded.set_built_in(request.content().empty());
        uploaded.set_uploader(by.actor);
        uploaded.set_reason(request.reason());
        *uploaded.mutable_update_time() = ToTimestamp(by.now);
        uploaded.set_etag(NextEtag(uploaded.etag()));
        rows.Save(DocumentOf(uploaded, *frame));
        v1::MinutesTemplate shown = uploaded;
        shown.clear_content();
        return MadeChange<v1::MinutesTemplate>{shown, request.name(), absl::StrCat("uploaded: ", request.reason())};
      });
}

}  // namespace lianfang::coordination
