#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/coordination/domain/duty/coordination_duties.h"
#include "services/coordination/domain/duty/duty_frame.h"

namespace lianfang::coordination {
namespace {

using duties::Words;
using duty::v1::Duty;

Duty NewAnswerDuty(const v1::Opinion& opinion, const PlanFrame& frame, absl::Time open, const google::type::Date& due) {
  Duty duty = DutyOf(frame, opinion.name(), opinion.department());
  SetKind(duty, "opinion", "监督意见答复", "Answer to the union");
  // Its subject is the union's own words, and is not told: it may name persons.
  const std::string day = FormatDay(frame.Day(FromTimestamp(opinion.create_time())));
  *duty.mutable_title() =
      Words(absl::StrCat("答复工会 ", day, " 的监督意见"), absl::StrCat("Answer the union's opinion of ", day));
  *duty.mutable_action() = Words("答复，或用 lianfang opinion answer", "Answer, or use lianfang opinion answer");
  SetTimes(duty, open, frame.EndOf(due), frame.EndOf(due));
  return duty;
}

}  // namespace

Duties DutiesOfOpinion(const v1::Opinion& opinion, const PlanFrame& frame) {
  Duties duties;
  int number = 1;
  Duty duty = NewAnswerDuty(opinion, frame, FromTimestamp(opinion.create_time()), opinion.original_due_date());
  for (const v1::OpinionEvent& event : opinion.events()) {
    if (event.state() == v1::OPINION_STATE_ANSWERED) SetMet(duty, FromTimestamp(event.time()));
    if (!event.has_due_date()) continue;
    duties.push_back(Finished(std::move(duty), opinion.create_time(), opinion.update_time()));
    duty = NewAnswerDuty(opinion, frame, FromTimestamp(event.time()), event.due_date());
    duty.set_occasion(absl::StrCat("answer-", ++number));
  }
  duties.push_back(Finished(std::move(duty), opinion.create_time(), opinion.update_time()));
  return duties;
}

}  // namespace lianfang::coordination
