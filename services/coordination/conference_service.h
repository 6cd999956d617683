// Handlers of conferences.
#ifndef LIANFANG_SERVICES_COORDINATION_CONFERENCE_SERVICE_H_
#define LIANFANG_SERVICES_COORDINATION_CONFERENCE_SERVICE_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/coordination/v1/conference_service.pb.h"
#include "services/coordination/coordination_context.h"
#include "services/coordination/mutation.h"
#include "services/coordination/open/agenda_drafter.h"

namespace lianfang::coordination {

// Thread-safe. Outlives the contract that it registers with. Who is invited is told by ConferenceTick (invitations/conference_tick.h).
class ConferenceService {
 public:
  ConferenceService(const CoordinationContext& context, AgendaDrafter& drafter)
      : context_(context), drafter_(drafter) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::Conference> ConveneConference(const Call& call, const v1::ConveneConferenceRequest& request);
  absl::StatusOr<v1::Conference> GetConference(const Call& call, const v1::GetConferenceRequest& request);
  absl::StatusOr<v1::ListConferencesResponse> ListConferences(const Call& call,
                                                              const v1::ListConferencesRequest& request);
  absl::StatusOr<v1::DraftAgendaResponse> DraftAgenda(const Call& call, const v1::DraftAgendaRequest& request);
  absl::StatusOr<v1::Conference> UpdateAgenda(const Call& call, const v1::UpdateAgendaRequest& request);
  absl::StatusOr<v1::Conference> ReplyInvitation(const Call& call, const v1::ReplyInvitationRequest& request);
  absl::StatusOr<v1::Conference> CancelConference(const Call& call, const v1::CancelConferenceRequest& request);
  absl::StatusOr<v1::Conference> RecordMinutes(const Call& call, const v1::RecordMinutesRequest& request);
  absl::StatusOr<v1::Conference> ReportResolution(const Call& call, const v1::ReportResolutionRequest& request);
  absl::StatusOr<v1::Conference> VerifyResolution(const Call& call, const v1::VerifyResolutionRequest& request);
  absl::StatusOr<v1::ExportMinutesResponse> ExportMinutes(const Call& call, const v1::ExportMinutesRequest& request);
  absl::StatusOr<v1::MinutesTemplate> GetMinutesTemplate(const Call& call,
                                                         const v1::GetMinutesTemplateRequest& request);
  absl::StatusOr<v1::MinutesTemplate> UploadMinutesTemplate(const Call& call,
                                                            const v1::UploadMinutesTemplateRequest& request);

 private:
  // Decides on a conference and changes it, in one transaction. `decide` answers what the auditor reads.
  using Decide = std::function<absl::StatusOr<std::string>(v1::Conference&, CoordinationTransaction&, const PlanFrame&,
                                                           const Decision&)>;
  template <typename Request>
  absl::StatusOr<v1::Conference> Change(const Call& call, const Request& request, const std::string& name,
                                        const Decide& decide);
  // The template in force.
  absl::StatusOr<v1::MinutesTemplate> FindTemplate(const std::string& plan, absl::Time deadline) const;

  const CoordinationContext& context_;
  AgendaDrafter& drafter_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_CONFERENCE_SERVICE_H_
