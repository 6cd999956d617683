// Invitations: who was told, until when an answer is in time, and whose word an answer is.
//
// The time to answer begins when the expert is told: when the mail server took the mail, or the office told the expert
// in another way. Nobody expires who was never told: at the start of the engagement such an invitation ends as
// NOT_REACHABLE.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_PANEL_INVITATION_RULES_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_PANEL_INVITATION_RULES_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/working_calendar.h"
#include "lianfang/expert/v1/engagement.pb.h"
#include "lianfang/expert/v1/expert_service.pb.h"
#include "services/expert/domain/pool/pool_view.h"

namespace lianfang::expert {

// How an answer came, and who recorded it; an empty recorder is the expert's own answer by token.
struct Testimony {
  v1::AnswerChannel channel = v1::ANSWER_CHANNEL_UNSPECIFIED;
  std::string recorder{};
};

// What the time to answer is counted by: the pool's working days, or else the engagement's hours.
struct AnswerTerm {
  const PoolView& pool;
  const WorkingCalendar& calendar;
};

// Until when somebody who is told at `time` may answer, as long as the engagement lasts. Working days are counted from
// the day after; the last one counts to its end.
absl::Time AnswerEnd(const v1::Engagement& engagement, absl::Time time, const AnswerTerm& term);

// Adds an open invitation that the expert is yet to be told of.
void AddInvitation(v1::Engagement& engagement, const std::string& expert, int rank, absl::Time now);

// The open invitation of an expert, or the accepted one where `accepted_too`; null without one.
v1::Invitation* FindSeat(v1::Engagement& engagement, absl::string_view expert, bool accepted_too);

// When an open invitation ends by itself: at its deadline; while the expert is not told, at the start of the
// engagement, or at its end for somebody called in after the start.
absl::Time ExpiryOf(const v1::Invitation& invitation, const v1::Engagement& engagement);
// When the first open invitation ends; nothing where none is open.
std::optional<absl::Time> NextExpiry(const v1::Engagement& engagement);

// What the delivery of the notice says. Each answers whether it changed anything. A failure changes nothing once the
// expert was told.
bool NoteDelivered(v1::Engagement& engagement, absl::string_view expert, absl::Time time, const AnswerTerm& term);
bool NoteUndeliverable(v1::Engagement& engagement, absl::string_view expert, absl::string_view problem);

// Asks for another notice, to another address: the token of the one before loses its force. False where the expert was
// told already, or has no open invitation.
bool RenewNotice(v1::Engagement& engagement, absl::string_view expert);

// Whether the office has to know: the mail was refused for good, or the expert was not reached in time, by its own word
// not.
bool NeedsOffice(const v1::Invitation& invitation);

// Records that the office told the expert. FAILED_PRECONDITION unless the invitation is open and nobody has.
absl::Status TellOtherwise(v1::Engagement& engagement, const v1::RecordNotificationRequest& request, absl::Time now,
                           const AnswerTerm& term);

// OK when the office may give up on reaching the expert: the mail failed, or a day has gone by without it.
absl::Status CheckMayGiveUp(v1::Engagement& engagement, absl::string_view expert, absl::Time now);

// INVALID_ARGUMENT under `field` unless somebody can record an answer that came so: by token nobody but the expert
// answers.
absl::Status CheckRecordable(absl::string_view field, v1::AnswerChannel channel);

// OK, or FAILED_PRECONDITION unless the invitation is open and in time.
absl::Status CheckMayAnswer(v1::Engagement& engagement, absl::string_view expert, absl::Time now);
// Records an answer that accepts.
void Accept(v1::Engagement& engagement, absl::string_view expert, const std::string& reason, const Testimony& testimony,
            absl::Time now);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_PANEL_INVITATION_RULES_H_
