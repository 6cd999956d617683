#include "services/submission/domain/amendment_rules.h"

#include <map>

#include "common/time.h"
#include "services/submission/domain/obligations.h"
#include "services/submission/domain/request_rules.h"

namespace lianfang::submission {
namespace {

v1::ObligationAdjustment& AddAmendment(v1::Obligation& obligation, const std::string& reason, const std::string& actor,
                                       absl::Time now) {
  v1::ObligationAdjustment& adjustment = *obligation.add_adjustments();
  adjustment.set_kind(v1::ADJUSTMENT_KIND_AMENDMENT);
  adjustment.set_reason(reason);
  adjustment.set_actor(actor);
  *adjustment.mutable_adjust_time() = ToTimestamp(now);
  return adjustment;
}

bool IsExtended(const v1::Obligation& obligation, bool final) {
  for (const auto& adjustment : obligation.adjustments()) {
    const bool of_final = adjustment.edition() == v1::RETURN_EDITION_FINAL;
    if (adjustment.kind() == v1::ADJUSTMENT_KIND_EXTENSION && of_final == final) return true;
  }
  return false;
}

// Whether an earlier amendment dropped the obligation: nobody waived it by hand.
bool IsDropped(const v1::Obligation& obligation) {
  return obligation.has_waive_time() && obligation.adjustments_size() > 0 &&
         obligation.adjustments().rbegin()->kind() == v1::ADJUSTMENT_KIND_AMENDMENT;
}

// The first due instant as stated, unless the office extended it by hand further; a date that moves, or an obligation
// taken up again, is on record.
void RestateDue(const v1::Obligation& stated, v1::Obligation& after, const std::string& reason,
                const std::string& actor, absl::Time now) {
  const absl::Time due_before = FromTimestamp(after.due_time());
  const absl::Time due = FromTimestamp(stated.due_time());
  const bool keeps_extension = IsExtended(after, /*final=*/false) && due <= due_before;
  if (IsDropped(after) || (due != due_before && !keeps_extension)) {
    v1::ObligationAdjustment& adjustment = AddAmendment(after, reason, actor, now);
    *adjustment.mutable_previous_due_time() = after.due_time();
    if (!keeps_extension) *after.mutable_due_time() = stated.due_time();
    *adjustment.mutable_due_time() = after.due_time();
  }
  if (keeps_extension) return;
  *after.mutable_grace_end_time() = stated.grace_end_time();
  after.clear_lock_time();
  if (stated.has_lock_time()) *after.mutable_lock_time() = stated.lock_time();
}

// Likewise for the final figures.
void RestateFinalDue(const v1::Obligation& stated, v1::Obligation& after, const std::string& reason,
                     const std::string& actor, absl::Time now) {
  if (!stated.has_final_due_time()) {
    after.clear_final_open_time();
    after.clear_final_due_time();
    return;
  }
  *after.mutable_final_open_time() = stated.final_open_time();
  const absl::Time due_before = FromTimestamp(after.final_due_time());
  const absl::Time due = FromTimestamp(stated.final_due_time());
  if (after.has_final_due_time() && IsExtended(after, /*final=*/true) && due <= due_before) return;
  if (after.has_final_due_time() && due != due_before) {
    v1::ObligationAdjustment& adjustment = AddAmendment(after, reason, actor, now);
    adjustment.set_edition(v1::RETURN_EDITION_FINAL);
    *adjustment.mutable_previous_due_time() = after.final_due_time();
    *adjustment.mutable_due_time() = stated.final_due_time();
  }
  *after.mutable_final_due_time() = stated.final_due_time();
}

// `before` under the new edition, which states it as `stated`.
v1::Obligation Restate(const v1::Obligation& stated, const v1::Obligation& before, const std::string& reason,
                       const std::string& actor, absl::Time now) {
  v1::Obligation after = before;
  after.set_plan_edition(stated.plan_edition());
  after.set_department(stated.department());
  after.set_acting_region(stated.acting_region());
  *after.mutable_figures() = stated.figures();
  after.set_provisional(stated.provisional());
  after.set_resubmission_days(stated.resubmission_days());
  *after.mutable_open_time() = stated.open_time();
  RestateDue(stated, after, reason, actor, now);
  RestateFinalDue(stated, after, reason, actor, now);
  if (IsDropped(before)) after.clear_waive_time();
  Touch(after, now);
  return after;
}

// `before`, which the new edition no longer states.
v1::Obligation Drop(const v1::Obligation& before, int edition, const std::string& reason, const std::string& actor,
                    absl::Time now) {
  v1::Obligation after = before;
  after.set_plan_edition(edition);
  if (!before.has_waive_time() && !before.has_met_time()) {
    AddAmendment(after, reason, actor, now);
    *after.mutable_waive_time() = ToTimestamp(now);
  }
  Touch(after, now);
  return after;
}

}  // namespace

std::vector<v1::Obligation> RestateObligations(const type::v1::Plan& plan,
                                               const std::vector<const v1::Obligation*>& standing,
                                               const std::string& reason, const std::string& actor, absl::Time now) {
  std::map<std::string, const v1::Obligation*> before;
  for (const v1::Obligation* obligation : standing) before[obligation->name()] = obligation;
  std::vector<v1::Obligation> after;
  for (v1::Obligation& stated : StateObligations(plan, now)) {
    const auto found = before.find(stated.name());
    if (found == before.end()) {
      after.push_back(std::move(stated));
    } else {
      after.push_back(Restate(stated, *found->second, reason, actor, now));
      before.erase(found);
    }
  }
  for (const auto& [name, obligation] : before) after.push_back(Drop(*obligation, plan.edition(), reason, actor, now));
  SortByDueTime(after);
  return after;
}

}  // namespace lianfang::submission
