// Handlers of a membership's life: review, suspension, reinstatement, retirement, removal, renewal, yearly review.
#ifndef LIANFANG_SERVICES_EXPERT_MEMBERSHIP_SERVICE_H_
#define LIANFANG_SERVICES_EXPERT_MEMBERSHIP_SERVICE_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/expert/v1/expert_service.pb.h"
#include "services/expert/domain/member/membership.h"
#include "services/expert/expert_context.h"

namespace lianfang::expert {

// Thread-safe. Outlives the contract that it registers with.
class MembershipService {
 public:
  explicit MembershipService(const ExpertContext& context) : context_(context) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::Expert> ReviewNomination(const Call& call, const v1::ReviewNominationRequest& request);
  absl::StatusOr<v1::Expert> SuspendExpert(const Call& call, const v1::SuspendExpertRequest& request);
  absl::StatusOr<v1::Expert> ReinstateExpert(const Call& call, const v1::ReinstateExpertRequest& request);
  absl::StatusOr<v1::Expert> RetireExpert(const Call& call, const v1::RetireExpertRequest& request);
  absl::StatusOr<v1::Expert> RemoveExpert(const Call& call, const v1::RemoveExpertRequest& request);
  absl::StatusOr<v1::Expert> RenewTerm(const Call& call, const v1::RenewTermRequest& request);
  absl::StatusOr<v1::Expert> RecordYearlyReview(const Call& call, const v1::RecordYearlyReviewRequest& request);

 private:
  // One change of a record by the rules.
  using Rule = std::function<absl::Status(ExpertTransaction&, ExpertRecord&, const PoolView&, const Decision&)>;

  // What all have in common: the office's right, the etag, the change, the seats that fall free with it.
  template <typename Request>
  absl::StatusOr<v1::Expert> ChangeMember(const Call& call, const Request& request, const std::string& detail,
                                          bool frees_seats, const Rule& rule);
  absl::StatusOr<absl::CivilDay> BirthDateOf(const ExpertRecord& record) const;

  const ExpertContext& context_;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_MEMBERSHIP_SERVICE_H_
