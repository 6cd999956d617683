#include "services/coordination/domain/selection/selection_rules.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "draw/order.h"
#include "draw/selection.h"
#include "services/coordination/domain/inspection/inspection_rules.h"
#include "services/coordination/domain/request/access.h"
#include "services/coordination/domain/request/refusals.h"
#include "services/coordination/domain/selection/register_draft.h"

namespace lianfang::coordination {
absl::Status CheckSelection(const v1::Selection& selection, const PlanFrame& frame) {
  FieldViolations faults;
  CheckUnset(faults, "selection.name", !selection.name().empty());
  CheckUnset(faults, "selection.state", selection.state() != v1::SELECTION_STATE_UNSPECIFIED);
  CheckUnset(faults, "selection.seed", !selection.seed().empty());
  CheckUnset(faults, "selection.drawn", !selection.drawn().empty());
  CheckShortLine(faults, "selection.purpose", selection.purpose(), kLongestLine, true);
  const int employers = selection.employers_size();
  if (employers < 1 || employers > kMostEmployers) {
    faults.Add("selection.employers", absl::StrCat("must be 1 to ", kMostEmployers));
  }
  if (selection.count() < 1 || selection.count() > employers) {
    faults.Add("selection.count", "must be 1 to as many employers as there are");
  }
  std::set<std::string> seen;
  for (int i = 0; i < employers; ++i) {
    const std::string at = absl::StrCat("selection.employers[", i, "]");
    CheckEmployer(faults, at, selection.employers(i), frame);
    if (!seen.insert(selection.employers(i).credit_code()).second) faults.Add(at, "is named twice");
  }
  return faults.ToStatus();
}

void Freeze(const std::string& seed, const std::string& actor, v1::Selection& selection) {
  std::sort(selection.mutable_employers()->begin(), selection.mutable_employers()->end(),
            [](const auto& left, const auto& right) { return left.credit_code() < right.credit_code(); });
  selection.set_list_hash(draw::SelectionListHash(selection));
  selection.set_seed(seed);
  selection.set_seed_commitment(draw::SeedCommitment(selection.list_hash(), seed));
  selection.set_state(v1::SELECTION_STATE_FROZEN);
  selection.set_creator(actor);
  selection.clear_nonce();
  selection.clear_drawn();
  selection.clear_observer();
  selection.clear_draw_time();
}

absl::Status CheckDraw(const v1::Selection& selection, const v1::DrawSelectionRequest& request, const Identity& caller,
                       const PlanFrame& frame) {
  if (request.nonce().size() != draw::kBytes) {
    return InvalidField("nonce", absl::StrCat("must have 32 bytes, had ", request.nonce().size()));
  }
  if (absl::Status observer = CheckIsObserver(caller, frame.plan()); !observer.ok()) return observer;
  if (selection.state() != v1::SELECTION_STATE_FROZEN) {
    return WrongState(selection.name(), v1::SelectionState_Name(selection.state()), "is drawn already");
  }
  if (request.seed_commitment() == selection.seed_commitment()) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         "the commitment that the observer saw is not that of the selection", "OTHER_DRAW");
}

void ApplyDraw(const v1::DrawSelectionRequest& request, const std::string& actor, absl::Time now,
               v1::Selection& selection) {
  selection.set_nonce(request.nonce());
  for (const std::string& code : draw::DrawnOf(selection, selection.seed(), selection.nonce())) {
    selection.add_drawn(code);
  }
  selection.set_state(v1::SELECTION_STATE_DRAWN);
  selection.set_observer(actor);
  *selection.mutable_draw_time() = ToTimestamp(now);
}

v1::Selection Shown(const v1::Selection& selection) {
  v1::Selection shown = selection;
  if (selection.state() != v1::SELECTION_STATE_DRAWN) shown.clear_seed();
  return shown;
}

}  // namespace lianfang::coordination
