#include "services/expert/domain/panel/sealed_panel.h"

#include "common/errors.h"
#include "common/time.h"
#include "services/expert/domain/request/access.h"

namespace lianfang::expert {
namespace {

bool MayKnow(const Identity& caller, const PoolView& pool) {
  switch (caller.role) {
    case type::v1::ROLE_OBSERVER:
    case type::v1::ROLE_AUDITOR:
      return true;
    case type::v1::ROLE_OFFICE:
      return CheckActsFor(caller, pool.plan(), "").ok();
    default:
      return false;
  }
}

}  // namespace

std::optional<absl::Time> UnsealTime(const Identity& caller, const v1::Engagement& engagement, const PoolView& pool,
                                     absl::Time now) {
  const absl::Time start = FromTimestamp(engagement.start_time());
  if (!pool.pool().panel_sealed() || start <= now || MayKnow(caller, pool)) return std::nullopt;
  return start;
}

void Withhold(v1::Engagement& engagement, absl::Time until) {
  engagement.clear_invitations();
  engagement.clear_conflict_reports();
  *engagement.mutable_unseal_time() = ToTimestamp(until);
}

void Withhold(v1::Draw& draw, absl::Time until) {
  if (draw.state() != v1::DRAW_STATE_DRAWN) return;
  draw.clear_seed();
  draw.clear_order();
  draw.clear_panel();
  draw.clear_departures();
  *draw.mutable_unseal_time() = ToTimestamp(until);
}

absl::Status CheckKnowsPanel(const Identity& caller, const v1::Engagement& engagement, const PoolView& pool,
                             absl::Time now) {
  if (!UnsealTime(caller, engagement, pool, now).has_value()) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kPermissionDenied,
                         "the panel is told when the meeting begins; report to the office what you know",
                         "PANEL_SEALED");
}

}  // namespace lianfang::expert
