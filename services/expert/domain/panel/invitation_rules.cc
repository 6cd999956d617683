#include "services/expert/domain/panel/invitation_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/expert/domain/engagement/engagement_rules.h"
#include "services/expert/domain/records.h"
#include "services/expert/domain/values/shortened.h"

namespace lianfang::expert {
namespace {

constexpr absl::Duration kPatience = absl::Hours(24);  // before the office may give up on a mail that is under way

absl::Duration ResponsePeriod(const v1::Engagement& engagement) {
  return absl::Seconds(engagement.response_period().seconds()) +
         absl::Nanoseconds(engagement.response_period().nanos());
}

// The start ends the time to answer; for somebody called in after the start, the end does.
absl::Time Limit(const v1::Engagement& engagement, absl::Time since) {
  const absl::Time start = FromTimestamp(engagement.start_time());
  return since < start ? start : FromTimestamp(engagement.end_time());
}

void Told(v1::Invitation& invitation, const v1::Engagement& engagement, absl::Time time, const AnswerTerm& term) {
  *invitation.mutable_notify_time() = ToTimestamp(time);
  if (invitation.state() != v1::INVITATION_STATE_INVITED) return;
  *invitation.mutable_response_deadline() =
      ToTimestamp(std::min(AnswerEnd(engagement, time, term), Limit(engagement, time)));
}

absl::Status NotOpen(const v1::Engagement& engagement, absl::string_view expert, absl::Time now) {
  return Refused(engagement, now, absl::StrCat("has no open invitation of ", expert));
}

constexpr size_t kLongestDetail = 500;

}  // namespace

absl::Time AnswerEnd(const v1::Engagement& engagement, absl::Time time, const AnswerTerm& term) {
  int days = term.pool.pool().answer_working_days();
  if (days == 0) return time + ResponsePeriod(engagement);
  absl::CivilDay day = term.pool.Day(time);
  while (days > 0) days -= term.calendar.IsWorkingDay(++day) ? 1 : 0;
  return term.pool.Start(day + 1);
}

void AddInvitation(v1::Engagement& engagement, const std::string& expert, int rank, absl::Time now) {
  v1::Invitation& invitation = *engagement.add_invitations();
  invitation.set_expert(expert);
  invitation.set_rank(rank);
  invitation.set_state(v1::INVITATION_STATE_INVITED);
  invitation.set_notice_state(v1::NOTICE_STATE_PENDING);
  invitation.set_notice_number(1);
  *invitation.mutable_invite_time() = ToTimestamp(now);
}

v1::Invitation* FindSeat(v1::Engagement& engagement, absl::string_view expert, bool accepted_too) {
  for (v1::Invitation& invitation : *engagement.mutable_invitations()) {
    if (invitation.expert() != expert) continue;
    const bool open = invitation.state() == v1::INVITATION_STATE_INVITED;
    if (open || (accepted_too && HoldsSeat(invitation))) return &invitation;
  }
  return nullptr;
}

absl::Time ExpiryOf(const v1::Invitation& invitation, const v1::Engagement& engagement) {
  if (invitation.has_response_deadline()) return FromTimestamp(invitation.response_deadline());
  return Limit(engagement, FromTimestamp(invitation.invite_time()));
}

std::optional<absl::Time> NextExpiry(const v1::Engagement& engagement) {
  std::optional<absl::Time> next;
  for (const v1::Invitation& invitation : engagement.invitations()) {
    if (invitation.state() != v1::INVITATION_STATE_INVITED) continue;
    const absl::Time expiry = ExpiryOf(invitation, engagement);
    next = next.has_value() ? std::min(*next, expiry) : expiry;
  }
  return next;
}

bool NoteDelivered(v1::Engagement& engagement, absl::string_view expert, absl::Time time, const AnswerTerm& term) {
  v1::Invitation* invitation = FindSeat(engagement, expert, /*accepted_too=*/true);
  if (invitation == nullptr || invitation->has_notify_time()) return false;
  invitation->set_notice_state(v1::NOTICE_STATE_DELIVERED);
  invitation->clear_notice_detail();
  Told(*invitation, engagement, time, term);
  return true;
}

bool NoteUndeliverable(v1::Engagement& engagement, absl::string_view expert, absl::string_view problem) {
  v1::Invitation* invitation = FindSeat(engagement, expert, /*accepted_too=*/false);
  if (invitation == nullptr || invitation->notice_state() != v1::NOTICE_STATE_PENDING) return false;
  invitation->set_notice_state(v1::NOTICE_STATE_FAILED);
  invitation->set_notice_detail(Shortened(problem, kLongestDetail));
  return true;
}

bool RenewNotice(v1::Engagement& engagement, absl::string_view expert) {
  v1::Invitation* invitation = FindSeat(engagement, expert, /*accepted_too=*/false);
  if (invitation == nullptr || invitation->has_notify_time()) return false;
  invitation->set_notice_state(v1::NOTICE_STATE_PENDING);
  invitation->clear_notice_detail();
  invitation->set_notice_number(invitation->notice_number() + 1);
  return true;
}

bool NeedsOffice(const v1::Invitation& invitation) {
  const bool open = invitation.state() == v1::INVITATION_STATE_INVITED;
  return (open && invitation.notice_state() == v1::NOTICE_STATE_FAILED) ||
         (invitation.state() == v1::INVITATION_STATE_NOT_REACHABLE && invitation.recorder().empty());
}

absl::Status TellOtherwise(v1::Engagement& engagement, const v1::RecordNotificationRequest& request, absl::Time now,
                           const AnswerTerm& term) {
  v1::Invitation* invitation = FindSeat(engagement, request.expert(), /*accepted_too=*/false);
  if (invitation == nullptr || ExpiryOf(*invitation, engagement) <= now) {
    return NotOpen(engagement, request.expert(), now);
  }
  if (invitation->has_notify_time()) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "the expert has been told already", "TOLD_ALREADY",
                           {{"expert", request.expert()}});
  }
  invitation->set_notice_state(v1::NOTICE_STATE_TOLD_OTHERWISE);
  invitation->set_notice_detail(request.note());
  Told(*invitation, engagement, now, term);
  return absl::OkStatus();
}

absl::Status CheckMayGiveUp(v1::Engagement& engagement, absl::string_view expert, absl::Time now) {
  const v1::Invitation* invitation = FindSeat(engagement, expert, /*accepted_too=*/false);
  if (invitation == nullptr) return NotOpen(engagement, expert, now);
  if (invitation->has_notify_time()) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           "the expert was told; who does not answer is replaced at the deadline", "TOLD_ALREADY",
                           {{"expert", std::string(expert)}});
  }
  const bool failed = invitation->notice_state() == v1::NOTICE_STATE_FAILED;
  if (failed || FromTimestamp(invitation->invite_time()) + kPatience <= now) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         "the mail has not failed and is less than a day old; it may still arrive", "NOTICE_UNDER_WAY",
                         {{"expert", std::string(expert)}});
}

absl::Status CheckRecordable(absl::string_view field, v1::AnswerChannel channel) {
  if (channel != v1::ANSWER_CHANNEL_UNSPECIFIED && channel != v1::ANSWER_CHANNEL_TOKEN &&
      v1::AnswerChannel_IsValid(channel)) {
    return absl::OkStatus();
  }
  return InvalidField(field, "must say how it came: by phone, email, message or in person");
}

absl::Status CheckMayAnswer(v1::Engagement& engagement, absl::string_view expert, absl::Time now) {
  const v1::Invitation* invitation = FindSeat(engagement, expert, /*accepted_too=*/false);
  if (engagement.state() == v1::ENGAGEMENT_STATE_CANCELLED || invitation == nullptr) {
    return NotOpen(engagement, expert, now);
  }
  if (ExpiryOf(*invitation, engagement) > now) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         "the answer comes after the deadline; the next in order is invited", "TOO_LATE",
                         {{"state", v1::InvitationState_Name(invitation->state())}});
}

void Accept(v1::Engagement& engagement, absl::string_view expert, const std::string& reason, const Testimony& testimony,
            absl::Time now) {
  v1::Invitation* invitation = FindSeat(engagement, expert, /*accepted_too=*/false);
  invitation->set_state(v1::INVITATION_STATE_ACCEPTED);
  invitation->set_reason(reason);
  invitation->set_channel(testimony.channel);
  invitation->set_recorder(testimony.recorder);
  *invitation->mutable_response_time() = ToTimestamp(now);
  SettleState(engagement);
}

}  // namespace lianfang::expert
