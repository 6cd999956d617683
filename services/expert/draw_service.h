// Handlers of draws: freeze, nonce, draw, reading, verification.
#ifndef LIANFANG_SERVICES_EXPERT_DRAW_SERVICE_H_
#define LIANFANG_SERVICES_EXPERT_DRAW_SERVICE_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/expert/v1/expert_service.pb.h"
#include "services/expert/domain/member/membership.h"
#include "services/expert/expert_context.h"
#include "services/expert/mutation.h"

namespace lianfang::expert {

// Thread-safe. Outlives the contract that it registers with.
class DrawService {
 public:
  explicit DrawService(const ExpertContext& context) : context_(context) {}

  void Register(ContractService& service);

  absl::StatusOr<v1::Draw> FreezeCandidates(const Call& call, const v1::FreezeCandidatesRequest& request);
  absl::StatusOr<v1::Draw> ContributeNonce(const Call& call, const v1::ContributeNonceRequest& request);
  absl::StatusOr<v1::Draw> DrawPanel(const Call& call, const v1::DrawPanelRequest& request);
  absl::StatusOr<v1::Draw> GetDraw(const Call& call, const v1::GetDrawRequest& request);
  absl::StatusOr<v1::VerifyDrawResponse> VerifyDraw(const Call& call, const v1::VerifyDrawRequest& request);

 private:
  // Enters a freeze in the ledger of its plan. Nothing may be saved unless that is done.
  absl::Status Enter(v1::Draw& draw, const PoolView& pool, const Decision& by, absl::Time deadline) const;
  // The stored draw as the caller may read it; nothing before the freeze.
  absl::StatusOr<std::optional<v1::Draw>> ReadDraw(const Call& call, const std::string& engagement) const;
  // Draws and saves: the last step of both ways to a panel.
  absl::StatusOr<Change<v1::Draw>> Draw(ExpertTransaction& rows, EngagementRecord& record, DrawRecord& draw,
                                        const PoolView& pool, const Decision& by) const;
  // The pool of an engagement that the caller, the office, may draw for.
  absl::StatusOr<PoolView> PoolToDraw(const Call& call, const std::string& engagement) const;

  const ExpertContext& context_;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DRAW_SERVICE_H_
