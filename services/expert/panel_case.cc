#include "services/expert/panel_case.h"

#include <utility>

#include "draw/verify.h"
#include "services/expert/domain/engagement/engagement_rules.h"
#include "services/expert/domain/panel/eligibility.h"
#include "services/expert/domain/request/names.h"
#include "services/expert/expert_context.h"

namespace lianfang::expert {

absl::StatusOr<std::unique_ptr<PanelCase>> PanelCase::Load(ExpertTransaction& rows, const std::string& engagement,
                                                           const PoolView& pool, absl::Time now) {
  auto record = rows.FindEngagement(engagement);
  if (!record.has_value()) return NotFound(engagement);
  auto draw = rows.FindDraw(engagement);
  if (!draw.has_value() || draw->draw.state() != v1::DRAW_STATE_DRAWN) {
    return Refused(record->document, now, "has no panel yet");
  }
  auto arena = std::make_unique<google::protobuf::Arena>();
  const auto list = draw::ReadFrozenList(draw->draw.frozen_list(), *arena);
  if (!list.ok()) return absl::DataLossError("the stored list cannot be read");
  return std::unique_ptr<PanelCase>(
      new PanelCase(rows, *std::move(record), *std::move(draw), std::move(arena), **list, pool, now));
}

PanelCase::PanelCase(ExpertTransaction& rows, EngagementRecord record, DrawRecord draw,
                     std::unique_ptr<google::protobuf::Arena> arena, const v1::FrozenList& list, const PoolView& pool,
                     absl::Time now)
    : rows_(rows),
      record_(std::move(record)),
      draw_(std::move(draw)),
      arena_(std::move(arena)),
      now_(now),
      judge_([this, &pool](const std::string& expert) -> std::optional<v1::Exclusion> {
        const auto candidate = rows_.FindExpert(expert);
        if (candidate.has_value()) return FindExclusion(*candidate, record_.document, pool, now_);
        return v1::Exclusion();  // experts are never deleted
      }) {
  change_.emplace(record_.document, draw_.draw, list, judge_, now_);
}

absl::Status PanelCase::Save() {
  Finish(record_.document, now_);
  if (absl::Status saved = rows_.SaveEngagement(record_); !saved.ok()) return saved;
  rows_.SaveDraw(record_.document.name(), draw_);
  return absl::OkStatus();
}

absl::Status FreeSeats(ExpertTransaction& rows, const ExpertRecord& record, const PoolView& pool,
                       const LeavingOf& leaving, absl::Time now) {
  for (const Booking& booking : record.bookings) {
    if (booking.expert != record.expert.name() || booking.end <= now) continue;
    auto panel = PanelCase::Load(rows, booking.engagement, pool, now);
    if (!panel.ok()) return panel.status();
    const auto why = leaving((*panel)->engagement());
    if (!why.has_value()) continue;
    (*panel)->change().DropOut(record.expert.name(), *why, v1::INVITATION_STATE_WITHDRAWN);
    if (absl::Status saved = (*panel)->Save(); !saved.ok()) return saved;
  }
  return absl::OkStatus();
}

}  // namespace lianfang::expert
