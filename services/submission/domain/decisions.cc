#include "services/submission/domain/decisions.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/time.h"
#include "services/submission/domain/adjustment_rules.h"
#include "services/submission/domain/amendment_rules.h"
#include "services/submission/domain/deadlines.h"
#include "services/submission/domain/obligations.h"
#include "services/submission/domain/plan_rules.h"
#include "services/submission/domain/request_rules.h"
#include "services/submission/domain/return_rules.h"

namespace lianfang::submission {
namespace {

absl::Status NotFound(absl::string_view name, absl::string_view reason) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(name, " does not exist"), reason,
                         {{"name", std::string(name)}});
}

// An edition with its obligations, recorded.
void RecordEdition(type::v1::Plan plan, Decision& decision) {
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
}

// An adjusted obligation, recorded.
Decision RecordAdjustment(v1::Obligation obligation) {
  Decision decision;
  auto& adjusted = *decision.event.mutable_obligation_adjusted();
  adjusted.set_obligation(obligation.name());
  *adjusted.mutable_adjustment() = *obligation.adjustments().rbegin();
  adjusted.mutable_adjustment()->clear_actor();
  adjusted.mutable_adjustment()->clear_adjust_time();
  decision.resource = obligation.name();
  decision.detail = v1::AdjustmentKind_Name(adjusted.adjustment().kind());
  decision.respond = [obligation, now = FromTimestamp(obligation.update_time())](const type::v1::Receipt&) {
    v1::Obligation response = obligation;
    SetStanding(response, now);
    return response.SerializeAsString();
  };
  decision.obligations.push_back(std::move(obligation));
  return decision;
}

}  // namespace

absl::StatusOr<Decision> DecidePublication(const Snapshot& snapshot, const v1::PublishPlanRequest& request,
                                           const Identity& caller) {
  if (absl::Status status = ValidatePlan(request.plan()); !status.ok()) return status;
  if (absl::Status status = CheckPlanOffice(request.plan(), caller); !status.ok()) return status;
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
  RecordEdition(std::move(plan), decision);
  return decision;
}

absl::StatusOr<Decision> DecideAmendment(const Snapshot& snapshot, const v1::AmendPlanRequest& request,
                                         const Identity& caller) {
  if (snapshot.plan == nullptr) return NotFound(request.plan().name(), "NO_SUCH_PLAN");
  if (absl::Status status = CheckPlanOffice(*snapshot.plan, caller); !status.ok()) return status;
  FieldViolations faults;
  faults.AddAll("", ValidatePlan(request.plan()));
  CheckLength(faults, "reason", request.reason(), kMaxText);
  if (request.plan().etag().empty())
    faults.Add("plan.etag", "is required: the etag of the edition that this one replaces");
  if (!faults.empty()) return faults.ToStatus();
  if (absl::Status status = CheckEtag(request.plan().etag(), snapshot.plan->etag()); !status.ok()) return status;

  Decision decision;
  type::v1::Plan plan = request.plan();
  plan.set_edition(snapshot.plan->edition() + 1);
  plan.set_amendment_reason(request.reason());
  plan.set_etag(NextEtag(snapshot.plan->etag()));
  *plan.mutable_create_time() = snapshot.plan->create_time();
  *plan.mutable_update_time() = ToTimestamp(snapshot.now);
  decision.obligations = RestateObligations(plan, snapshot.stated, request.reason(), caller.uri, snapshot.now);
  decision.event.mutable_plan_published()->set_reason(request.reason());
  RecordEdition(std::move(plan), decision);
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

absl::StatusOr<Decision> DecideExtension(const Snapshot& snapshot, const v1::ExtendObligationRequest& request,
                                         const Identity& caller) {
  if (snapshot.plan == nullptr || snapshot.obligation == nullptr) return NotFound(request.name(), "NO_SUCH_OBLIGATION");
  auto adjusted = ExtendObligation(*snapshot.plan, *snapshot.obligation, request, caller, snapshot.now);
  if (!adjusted.ok()) return adjusted.status();
  return RecordAdjustment(*std::move(adjusted));
}

absl::StatusOr<Decision> DecideWaiver(const Snapshot& snapshot, const v1::WaiveObligationRequest& request,
                                      const Identity& caller) {
  if (snapshot.plan == nullptr || snapshot.obligation == nullptr) return NotFound(request.name(), "NO_SUCH_OBLIGATION");
  auto adjusted = WaiveObligation(*snapshot.plan, *snapshot.obligation, request, caller, snapshot.now);
  if (!adjusted.ok()) return adjusted.status();
  return RecordAdjustment(*std::move(adjusted));
}

}  // namespace lianfang::submission
