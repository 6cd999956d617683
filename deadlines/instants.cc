#include "deadlines/instants.h"

namespace lianfang::deadlines {
namespace {

using submission::v1::Obligation;
using submission::v1::ObligationAdjustment;

// Undoes an amendment that recorded all that it moved.
void UndoChanges(const ObligationAdjustment& adjustment, Instants& instants) {
  for (const submission::v1::InstantChange& change : adjustment.instants()) {
    if (!submission::v1::ObligationInstant_IsValid(change.instant())) continue;  // of a later version
    instants[change.instant()] = TimeIf(change.has_previous_time(), change.previous_time());
  }
}

// Undoes an extension, or an amendment that recorded its due instant only: grace end and lock moved with it.
void UndoDue(const ObligationAdjustment& adjustment, Instants& instants) {
  const absl::Time previous = FromTimestamp(adjustment.previous_due_time());
  if (adjustment.edition() == submission::v1::RETURN_EDITION_FINAL) {
    instants[submission::v1::OBLIGATION_INSTANT_FINAL_DUE] = previous;
    return;
  }
  const absl::Duration by = previous - DueOf(instants, /*final_figures=*/false);
  for (const auto instant : {submission::v1::OBLIGATION_INSTANT_DUE, submission::v1::OBLIGATION_INSTANT_GRACE_END,
                             submission::v1::OBLIGATION_INSTANT_LOCK}) {
    if (instants[instant]) *instants[instant] += by;
  }
}

}  // namespace

Instants InstantsOf(const Obligation& obligation) {
  Instants instants;
  instants[submission::v1::OBLIGATION_INSTANT_OPEN] = TimeIf(obligation.has_open_time(), obligation.open_time());
  instants[submission::v1::OBLIGATION_INSTANT_DUE] = TimeIf(obligation.has_due_time(), obligation.due_time());
  instants[submission::v1::OBLIGATION_INSTANT_GRACE_END] =
      TimeIf(obligation.has_grace_end_time(), obligation.grace_end_time());
  instants[submission::v1::OBLIGATION_INSTANT_LOCK] = TimeIf(obligation.has_lock_time(), obligation.lock_time());
  instants[submission::v1::OBLIGATION_INSTANT_FINAL_OPEN] =
      TimeIf(obligation.has_final_open_time(), obligation.final_open_time());
  instants[submission::v1::OBLIGATION_INSTANT_FINAL_DUE] =
      TimeIf(obligation.has_final_due_time(), obligation.final_due_time());
  return instants;
}

Instants InstantsAt(const Obligation& obligation, absl::Time as_of) {
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

absl::Time DueOf(const Instants& instants, bool final_figures) {
  const auto& final_due = instants[submission::v1::OBLIGATION_INSTANT_FINAL_DUE];
  if (final_figures && final_due) return *final_due;
  return instants[submission::v1::OBLIGATION_INSTANT_DUE].value_or(absl::UnixEpoch());
}

}  // namespace lianfang::deadlines
