// What a conference, its minutes and its resolutions may say, and who answers for them. Pure.
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_CONFERENCE_CONFERENCE_RULES_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_CONFERENCE_CONFERENCE_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "lianfang/coordination/v1/conference.pb.h"
#include "lianfang/coordination/v1/conference_service.pb.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination {

using AgendaItems = google::protobuf::RepeatedPtrField<v1::AgendaItem>;

// OK, or INVALID_ARGUMENT with every fault.
absl::Status CheckConference(const v1::Conference& conference, const PlanFrame& frame, absl::Time now);
absl::Status CheckAgenda(const std::string& path, const AgendaItems& agenda, const PlanFrame& frame);
// Puts in what follows from being convened.
void Convene(const std::string& actor, absl::Time now, v1::Conference& conference);

// OK, or why the agenda may not be replaced.
absl::Status CheckAgendaChange(const v1::UpdateAgendaRequest& request, const v1::Conference& conference,
                               const PlanFrame& frame);

// OK, or why the answer is refused. `department` is whose answer it is.
absl::Status CheckReply(const v1::ReplyInvitationRequest& request, const std::string& department,
                        const v1::Conference& conference, const Identity& caller, const PlanFrame& frame,
                        absl::Time now);
void ApplyReply(const v1::ReplyInvitationRequest& request, const std::string& department, const std::string& actor,
                absl::Time now, v1::Conference& conference);

absl::Status CheckCancellation(const v1::CancelConferenceRequest& request, const v1::Conference& conference);

absl::Status CheckMinutes(const v1::RecordMinutesRequest& request, const v1::Conference& conference,
                          const PlanFrame& frame, absl::Time now);
void ApplyMinutes(const v1::RecordMinutesRequest& request, const std::string& actor, absl::Time now,
                  v1::Conference& conference);

// The resolution of this number, or NOT_FOUND.
absl::Status FindResolution(v1::Conference& conference, int number, v1::Resolution*& resolution);

absl::Status CheckReport(const v1::Resolution& resolution, const v1::ReportResolutionRequest& request,
                         const Identity& caller, const PlanFrame& frame);
void ApplyReport(const v1::ReportResolutionRequest& request, const std::string& actor, absl::Time now,
                 v1::Resolution& resolution);
absl::Status CheckVerification(const v1::Resolution& resolution, const v1::VerifyResolutionRequest& request,
                               const Identity& caller, const PlanFrame& frame);
void ApplyVerification(const v1::VerifyResolutionRequest& request, const std::string& actor, absl::Time now,
                       v1::Resolution& resolution);

// Whether a department is still to be told, of the conference or that it is called off.
bool NeedsTelling(const v1::Conference& conference, absl::Time now);
bool NeedsTelling(const v1::Conference& conference, const v1::Invitation& invitation, absl::Time now);

// As answered at an instant.
v1::Conference Shown(const v1::Conference& conference, const PlanFrame& frame, absl::Time now);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_CONFERENCE_CONFERENCE_RULES_H_
