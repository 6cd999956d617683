#include "services/submission/domain/return/return_rules.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/errors.h"
#include "common/precondition.h"
#include "common/time.h"
#include "services/submission/domain/obligation/deadlines.h"
#include "services/submission/domain/plan/plan_view.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/domain/request/request_rules.h"
#include "services/submission/domain/return/closing_rules.h"
#include "services/submission/domain/return/decider_rules.h"
#include "services/submission/domain/return/figure_sums.h"
#include "services/submission/domain/return/plausibility.h"
#include "services/submission/domain/return/sign_off_rules.h"

namespace lianfang::submission {
namespace {

using type::v1::FigureValue;

std::string FigurePath(int index, absl::string_view field) { return absl::StrCat("figures[", index, "].", field); }

// One value against its entry in the catalogue.
void CheckValue(FieldViolations& faults, int index, const FigureValue& value, const type::v1::Figure& figure) {
  switch (value.value_case()) {
    case FigureValue::kNumber:
      if (value.number() < figure.minimum() || value.number() > figure.maximum()) {
        faults.Add(FigurePath(index, "number"),
                   absl::StrCat(figure.id(), " (", figure.names().zh(), ") must be ", figure.minimum(), " to ",
                                figure.maximum(), ", was ", value.number()));
      }
      break;
    case FigureValue::kNotApplicable:
      if (!figure.may_be_not_applicable()) {
        faults.Add(FigurePath(index, "not_applicable"), absl::StrCat(figure.id(), " must be a number"));
      }
      CheckLength(faults, FigurePath(index, "not_applicable.reason"), value.not_applicable().reason(), kMaxRemark);
      break;
    case FigureValue::VALUE_NOT_SET:
      faults.Add(FigurePath(index, "value"), "is required: number or not_applicable");
      break;
  }
}

void CheckConsistency(FieldViolations& faults, const type::v1::Plan& plan, const std::vector<FigureValue>& values) {
  const FigureNumbers numbers = NumbersOf(values);
  for (const auto& rule : plan.consistency_rules()) {
    const auto& sums = rule.has_at_most() ? rule.at_most() : rule.implies();
    const auto left = SumOf(numbers, sums.left());
    const auto right = SumOf(numbers, sums.right());
    if (!left || !right) continue;
    const bool broken = rule.has_at_most() ? *left > *right : *left > 0 && *right <= 0;
    if (broken) faults.Add("figures", absl::StrCat(rule.text().zh(), " (", rule.id(), ": ", *left, " / ", *right, ")"));
  }
}

// By the instant of the filing; also what was waived since it arrived takes nothing in.
absl::Status CheckOpen(const v1::Obligation& obligation, absl::Time filed) {
  const v1::ObligationState state =
      obligation.has_waive_time() ? v1::OBLIGATION_STATE_WAIVED : StandingAt(obligation, filed).state;
  if (state != v1::OBLIGATION_STATE_NOT_OPEN && state != v1::OBLIGATION_STATE_LOCKED &&
      state != v1::OBLIGATION_STATE_WAIVED) {
    return absl::OkStatus();
  }
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         absl::StrCat("nothing can be filed: ", v1::ObligationState_Name(state)), "NOT_OPEN_FOR_FILING",
                         {{"state", v1::ObligationState_Name(state)}});
}

absl::Status CheckCorrection(const v1::Return* current, const v1::SubmitReturnRequest& request) {
  const int latest = current == nullptr ? 0 : current->latest().revision();
  if (request.supersedes() != latest)
    return Stale("supersedes", absl::StrCat(request.supersedes()), absl::StrCat(latest));
  return CheckEtag(request.etag(), current == nullptr ? "" : current->etag());
}

// What can be seen wrong in the request alone.
void CheckTexts(FieldViolations& faults, const v1::SubmitReturnRequest& request) {
  CheckLength(faults, "note", request.note(), kMaxText);
  CheckLength(faults, "correction_reason", request.correction_reason(), kMaxText);
  CheckLength(faults, "warning_confirmation", request.warning_confirmation(), kMaxText);
  if (request.supersedes() < 0) faults.Add("supersedes", "must not be negative");
  if (request.supersedes() > 0 && request.correction_reason().empty()) {
    faults.Add("correction_reason", "is required for a correction");
  }
  if (request.supersedes() > 0 && request.etag().empty()) {
    faults.Add("etag", "is required for a correction: the return's, as it was when it was read");
  }
  if (request.supersedes() == 0 && !request.correction_reason().empty()) {
    faults.Add("correction_reason", "is only for a correction; name the revision in supersedes");
  }
}

// The warnings, which must be confirmed unless the caller only asks.
absl::StatusOr<std::vector<v1::PlausibilityWarning>> CheckPlausibility(const ReturnState& state,
                                                                       const std::vector<FigureValue>& figures,
                                                                       const v1::SubmitReturnRequest& request) {
  auto warnings = FindImplausible(state.plan, figures, state.before);
  if (request.validate_only() || !request.warning_confirmation().empty()) return warnings;
  PreconditionViolations unconfirmed;
  for (const v1::PlausibilityWarning& warning : warnings) {
    unconfirmed.Add(warning.rule(), absl::StrJoin(warning.figures(), ","), warning.text().zh());
  }
  if (unconfirmed.empty()) return warnings;
  return unconfirmed.ToStatus("the figures are unlikely; if they are right, say why in warning_confirmation",
                              "WARNINGS_NOT_CONFIRMED");
}

v1::ReturnRevision MakeRevision(const ReturnState& state, const v1::SubmitReturnRequest& request,
                                const Identity& caller, absl::Time filed, std::vector<FigureValue> figures) {
  const int number = request.supersedes() + 1;
  const ChildName name = *ParseObligationName("obligation", state.obligation.name());
  const Judgement judgement = JudgeFiling(state.obligation, filed);
  v1::ReturnRevision revision;
  revision.set_name(RevisionName(name.plan, name.id, number));
  revision.set_revision(number);
  for (FigureValue& figure : figures) *revision.add_figures() = std::move(figure);
  revision.set_note(request.note());
  revision.set_supersedes(request.supersedes());
  revision.set_correction_reason(request.correction_reason());
  revision.set_submitter(caller.uri);
  revision.set_late(filed >= judgement.due);
  *revision.mutable_due_time() = ToTimestamp(judgement.due);
  revision.set_provisional(state.obligation.provisional() && !judgement.final);
  revision.set_plan_edition(state.plan.edition());
  revision.set_needs_sign_off(NeedsSignOff(state.plan, state.obligation));
  return revision;
}

// What waits for its signature can be sent back, not accepted: otherwise a filing that nobody signs would be out of the office's reach, and
// what is in force behind it with it.
absl::Status CheckReviewable(const v1::Return& filed, v1::ReviewDecision decision) {
  switch (filed.state()) {
    case v1::RETURN_STATE_SUBMITTED:
      return absl::OkStatus();
    case v1::RETURN_STATE_AWAITING_SIGN_OFF:
      if (decision == v1::REVIEW_DECISION_SEND_BACK) return absl::OkStatus();
      [[fallthrough]];
    case v1::RETURN_STATE_NOT_SIGNED:
      if (decision == v1::REVIEW_DECISION_SEND_BACK && filed.has_in_force()) return absl::OkStatus();
      return WrongState("the department's convener has not signed the latest revision", "NOT_SIGNED", filed);
    case v1::RETURN_STATE_WITHDRAWN:
      return WrongState("the return is withdrawn", "WITHDRAWN", filed);
    default:
      return WrongState("the latest revision is reviewed already", "ALREADY_REVIEWED", filed);
  }
}

absl::Status CheckReview(const ReturnState& state, const v1::ReviewReturnRequest& request, const Identity& caller) {
  if (absl::Status status = CheckPlanOffice(state.plan, caller); !status.ok()) return status;
  if (absl::Status status = CheckFourEyes(state.plan, *state.current, caller); !status.ok()) return status;
  const v1::Review& review = request.review();
  FieldViolations faults;
  RequireEtag(faults, request.etag());
  if (!v1::ReviewDecision_IsValid(review.decision())) faults.Add("review.decision", "is no known decision");
  if (review.decision() == v1::REVIEW_DECISION_SEND_BACK && review.reason().empty()) {
    faults.Add("review.reason", "is required when sending back");
  }
  CheckLength(faults, "review.reason", review.reason(), kMaxText);
  for (int i = 0; i < review.remarks_size(); ++i) {
    const std::string path = absl::StrCat("review.remarks[", i, "]");
    if (!Contains(state.obligation.figures(), review.remarks(i).figure())) {
      faults.Add(absl::StrCat(path, ".figure"), "is no figure of this return");
    }
    CheckLength(faults, absl::StrCat(path, ".text"), review.remarks(i).text(), kMaxRemark);
  }
  if (!faults.empty()) return faults.ToStatus();
  if (absl::Status status = CheckEtag(request.etag(), state.current->etag()); !status.ok()) return status;
  return CheckReviewable(*state.current, review.decision());
}

}  // namespace

absl::StatusOr<std::vector<FigureValue>> CheckFigures(const type::v1::Plan& plan, const v1::Obligation& obligation,
                                                      const v1::SubmitReturnRequest& request) {
  FieldViolations faults;
  std::map<std::string, FigureValue> values;
  for (int i = 0; i < request.figures_size(); ++i) {
    const FigureValue& value = request.figures(i);
    const type::v1::Figure* figure = FindById(plan.figures(), value.figure());
    if (figure == nullptr || !Contains(obligation.figures(), value.figure())) {
      faults.Add(FigurePath(i, "figure"), absl::StrCat("\"", value.figure(), "\" is not asked for here"));
    } else if (!values.emplace(value.figure(), value).second) {
      faults.Add(FigurePath(i, "figure"), absl::StrCat("\"", value.figure(), "\" is given twice"));
    } else {
      CheckValue(faults, i, value, *figure);
    }
  }
  std::vector<FigureValue> ordered;
  for (const auto& figure : plan.figures()) {
    const auto found = values.find(figure.id());
    if (found != values.end()) ordered.push_back(found->second);
    if (found == values.end() && Contains(obligation.figures(), figure.id())) {
      faults.Add("figures", absl::StrCat("\"", figure.id(), "\" (", figure.names().zh(), ") is missing"));
    }
  }
  CheckConsistency(faults, plan, ordered);
  if (!faults.empty()) return faults.ToStatus();
  return ordered;
}

absl::StatusOr<v1::ReturnFiled> FileReturn(const ReturnState& state, const v1::SubmitReturnRequest& request,
                                           const Identity& caller, absl::Time arrival) {
  if (absl::Status status = CheckOwes(state.obligation, caller); !status.ok()) return status;
  FieldViolations faults;
  CheckTexts(faults, request);
  auto figures = CheckFigures(state.plan, state.obligation, request);
  faults.AddAll("", figures.status());
  if (!faults.empty()) return faults.ToStatus();
  const absl::Time filed = FilingTime(state.obligation, arrival);
  if (absl::Status status = CheckOpen(state.obligation, filed); !status.ok()) return status;
  if (absl::Status status = CheckCorrection(state.current, request); !status.ok()) return status;
  if (absl::Status status = CheckNotClosed(state, filed); !status.ok()) return status;
  auto warnings = CheckPlausibility(state, *figures, request);
  if (!warnings.ok()) return warnings.status();

  v1::ReturnFiled event;
  event.set_obligation(state.obligation.name());
  *event.mutable_revision() = MakeRevision(state, request, caller, filed, *std::move(figures));
  if (!warnings->empty()) event.mutable_revision()->set_warning_confirmation(request.warning_confirmation());
  for (v1::PlausibilityWarning& warning : *warnings) *event.mutable_revision()->add_warnings() = std::move(warning);
  return event;
}

absl::StatusOr<v1::ReturnReviewed> ReviewReturn(const ReturnState& state, const v1::ReviewReturnRequest& request,
                                                const Identity& caller) {
  if (absl::Status status = CheckReview(state, request, caller); !status.ok()) return status;
  v1::ReturnReviewed event;
  event.set_return_(state.current->name());
  event.set_revision(state.current->latest().revision());
  *event.mutable_review() = request.review();
  event.mutable_review()->set_reviewer(caller.uri);
  return event;
}

}  // namespace lianfang::submission
