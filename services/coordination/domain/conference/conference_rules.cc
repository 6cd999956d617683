#include "services/coordination/domain/conference/conference_rules.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/four_eyes.h"
#include "common/time.h"
#include "services/coordination/domain/request/access.h"
#include "services/coordination/domain/request/names.h"
#include "services/coordination/domain/request/refusals.h"

namespace lianfang::coordination {
namespace {

constexpr int kMostDepartments = 50;
constexpr int kMostItems = 100;
constexpr size_t kLongestItem = 500;
constexpr size_t kLongestMinutes = 20000;
constexpr size_t kLongestCancellation = 1000;
constexpr int kMostEvents = 100;
constexpr int kMostDays = 3653;  // from a conference to what it resolves

void CheckDepartments(FieldViolations& faults, const v1::Conference& conference, const PlanFrame& frame) {
  std::set<std::string> seen;
  for (int i = 0; i < conference.departments_size(); ++i) {
    const std::string at = absl::StrCat("conference.departments[", i, "]");
    const std::string& id = conference.departments(i);
    if (frame.FindDepartment(id) == nullptr) faults.Add(at, "is no department of the plan");
    if (!seen.insert(id).second) faults.Add(at, "is named twice");
  }
  if (conference.departments_size() < 1 || conference.departments_size() > kMostDepartments) {
    faults.Add("conference.departments", "must be 1 to 50");
  }
}

void CheckTimes(FieldViolations& faults, const v1::Conference& conference, absl::Time now) {
  if (!IsValidTimestamp(conference.start_time())) faults.Add("conference.start_time", "is no instant");
  if (!IsValidTimestamp(conference.end_time())) faults.Add("conference.end_time", "is no instant");
  if (conference.has_reply_deadline() && !IsValidTimestamp(conference.reply_deadline())) {
    faults.Add("conference.reply_deadline", "is no instant");
  }
  if (!faults.empty()) return;
  const absl::Time start = FromTimestamp(conference.start_time());
  const absl::Time end = FromTimestamp(conference.end_time());
  if (start <= now) faults.Add("conference.start_time", "must lie in the future");
  if (start > now + absl::Hours(24 * 366)) faults.Add("conference.start_time", "must be within a year");
  if (end <= start || end > start + absl::Hours(24)) {
    faults.Add("conference.end_time", "must be after the begin, and at most a day after it");
  }
  if (!conference.has_reply_deadline()) return;
  const absl::Time reply = FromTimestamp(conference.reply_deadline());
  if (reply <= now || reply > start)
    faults.Add("conference.reply_deadline", "must be from now on, and not after the begin");
}

v1::Invitation* FindInvitation(v1::Conference& conference, const std::string& department) {
  for (v1::Invitation& invitation : *conference.mutable_invitations()) {
    if (invitation.department() == department) return &invitation;
  }
  return nullptr;
}

bool IsInvited(const v1::Conference& conference, const std::string& department) {
  return Holds(conference.departments(), department);
}

absl::Status NotConvened(const v1::Conference& conference) {
  return WrongState(conference.name(), v1::ConferenceState_Name(conference.state()), "does not lie ahead");
}

bool IsReported(const v1::Conference& conference) {
  for (const v1::Resolution& resolution : conference.resolutions()) {
    if (!resolution.events().empty()) return true;
  }
  return false;
}

void CheckResolution(FieldViolations& faults, const std::string& path, const v1::Resolution& resolution,
                     const v1::Conference& conference, const PlanFrame& frame) {
  CheckUnset(faults, path + ".name", !resolution.name().empty());
  CheckUnset(faults, path + ".events", !resolution.events().empty());
  CheckText(faults, path + ".text", resolution.text(), kLongestReason, true);
  if (resolution.owner().empty()) {
    faults.Add(path + ".owner", "must be given: somebody carries out every resolution");
  } else if (frame.FindDepartment(resolution.owner()) == nullptr) {
    faults.Add(path + ".owner", "is no department of the plan");
  }
  if (const auto due = FromDate(resolution.due_date()); !due.ok()) {
    faults.Add(path + ".due_date", due.status().message());
  } else if (*due < frame.Day(FromTimestamp(conference.start_time()))) {
    faults.Add(path + ".due_date", "must not be before the conference");
  } else if (*due > frame.Day(FromTimestamp(conference.start_time())) + kMostDays) {
    faults.Add(path + ".due_date", "must be within ten years");
  }
}

// A resolution that is overdue would be gone, or have a later date, with minutes that are recorded anew.
bool IsOverdue(const v1::Conference& conference, const PlanFrame& frame, absl::Time now) {
  for (const v1::Resolution& resolution : conference.resolutions()) {
    if (now >= frame.EndOf(resolution.due_date())) return true;
  }
  return false;
}

v1::ResolutionEvent& AddEvent(v1::ResolutionState state, const std::string& actor, absl::Time now,
                              v1::Resolution& resolution) {
  resolution.set_state(state);
  v1::ResolutionEvent& event = *resolution.add_events();
  event.set_state(state);
  event.set_actor(actor);
  *event.mutable_time() = ToTimestamp(now);
  return event;
}

const v1::ResolutionEvent* LastReport(const v1::Resolution& resolution) {
  for (int i = resolution.events_size() - 1; i >= 0; --i) {
    if (resolution.events(i).state() == v1::RESOLUTION_STATE_REPORTED) return &resolution.events(i);
  }
  return nullptr;
}

absl::Status CheckRoom(const v1::Resolution& resolution) {
  if (resolution.events_size() < kMostEvents) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "a resolution has at most 100 events",
                         "TOO_MANY_EVENTS");
}

}  // namespace

absl::Status CheckAgenda(const std::string& path, const AgendaItems& agenda, const PlanFrame& frame) {
  FieldViolations faults;
  if (agenda.size() > kMostItems) faults.Add(path, "must be at most 100");
  for (int i = 0; i < agenda.size(); ++i) {
    const std::string at = absl::StrCat(path, "[", i, "]");
    CheckText(faults, at + ".text", agenda[i].text(), kLongestItem, true);
    if (!v1::AgendaSource_IsValid(agenda[i].source())) faults.Add(at + ".source", "is no known source");
    CheckText(faults, at + ".resource", agenda[i].resource(), kLongestLine, false);
    if (!agenda[i].department().empty() && frame.FindDepartment(agenda[i].department()) == nullptr) {
      faults.Add(at + ".department", "is no department of the plan");
    }
  }
  return faults.ToStatus();
}

absl::Status CheckConference(const v1::Conference& conference, const PlanFrame& frame, absl::Time now) {
  FieldViolations faults;
  CheckUnset(faults, "conference.name", !conference.name().empty());
  CheckUnset(faults, "conference.state", conference.state() != v1::CONFERENCE_STATE_UNSPECIFIED);
  CheckUnset(faults, "conference.resolutions", !conference.resolutions().empty());
  CheckUnset(faults, "conference.invitations", !conference.invitations().empty());
  CheckShortLine(faults, "conference.title", conference.title(), kLongestLine, true);
  CheckShortLine(faults, "conference.place", conference.place(), kLongestLine, true);
  CheckDepartments(faults, conference, frame);
  if (!conference.period().empty() && !frame.HasPeriod(conference.period())) {
    faults.Add("conference.period", "is no period of the plan");
  }
  faults.AddAll("", CheckAgenda("conference.agenda", conference.agenda(), frame));
  CheckTimes(faults, conference, now);
  return faults.ToStatus();
}

void Convene(const std::string& actor, absl::Time now, v1::Conference& conference) {
  conference.set_state(v1::CONFERENCE_STATE_CONVENED);
  conference.clear_chair();
  conference.clear_minutes();
  conference.clear_recorder();
  conference.clear_record_time();
  conference.clear_cancel_reason();
  conference.set_creator(actor);
  *conference.mutable_create_time() = ToTimestamp(now);
  if (!conference.has_reply_deadline()) *conference.mutable_reply_deadline() = conference.start_time();
  for (const std::string& department : conference.departments()) {
    conference.add_invitations()->set_department(department);
  }
}

absl::Status CheckAgendaChange(const v1::UpdateAgendaRequest& request, const v1::Conference& conference,
                               const PlanFrame& frame) {
  if (request.agenda().empty()) return InvalidField("agenda", "must be given");
  if (absl::Status agenda = CheckAgenda("agenda", request.agenda(), frame); !agenda.ok()) return agenda;
  return conference.state() == v1::CONFERENCE_STATE_CONVENED ? absl::OkStatus() : NotConvened(conference);
}

absl::Status CheckReply(const v1::ReplyInvitationRequest& request, const std::string& department,
                        const v1::Conference& conference, const Identity& caller, const PlanFrame& frame,
                        absl::Time now) {
  FieldViolations faults;
  if (!v1::ReplyState_IsValid(request.reply()) || request.reply() == v1::REPLY_STATE_UNSPECIFIED) {
    faults.Add("reply", "is no known answer");
  }
  CheckText(faults, "note", request.note(), kLongestItem, request.reply() == v1::REPLY_STATE_DECLINES);
  if (!IsInvited(conference, department)) faults.Add("department", "is not invited");
  if (!faults.empty()) return faults.ToStatus();
  if (absl::Status acts = CheckActsFor(caller, frame.plan(), department); !acts.ok()) return acts;
  if (conference.state() != v1::CONFERENCE_STATE_CONVENED) return NotConvened(conference);
  if (now < FromTimestamp(conference.start_time())) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "the conference has begun", "CONFERENCE_BEGUN");
}

void ApplyReply(const v1::ReplyInvitationRequest& request, const std::string& department, const std::string& actor,
                absl::Time now, v1::Conference& conference) {
  v1::Invitation& invitation = *FindInvitation(conference, department);
  invitation.set_reply(request.reply());
  invitation.set_reply_note(request.note());
  invitation.set_replier(actor);
  // A changed mind is no late answer.
  if (!invitation.has_reply_time()) *invitation.mutable_reply_time() = ToTimestamp(now);
}

absl::Status CheckCancellation(const v1::CancelConferenceRequest& request, const v1::Conference& conference) {
  FieldViolations faults;
  CheckText(faults, "reason", request.reason(), kLongestCancellation, true);
  if (!faults.empty()) return faults.ToStatus();
  return conference.state() == v1::CONFERENCE_STATE_CONVENED ? absl::OkStatus() : NotConvened(conference);
}

absl::Status CheckMinutes(const v1::RecordMinutesRequest& request, const v1::Conference& conference,
                          const PlanFrame& frame, absl::Time now) {
  FieldViolations faults;
  CheckShortLine(faults, "chair", request.chair(), kLongestLine, true);
  CheckText(faults, "minutes", request.minutes(), kLongestMinutes, true);
  std::set<std::string> seen;
  for (int i = 0; i < request.attendance_size(); ++i) {
    const std::string at = absl::StrCat("attendance[", i, "]");
    const v1::Attendance& attendance = request.attendance(i);
    if (frame.FindDepartment(attendance.department()) == nullptr) {
      faults.Add(at + ".department", "is no department of the plan");
    }
    if (!seen.insert(attendance.department()).second) faults.Add(at + ".department", "is named twice");
    CheckText(faults, at + ".attendees", attendance.attendees(), kLongestItem, true);
  }
  if (request.attendance().empty()) faults.Add("attendance", "must be given");
  for (int i = 0; i < request.resolutions_size(); ++i) {
    CheckResolution(faults, absl::StrCat("resolutions[", i, "]"), request.resolutions(i), conference, frame);
  }
  if (!faults.empty()) return faults.ToStatus();
  if (conference.state() == v1::CONFERENCE_STATE_CANCELLED) return NotConvened(conference);
  if (now < FromTimestamp(conference.start_time())) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "the conference has not begun", "CONFERENCE_AHEAD");
  }
  if (IsOverdue(conference, frame, now)) {
    return WrongState(conference.name(), v1::ConferenceState_Name(conference.state()),
                      "has a resolution whose date is past: its minutes stay as they are");
  }
  if (!IsReported(conference)) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "a resolution of these minutes was reported already",
                         "RESOLUTION_REPORTED");
}

void ApplyMinutes(const v1::RecordMinutesRequest& request, const std::string& actor, absl::Time now,
                  v1::Conference& conference) {
  conference.set_state(v1::CONFERENCE_STATE_HELD);
  conference.set_chair(request.chair());
  conference.set_minutes(request.minutes());
  conference.set_recorder(actor);
  *conference.mutable_record_time() = ToTimestamp(now);
  for (v1::Invitation& invitation : *conference.mutable_invitations()) invitation.clear_attendees();
  for (const v1::Attendance& attendance : request.attendance()) {
    v1::Invitation* invitation = FindInvitation(conference, attendance.department());
    if (invitation == nullptr) {
      invitation = conference.add_invitations();
      invitation->set_department(attendance.department());
    }
    invitation->set_attendees(attendance.attendees());
  }
  *conference.mutable_resolutions() = request.resolutions();
  for (int i = 0; i < conference.resolutions_size(); ++i) {
    v1::Resolution& resolution = *conference.mutable_resolutions(i);
    resolution.set_name(absl::StrCat(conference.name(), "/resolutions/", i + 1));
    resolution.set_state(v1::RESOLUTION_STATE_OPEN);
  }
}

absl::Status FindResolution(v1::Conference& conference, int number, v1::Resolution*& resolution) {
  if (number > conference.resolutions_size()) {
    return NotFound(absl::StrCat(conference.name(), "/resolutions/", number));
  }
  resolution = conference.mutable_resolutions(number - 1);
  return absl::OkStatus();
}

absl::Status CheckReport(const v1::Resolution& resolution, const v1::ReportResolutionRequest& request,
                         const Identity& caller, const PlanFrame& frame) {
  FieldViolations faults;
  CheckText(faults, "note", request.note(), kLongestReason, true);
  CheckFiles(faults, "files", request.files());
  if (!faults.empty()) return faults.ToStatus();
  if (absl::Status acts = CheckActsFor(caller, frame.plan(), resolution.owner()); !acts.ok()) return acts;
  if (resolution.state() != v1::RESOLUTION_STATE_OPEN) {
    return WrongState(resolution.name(), v1::ResolutionState_Name(resolution.state()), "is not open");
  }
  return CheckRoom(resolution);
}

void ApplyReport(const v1::ReportResolutionRequest& request, const std::string& actor, absl::Time now,
                 v1::Resolution& resolution) {
  v1::ResolutionEvent& event = AddEvent(v1::RESOLUTION_STATE_REPORTED, actor, now, resolution);
  event.set_note(request.note());
  *event.mutable_files() = request.files();
}

absl::Status CheckVerification(const v1::Resolution& resolution, const v1::VerifyResolutionRequest& request,
                               const Identity& caller, const PlanFrame& frame) {
  FieldViolations faults;
  CheckText(faults, "reason", request.reason(), kLongestReason, request.send_back());
  if (!faults.empty()) return faults.ToStatus();
  if (absl::Status office = CheckIsOffice(caller, frame.plan()); !office.ok()) return office;
  if (resolution.state() != v1::RESOLUTION_STATE_REPORTED) {
    return WrongState(resolution.name(), v1::ResolutionState_Name(resolution.state()), "is not reported");
  }
  if (absl::Status other = CheckFourEyes(LastReport(resolution)->actor(), caller); !other.ok()) return other;
  return CheckRoom(resolution);
}

void ApplyVerification(const v1::VerifyResolutionRequest& request, const std::string& actor, absl::Time now,
                       v1::Resolution& resolution) {
  v1::ResolutionEvent& event =
      AddEvent(request.send_back() ? v1::RESOLUTION_STATE_OPEN : v1::RESOLUTION_STATE_VERIFIED, actor, now, resolution);
  event.set_note(request.reason());
  event.set_sent_back(request.send_back());
}

bool NeedsTelling(const v1::Conference& conference, const v1::Invitation& invitation, absl::Time now) {
  if (now >= FromTimestamp(conference.start_time()) || !IsInvited(conference, invitation.department())) return false;
  if (conference.state() == v1::CONFERENCE_STATE_CONVENED) return !invitation.has_told_time();
  return conference.state() == v1::CONFERENCE_STATE_CANCELLED && invitation.has_told_time() &&
         !invitation.cancellation_told();
}

bool NeedsTelling(const v1::Conference& conference, absl::Time now) {
  for (const v1::Invitation& invitation : conference.invitations()) {
    if (NeedsTelling(conference, invitation, now)) return true;
  }
  return false;
}

v1::Conference Shown(const v1::Conference& conference, const PlanFrame& frame, absl::Time now) {
  v1::Conference shown = conference;
  for (v1::Resolution& resolution : *shown.mutable_resolutions()) {
    resolution.set_overdue(resolution.state() == v1::RESOLUTION_STATE_OPEN &&
                           now >= frame.EndOf(resolution.due_date()));
  }
  return shown;
}

}  // namespace lianfang::coordination
