#include "services/submission/domain/obligation/adjustment_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/submission/domain/obligation/deadlines.h"
#include "services/submission/domain/request/request_rules.h"

namespace lianfang::submission {
namespace {

// Far beyond any plan; keeps what moves with the due instant within the calendar.
constexpr absl::Duration kMaxExtension = absl::Hours(24 * 3660);

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
  const Standing standing = StandingAt(obligation, now);
  if (standing.awaited != v1::RETURN_EDITION_UNSPECIFIED) return absl::OkStatus();
  const std::string state = v1::ObligationState_Name(standing.state);
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, absl::StrCat("nothing is owed any more: ", state),
                         "NOTHING_OWED", {{"state", state}});
}

}  // namespace

absl::StatusOr<v1::ObligationAdjusted> ExtendObligation(const type::v1::Plan& plan, const v1::Obligation& obligation,
                                                        const v1::ExtendObligationRequest& request,
                                                        const Identity& caller, absl::Time now) {
  if (absl::Status status = CheckAdjustment(plan, obligation, request, caller, now); !status.ok()) return status;
  const Standing standing = StandingAt(obligation, now);
  const absl::Time until = FromTimestamp(request.due_time());
  if (until <= standing.due) return InvalidField("due_time", "must be after the due instant in force");
  if (until <= now) return InvalidField("due_time", "must be after now: what is late already stays late");
  // Of the edition; that of a return sent back may be in force instead.
  const bool final = standing.awaited == v1::RETURN_EDITION_FINAL;
  const auto& due = final ? obligation.final_due_time() : obligation.due_time();
  if (until - FromTimestamp(due) > kMaxExtension) {
    return InvalidField("due_time", "must be at most 3660 days after the due instant in force");
  }
  v1::ObligationAdjusted event;
  event.set_obligation(obligation.name());
  v1::ObligationAdjustment& adjustment = *event.mutable_adjustment();
  adjustment.set_kind(v1::ADJUSTMENT_KIND_EXTENSION);
  adjustment.set_reason(request.reason());
  adjustment.set_edition(standing.awaited);
  *adjustment.mutable_previous_due_time() = due;
  *adjustment.mutable_due_time() = request.due_time();
  return event;
}

absl::StatusOr<v1::ObligationAdjusted> WaiveObligation(const type::v1::Plan& plan, const v1::Obligation& obligation,
                                                       const v1::WaiveObligationRequest& request,
                                                       const Identity& caller, absl::Time now) {
  if (absl::Status status = CheckAdjustment(plan, obligation, request, caller, now); !status.ok()) return status;
  v1::ObligationAdjusted event;
  event.set_obligation(obligation.name());
  event.mutable_adjustment()->set_kind(v1::ADJUSTMENT_KIND_WAIVER);
  event.mutable_adjustment()->set_reason(request.reason());
  return event;
}

}  // namespace lianfang::submission
