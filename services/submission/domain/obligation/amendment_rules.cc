#include "services/submission/domain/obligation/amendment_rules.h"

#include <map>
#include <utility>

#include "common/time.h"
#include "services/submission/domain/obligation/instants.h"
#include "services/submission/domain/obligation/obligations.h"
#include "services/submission/domain/request/request_rules.h"

namespace lianfang::submission {
namespace {

v1::ObligationAdjustment& Record(const Amendment& amendment, v1::Obligation& obligation) {
  v1::ObligationAdjustment& adjustment = *obligation.add_adjustments();
  adjustment.set_kind(v1::ADJUSTMENT_KIND_AMENDMENT);
  adjustment.set_reason(amendment.reason);
  adjustment.set_actor(amendment.actor);
  *adjustment.mutable_adjust_time() = ToTimestamp(amendment.now);
  return adjustment;
}

bool IsExtended(const v1::Obligation& obligation, bool final) {
  for (const auto& adjustment : obligation.adjustments()) {
    const bool of_final = adjustment.edition() == v1::RETURN_EDITION_FINAL;
    if (adjustment.kind() == v1::ADJUSTMENT_KIND_EXTENSION && of_final == final) return true;
  }
  return false;
}

// Whether an earlier amendment dropped the obligation: nobody waived it by hand. The first rules took any amendment
// after a waiver for one that dropped it.
bool IsDropped(const Amendment& amendment, const v1::Obligation& obligation) {
  if (!obligation.has_waive_time() || obligation.adjustments().empty()) return false;
  const v1::ObligationAdjustment& last = *obligation.adjustments().rbegin();
  return last.kind() == v1::ADJUSTMENT_KIND_AMENDMENT && (!amendment.whole || !last.has_due_time());
}

// The instants of the first filing as stated, unless the office extended it by hand further.
void Move(const v1::Obligation& stated, v1::Obligation& after) {
  *after.mutable_open_time() = stated.open_time();
  if (IsExtended(after, /*final=*/false) && FromTimestamp(stated.due_time()) <= FromTimestamp(after.due_time())) return;
  *after.mutable_due_time() = stated.due_time();
  *after.mutable_grace_end_time() = stated.grace_end_time();
  after.clear_lock_time();
  if (stated.has_lock_time()) *after.mutable_lock_time() = stated.lock_time();
}

// Likewise for the final figures.
void MoveFinal(const v1::Obligation& stated, v1::Obligation& after) {
  if (!stated.has_final_due_time()) {
    after.clear_final_open_time();
    after.clear_final_due_time();
    return;
  }
  *after.mutable_final_open_time() = stated.final_open_time();
  if (after.has_final_due_time() && IsExtended(after, /*final=*/true) &&
      FromTimestamp(stated.final_due_time()) <= FromTimestamp(after.final_due_time())) {
    return;
  }
  *after.mutable_final_due_time() = stated.final_due_time();
}

// What moved, or that the obligation is taken up again, on record.
void RecordChanges(const Amendment& amendment, const v1::Obligation& before, v1::Obligation& after) {
  std::vector<v1::InstantChange> changes = ChangesBetween(before, after);
  if (changes.empty() && !IsDropped(amendment, before)) return;
  v1::ObligationAdjustment& adjustment = Record(amendment, after);
  *adjustment.mutable_previous_due_time() = before.due_time();
  *adjustment.mutable_due_time() = after.due_time();
  for (v1::InstantChange& change : changes) *adjustment.add_instants() = std::move(change);
}

// Likewise by the first rules: the due instants only.
void RecordDueInstants(const Amendment& amendment, const v1::Obligation& before, v1::Obligation& after) {
  if (IsDropped(amendment, before) || FromTimestamp(before.due_time()) != FromTimestamp(after.due_time())) {
    v1::ObligationAdjustment& adjustment = Record(amendment, after);
    *adjustment.mutable_previous_due_time() = before.due_time();
    *adjustment.mutable_due_time() = after.due_time();
  }
  if (before.has_final_due_time() && after.has_final_due_time() &&
      FromTimestamp(before.final_due_time()) != FromTimestamp(after.final_due_time())) {
    v1::ObligationAdjustment& adjustment = Record(amendment, after);
    adjustment.set_edition(v1::RETURN_EDITION_FINAL);
    *adjustment.mutable_previous_due_time() = before.final_due_time();
    *adjustment.mutable_due_time() = after.final_due_time();
  }
}

// `before` under the new edition, which states it as `stated`.
v1::Obligation Restate(const Amendment& amendment, const v1::Obligation& stated, const v1::Obligation& before) {
  v1::Obligation after = before;
  after.set_plan_edition(stated.plan_edition());
  after.set_department(stated.department());
  after.set_acting_region(stated.acting_region());
  *after.mutable_figures() = stated.figures();
  after.set_provisional(stated.provisional());
  after.set_resubmission_days(stated.resubmission_days());
  Move(stated, after);
  MoveFinal(stated, after);
  amendment.whole ? RecordChanges(amendment, before, after) : RecordDueInstants(amendment, before, after);
  if (IsDropped(amendment, before)) after.clear_waive_time();
  Touch(after, amendment.now);
  return after;
}

// Whether anything is still to be filed. The first rules looked at the first filing only.
bool Awaits(const Amendment& amendment, const v1::Obligation& obligation) {
  if (!obligation.has_met_time()) return true;
  return amendment.whole && obligation.has_final_due_time() && !obligation.has_final_met_time();
}

// `before`, which the new edition no longer states.
v1::Obligation Drop(const Amendment& amendment, const v1::Obligation& before) {
  v1::Obligation after = before;
  after.set_plan_edition(amendment.plan.edition());
  if (!before.has_waive_time() && Awaits(amendment, before)) {
    Record(amendment, after);
    *after.mutable_waive_time() = ToTimestamp(amendment.now);
  }
  Touch(after, amendment.now);
  return after;
}

}  // namespace

void WaiveUnlessStated(const Amendment& amendment, v1::Obligation& obligation) {
  if (obligation.has_waive_time() || !Awaits(amendment, obligation) || IsStated(amendment.plan, obligation)) return;
  Record(amendment, obligation);
  *obligation.mutable_waive_time() = ToTimestamp(amendment.now);
}

std::vector<v1::Obligation> RestateObligations(const Amendment& amendment,
                                               const std::vector<const v1::Obligation*>& standing) {
  std::map<std::string, const v1::Obligation*> before;
  for (const v1::Obligation* obligation : standing) before[obligation->name()] = obligation;
  std::vector<v1::Obligation> after;
  for (v1::Obligation& stated : StateObligations(amendment.plan, amendment.now)) {
    const auto found = before.find(stated.name());
    if (found == before.end()) {
      after.push_back(std::move(stated));
    } else {
      after.push_back(Restate(amendment, stated, *found->second));
      before.erase(found);
    }
  }
  for (const auto& [name, obligation] : before) after.push_back(Drop(amendment, *obligation));
  SortByDueTime(after);
  return after;
}

}  // namespace lianfang::submission
