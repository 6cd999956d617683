#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/coordination/domain/duty/coordination_duties.h"
#include "services/coordination/domain/duty/duty_frame.h"

namespace lianfang::coordination {
namespace {

using duties::Words;
using duty::v1::Duty;

// What was sent back is done again within so many days, where that is later than its date.
constexpr int kDaysAgain = 10;

// Which conference it is. Its title and its resolutions are somebody's own words, and are not told: they may name persons.
std::string DayOfConference(const v1::Conference& conference, const PlanFrame& frame) {
  return FormatDay(frame.Day(FromTimestamp(conference.start_time())));
}

Duty Reply(const v1::Conference& conference, const v1::Invitation& invitation, const PlanFrame& frame) {
  const absl::Time created = FromTimestamp(conference.create_time());
  const absl::Time due = FromTimestamp(conference.reply_deadline());
  Duty duty = DutyOf(frame, conference.name(), invitation.department());
  duty.set_occasion(absl::StrCat("reply-", invitation.department()));
  SetKind(duty, "conference-reply", "会议回执", "Reply to an invitation");
  const std::string day = DayOfConference(conference, frame);
  *duty.mutable_title() = Words(absl::StrCat(day, " 会议回执"), absl::StrCat("Reply to the conference of ", day));
  *duty.mutable_action() =
      Words("回复是否参会，或用 lianfang conference reply", "Say whether you attend, or use lianfang conference reply");
  SetTimes(duty, created, due, due);
  *duty.mutable_lock_time() = conference.start_time();
  if (invitation.has_reply_time()) SetMet(duty, FromTimestamp(invitation.reply_time()));
  if (conference.state() == v1::CONFERENCE_STATE_CANCELLED && !invitation.has_reply_time()) {
    SetWithdrawn(duty, FromTimestamp(conference.update_time()));
  }
  return Finished(std::move(duty), conference.create_time(), conference.update_time());
}

Duty NewResolutionDuty(const v1::Conference& conference, const v1::Resolution& resolution, int number,
                       const PlanFrame& frame) {
  Duty duty = DutyOf(frame, conference.name(), resolution.owner());
  duty.set_occasion(absl::StrCat("resolution-", number));
  SetKind(duty, "resolution", "会议决议", "Resolution");
  const std::string day = DayOfConference(conference, frame);
  *duty.mutable_title() = Words(absl::StrCat(day, " 会议决议第 ", number, " 项"),
                                absl::StrCat("Resolution ", number, " of the conference of ", day));
  *duty.mutable_action() =
      Words("落实后填报，或用 lianfang conference report", "Report it once done, or use lianfang conference report");
  return duty;
}

void AddResolution(const v1::Conference& conference, int number, const PlanFrame& frame, Duties& duties) {
  const v1::Resolution& resolution = conference.resolutions(number - 1);
  const absl::Time due = frame.EndOf(resolution.due_date());
  Duty duty = NewResolutionDuty(conference, resolution, number, frame);
  SetTimes(duty, FromTimestamp(conference.record_time()), due, due);
  int changes = 0;
  for (const v1::ResolutionEvent& event : resolution.events()) {
    const absl::Time time = FromTimestamp(event.time());
    if (event.state() == v1::RESOLUTION_STATE_REPORTED) SetMet(duty, time);
    if (!event.sent_back()) continue;
    duties.push_back(Finished(std::move(duty), conference.record_time(), conference.update_time()));
    const absl::Time again = std::max(due, frame.Start(frame.Day(time) + kDaysAgain + 1));
    duty = NewResolutionDuty(conference, resolution, number, frame);
    *duty.mutable_sent_back_time() = event.time();
    SetTimes(duty, time, again, again);
    duty.set_date_changes(++changes);
  }
  duties.push_back(Finished(std::move(duty), conference.record_time(), conference.update_time()));
}

}  // namespace

Duties DutiesOfConference(const v1::Conference& conference, const PlanFrame& frame) {
  Duties duties;
  for (const v1::Invitation& invitation : conference.invitations()) {
    if (!Holds(conference.departments(), invitation.department())) continue;  // came without being invited
    if (invitation.department() == frame.lead().id()) continue;               // who convenes owes itself no answer
    duties.push_back(Reply(conference, invitation, frame));
  }
  for (int number = 1; number <= conference.resolutions_size(); ++number) {
    AddResolution(conference, number, frame, duties);
  }
  return duties;
}

}  // namespace lianfang::coordination
