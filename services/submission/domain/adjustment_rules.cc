#include "services/submission/domain/adjustment_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/submission/domain/deadlines.h"
#include "services/submission/domain/obligations.h"
#include "services/submission/domain/plan_view.h"
#include "services/submission/domain/request_rules.h"

namespace lianfang::submission {
namespace {

// What extensions and waivers ask alike: the office, a reason of bounded length, a current etag, and something still
// owed.
template <typename Request>
absl::Status CheckAdjustment(const type::v1::Plan& plan, const v1::Obligation& obligation, const Request& request,
                             const Identity& caller, absl::Time now) {
  if (absl::Status status = CheckPlanOffice(plan, caller); !status.ok()) return status;
  FieldViolations faults;
  CheckLength(faults, "reason", request.reason(), kMaxText);
  if (!faults.empty()) return faults.ToStatus();
  if (absl::Status status = CheckEtag(request.etag(), obligation.etag()); !status.ok()) return status;
  const v1::ObligationState state = StandingAt(obligation, now).state;
  if (state != v1::OBLIGATION_STATE_MET && state != v1::OBLIGATION_STATE_MET_LATE &&
      state != v1::OBLIGATION_STATE_WAIVED) {
    return absl::OkStatus();
  }
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         absl::StrCat("nothing is owed any more: ", v1::ObligationState_Name(state)), "NOTHING_OWED",
                         {{"state", v1::ObligationState_Name(state)}});
}

v1::Obligation Adjust(const v1::Obligation& obligation, v1::AdjustmentKind kind, const std::string& reason,
                      const Identity& caller, absl::Time now) {
  v1::Obligation adjusted = obligation;
  v1::ObligationAdjustment& adjustment = *adjusted.add_adjustments();
  adjustment.set_kind(kind);
  adjustment.set_reason(reason);
  adjustment.set_actor(caller.uri);
  *adjustment.mutable_adjust_time() = ToTimestamp(now);
  Touch(adjusted, now);
  return adjusted;
}

// Far beyond any plan; keeps what moves with the due instant within the calendar.
constexpr absl::Duration kMaxExtension = absl::Hours(24 * 3660);

void Move(google::protobuf::Timestamp& time, absl::Duration by) { time = ToTimestamp(FromTimestamp(time) + by); }

}  // namespace

absl::StatusOr<v1::Obligation> ExtendObligation(const type::v1::Plan& plan, const v1::Obligation& obligation,
                                                const v1::ExtendObligationRequest& request, const Identity& caller,
                                                absl::Time now) {
  if (absl::Status status = CheckAdjustment(plan, obligation, request, caller, now); !status.ok()) return status;
  const absl::Duration by = FromTimestamp(request.due_time()) - FromTimestamp(obligation.due_time());
  if (by <= absl::ZeroDuration()) return InvalidField("due_time", "must be after the due instant in force");
  if (by > kMaxExtension) return InvalidField("due_time", "must be at most 3660 days after the due instant in force");
  v1::Obligation adjusted = Adjust(obligation, v1::ADJUSTMENT_KIND_EXTENSION, request.reason(), caller, now);
  v1::ObligationAdjustment& adjustment = *adjusted.mutable_adjustments()->rbegin();
  *adjustment.mutable_previous_due_time() = obligation.due_time();
  Move(*adjusted.mutable_due_time(), by);
  Move(*adjusted.mutable_grace_end_time(), by);
  if (adjusted.has_lock_time()) Move(*adjusted.mutable_lock_time(), by);
  *adjustment.mutable_due_time() = adjusted.due_time();
  return adjusted;
}

absl::StatusOr<v1::Obligation> WaiveObligation(const type::v1::Plan& plan, const v1::Obligation& obligation,
                                               const v1::WaiveObligationRequest& request, const Identity& caller,
                                               absl::Time now) {
  if (absl::Status status = CheckAdjustment(plan, obligation, request, caller, now); !status.ok()) return status;
  v1::Obligation adjusted = Adjust(obligation, v1::ADJUSTMENT_KIND_WAIVER, request.reason(), caller, now);
  *adjusted.mutable_waive_time() = ToTimestamp(now);
  return adjusted;
}

}  // namespace lianfang::submission
