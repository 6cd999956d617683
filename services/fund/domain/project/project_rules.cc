#include "services/fund/domain/project/project_rules.h"

#include "absl/strings/str_cat.h"
#include "common/credit_code.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/region_power.h"
#include "common/time.h"
#include "services/fund/domain/budget/fund_policy.h"
#include "services/fund/domain/project/step_checks.h"
#include "services/fund/domain/project/step_table.h"
#include "services/fund/domain/project/visits.h"
#include "services/fund/domain/request/access.h"
#include "services/fund/domain/request/refusals.h"
#include "services/fund/domain/values/days.h"
#include "services/fund/domain/values/money.h"

namespace lianfang::fund {
namespace {

constexpr size_t kLongestDescription = 5000;
constexpr int kMostParticipants = 10'000'000;

template <typename Elements>
bool HasId(const Elements& elements, const std::string& id) {
  for (const auto& element : elements) {
    if (element.id() == id) return true;
  }
  return false;
}

void CheckApplicant(const std::string& field, const v1::Proposal& proposal, FieldViolations& faults) {
  const v1::ApplicantKind kind = proposal.applicant_kind();
  if (kind == v1::APPLICANT_KIND_UNSPECIFIED || !v1::ApplicantKind_IsValid(kind)) {
    faults.Add(field + ".applicant_kind", "is no known kind");
    return;
  }
  if (kind == v1::APPLICANT_KIND_DEPARTMENT) {
    if (proposal.has_applicant()) faults.Add(field + ".applicant", "is for an association or enterprise");
    return;
  }
  const std::string fault = CreditCodeFault(proposal.applicant().credit_code());
  if (!fault.empty()) faults.Add(field + ".applicant.credit_code", fault);
  CheckOneLine(field + ".applicant.display_name", proposal.applicant().display_name(), kLongestLine, faults);
}

void CheckDays(const std::string& field, const v1::Proposal& proposal, const type::v1::Plan& plan,
               FieldViolations& faults) {
  const bool starts = CheckDate(field + ".start_date", proposal.start_date(), faults);
  const bool ends = CheckDate(field + ".end_date", proposal.end_date(), faults);
  if (!starts || !ends) return;
  if (DayOf(proposal.end_date()) < DayOf(proposal.start_date())) {
    faults.Add(field + ".end_date", "must not be before the first day");
  }
  const absl::CivilDay last = AddMonths(DayOf(proposal.start_date()), ProjectMonths(plan)) - 1;
  if (DayOf(proposal.end_date()) > last) {
    faults.Add(field + ".end_date",
               absl::StrCat("must be at most ", ProjectMonths(plan), " months on, ", FormatDay(last)));
  }
}

void CheckPlace(const std::string& field, const v1::Proposal& proposal, const type::v1::Plan& plan,
                FieldViolations& faults) {
  if (plan.fund().purposes().empty()) {
    if (!proposal.purpose().empty()) faults.Add(field + ".purpose", "must be empty: the plan has no purposes");
  } else if (FindPurpose(plan, proposal.purpose()) == nullptr) {
    faults.Add(field + ".purpose", "is no purpose of the plan");
  }
  if (!HasId(plan.departments(), proposal.department())) {
    faults.Add(field + ".department", "is no department of the plan");
  }
  if (!proposal.industry().empty() && !HasId(plan.industries(), proposal.industry())) {
    faults.Add(field + ".industry", "is no industry of the plan");
  }
  if (!IsDivisionCode(proposal.region()) || !DivisionCovers(OfficeRegion(plan), proposal.region())) {
    faults.Add(field + ".region", "must be a division code in the region of the plan's office");
  }
}

void AddEvent(v1::Project& project, v1::ProjectStepKind kind, const std::string& actor, absl::Time time) {
  v1::ProjectEvent& event = *project.add_events();
  event.set_number(project.events_size());
  event.set_kind(kind);
  event.set_state(project.state());
  event.set_actor(actor);
  *event.mutable_time() = ToTimestamp(time);
  if (kind == v1::PROJECT_STEP_KIND_VISIT) event.set_visit_phase(PhaseOf(project.state()));
}

// What follows from the steps: sums, etag, times.
void Finish(v1::Project& project, absl::Time now) {
  const Spent spent = SpentBy(project);
  *project.mutable_committed() = MoneyOf(spent.committed);
  *project.mutable_paid() = MoneyOf(spent.paid);
  project.set_etag(NextEtag(project.etag()));
  *project.mutable_update_time() = ToTimestamp(now);
}

// Who completed it last.
std::string CompleterOf(const v1::Project& project) {
  std::string actor;
  for (const v1::ProjectEvent& event : project.events()) {
    if (event.kind() == v1::PROJECT_STEP_KIND_COMPLETE) actor = event.actor();
  }
  return actor;
}

// Whoever revised a proposal proposed it, too.
absl::Status CheckProposedByOthers(const v1::Project& project, const StepFacts& facts) {
  absl::Status other = CheckOtherThan(facts.caller, facts.plan, project.creator());
  for (const v1::ProjectEvent& event : project.events()) {
    if (other.ok() && event.kind() == v1::PROJECT_STEP_KIND_REVISE) {
      other = CheckOtherThan(facts.caller, facts.plan, event.actor());
    }
  }
  return other;
}

absl::Status CheckMayTake(const v1::Project& project, const StepRule& rule, const StepFacts& facts) {
  const auto check = [&]() -> absl::Status {
    switch (rule.by) {
      case StepBy::kOffice:
        return CheckIsOffice(facts.caller, facts.plan);
      case StepBy::kDepartment:
        return CheckActsFor(facts.caller, facts.plan, project.proposal().department());
      case StepBy::kAnybody:
        return CheckTakesPart(facts.caller, facts.plan);
    }
    return absl::InternalError("no known taker");
  };
  if (absl::Status right = check(); !right.ok()) return right;
  switch (rule.kind) {
    case v1::PROJECT_STEP_KIND_APPROVE:
    case v1::PROJECT_STEP_KIND_REJECT:
      return CheckProposedByOthers(project, facts);
    case v1::PROJECT_STEP_KIND_ACCEPT:
      return CheckOtherThan(facts.caller, facts.plan, CompleterOf(project));
    default:
      return absl::OkStatus();
  }
}

// What several steps before this one may forbid it.
absl::Status CheckHistory(const v1::Project& project, const v1::ProjectStep& step, const StepFacts& facts) {
  const v1::ProjectStepKind kind = KindOf(step);
  if (project.ByteSizeLong() + step.ByteSizeLong() > kMostProjectBytes) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           absl::StrCat("it would have more than ", kMostProjectBytes, " bytes"), "TOO_MANY_STEPS");
  }
  if (project.events_size() >= kMostSteps) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           absl::StrCat("it has ", kMostSteps, " steps; no more are kept"), "TOO_MANY_STEPS");
  }
  if (kind == v1::PROJECT_STEP_KIND_PAY_ADVANCE && project.has_advance()) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "the advance was paid already", "ADVANCE_PAID");
  }
  if (kind == v1::PROJECT_STEP_KIND_ASSIGN_PANEL && project.state() == v1::PROJECT_STATE_REVIEWING) {
    return facts.panel.has_value() && facts.panel->engagement == project.review_engagement()
               ? ErrorWithReason(absl::StatusCode::kFailedPrecondition, "this panel has it already", "SAME_PANEL")
               : absl::OkStatus();
  }
  return absl::OkStatus();
}

void ApplyDetail(v1::Project& project, const v1::ProjectStep& step, const StepFacts& facts) {
  switch (step.detail_case()) {
    case v1::ProjectStep::kRevision:
      *project.mutable_proposal() = step.revision().proposal();
      project.clear_review_engagement();
      project.clear_review();
      break;
    case v1::ProjectStep::kPanel:
      project.set_review_engagement(step.panel().engagement());
      break;
    case v1::ProjectStep::kReview:
      *project.mutable_review() = step.review();
      break;
    case v1::ProjectStep::kDecision: {
      if (!step.decision().approve()) break;
      *project.mutable_approved_amount() = step.decision().amount();
      *project.mutable_approve_time() = ToTimestamp(facts.now);
      const auto* way = FindProcurement(facts.plan, FenOf(step.decision().amount()));
      if (way != nullptr) project.set_procurement_way(way->way());
      break;
    }
    case v1::ProjectStep::kContract:
      *project.mutable_contract() = step.contract().contract();
      break;
    case v1::ProjectStep::kAdvance:
      *project.mutable_advance() = step.advance().amount();
      break;
    case v1::ProjectStep::kMilestone:
      for (v1::Milestone& milestone : *project.mutable_contract()->mutable_milestones()) {
        if (milestone.id() != step.milestone().milestone()) continue;
        *milestone.mutable_done_date() = step.milestone().done_date();
        *milestone.mutable_done_time() = ToTimestamp(facts.now);
      }
      break;
    case v1::ProjectStep::kAcceptance:
      *project.mutable_acceptance() = step.acceptance();
      break;
    case v1::ProjectStep::kSettlement:
      *project.mutable_settled_amount() = step.settlement().amount();
      break;
    default:
      break;
  }
}

}  // namespace

absl::Status CheckTakesMore(int projects) {
  if (projects < kMostProjects) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         absl::StrCat("the budget has ", kMostProjects, " projects; it takes no more"),
                         "TOO_MANY_PROJECTS");
}

absl::Status CheckProposal(const std::string& field, const v1::Proposal& proposal, const type::v1::Plan& plan) {
  FieldViolations faults;
  CheckOneLine(field + ".title", proposal.title(), kLongestLine, faults);
  CheckText(field + ".description", proposal.description(), kLongestDescription, true, faults);
  CheckApplicant(field, proposal, faults);
  CheckPlace(field, proposal, plan, faults);
  std::string fault = MoneyFault(proposal.amount());
  if (fault.empty() && FenOf(proposal.amount()) == 0) fault = "must be above 0";
  if (!fault.empty()) faults.Add(field + ".amount", fault);
  CheckDays(field, proposal, plan, faults);
  if (proposal.participants() < 0 || proposal.participants() > kMostParticipants) {
    faults.Add(field + ".participants", absl::StrCat("must be 0 to ", kMostParticipants));
  }
  return faults.ToStatus();
}

v1::Project Proposed(const std::string& name, const v1::Project& wanted, const Putting& by) {
  v1::Project project;
  project.set_name(name);
  project.set_budget(wanted.budget());
  *project.mutable_proposal() = wanted.proposal();
  *project.mutable_documents() = wanted.documents();
  project.set_state(v1::PROJECT_STATE_PROPOSED);
  project.set_creator(by.actor);
  *project.mutable_create_time() = ToTimestamp(by.time);
  AddEvent(project, v1::PROJECT_STEP_KIND_PROPOSE, by.actor, by.time);
  Finish(project, by.time);
  return project;
}

absl::Status TakeStep(v1::Project& project, const v1::ProjectStep& step, const StepFacts& facts) {
  const v1::ProjectStepKind kind = KindOf(step);
  const StepRule* rule = FindStep(project.state(), kind);
  if (rule == nullptr) {
    // What is no step at all is told first.
    if (kind == v1::PROJECT_STEP_KIND_UNSPECIFIED) return CheckStep(project, step, facts);
    return WrongState(project.name(), v1::ProjectState_Name(project.state()),
                      absl::StrCat("does not take the step ", v1::ProjectStepKind_Name(kind)));
  }
  if (absl::Status right = CheckMayTake(project, *rule, facts); !right.ok()) return right;
  if (absl::Status history = CheckHistory(project, step, facts); !history.ok()) return history;
  if (absl::Status sound = CheckStep(project, step, facts); !sound.ok()) return sound;
  if (kind == v1::PROJECT_STEP_KIND_APPROVE) {
    const absl::Status room =
        CheckRoom(facts.budget, facts.sums, project.proposal().purpose(), FenOf(step.decision().amount()));
    if (!room.ok()) return room;
  }
  project.set_state(rule->to);
  ApplyDetail(project, step, facts);
  AddEvent(project, kind, facts.caller.uri, facts.now);
  *project.mutable_events(project.events_size() - 1)->mutable_step() = step;
  Finish(project, facts.now);
  return absl::OkStatus();
}

Spent SpentBy(const v1::Project& project) {
  const int64_t advance = FenOf(project.advance());
  switch (project.state()) {
    case v1::PROJECT_STATE_APPROVED:
    case v1::PROJECT_STATE_CONTRACTED:
    case v1::PROJECT_STATE_RUNNING:
    case v1::PROJECT_STATE_COMPLETED:
    case v1::PROJECT_STATE_ACCEPTED:
    case v1::PROJECT_STATE_ACCEPTANCE_FAILED:
      return {FenOf(project.approved_amount()), advance};
    case v1::PROJECT_STATE_SETTLED:
      return {FenOf(project.settled_amount()), FenOf(project.settled_amount())};
    case v1::PROJECT_STATE_TERMINATED:
      return {advance, advance};
    default:
      return {};
  }
}

}  // namespace lianfang::fund
