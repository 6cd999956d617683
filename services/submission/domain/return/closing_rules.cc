#include "services/submission/domain/return/closing_rules.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/submission/domain/obligation/deadlines.h"
#include "services/submission/domain/request/request_rules.h"
#include "services/submission/domain/return/decider_rules.h"

namespace lianfang::submission {
namespace {

constexpr absl::Duration kMaxLeave = absl::Hours(24 * 366);

absl::Status CheckGrant(const ReturnState& state, const v1::GrantCorrectionRequest& request, const Identity& caller,
                        absl::Time now) {
  if (absl::Status status = CheckPlanOffice(state.plan, caller); !status.ok()) return status;
  FieldViolations faults;
  if (request.reason().empty()) faults.Add("reason", "is required");
  CheckLength(faults, "reason", request.reason(), kMaxText);
  const absl::Time end = FromTimestamp(request.end_time());
  if (end <= now) faults.Add("end_time", "must be after now");
  if (end > now + kMaxLeave) faults.Add("end_time", "must be at most 366 days from now");
  if (!faults.empty()) return faults.ToStatus();
  if (absl::Status status = CheckEtag(request.etag(), state.current->etag()); !status.ok()) return status;
  if (ClosesAt(state.plan) == absl::InfiniteFuture()) {
    return WrongState("the plan has no closing date: corrections need no leave", "PLAN_NEVER_CLOSES", *state.current);
  }
  if (state.current->accepted_revision() == 0) {
    return WrongState("no revision of the return was accepted: it can be corrected without leave", "NOT_ACCEPTED",
                      *state.current);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Time ClosesAt(const type::v1::Plan& plan) {
  if (!plan.has_closing_date()) return absl::InfiniteFuture();
  const auto day = FromDate(plan.closing_date());  // a version without this rule may have stored one that is none
  return day.ok() ? absl::FromCivil(*day + 1, *LoadZone(plan.time_zone())) : absl::InfiniteFuture();
}

absl::Status CheckNotClosed(const ReturnState& state, absl::Time now) {
  if (state.current == nullptr || state.current->accepted_revision() == 0 || now < ClosesAt(state.plan)) {
    return absl::OkStatus();
  }
  if (StandingAt(state.obligation, now).awaited != v1::RETURN_EDITION_UNSPECIFIED) return absl::OkStatus();
  const v1::CorrectionGrant& grant = state.current->correction_grant();
  if (state.current->has_correction_grant() && now < FromTimestamp(grant.end_time())) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         "the plan is closed: an accepted return is corrected only with the office's leave",
                         "PLAN_CLOSED", {{"closing_date", FormatDay(*FromDate(state.plan.closing_date()))}});
}

absl::StatusOr<v1::CorrectionGranted> GrantCorrection(const ReturnState& state,
                                                      const v1::GrantCorrectionRequest& request, const Identity& caller,
                                                      absl::Time now) {
  if (absl::Status status = CheckGrant(state, request, caller, now); !status.ok()) return status;
  v1::CorrectionGranted event;
  event.set_return_(state.current->name());
  event.mutable_grant()->set_reason(request.reason());
  *event.mutable_grant()->mutable_end_time() = request.end_time();
  event.mutable_grant()->set_grantor(caller.uri);
  return event;
}

}  // namespace lianfang::submission
