#include "services/submission/domain/return/sign_off_rules.h"

#include <algorithm>

#include "services/submission/domain/plan/plan_view.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/domain/request/request_rules.h"
#include "services/submission/domain/return/decider_rules.h"

namespace lianfang::submission {
namespace {

constexpr int kMostTakenBack = 20;

absl::Status CheckSignOff(const ReturnState& state, const v1::SignReturnRequest& request, const Identity& caller) {
  if (absl::Status status = CheckOwes(state.obligation, caller); !status.ok()) return status;
  FieldViolations faults;
  RequireEtag(faults, request.etag());
  const v1::SignOff& sign_off = request.sign_off();
  if (sign_off.decision() != v1::SIGN_OFF_DECISION_SIGN && sign_off.decision() != v1::SIGN_OFF_DECISION_SEND_BACK) {
    faults.Add("sign_off.decision", "is no known decision");
  }
  if (sign_off.decision() == v1::SIGN_OFF_DECISION_SEND_BACK && sign_off.reason().empty()) {
    faults.Add("sign_off.reason", "is required when sending back");
  }
  CheckLength(faults, "sign_off.reason", sign_off.reason(), kMaxText);
  if (!faults.empty()) return faults.ToStatus();
  if (absl::Status status = CheckEtag(request.etag(), state.current->etag()); !status.ok()) return status;
  if (state.current->state() != v1::RETURN_STATE_AWAITING_SIGN_OFF) {
    return WrongState("the return does not wait for a signature", "NOT_AWAITING_SIGN_OFF", *state.current);
  }
  return CheckFourEyes(state.plan, *state.current, caller);
}

// Whether there is anything to be withdrawn.
bool IsFiled(const v1::Return& filed) {
  return filed.state() == v1::RETURN_STATE_SUBMITTED || filed.state() == v1::RETURN_STATE_AWAITING_SIGN_OFF ||
         filed.has_in_force();
}

bool IsSigned(const v1::Return& filed) {
  const auto by_convener = [](const v1::ReturnRevision& revision) {
    return revision.sign_off().decision() == v1::SIGN_OFF_DECISION_SIGN;
  };
  return by_convener(filed.latest()) || by_convener(filed.in_force());
}

absl::Status CheckWithdrawal(const ReturnState& state, const v1::WithdrawReturnRequest& request,
                             const Identity& caller) {
  if (absl::Status status = CheckOwes(state.obligation, caller); !status.ok()) return status;
  FieldViolations faults;
  RequireEtag(faults, request.etag());
  if (request.reason().empty()) faults.Add("reason", "is required");
  CheckLength(faults, "reason", request.reason(), kMaxText);
  if (!faults.empty()) return faults.ToStatus();
  if (absl::Status status = CheckEtag(request.etag(), state.current->etag()); !status.ok()) return status;
  if (state.current->accepted_revision() != 0) {
    return WrongState("a revision of the return was accepted: it can be corrected, not withdrawn", "ALREADY_ACCEPTED",
                      *state.current);
  }
  if (!IsFiled(*state.current))
    return WrongState("nothing is filed that could be withdrawn", "NOT_FILED", *state.current);
  if (IsSigned(*state.current) && caller.role != type::v1::ROLE_CONVENER) {
    return ErrorWithReason(absl::StatusCode::kPermissionDenied,
                           "the convener has signed the return: only a convener of the department withdraws it",
                           "SIGNED_BY_CONVENER");
  }
  // Each is kept for ever, and whoever reads the obligation reads all of them.
  if (state.obligation.taken_back_size() >= kMostTakenBack) {
    return WrongState("the return was taken back too often: correct it instead", "TAKEN_BACK_TOO_OFTEN",
                      *state.current);
  }
  return absl::OkStatus();
}

}  // namespace

bool NeedsSignOff(const type::v1::Plan& plan, const v1::Obligation& obligation) {
  return std::any_of(plan.data_requests().begin(), plan.data_requests().end(), [&obligation](const auto& request) {
    return request.needs_sign_off() && request.period() == obligation.period() &&
           Contains(request.industries(), obligation.industry());
  });
}

absl::StatusOr<v1::ReturnSigned> SignReturn(const ReturnState& state, const v1::SignReturnRequest& request,
                                            const Identity& caller) {
  if (absl::Status status = CheckSignOff(state, request, caller); !status.ok()) return status;
  v1::ReturnSigned event;
  event.set_return_(state.current->name());
  event.set_revision(state.current->latest().revision());
  event.mutable_sign_off()->set_decision(request.sign_off().decision());
  event.mutable_sign_off()->set_reason(request.sign_off().reason());
  event.mutable_sign_off()->set_signer(caller.uri);
  return event;
}

absl::StatusOr<v1::ReturnWithdrawn> WithdrawReturn(const ReturnState& state, const v1::WithdrawReturnRequest& request,
                                                   const Identity& caller) {
  if (absl::Status status = CheckWithdrawal(state, request, caller); !status.ok()) return status;
  const int number = state.current->latest().revision() + 1;
  const ChildName name = *ParseReturnName("name", state.current->name());
  v1::ReturnWithdrawn event;
  event.set_return_(state.current->name());
  v1::ReturnRevision& revision = *event.mutable_revision();
  revision.set_name(RevisionName(name.plan, name.id, number));
  revision.set_revision(number);
  revision.set_supersedes(number - 1);
  revision.set_correction_reason(request.reason());
  revision.set_submitter(caller.uri);
  revision.set_plan_edition(state.plan.edition());
  revision.set_withdrawal(true);
  return event;
}

}  // namespace lianfang::submission
