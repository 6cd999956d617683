#include "services/submission/domain/decisions.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/time.h"
#include "services/submission/domain/obligations.h"
#include "services/submission/domain/plan_rules.h"
#include "services/submission/domain/plan_view.h"
#include "services/submission/domain/return_rules.h"

namespace lianfang::submission {
namespace {

absl::Status NotFound(absl::string_view name, absl::string_view reason) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(name, " does not exist"), reason,
                         {{"name", std::string(name)}});
}

}  // namespace

absl::StatusOr<Decision> DecidePublication(const Snapshot& snapshot, const v1::PublishPlanRequest& request,
                                           const Identity& caller) {
  if (absl::Status status = ValidatePlan(request.plan()); !status.ok()) return status;
  if (!IsPlanOffice(request.plan(), caller.department, caller.region)) {
    return ErrorWithReason(absl::StatusCode::kPermissionDenied,
                           "a plan is published by the office of the department that leads it", "NOT_THE_PLAN_OFFICE");
  }
  if (snapshot.plan != nullptr) {
    return ErrorWithReason(absl::StatusCode::kAlreadyExists,
                           absl::StrCat(request.plan().name(), " is published; AmendPlan makes a new edition"),
                           "PLAN_EXISTS", {{"edition", absl::StrCat(snapshot.plan->edition())}});
  }
  Decision decision;
  type::v1::Plan plan = request.plan();
  plan.set_edition(1);
  plan.set_etag(NextEtag(""));
  *plan.mutable_create_time() = ToTimestamp(snapshot.now);
  *plan.mutable_update_time() = plan.create_time();
  decision.obligations = StateObligations(plan, snapshot.now);
  auto& published = *decision.event.mutable_plan_published();
  published.set_edition(plan.edition());
  published.set_document_hash(Sha256(PlanDocument(plan)));
  decision.resource = plan.name();
  decision.detail = absl::StrCat("published edition ", plan.edition());
  decision.respond = [plan, obligations = decision.obligations](const type::v1::Receipt&) {
    v1::PublishPlanResponse response;
    *response.mutable_plan() = plan;
    for (const auto& obligation : obligations) *response.add_obligations() = obligation;
    return response.SerializeAsString();
  };
  decision.plan = std::move(plan);
  return decision;
}

absl::StatusOr<Decision> DecideFiling(const Snapshot& snapshot, const v1::SubmitReturnRequest& request,
                                      const Identity& caller) {
  if (snapshot.plan == nullptr || snapshot.obligation == nullptr)
    return NotFound(request.obligation(), "NO_SUCH_OBLIGATION");
  auto change = FileReturn({*snapshot.plan, *snapshot.obligation, snapshot.filed}, request, caller, snapshot.now,
                           snapshot.sequence);
  if (!change.ok()) return change.status();

  Decision decision;
  auto& filed = *decision.event.mutable_return_filed();
  filed.set_obligation(request.obligation());
  *filed.mutable_revision() = change->filed.latest();
  filed.mutable_revision()->clear_submit_time();
  filed.mutable_revision()->clear_ledger_sequence();
  decision.resource = change->filed.name();
  decision.detail = absl::StrCat("filed revision ", change->filed.latest().revision());
  decision.respond = [answer = change->filed](const type::v1::Receipt& receipt) {
    v1::SubmitReturnResponse response;
    *response.mutable_return_() = answer;
    *response.mutable_receipt() = receipt;
    return response.SerializeAsString();
  };
  decision.filed = std::move(change->filed);
  decision.obligations.push_back(std::move(change->obligation));
  return decision;
}

absl::StatusOr<Decision> DecideReview(const Snapshot& snapshot, const v1::ReviewReturnRequest& request,
                                      const Identity& caller) {
  if (snapshot.plan == nullptr || snapshot.obligation == nullptr || snapshot.filed == nullptr) {
    return NotFound(request.name(), "NO_SUCH_RETURN");
  }
  auto change = ReviewReturn({*snapshot.plan, *snapshot.obligation, snapshot.filed}, request, caller, snapshot.now);
  if (!change.ok()) return change.status();

  Decision decision;
  auto& reviewed = *decision.event.mutable_return_reviewed();
  reviewed.set_return_(request.name());
  reviewed.set_revision(change->filed.latest().revision());
  *reviewed.mutable_review() = change->filed.latest().review();
  reviewed.mutable_review()->clear_review_time();
  decision.resource = change->filed.name();
  decision.detail =
      absl::StrCat(v1::ReviewDecision_Name(request.review().decision()), " revision ", reviewed.revision());
  decision.respond = [answer = change->filed](const type::v1::Receipt&) { return answer.SerializeAsString(); };
  decision.filed = std::move(change->filed);
  // An accepted return leaves its obligation as it was.
  if (change->obligation.has_sent_back_time()) decision.obligations.push_back(std::move(change->obligation));
  return decision;
}

}  // namespace lianfang::submission
