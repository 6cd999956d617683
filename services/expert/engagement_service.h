// Handlers of engagements: creation, reading, cancellation, answers, conflicts, ratings.
#ifndef LIANFANG_SERVICES_EXPERT_ENGAGEMENT_SERVICE_H_
#define LIANFANG_SERVICES_EXPERT_ENGAGEMENT_SERVICE_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/expert/v1/expert_service.pb.h"
#include "services/expert/domain/member/membership.h"
#include "services/expert/expert_context.h"
#include "services/expert/panel_case.h"

namespace lianfang::expert {

// Thread-safe. Outlives the contract that it registers with.
class EngagementService {
 public:
  explicit EngagementService(const ExpertContext& context) : context_(context) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::Engagement> CreateEngagement(const Call& call, const v1::CreateEngagementRequest& request);
  absl::StatusOr<v1::Engagement> GetEngagement(const Call& call, const v1::GetEngagementRequest& request);
  absl::StatusOr<v1::ListEngagementsResponse> ListEngagements(const Call& call,
                                                              const v1::ListEngagementsRequest& request);
  absl::StatusOr<v1::Engagement> CancelEngagement(const Call& call, const v1::CancelEngagementRequest& request);
  absl::StatusOr<v1::Engagement> RespondInvitation(const Call& call, const v1::RespondInvitationRequest& request);
  absl::StatusOr<v1::AnswerInvitationResponse> AnswerInvitation(const Call& call,
                                                                const v1::AnswerInvitationRequest& request);
  absl::StatusOr<v1::Engagement> RecordNotification(const Call& call, const v1::RecordNotificationRequest& request);
  absl::StatusOr<v1::Engagement> ConfirmConflict(const Call& call, const v1::ConfirmConflictRequest& request);
  absl::StatusOr<v1::Engagement> DeclareConflict(const Call& call, const v1::DeclareConflictRequest& request);
  absl::StatusOr<v1::Engagement> RateEngagement(const Call& call, const v1::RateEngagementRequest& request);

 private:
  // An engagement that exists, and the pool of it. NOT_FOUND.
  struct Known {
    EngagementRecord record;
    PoolView pool;
  };
  absl::StatusOr<Known> Find(const std::string& name, absl::Time deadline) const;

  // The pools of the person that an expert is. NOT_FOUND.
  absl::StatusOr<Pools> PoolsOfExpert(const std::string& expert, absl::Time deadline) const;

  // A conflict of interest that ends a seat: declared by the expert, or confirmed.
  struct Recusal {
    std::string expert;
    v1::Tie tie;
    v1::AnswerChannel channel;  // of the declaration
    bool found_out;             // the expert kept it back, and is listed for review
  };
  absl::Status Recuse(ExpertTransaction& rows, PanelCase& panel, const Recusal& recusal, const Known& known,
                      const Pools& pools, const Decision& by) const;

  // A change to a drawn panel, in one transaction with its seats locked.
  template <typename Request>
  absl::StatusOr<v1::Engagement> ChangePanel(
      const Call& call, const Request& request, const PoolView& pool, const std::string& detail,
      const std::function<absl::Status(ExpertTransaction&, PanelCase&, const Decision&)>& change);

  const ExpertContext& context_;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_ENGAGEMENT_SERVICE_H_
