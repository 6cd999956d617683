#include "services/coordination/domain/opinion/opinion_rules.h"

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/coordination/domain/inspection/inspection_rules.h"
#include "services/coordination/domain/request/access.h"
#include "services/coordination/domain/request/names.h"
#include "services/coordination/domain/request/refusals.h"

namespace lianfang::coordination {
namespace {

constexpr size_t kLongestText = 4000;
constexpr int kMostDays = 366;
constexpr int kMostEvents = 100;

void CheckDueDate(FieldViolations& faults, const std::string& field, const google::type::Date& date,
                  absl::CivilDay today) {
  const auto due = FromDate(date);
  if (!due.ok()) {
    faults.Add(field, due.status().message());
  } else if (*due < today || *due > today + kMostDays) {
    faults.Add(field, absl::StrCat("must be from ", FormatDay(today), " to ", FormatDay(today + kMostDays)));
  }
}

v1::OpinionEvent& AddEvent(v1::OpinionState state, const std::string& actor, absl::Time now, v1::Opinion& opinion) {
  opinion.set_state(state);
  v1::OpinionEvent& event = *opinion.add_events();
  event.set_state(state);
  event.set_actor(actor);
  *event.mutable_time() = ToTimestamp(now);
  return event;
}

absl::Status CheckState(const v1::Opinion& opinion, v1::OpinionState state, absl::string_view what) {
  if (opinion.state() != state) return WrongState(opinion.name(), v1::OpinionState_Name(opinion.state()), what);
  if (opinion.events_size() < kMostEvents) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "an opinion has at most 100 events", "TOO_MANY_EVENTS");
}

}  // namespace

absl::Status CheckOpinion(const v1::Opinion& opinion, const PlanFrame& frame, absl::Time now) {
  FieldViolations faults;
  CheckUnset(faults, "opinion.name", !opinion.name().empty());
  CheckUnset(faults, "opinion.state", opinion.state() != v1::OPINION_STATE_UNSPECIFIED);
  CheckUnset(faults, "opinion.events", !opinion.events().empty());
  const auto* department = frame.FindDepartment(opinion.department());
  if (department == nullptr) {
    faults.Add("opinion.department", "is no department of the plan");
  } else if (department->role() == type::v1::DEPARTMENT_ROLE_OBSERVER) {
    faults.Add("opinion.department", "observes itself, and answers to no opinion");
  }
  if (opinion.has_employer()) CheckEmployer(faults, "opinion.employer", opinion.employer(), frame);
  CheckShortLine(faults, "opinion.subject", opinion.subject(), kLongestLine, true);
  CheckText(faults, "opinion.text", opinion.text(), kLongestText, true);
  CheckFiles(faults, "opinion.files", opinion.files());
  CheckDueDate(faults, "opinion.due_date", opinion.due_date(), frame.Day(now));
  return faults.ToStatus();
}

void Issue(const std::string& actor, absl::Time now, v1::Opinion& opinion) {
  opinion.set_creator(actor);
  *opinion.mutable_create_time() = ToTimestamp(now);
  *opinion.mutable_original_due_date() = opinion.due_date();
  opinion.set_state(v1::OPINION_STATE_ISSUED);
}

absl::Status CheckAnswer(const v1::Opinion& opinion, const v1::AnswerOpinionRequest& request, const Identity& caller,
                         const PlanFrame& frame) {
  FieldViolations faults;
  CheckText(faults, "text", request.text(), kLongestText, true);
  CheckFiles(faults, "files", request.files());
  if (!faults.empty()) return faults.ToStatus();
  // The office answers for its own department alone.
  const bool own_office = caller.department == opinion.department() && CheckIsOffice(caller, frame.plan()).ok();
  if (!own_office) {
    if (absl::Status own = CheckIsOf(caller, frame.plan(), opinion.department()); !own.ok()) return own;
  }
  return CheckState(opinion, v1::OPINION_STATE_ISSUED, "does not wait for an answer");
}

void ApplyAnswer(const v1::AnswerOpinionRequest& request, const std::string& actor, absl::Time now,
                 v1::Opinion& opinion) {
  v1::OpinionEvent& event = AddEvent(v1::OPINION_STATE_ANSWERED, actor, now, opinion);
  event.set_text(request.text());
  *event.mutable_files() = request.files();
}

absl::Status CheckJudgement(const v1::Opinion& opinion, const v1::JudgeAnswerRequest& request, const Identity& caller,
                            const PlanFrame& frame, absl::Time now) {
  FieldViolations faults;
  CheckText(faults, "text", request.text(), kLongestReason, request.has_due_date());
  if (request.has_due_date()) CheckDueDate(faults, "due_date", request.due_date(), frame.Day(now));
  if (!faults.empty()) return faults.ToStatus();
  if (absl::Status observer = CheckIsObserver(caller, frame.plan()); !observer.ok()) return observer;
  return CheckState(opinion, v1::OPINION_STATE_ANSWERED, "is not answered, or is closed");
}

void ApplyJudgement(const v1::JudgeAnswerRequest& request, const std::string& actor, absl::Time now,
                    v1::Opinion& opinion) {
  const bool again = request.has_due_date();
  v1::OpinionEvent& event = AddEvent(again ? v1::OPINION_STATE_ISSUED : v1::OPINION_STATE_CLOSED, actor, now, opinion);
  event.set_text(request.text());
  if (!again) return;
  *event.mutable_due_date() = request.due_date();
  *opinion.mutable_due_date() = request.due_date();
}

}  // namespace lianfang::coordination
