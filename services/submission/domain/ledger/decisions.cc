#include "services/submission/domain/ledger/decisions.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/region_power.h"
#include "common/time.h"
#include "services/submission/domain/ledger/projection.h"
#include "services/submission/domain/obligation/adjustment_rules.h"
#include "services/submission/domain/obligation/deadlines.h"
#include "services/submission/domain/obligation/obligations.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/domain/request/request_rules.h"
#include "services/submission/domain/return/closing_rules.h"
#include "services/submission/domain/return/evidence_rules.h"
#include "services/submission/domain/return/return_rules.h"
#include "services/submission/domain/return/sign_off_rules.h"

namespace lianfang::submission {
namespace {

absl::Status NotFound(absl::string_view name, absl::string_view reason) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(name, " does not exist"), reason,
                         {{"name", std::string(name)}});
}

// A decision whose consequences follow by the rules of this version.
Decision NewDecision() {
  Decision decision;
  decision.event.set_rules(kStateRules);
  return decision;
}

// An edition, recorded.
void RecordEdition(type::v1::Plan plan, Decision& decision) {
  auto& published = *decision.event.mutable_plan_published();
  published.set_edition(plan.edition());
  published.set_document_hash(Sha256(PlanDocument(plan)));
  published.set_reason(plan.amendment_reason());
  decision.resource = plan.name();
  decision.detail = absl::StrCat("published edition ", plan.edition());
  decision.respond = [plan](const Projection& after) {
    v1::PublishPlanResponse response;
    *response.mutable_plan() = plan;
    for (const auto& obligation : after.obligations) *response.add_obligations() = obligation;
    return response.SerializeAsString();
  };
  decision.plan = std::move(plan);
}

// What a mutation of a return that was filed meets.
absl::StatusOr<ReturnState> FiledState(const Snapshot& snapshot, absl::string_view name) {
  if (snapshot.plan == nullptr || snapshot.obligation == nullptr || snapshot.filed == nullptr) {
    return NotFound(name, "NO_SUCH_RETURN");
  }
  return ReturnState{*snapshot.plan, *snapshot.obligation, snapshot.filed, /*before=*/nullptr};
}

// A decision by which an obligation may be owed again that the newest edition does not state any more.
void NameRulesOfUnstated(const ReturnState& state, Decision& decision) {
  if (!IsStated(state.plan, state.obligation)) decision.event.set_rules(kUnstated);
}

// A decision on a return, which answers the return.
Decision AboutReturn(const std::string& name, std::string detail) {
  Decision decision = NewDecision();
  decision.resource = name;
  decision.detail = std::move(detail);
  decision.respond = [](const Projection& after) { return after.filed->SerializeAsString(); };
  return decision;
}

// An adjusted obligation, recorded.
absl::StatusOr<Decision> RecordAdjustment(absl::StatusOr<v1::ObligationAdjusted> adjusted, absl::Time now) {
  if (!adjusted.ok()) return adjusted.status();
  Decision decision = NewDecision();
  decision.resource = adjusted->obligation();
  decision.detail = v1::AdjustmentKind_Name(adjusted->adjustment().kind());
  decision.respond = [now](const Projection& after) {
    v1::Obligation response = after.obligations.front();
    SetStanding(response, now);
    return response.SerializeAsString();
  };
  *decision.event.mutable_obligation_adjusted() = *std::move(adjusted);
  return decision;
}

}  // namespace

absl::StatusOr<Decision> DecidePublication(const Snapshot& snapshot, const v1::PublishPlanRequest& request,
                                           const Identity& caller) {
  if (absl::Status status = CheckPlanOffice(request.plan(), caller); !status.ok()) return status;
  if (snapshot.plan != nullptr) {
    return ErrorWithReason(absl::StatusCode::kAlreadyExists,
                           absl::StrCat(request.plan().name(), " is published; AmendPlan makes a new edition"),
                           "PLAN_EXISTS", {{"edition", absl::StrCat(snapshot.plan->edition())}});
  }
  Decision decision = NewDecision();
  type::v1::Plan plan = request.plan();
  plan.set_edition(1);
  plan.set_etag(NextEtag(""));
  *plan.mutable_create_time() = ToTimestamp(snapshot.now);
  *plan.mutable_update_time() = plan.create_time();
  RecordEdition(std::move(plan), decision);
  return decision;
}

absl::StatusOr<Decision> DecideAmendment(const Snapshot& snapshot, const v1::AmendPlanRequest& request,
                                         const Identity& caller) {
  if (snapshot.plan == nullptr) return NotFound(request.plan().name(), "NO_SUCH_PLAN");
  if (absl::Status status = CheckPlanOffice(*snapshot.plan, caller); !status.ok()) return status;
  FieldViolations faults;
  CheckLength(faults, "reason", request.reason(), kMaxText);
  if (const std::string office = OfficeRegion(*snapshot.plan); OfficeRegion(request.plan()) != office) {
    faults.Add("plan.departments", absl::StrCat("must leave the plan with the office of region ", office));
  }
  if (request.plan().etag().empty())
    faults.Add("plan.etag", "is required: the etag of the edition that this one replaces");
  if (!faults.empty()) return faults.ToStatus();
  if (absl::Status status = CheckEtag(request.plan().etag(), snapshot.plan->etag()); !status.ok()) return status;

  Decision decision = NewDecision();
  type::v1::Plan plan = request.plan();
  plan.set_edition(snapshot.plan->edition() + 1);
  plan.set_amendment_reason(request.reason());
  plan.set_etag(NextEtag(snapshot.plan->etag()));
  *plan.mutable_create_time() = snapshot.plan->create_time();
  *plan.mutable_update_time() = ToTimestamp(snapshot.now);
  RecordEdition(std::move(plan), decision);
  return decision;
}

absl::StatusOr<Decision> DecideFiling(const Snapshot& snapshot, const v1::SubmitReturnRequest& request,
                                      const Identity& caller) {
  if (snapshot.plan == nullptr || snapshot.obligation == nullptr)
    return NotFound(request.obligation(), "NO_SUCH_OBLIGATION");
  auto filed = FileReturn({*snapshot.plan, *snapshot.obligation, snapshot.filed, snapshot.before}, request, caller,
                          snapshot.arrival);
  if (!filed.ok()) return filed.status();
  const ChildName name = *ParseObligationName("obligation", filed->obligation());
  Decision decision = NewDecision();
  decision.resource = ReturnName(name.plan, name.id);
  decision.detail = absl::StrCat("filed revision ", filed->revision().revision());
  decision.respond = [](const Projection& after) {
    v1::SubmitReturnResponse response;
    *response.mutable_return_() = *after.filed;
    return response.SerializeAsString();
  };
  // Versions before the newest understand a filing that waits for nobody.
  if (filed->revision().needs_sign_off()) decision.event.set_rules(kSignOffs);
  *decision.event.mutable_return_filed() = *std::move(filed);
  return decision;
}

absl::StatusOr<Decision> DecideReview(const Snapshot& snapshot, const v1::ReviewReturnRequest& request,
                                      const Identity& caller) {
  const auto state = FiledState(snapshot, request.name());
  if (!state.ok()) return state.status();
  auto reviewed = ReviewReturn(*state, request, caller);
  if (!reviewed.ok()) return reviewed.status();
  const bool accepts = request.review().decision() == v1::REVIEW_DECISION_ACCEPT;
  Decision decision = AboutReturn(reviewed->return_(),
                                  absl::StrCat(accepts ? "accepted" : "sent back", " revision ", reviewed->revision()));
  *decision.event.mutable_return_reviewed() = *std::move(reviewed);
  if (state->current->state() != v1::RETURN_STATE_SUBMITTED) decision.event.set_rules(kSignOffs);
  NameRulesOfUnstated(*state, decision);
  return decision;
}

absl::StatusOr<Decision> DecideSignOff(const Snapshot& snapshot, const v1::SignReturnRequest& request,
                                       const Identity& caller) {
  const auto state = FiledState(snapshot, request.name());
  if (!state.ok()) return state.status();
  auto signed_off = SignReturn(*state, request, caller);
  if (!signed_off.ok()) return signed_off.status();
  Decision decision = AboutReturn(
      signed_off->return_(),
      absl::StrCat(v1::SignOffDecision_Name(request.sign_off().decision()), " revision ", signed_off->revision()));
  decision.event.set_rules(kSignOffs);
  *decision.event.mutable_return_signed() = *std::move(signed_off);
  NameRulesOfUnstated(*state, decision);
  return decision;
}

absl::StatusOr<Decision> DecideWithdrawal(const Snapshot& snapshot, const v1::WithdrawReturnRequest& request,
                                          const Identity& caller) {
  const auto state = FiledState(snapshot, request.name());
  if (!state.ok()) return state.status();
  auto withdrawn = WithdrawReturn(*state, request, caller);
  if (!withdrawn.ok()) return withdrawn.status();
  Decision decision =
      AboutReturn(withdrawn->return_(), absl::StrCat("withdrew revision ", withdrawn->revision().supersedes()));
  decision.event.set_rules(kSignOffs);
  *decision.event.mutable_return_withdrawn() = *std::move(withdrawn);
  NameRulesOfUnstated(*state, decision);
  return decision;
}

absl::StatusOr<Decision> DecideGrant(const Snapshot& snapshot, const v1::GrantCorrectionRequest& request,
                                     const Identity& caller) {
  const auto state = FiledState(snapshot, request.name());
  if (!state.ok()) return state.status();
  auto granted = GrantCorrection(*state, request, caller, snapshot.now);
  if (!granted.ok()) return granted.status();
  Decision decision = AboutReturn(granted->return_(), "gave leave to correct");
  decision.event.set_rules(kSignOffs);
  *decision.event.mutable_correction_granted() = *std::move(granted);
  return decision;
}

absl::StatusOr<Decision> DecideEvidence(const Snapshot& snapshot, const std::string& return_name, const std::string& id,
                                        const files::v1::FileInfo& file, const Identity& caller) {
  const auto state = FiledState(snapshot, return_name);
  if (!state.ok()) return state.status();
  auto attached = AttachEvidence(*state, id, file, caller);
  if (!attached.ok()) return attached.status();
  Decision decision =
      AboutReturn(attached->return_(), absl::StrCat("attached a file to revision ", attached->evidence().revision()));
  decision.event.set_rules(kEvidence);
  *decision.event.mutable_evidence_attached() = *std::move(attached);
  return decision;
}

absl::StatusOr<Decision> DecideExtension(const Snapshot& snapshot, const v1::ExtendObligationRequest& request,
                                         const Identity& caller) {
  if (snapshot.plan == nullptr || snapshot.obligation == nullptr) return NotFound(request.name(), "NO_SUCH_OBLIGATION");
  return RecordAdjustment(ExtendObligation(*snapshot.plan, *snapshot.obligation, request, caller, snapshot.now),
                          snapshot.now);
}

absl::StatusOr<Decision> DecideWaiver(const Snapshot& snapshot, const v1::WaiveObligationRequest& request,
                                      const Identity& caller) {
  if (snapshot.plan == nullptr || snapshot.obligation == nullptr) return NotFound(request.name(), "NO_SUCH_OBLIGATION");
  return RecordAdjustment(WaiveObligation(*snapshot.plan, *snapshot.obligation, request, caller, snapshot.now),
                          snapshot.now);
}

}  // namespace lianfang::submission
