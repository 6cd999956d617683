#include "services/submission/domain/obligation/instants.h"

#include <utility>

#include "common/time.h"

namespace lianfang::submission {
namespace {

std::optional<absl::Time> TimeOf(bool present, const google::protobuf::Timestamp& time) {
  return present ? std::optional(FromTimestamp(time)) : std::nullopt;
}

// Undoes an amendment that recorded all that it moved.
void UndoChanges(const v1::ObligationAdjustment& adjustment, Instants& instants) {
  for (const v1::InstantChange& change : adjustment.instants()) {
    if (!v1::ObligationInstant_IsValid(change.instant())) continue;  // of a later version
    instants[change.instant()] = TimeOf(change.has_previous_time(), change.previous_time());
  }
}

// Undoes an extension, or an amendment that recorded its due instant only: grace end and lock moved with it.
void UndoDue(const v1::ObligationAdjustment& adjustment, Instants& instants) {
  const absl::Time previous = FromTimestamp(adjustment.previous_due_time());
  if (adjustment.edition() == v1::RETURN_EDITION_FINAL) {
    instants[v1::OBLIGATION_INSTANT_FINAL_DUE] = previous;
    return;
  }
  const absl::Duration by = previous - DueOf(instants, /*final=*/false);
  for (const auto instant :
       {v1::OBLIGATION_INSTANT_DUE, v1::OBLIGATION_INSTANT_GRACE_END, v1::OBLIGATION_INSTANT_LOCK}) {
    if (instants[instant]) *instants[instant] += by;
  }
}

}  // namespace

Instants InstantsOf(const v1::Obligation& obligation) {
  Instants instants;
  instants[v1::OBLIGATION_INSTANT_OPEN] = TimeOf(obligation.has_open_time(), obligation.open_time());
  instants[v1::OBLIGATION_INSTANT_DUE] = TimeOf(obligation.has_due_time(), obligation.due_time());
  instants[v1::OBLIGATION_INSTANT_GRACE_END] = TimeOf(obligation.has_grace_end_time(), obligation.grace_end_time());
  instants[v1::OBLIGATION_INSTANT_LOCK] = TimeOf(obligation.has_lock_time(), obligation.lock_time());
  instants[v1::OBLIGATION_INSTANT_FINAL_OPEN] = TimeOf(obligation.has_final_open_time(), obligation.final_open_time());
  instants[v1::OBLIGATION_INSTANT_FINAL_DUE] = TimeOf(obligation.has_final_due_time(), obligation.final_due_time());
  return instants;
}

Instants InstantsAt(const v1::Obligation& obligation, absl::Time as_of) {
  Instants instants = InstantsOf(obligation);
  for (auto adjustment = obligation.adjustments().rbegin(); adjustment != obligation.adjustments().rend();
       ++adjustment) {
    if (FromTimestamp(adjustment->adjust_time()) <= as_of) break;
    if (adjustment->instants_size() > 0) {
      UndoChanges(*adjustment, instants);
    } else if (adjustment->has_previous_due_time()) {
      UndoDue(*adjustment, instants);
    }
  }
  return instants;
}

absl::Time DueOf(const Instants& instants, bool final) {
  const auto& final_due = instants[v1::OBLIGATION_INSTANT_FINAL_DUE];
  return final && final_due ? *final_due : instants[v1::OBLIGATION_INSTANT_DUE].value_or(absl::UnixEpoch());
}

std::vector<v1::InstantChange> ChangesBetween(const v1::Obligation& before, const v1::Obligation& after) {
  const Instants was = InstantsOf(before);
  const Instants is = InstantsOf(after);
  std::vector<v1::InstantChange> changes;
  for (int i = 0; i < v1::ObligationInstant_ARRAYSIZE; ++i) {
    const auto at = static_cast<size_t>(i);
    if (was[at] == is[at]) continue;
    v1::InstantChange& change = changes.emplace_back();
    change.set_instant(static_cast<v1::ObligationInstant>(i));
    if (was[at]) *change.mutable_previous_time() = ToTimestamp(*was[at]);
    if (is[at]) *change.mutable_time() = ToTimestamp(*is[at]);
  }
  return changes;
}

}  // namespace lianfang::submission
