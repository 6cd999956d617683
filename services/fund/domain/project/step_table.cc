#include "services/fund/domain/project/step_table.h"

namespace lianfang::fund {
namespace {

constexpr auto kProposed = v1::PROJECT_STATE_PROPOSED;
constexpr auto kReviewing = v1::PROJECT_STATE_REVIEWING;
constexpr auto kReviewed = v1::PROJECT_STATE_REVIEWED;
constexpr auto kReviewFailed = v1::PROJECT_STATE_REVIEW_FAILED;
constexpr auto kApproved = v1::PROJECT_STATE_APPROVED;
constexpr auto kContracted = v1::PROJECT_STATE_CONTRACTED;
constexpr auto kRunning = v1::PROJECT_STATE_RUNNING;
constexpr auto kCompleted = v1::PROJECT_STATE_COMPLETED;
constexpr auto kAccepted = v1::PROJECT_STATE_ACCEPTED;
constexpr auto kSettled = v1::PROJECT_STATE_SETTLED;
constexpr auto kRejected = v1::PROJECT_STATE_REJECTED;
constexpr auto kWithdrawn = v1::PROJECT_STATE_WITHDRAWN;
constexpr auto kAcceptanceFailed = v1::PROJECT_STATE_ACCEPTANCE_FAILED;
constexpr auto kTerminated = v1::PROJECT_STATE_TERMINATED;

constexpr StepRule kTable[] = {
    {kProposed, v1::PROJECT_STEP_KIND_REVISE, kProposed, StepBy::kDepartment},
    {kProposed, v1::PROJECT_STEP_KIND_WITHDRAW, kWithdrawn, StepBy::kDepartment},
    {kProposed, v1::PROJECT_STEP_KIND_ASSIGN_PANEL, kReviewing, StepBy::kOffice},
    {kProposed, v1::PROJECT_STEP_KIND_VISIT, kProposed, StepBy::kAnybody},

    {kReviewing, v1::PROJECT_STEP_KIND_ASSIGN_PANEL, kReviewing, StepBy::kOffice},  // the first one was cancelled
    {kReviewing, v1::PROJECT_STEP_KIND_PASS_REVIEW, kReviewed, StepBy::kOffice},
    {kReviewing, v1::PROJECT_STEP_KIND_FAIL_REVIEW, kReviewFailed, StepBy::kOffice},
    {kReviewing, v1::PROJECT_STEP_KIND_WITHDRAW, kWithdrawn, StepBy::kDepartment},
    {kReviewing, v1::PROJECT_STEP_KIND_VISIT, kReviewing, StepBy::kAnybody},

    {kReviewed, v1::PROJECT_STEP_KIND_APPROVE, kApproved, StepBy::kOffice},
    {kReviewed, v1::PROJECT_STEP_KIND_REJECT, kRejected, StepBy::kOffice},
    {kReviewed, v1::PROJECT_STEP_KIND_WITHDRAW, kWithdrawn, StepBy::kDepartment},
    {kReviewed, v1::PROJECT_STEP_KIND_VISIT, kReviewed, StepBy::kAnybody},

    {kReviewFailed, v1::PROJECT_STEP_KIND_REVISE, kProposed, StepBy::kDepartment},
    {kReviewFailed, v1::PROJECT_STEP_KIND_REJECT, kRejected, StepBy::kOffice},
    {kReviewFailed, v1::PROJECT_STEP_KIND_WITHDRAW, kWithdrawn, StepBy::kDepartment},
    {kReviewFailed, v1::PROJECT_STEP_KIND_VISIT, kReviewFailed, StepBy::kAnybody},

    {kApproved, v1::PROJECT_STEP_KIND_CONTRACT, kContracted, StepBy::kDepartment},
    {kApproved, v1::PROJECT_STEP_KIND_TERMINATE, kTerminated, StepBy::kOffice},
    {kApproved, v1::PROJECT_STEP_KIND_VISIT, kApproved, StepBy::kAnybody},

    {kContracted, v1::PROJECT_STEP_KIND_PAY_ADVANCE, kContracted, StepBy::kOffice},
    {kContracted, v1::PROJECT_STEP_KIND_START, kRunning, StepBy::kDepartment},
    {kContracted, v1::PROJECT_STEP_KIND_TERMINATE, kTerminated, StepBy::kOffice},
    {kContracted, v1::PROJECT_STEP_KIND_VISIT, kContracted, StepBy::kAnybody},

    {kRunning, v1::PROJECT_STEP_KIND_PAY_ADVANCE, kRunning, StepBy::kOffice},
    {kRunning, v1::PROJECT_STEP_KIND_REACH_MILESTONE, kRunning, StepBy::kDepartment},
    {kRunning, v1::PROJECT_STEP_KIND_COMPLETE, kCompleted, StepBy::kDepartment},
    {kRunning, v1::PROJECT_STEP_KIND_TERMINATE, kTerminated, StepBy::kOffice},
    {kRunning, v1::PROJECT_STEP_KIND_VISIT, kRunning, StepBy::kAnybody},

    {kCompleted, v1::PROJECT_STEP_KIND_ACCEPT, kAccepted, StepBy::kOffice},
    {kCompleted, v1::PROJECT_STEP_KIND_SEND_BACK, kRunning, StepBy::kOffice},
    {kCompleted, v1::PROJECT_STEP_KIND_FAIL_ACCEPTANCE, kAcceptanceFailed, StepBy::kOffice},
    {kCompleted, v1::PROJECT_STEP_KIND_VISIT, kCompleted, StepBy::kAnybody},

    {kAccepted, v1::PROJECT_STEP_KIND_SETTLE, kSettled, StepBy::kOffice},
    {kAccepted, v1::PROJECT_STEP_KIND_VISIT, kAccepted, StepBy::kAnybody},

    {kAcceptanceFailed, v1::PROJECT_STEP_KIND_TERMINATE, kTerminated, StepBy::kOffice},
    {kAcceptanceFailed, v1::PROJECT_STEP_KIND_VISIT, kAcceptanceFailed, StepBy::kAnybody},

    {kSettled, v1::PROJECT_STEP_KIND_VISIT, kSettled, StepBy::kAnybody},  // afterwards (事后)
};

v1::ProjectStepKind KindOf(const v1::Acceptance& acceptance) {
  switch (acceptance.result()) {
    case v1::ACCEPTANCE_RESULT_PASSED:
      return v1::PROJECT_STEP_KIND_ACCEPT;
    case v1::ACCEPTANCE_RESULT_SENT_BACK:
      return v1::PROJECT_STEP_KIND_SEND_BACK;
    case v1::ACCEPTANCE_RESULT_FAILED:
      return v1::PROJECT_STEP_KIND_FAIL_ACCEPTANCE;
    default:
      return v1::PROJECT_STEP_KIND_UNSPECIFIED;
  }
}

}  // namespace

absl::Span<const StepRule> StepTable() { return kTable; }

const StepRule* FindStep(v1::ProjectState from, v1::ProjectStepKind kind) {
  for (const StepRule& rule : kTable) {
    if (rule.from == from && rule.kind == kind) return &rule;
  }
  return nullptr;
}

v1::ProjectStepKind KindOf(const v1::ProjectStep& step) {
  switch (step.detail_case()) {
    case v1::ProjectStep::kRevision:
      return v1::PROJECT_STEP_KIND_REVISE;
    case v1::ProjectStep::kWithdrawal:
      return v1::PROJECT_STEP_KIND_WITHDRAW;
    case v1::ProjectStep::kPanel:
      return v1::PROJECT_STEP_KIND_ASSIGN_PANEL;
    case v1::ProjectStep::kReview:
      return IsRecommended(step.review()) ? v1::PROJECT_STEP_KIND_PASS_REVIEW : v1::PROJECT_STEP_KIND_FAIL_REVIEW;
    case v1::ProjectStep::kDecision:
      return step.decision().approve() ? v1::PROJECT_STEP_KIND_APPROVE : v1::PROJECT_STEP_KIND_REJECT;
    case v1::ProjectStep::kContract:
      return v1::PROJECT_STEP_KIND_CONTRACT;
    case v1::ProjectStep::kAdvance:
      return v1::PROJECT_STEP_KIND_PAY_ADVANCE;
    case v1::ProjectStep::kStart:
      return v1::PROJECT_STEP_KIND_START;
    case v1::ProjectStep::kMilestone:
      return v1::PROJECT_STEP_KIND_REACH_MILESTONE;
    case v1::ProjectStep::kVisit:
      return v1::PROJECT_STEP_KIND_VISIT;
    case v1::ProjectStep::kCompletion:
      return v1::PROJECT_STEP_KIND_COMPLETE;
    case v1::ProjectStep::kAcceptance:
      return KindOf(step.acceptance());
    case v1::ProjectStep::kSettlement:
      return v1::PROJECT_STEP_KIND_SETTLE;
    case v1::ProjectStep::kTermination:
      return v1::PROJECT_STEP_KIND_TERMINATE;
    case v1::ProjectStep::DETAIL_NOT_SET:
      return v1::PROJECT_STEP_KIND_UNSPECIFIED;
  }
  return v1::PROJECT_STEP_KIND_UNSPECIFIED;
}

}  // namespace lianfang::fund
