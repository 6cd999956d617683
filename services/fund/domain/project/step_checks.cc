#include "services/fund/domain/project/step_checks.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/fund/domain/budget/documents.h"
#include "services/fund/domain/budget/fund_policy.h"
#include "services/fund/domain/project/contract_checks.h"
#include "services/fund/domain/project/step_table.h"
#include "services/fund/domain/project/visits.h"
#include "services/fund/domain/provider/provider_rules.h"
#include "services/fund/domain/request/names.h"
#include "services/fund/domain/request/refusals.h"
#include "services/fund/domain/values/days.h"
#include "services/fund/domain/values/money.h"

namespace lianfang::fund {
namespace {

constexpr int kMostVotes = 1000;
constexpr int kMostDaysAhead = 366;  // a date far ahead is a duty that never falls due

bool NeedsNote(v1::ProjectStepKind kind) {
  return kind == v1::PROJECT_STEP_KIND_WITHDRAW || kind == v1::PROJECT_STEP_KIND_REJECT ||
         kind == v1::PROJECT_STEP_KIND_SEND_BACK || kind == v1::PROJECT_STEP_KIND_FAIL_ACCEPTANCE ||
         kind == v1::PROJECT_STEP_KIND_TERMINATE;
}

// Every step to another state rests on a document, but for the panel (its engagement is named) and the withdrawal.
bool NeedsDocument(const v1::ProjectStep& step) {
  switch (step.detail_case()) {
    case v1::ProjectStep::kReview:
    case v1::ProjectStep::kDecision:
    case v1::ProjectStep::kContract:
    case v1::ProjectStep::kStart:
    case v1::ProjectStep::kCompletion:
    case v1::ProjectStep::kAcceptance:
    case v1::ProjectStep::kSettlement:
    case v1::ProjectStep::kTermination:
      return true;
    default:
      return false;
  }
}

// The last step of that kind that the project took; null: none.
const v1::ProjectEvent* LastOf(const v1::Project& project, v1::ProjectStepKind kind) {
  const v1::ProjectEvent* last = nullptr;
  for (const v1::ProjectEvent& event : project.events()) {
    if (event.kind() == kind) last = &event;
  }
  return last;
}

// When the proposal took the form that it has now.
absl::Time ProposedSince(const v1::Project& project) {
  const v1::ProjectEvent* revised = LastOf(project, v1::PROJECT_STEP_KIND_REVISE);
  return FromTimestamp(revised == nullptr ? project.create_time() : revised->time());
}

// One walk over a step.
class StepCheck {
 public:
  StepCheck(const v1::Project& project, const v1::ProjectStep& step, const StepFacts& facts)
      : project_(project), step_(step), facts_(facts), today_(DayAt(facts.plan, facts.now)) {}

  absl::Status Run() {
    const v1::ProjectStepKind kind = KindOf(step_);
    if (step_.detail_case() == v1::ProjectStep::DETAIL_NOT_SET) return InvalidField("step", "must say what happens");
    CheckText("step.note", step_.note(), kLongestReason, NeedsNote(kind), faults_);
    CheckDocuments("step.documents", step_.documents(), faults_);
    if (NeedsDocument(step_) && step_.documents().empty()) faults_.Add("step.documents", "must have the document");
    Detail();
    return faults_.ToStatus();
  }

 private:
  void Detail() {
    switch (step_.detail_case()) {
      case v1::ProjectStep::kRevision:
        return Revision();
      case v1::ProjectStep::kPanel:
        return AssignedPanel();
      case v1::ProjectStep::kReview:
        return Review();
      case v1::ProjectStep::kDecision:
        return Decision();
      case v1::ProjectStep::kContract:
        return Contract();
      case v1::ProjectStep::kAdvance:
        return Advance();
      case v1::ProjectStep::kStart:
        return Start();
      case v1::ProjectStep::kMilestone:
        return Milestone();
      case v1::ProjectStep::kVisit:
        CheckPastDate("step.visit.visit_date", step_.visit().visit_date(), today_, faults_);
        return CheckText("step.visit.finding", step_.visit().finding(), kLongestReason, true, faults_);
      case v1::ProjectStep::kCompletion:
        return Completion();
      case v1::ProjectStep::kAcceptance:
        return Acceptance();
      case v1::ProjectStep::kSettlement:
        return Settlement();
      default:
        return;
    }
  }

  // A sum above 0 and at most `most`.
  bool Sum(const std::string& field, const google::type::Money& money, int64_t most, absl::string_view what) {
    if (const std::string fault = MoneyFault(money); !fault.empty()) {
      faults_.Add(field, fault);
      return false;
    }
    if (FenOf(money) == 0) faults_.Add(field, "must be above 0");
    if (FenOf(money) > most) faults_.Add(field, absl::StrCat("must be at most ", what, ", ", FenText(most)));
    return FenOf(money) > 0 && FenOf(money) <= most;
  }

  void NotBefore(const std::string& field, const google::type::Date& date, absl::CivilDay first,
                 absl::string_view what) {
    if (DayOf(date) >= first) return;
    faults_.Add(field, absl::StrCat("must not be before ", what, ", ", FormatDay(first)));
  }

  void NotAfter(const std::string& field, const google::type::Date& date, absl::CivilDay last) {
    if (DayOf(date) <= last) return;
    faults_.Add(field, absl::StrCat("must not be after ", FormatDay(last)));
  }

  void Revision() {
    faults_.AddAll("", CheckProposal("step.revision.proposal", step_.revision().proposal(), facts_.plan));
    if (step_.revision().proposal().department() != project_.proposal().department()) {
      faults_.Add("step.revision.proposal.department", "must stay as it is");
    }
  }

  // The panel of the plan that the step names, for this use; null with a fault otherwise.
  const Panel* Known(const std::string& field, bool Panel::*use) {
    if (!facts_.panel.has_value()) {
      faults_.Add(field, "does not exist");
      return nullptr;
    }
    const Panel& panel = *facts_.panel;
    if (panel.plan != facts_.plan.name()) faults_.Add(field, "is of another plan");
    if (!(panel.*use)) faults_.Add(field, "is of another kind of engagement");
    if (panel.cancelled) faults_.Add(field, "was cancelled");
    if (!panel.matter.empty() && panel.matter != project_.name()) {
      faults_.Add(field, absl::StrCat("was drawn for ", panel.matter));
    }
    return &panel;
  }

  void AssignedPanel() {
    const std::string field = "step.panel.engagement";
    if (const absl::Status name = CheckEngagementName(field, step_.panel().engagement()); !name.ok()) {
      return faults_.AddAll("", name);
    }
    const Panel* panel = Known(field, &Panel::reviews_projects);
    if (panel == nullptr) return;
    MetAfter(field, *panel, ProposedSince(project_), "the proposal was made");
    if (!project_.proposal().has_applicant()) return;
    NamesParty(field, *panel, project_.proposal().applicant().credit_code(), "the applicant");
  }

  // Whoever has a tie to one of the engagement's parties is not drawn.
  void NamesParty(const std::string& field, const Panel& panel, const std::string& credit_code,
                  absl::string_view what) {
    if (std::count(panel.parties.begin(), panel.parties.end(), credit_code) > 0) return;
    faults_.Add(field,
                absl::StrCat("does not name ", what, " among its parties: nobody would be excluded for a tie to it"));
  }

  // What a panel has judged was there when it met.
  void MetAfter(const std::string& field, const Panel& panel, absl::Time since, absl::string_view what) {
    if (panel.end_time < since) faults_.Add(field, absl::StrCat("met before ", what));
  }

  void Review() {
    const v1::ReviewResult& review = step_.review();
    const Panel* panel = Known("step.review", &Panel::reviews_projects);
    if (panel != nullptr && !panel->held) faults_.Add("step.review", "is recorded after the panel has met");
    const bool sane = review.votes_for() >= 0 && review.votes_against() >= 0 && review.votes_for() <= kMostVotes &&
                      review.votes_against() <= kMostVotes;
    if (!sane) faults_.Add("step.review.votes_for", absl::StrCat("votes must be 0 to ", kMostVotes));
    if (sane && panel != nullptr && review.votes_for() + review.votes_against() != panel->seats) {
      faults_.Add("step.review.votes_for", absl::StrCat("votes must add up to the seats of the panel, ", panel->seats));
    }
    if (IsRecommended(review)) {
      Sum("step.review.amount", review.amount(), FenOf(project_.proposal().amount()), "the amount asked for");
    } else if (review.has_amount()) {
      faults_.Add("step.review.amount", "is for a recommended project");
    }
  }

  void Decision() {
    const v1::ApprovalDecision& decision = step_.decision();
    if (decision.approve()) {
      Sum("step.decision.amount", decision.amount(), FenOf(project_.review().amount()), "the recommended amount");
    } else if (decision.has_amount()) {
      faults_.Add("step.decision.amount", "is for an approval");
    }
  }

  void Contract() {
    const v1::Contract& contract = step_.contract().contract();
    const std::string field = "step.contract.contract";
    CheckOneLine(field + ".number", contract.number(), kLongestNumber, faults_);
    Sum(field + ".amount", contract.amount(), FenOf(project_.approved_amount()), "the approved amount");
    const bool signed_on = CheckPastDate(field + ".sign_date", contract.sign_date(), today_, faults_);
    const bool starts = CheckDate(field + ".start_date", contract.start_date(), faults_);
    const bool ends = CheckDate(field + ".end_date", contract.end_date(), faults_);
    if (signed_on) {
      const absl::CivilDay approved = DayAt(facts_.plan, FromTimestamp(project_.approve_time()));
      NotBefore(field + ".sign_date", contract.sign_date(), approved, "the approval");
      Signatory(field + ".provider", contract);
      if (starts) NotBefore(field + ".start_date", contract.start_date(), DayOf(contract.sign_date()), "the signing");
      if (starts) NotAfter(field + ".start_date", contract.start_date(), DayOf(contract.sign_date()) + kMostDaysAhead);
    }
    if (starts && ends) CheckContractDays(field, contract, facts_.plan, faults_);
    CheckProcurement(field, contract, project_.procurement_way(), facts_.plan, today_, faults_);
  }

  void Signatory(const std::string& field, const v1::Contract& contract) {
    if (const absl::Status name = CheckProviderName(field, contract.provider()); !name.ok()) {
      return faults_.AddAll("", name);
    }
    if (!facts_.provider.has_value()) return faults_.Add(field, "is not in the register");
    if (PlanOf(contract.provider()) != facts_.plan.name()) faults_.Add(field, "is of another plan");
    if (!IsThirdParty(*facts_.provider)) faults_.Add(field, "is no third party in the register");
    NotBarred(field, *facts_.provider, DayOf(contract.sign_date()));
  }

  // Neither on the day that the step states, which may be dated back, nor today.
  void NotBarred(const std::string& field, const v1::Provider& provider, absl::CivilDay stated) {
    auto until = BarredUntil(provider, facts_.plan, today_);
    if (!until.has_value()) until = BarredUntil(provider, facts_.plan, stated);
    if (until.has_value()) faults_.Add(field, absl::StrCat("is barred until ", FormatDay(*until)));
  }

  // The last day of the bar on whoever carries the project out; nothing where there is none.
  std::optional<absl::CivilDay> ContractorBarredUntil() const {
    if (!facts_.contractor.has_value()) return std::nullopt;
    return BarredUntil(*facts_.contractor, facts_.plan, today_);
  }

  // No money in advance and no new work for a provider that was barred after the signing.
  void ContractorMayBegin(const std::string& field) {
    const auto until = ContractorBarredUntil();
    if (until.has_value()) faults_.Add(field, absl::StrCat("its provider is barred until ", FormatDay(*until)));
  }

  // Work that was done may be accepted and paid all the same, but not silently.
  void ContractorNeedsReason() {
    const auto until = ContractorBarredUntil();
    if (!until.has_value() || !step_.note().empty()) return;
    faults_.Add("step.note", absl::StrCat("must say why, though its provider is barred until ", FormatDay(*until)));
  }

  // Not before the last step of that kind, by the day that it stated.
  template <typename DateOf>
  void NotBeforeStep(const std::string& field, const google::type::Date& date, v1::ProjectStepKind kind,
                     const DateOf& date_of, absl::string_view what) {
    const v1::ProjectEvent* last = LastOf(project_, kind);
    if (last != nullptr) NotBefore(field, date, DayOf(date_of(last->step())), what);
  }

  void NotBeforeStart(const std::string& field, const google::type::Date& date) {
    NotBeforeStep(
        field, date, v1::PROJECT_STEP_KIND_START, [](const auto& step) { return step.start().start_date(); },
        "the first day of the work");
  }

  void Advance() {
    const v1::AdvancePayment& advance = step_.advance();
    const int64_t contract = FenOf(project_.contract().amount());
    const AdvanceBounds bounds = AdvanceBoundsOf(facts_.plan);
    const int64_t most = ShareOf(contract, bounds.maximum);
    const bool sum = Sum("step.advance.amount", advance.amount(), most,
                         absl::StrCat(bounds.maximum, " basis points of the contract"));
    // Exactly, not rounded: 100·given ≥ minimum·contract.
    if (sum && FenOf(advance.amount()) * kBasisPoints < contract * bounds.minimum) {
      faults_.Add("step.advance.amount",
                  absl::StrCat("must be at least ", bounds.minimum, " basis points of the contract"));
    }
    Payment("step.advance", advance.pay_date(), advance.voucher());
    ContractorMayBegin("step.advance");
  }

  bool Payment(const std::string& field, const google::type::Date& date, const std::string& voucher) {
    CheckOneLine(field + ".voucher", voucher, kLongestNumber, faults_);
    if (!CheckPastDate(field + ".pay_date", date, today_, faults_)) return false;
    NotBefore(field + ".pay_date", date, DayOf(project_.contract().sign_date()), "the signing");
    return true;
  }

  void Start() {
    const std::string field = "step.start.start_date";
    ContractorMayBegin("step.start");
    if (!CheckPastDate(field, step_.start().start_date(), today_, faults_)) return;
    NotBefore(field, step_.start().start_date(), DayOf(project_.contract().sign_date()), "the signing");
  }

  void Milestone() {
    const v1::MilestoneReport& report = step_.milestone();
    if (CheckPastDate("step.milestone.done_date", report.done_date(), today_, faults_)) {
      NotBeforeStart("step.milestone.done_date", report.done_date());
    }
    for (const v1::Milestone& milestone : project_.contract().milestones()) {
      if (milestone.id() != report.milestone()) continue;
      if (milestone.has_done_date()) faults_.Add("step.milestone.milestone", "was reached already");
      return;
    }
    faults_.Add("step.milestone.milestone", "is no milestone of the contract");
  }

  void Completion() {
    const google::type::Date& date = step_.completion().complete_date();
    if (CheckPastDate("step.completion.complete_date", date, today_, faults_)) {
      NotBeforeStart("step.completion.complete_date", date);
    }
    for (const v1::Milestone& milestone : project_.contract().milestones()) {
      if (!milestone.has_done_date()) {
        faults_.Add("step.completion", absl::StrCat("the milestone ", milestone.id(), " was not reached"));
      }
    }
  }

  void Acceptance() {
    const v1::Acceptance& acceptance = step_.acceptance();
    const std::string field = "step.acceptance";
    if (acceptance.result() == v1::ACCEPTANCE_RESULT_UNSPECIFIED ||
        !v1::AcceptanceResult_IsValid(acceptance.result())) {
      faults_.Add(field + ".result", "is no known result");
    }
    const bool accepted = CheckPastDate(field + ".accept_date", acceptance.accept_date(), today_, faults_);
    if (accepted) {
      NotBeforeStep(
          field + ".accept_date", acceptance.accept_date(), v1::PROJECT_STEP_KIND_COMPLETE,
          [](const auto& step) { return step.completion().complete_date(); }, "the completion");
    }
    Acceptor(field, acceptance, accepted);
    if (acceptance.result() == v1::ACCEPTANCE_RESULT_PASSED) ContractorNeedsReason();
    if (acceptance.result() != v1::ACCEPTANCE_RESULT_SENT_BACK) {
      if (acceptance.has_rectify_by_date()) faults_.Add(field + ".rectify_by_date", "is for what is sent back");
    } else if (CheckDate(field + ".rectify_by_date", acceptance.rectify_by_date(), faults_) && accepted) {
      NotBefore(field + ".rectify_by_date", acceptance.rectify_by_date(), DayOf(acceptance.accept_date()) + 1,
                "the day after the acceptance");
      NotAfter(field + ".rectify_by_date", acceptance.rectify_by_date(),
               DayOf(acceptance.accept_date()) + kMostDaysAhead);
    }
  }

  void Acceptor(const std::string& field, const v1::Acceptance& acceptance, bool dated) {
    switch (acceptance.by_case()) {
      case v1::Acceptance::kEngagement:
        return AcceptingPanel(field + ".engagement", acceptance);
      case v1::Acceptance::kThirdParty:
        return ThirdParty(field + ".third_party", acceptance, dated);
      default:
        faults_.Add(field, "must say who accepted: a panel or a third party");
    }
  }

  void AcceptingPanel(const std::string& field, const v1::Acceptance& acceptance) {
    if (const absl::Status name = CheckEngagementName(field, acceptance.engagement()); !name.ok()) {
      return faults_.AddAll("", name);
    }
    const Panel* panel = Known(field, &Panel::accepts_projects);
    if (panel == nullptr) return;
    if (!panel->held) faults_.Add(field, "is recorded after the panel has met");
    const v1::ProjectEvent* completed = LastOf(project_, v1::PROJECT_STEP_KIND_COMPLETE);
    if (completed != nullptr) MetAfter(field, *panel, FromTimestamp(completed->time()), "the work was reported done");
    NamesParty(field, *panel, LastPart(project_.contract().provider()), "the provider");
    if (project_.proposal().has_applicant()) {
      NamesParty(field, *panel, project_.proposal().applicant().credit_code(), "the applicant");
    }
  }

  void ThirdParty(const std::string& field, const v1::Acceptance& acceptance, bool dated) {
    if (const absl::Status name = CheckProviderName(field, acceptance.third_party()); !name.ok()) {
      return faults_.AddAll("", name);
    }
    if (!facts_.provider.has_value()) return faults_.Add(field, "is not in the register");
    if (PlanOf(acceptance.third_party()) != facts_.plan.name()) faults_.Add(field, "is of another plan");
    if (acceptance.third_party() == project_.contract().provider()) {
      faults_.Add(field, "carried the project out: nobody accepts his own work");
    }
    const std::string& applicant = project_.proposal().applicant().credit_code();
    if (!applicant.empty() && LastPart(acceptance.third_party()) == applicant) {
      faults_.Add(field, "is the applicant: nobody accepts his own work");
    }
    if (!IsThirdParty(*facts_.provider)) faults_.Add(field, "is no third party in the register");
    NotBarred(field, *facts_.provider, dated ? DayOf(acceptance.accept_date()) : today_);
  }

  void Settlement() {
    const v1::Settlement& settlement = step_.settlement();
    const bool sum = Sum("step.settlement.amount", settlement.amount(), FenOf(project_.contract().amount()),
                         "the contract's amount");
    if (sum && FenOf(settlement.amount()) < FenOf(project_.advance())) {
      faults_.Add("step.settlement.amount",
                  "must not be less than the advance: what was paid too much comes back first");
    }
    if (Payment("step.settlement", settlement.pay_date(), settlement.voucher())) {
      NotBeforeStep(
          "step.settlement.pay_date", settlement.pay_date(), v1::PROJECT_STEP_KIND_ACCEPT,
          [](const auto& step) { return step.acceptance().accept_date(); }, "the acceptance");
    }
    ContractorNeedsReason();
    if (!step_.note().empty()) return;
    for (const v1::VisitPhase phase : PhasesWithoutVisit(project_)) {
      faults_.Add("step.note", absl::StrCat("must say why nobody visited the project ", WordsOf(phase)));
    }
  }

  const v1::Project& project_;
  const v1::ProjectStep& step_;
  const StepFacts& facts_;
  const absl::CivilDay today_;
  FieldViolations faults_;
};

}  // namespace

absl::Status CheckStep(const v1::Project& project, const v1::ProjectStep& step, const StepFacts& facts) {
  return StepCheck(project, step, facts).Run();
}

}  // namespace lianfang::fund
