#include "services/expert/panel_case.h"

#include <utility>

#include "draw/verify.h"
#include "services/expert/domain/engagement/engagement_rules.h"
#include "services/expert/domain/panel/conflict_reports.h"
#include "services/expert/domain/panel/eligibility.h"
#include "services/expert/domain/panel/invitation_rules.h"
#include "services/expert/domain/request/names.h"
#include "services/expert/expert_context.h"

namespace lianfang::expert {
namespace {

absl::Status NominatedMeanwhile() { return absl::AbortedError("the person was nominated elsewhere meanwhile"); }

// Visits the panels of engagements ahead in which the expert holds a seat; saves those that `visit` says it changed.
absl::Status EachSeat(ExpertTransaction& rows, const ExpertRecord& record, const PoolView& pool, absl::Time now,
                      const std::function<bool(PanelCase&)>& visit) {
  for (const Booking& booking : record.bookings) {
    if (booking.expert != record.expert.name() || booking.end <= now) continue;
    auto panel = PanelCase::Load(rows, booking.engagement, pool, now);
    if (!panel.ok()) return panel.status();
    if (!visit(**panel)) continue;
    if (absl::Status saved = (*panel)->Save(); !saved.ok()) return saved;
  }
  return absl::OkStatus();
}

}  // namespace

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
      pool_(pool),
      record_(std::move(record)),
      draw_(std::move(draw)),
      arena_(std::move(arena)),
      now_(now),
      judge_([this](const std::string& expert) -> std::optional<v1::Exclusion> {
        const auto candidate = rows_.FindExpert(expert);
        if (candidate.has_value()) return FindExclusion(*candidate, record_.document, pool_, now_);
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
  return EachSeat(rows, record, pool, now, [&](PanelCase& panel) {
    const auto why = leaving(panel.engagement());
    if (why.has_value()) panel.change().DropOut(record.expert.name(), *why, v1::INVITATION_STATE_WITHDRAWN);
    return why.has_value();
  });
}

absl::Status FreeTied(ExpertTransaction& rows, const std::string& person, const v1::Tie& tie, const Pools& pools,
                      const Decision& by) {
  const Leaving why{ReasonOf(tie.kind()), tie.party().display_name(), {.recorder = by.actor}};
  const auto leaving = [&](const v1::Engagement& engagement) -> std::optional<Leaving> {
    if (!IsParty(engagement, tie.party())) return std::nullopt;
    return why;
  };
  for (const ExpertRecord& record : rows.FindMemberships(person)) {
    const auto pool = pools.find(record.expert.pool());
    if (pool == pools.end()) return NominatedMeanwhile();
    if (absl::Status freed = FreeSeats(rows, record, pool->second, leaving, by.now); !freed.ok()) return freed;
  }
  return absl::OkStatus();
}

absl::Status ReportConflicts(ExpertTransaction& rows, const std::string& person, const Pools& pools,
                             const Identity& editor, const Decision& by) {
  for (const ExpertRecord& record : rows.FindMemberships(person)) {
    const auto pool = pools.find(record.expert.pool());
    if (pool == pools.end()) return NominatedMeanwhile();
    const bool needs_observer = pool->second.pool().draw_needs_observer();
    const absl::Status seen = EachSeat(rows, record, pool->second, by.now, [&](PanelCase& panel) {
      const auto recusal = FindRecusal(record, panel.engagement(), pool->second);
      if (!recusal.has_value()) return false;
      const auto conflict = FindConflict(record, panel.engagement(), pool->second);
      if (needs_observer && recusal->reason() != v1::EXCLUSION_REASON_OWN_DEPARTMENT && conflict.has_value()) {
        if (WasReported(panel.engagement(), record.expert.name(), conflict->party)) return false;
        v1::Tie tie;
        tie.set_kind(conflict->kind);
        *tie.mutable_party() = conflict->party;
        ReportConflict(panel.engagement(), record.expert.name(), tie, editor, by.now);
        return true;
      }
      panel.change().DropOut(record.expert.name(), {recusal->reason(), recusal->detail(), {.recorder = by.actor}},
                             v1::INVITATION_STATE_WITHDRAWN);
      return true;
    });
    if (!seen.ok()) return seen;
  }
  return absl::OkStatus();
}

absl::Status RenewNotices(ExpertTransaction& rows, const ExpertRecord& record, const PoolView& pool, absl::Time now) {
  return EachSeat(rows, record, pool, now,
                  [&](PanelCase& panel) { return RenewNotice(panel.engagement(), record.expert.name()); });
}

}  // namespace lianfang::expert
