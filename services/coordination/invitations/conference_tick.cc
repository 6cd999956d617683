#include "services/coordination/invitations/conference_tick.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/id.h"
#include "common/log.h"
#include "services/coordination/documents.h"
#include "services/coordination/domain/conference/conference_rules.h"
#include "words/enum_words.h"
#include "words/error_words.h"

namespace lianfang::coordination {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(20);
constexpr int kBatch = 50;
constexpr int kMostDoublings = 8;
constexpr size_t kLongestProblem = 300;

absl::Time Deadline() { return absl::Now() + kTimeout; }

// So long after that many attempts in vain: 10 s, 20 s, … up to about 40 minutes.
absl::Duration WaitAfter(int attempts) {
  return absl::Seconds(10) * (1 << std::min(std::max(attempts - 1, 0), kMostDoublings));
}

// The department has none of the roles that are invited: "总工会没有登记联络员、召集人".
type::v1::LocalizedText RolesNotHeld(const std::string& department, const PlanFrame& frame) {
  const std::vector<type::v1::Recipient> roles = RecipientsOf(department, frame);
  const auto* known = frame.FindDepartment(department);
  const bool has_english = known != nullptr && !known->names().en().empty();
  type::v1::LocalizedText text;
  text.set_zh(absl::StrCat(frame.DepartmentName(department), "没有登记",
                           absl::StrJoin(roles, "、", [](std::string* out, type::v1::Recipient role) {
                             absl::StrAppend(out, WordsOf(role).zh());
                           })));
  text.set_en(absl::StrCat(has_english ? known->names().en() : department, " has no ",
                           absl::StrJoin(roles, " or ", [](std::string* out, type::v1::Recipient role) {
                             absl::StrAppend(out, WordsOf(role).en());
                           })));
  return text;
}

type::v1::LocalizedText ProblemText(const absl::Status& refusal, const std::string& department,
                                    const PlanFrame& frame) {
  const auto info = ErrorInfoOf(refusal);
  if (info.has_value() && info->reason() == "ROLE_NOT_HELD") return RolesNotHeld(department, frame);
  type::v1::LocalizedText text;
  text.set_zh(Shortened(ChineseOf(refusal), kLongestProblem));
  text.set_en(Shortened(refusal.message(), kLongestProblem));
  return text;
}

}  // namespace

ConferenceTick::ConferenceTick(const CoordinationContext& context, NoticeSender& sender, Metrics& metrics,
                               Options options)
    : context_(context),
      sender_(sender),
      told_(metrics.Counter("lianfang_conference_notices_total",
                            "Invitations and cancellations of conferences handed over for mailing.", {})),
      refused_(metrics.Counter("lianfang_conference_notices_refused_total",
                               "Invitations and cancellations of conferences that were refused.", {})),
      options_(std::move(options)) {}

absl::Duration ConferenceTick::Step() {
  const absl::Status status = TellSome();
  if (!status.ok() && !absl::IsUnavailable(status)) {
    Log(LogLevel::kError, "departments not told of conferences", {{"status", status.ToString()}});
  }
  return options_.interval;
}

absl::Status ConferenceTick::TellSome() {
  DocumentFilter filter;
  filter.shelf = Shelf::kConference;
  filter.pending_only = true;
  filter.from = context_.clock.Now();  // who was not told before the begin is told no more
  const auto found = context_.store.List(filter, {"", kBatch}, Deadline());
  if (!found.ok()) return found.status();
  for (const Document& document : *found) {
    const auto conference = Parsed<v1::Conference>(document);
    if (!conference.ok()) return conference.status();
    const auto frame = context_.FindPlan("plan", document.plan, Deadline());
    if (!frame.ok()) return frame.status();
    if (absl::Status told = TellAll(*conference, *frame); !told.ok()) return told;
  }
  return absl::OkStatus();
}

absl::Status ConferenceTick::TellAll(const v1::Conference& conference, const PlanFrame& frame) {
  const absl::Time now = context_.clock.Now();
  for (const v1::Invitation& invitation : conference.invitations()) {
    const bool waits = invitation.has_next_attempt_time() && FromTimestamp(invitation.next_attempt_time()) > now;
    if (waits || !NeedsTelling(conference, invitation, now)) continue;
    const absl::Status sent = Send(conference, invitation.department(), frame);
    if (absl::IsUnavailable(sent) || absl::IsDeadlineExceeded(sent)) return absl::UnavailableError(sent.message());
    (sent.ok() ? told_ : refused_).Increment();
    const bool cancels = conference.state() == v1::CONFERENCE_STATE_CANCELLED;
    absl::Status marked = Mark(conference.name(), invitation.department(), cancels, sent, frame);
    if (!marked.ok()) return marked;
  }
  return absl::OkStatus();
}

absl::Status ConferenceTick::Send(const v1::Conference& conference, const std::string& department,
                                  const PlanFrame& frame) {
  absl::Status sent;
  for (const type::v1::Recipient role : RecipientsOf(department, frame)) {
    const bool cancels = conference.state() == v1::CONFERENCE_STATE_CANCELLED;
    sent = sender_.Send(cancels ? CancellationNotice(conference, department, role, frame)
                                : InvitationNotice(conference, department, role, frame),
                        Deadline());
    if (!absl::IsFailedPrecondition(sent)) return sent;  // nobody holds the role: the next one may be held
  }
  return sent;
}

// By what was sent, not by what the conference is now: it may have been cancelled meanwhile.
absl::Status ConferenceTick::Mark(const std::string& name, const std::string& department, bool cancels,
                                  const absl::Status& sent, const PlanFrame& frame) {
  const absl::Time now = context_.clock.Now();
  const auto work = [&](CoordinationTransaction& rows) -> absl::StatusOr<Outcome> {
    auto conference = LoadForChange<v1::Conference>(rows, name, "");
    if (!conference.ok()) return conference.status();
    for (v1::Invitation& invitation : *conference->mutable_invitations()) {
      if (invitation.department() != department) continue;
      if (sent.ok()) {
        if (cancels) {
          invitation.set_cancellation_told(true);
        } else if (!invitation.has_told_time()) {
          *invitation.mutable_told_time() = ToTimestamp(now);
        }
        invitation.clear_problem();
        invitation.clear_problem_text();
        invitation.clear_attempts();
        invitation.clear_next_attempt_time();
      } else {
        invitation.set_problem(Shortened(sent.message(), kLongestProblem));
        *invitation.mutable_problem_text() = ProblemText(sent, department, frame);
        invitation.set_attempts(invitation.attempts() + 1);
        *invitation.mutable_next_attempt_time() = ToTimestamp(now + WaitAfter(invitation.attempts()));
      }
    }
    Stamp(now, *conference);
    rows.Save(DocumentOf(*conference, frame, now));
    return Outcome{"", name, absl::StrCat(department, sent.ok() ? " was told" : " could not be told")};
  };
  const RequestKey key{options_.actor, "lianfang.coordination.v1.ConferenceService.Tell", NewUuid(), Sha256(name)};
  return context_.store.Mutate(key, now, work, Deadline()).status();
}

}  // namespace lianfang::coordination
