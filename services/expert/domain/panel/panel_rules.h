// The draw of an engagement's panel and everything that changes the panel afterwards. The algorithm itself is draw/:
// here it meets experts, invitations and the calendar.
//
//   auto list = FreezeList(engagement, pool, members, now);      // steps 1 to 4 of draw.proto
//   …
//   PanelChange change(engagement, draw, list, judge, now);      // step 5
//   change.DropOut("experts/a", {v1::EXCLUSION_REASON_DECLINED, "ill"}, v1::INVITATION_STATE_DECLINED);
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_PANEL_PANEL_RULES_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_PANEL_PANEL_RULES_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "draw/panel.h"
#include "lianfang/expert/v1/draw.pb.h"
#include "lianfang/expert/v1/engagement.pb.h"
#include "lianfang/expert/v1/expert_service.pb.h"
#include "lianfang/type/v1/receipt.pb.h"
#include "services/expert/domain/panel/invitation_rules.h"
#include "services/expert/domain/pool/pool_view.h"
#include "services/expert/domain/records.h"

namespace lianfang::expert {

// Bytes that a draw may have when it is drawn, so that everybody can read it in one message: callers take 16 MiB. The
// rest is for departures.
inline constexpr size_t kLongestDraw = size_t{15} << 20;

// Why a candidate may not be drawn any more; nothing for one who still may.
using Judge = std::function<std::optional<v1::Exclusion>(const std::string& expert)>;

// Lists everybody in the pool, by name. FAILED_PRECONDITION with ErrorInfo TOO_FEW_CANDIDATES when the seats cannot be
// filled, POOL_TOO_LARGE when the draw would be longer than kLongestDraw.
absl::StatusOr<v1::FrozenList> FreezeList(const v1::Engagement& engagement, const PoolView& pool,
                                          const std::vector<ExpertRecord>& members, absl::Time now);

// A frozen draw of this list, committed to the seed.
v1::Draw CommitDraw(const v1::FrozenList& list, const std::string& seed, absl::Time now);

// Adds the receipt of the freeze's entry in the ledger of `plan`. INTERNAL where it is of something else; UNAVAILABLE
// where the ledger's clock says that it was entered before the freeze.
absl::Status EnterReceipt(v1::Draw& draw, type::v1::Receipt receipt, const std::string& plan, absl::Time now);

// Who gives a nonce, and the receipt of the key that stands in the ledger of the plan, or why there is none.
struct Observer {
  std::string uri;
  std::string plan;
  absl::StatusOr<type::v1::Receipt> key;
};

// Adds the observer's nonce. ALREADY_EXISTS when it is there, or the draw was drawn without; FAILED_PRECONDITION without a
// key, and for a draw that is not in the ledger; INVALID_ARGUMENT where the signature is not the key's.
absl::Status Witness(v1::Draw& draw, const v1::ContributeNonceRequest& request, const Observer& observer,
                     absl::Time now);

// Draws from the list as it was frozen: reveals the seed and invites the panel. Drawn members whom the judge names
// cannot serve any more: they depart at once, and the order fills their seats. Leaves both documents as they were when
// it refuses; nothing that has happened since the freeze makes it refuse but the start or the end of the engagement.
absl::Status DrawPanel(v1::Draw& draw, v1::Engagement& engagement, const std::string& seed, const Judge& judge,
                       const std::string& drawer, absl::Time now);

// Reveals the seed of a draw whose engagement is cancelled before it was drawn; one that was drawn stays as it is.
void CancelDraw(v1::Draw& draw, const std::string& seed, absl::Time now);

// Why somebody leaves a panel, and on whose word.
struct Leaving {
  v1::ExclusionReason reason;
  std::string detail;
  Testimony testimony{};
};

// Changes to the panel of a drawn engagement, at one instant. Refers to what it is given.
class PanelChange {
 public:
  // `list` is the draw's own.
  PanelChange(v1::Engagement& engagement, v1::Draw& draw, const v1::FrozenList& list, const Judge& judge,
              absl::Time now);

  // A member leaves: the invitation ends in `state`, and the next in order whom the judge lets pass is invited. Nobody
  // is called any more once the engagement is over.
  void DropOut(const std::string& expert, const Leaving& why, v1::InvitationState state);

  // Everybody who has not answered in time, or could not be told in time, leaves. False when nobody had to.
  bool ExpireInvitations();

 private:
  void RecordDeparture(const std::string& expert, const Leaving& why, const std::string& successor);

  v1::Engagement& engagement_;
  v1::Draw& draw_;
  const Judge& judge_;
  const absl::Time now_;
  draw::Panel panel_;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_PANEL_PANEL_RULES_H_
