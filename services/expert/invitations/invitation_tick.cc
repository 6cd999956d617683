#include "services/expert/invitations/invitation_tick.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/hash.h"
#include "common/id.h"
#include "common/log.h"
#include "common/request_key.h"
#include "services/expert/domain/panel/invitation_rules.h"
#include "services/expert/domain/request/names.h"
#include "services/expert/invitations/invitation_notice.h"
#include "services/expert/panel_case.h"

namespace lianfang::expert {
namespace {

constexpr int kBatch = 50;
constexpr absl::Duration kCallTime = absl::Seconds(20);
constexpr char kMethod[] = "lianfang.expert.InvitationTick";  // as the audit names it

constexpr absl::Duration kShortestWait = absl::Seconds(10);
constexpr absl::Duration kLongestWait = absl::Hours(1);

absl::Time Deadline() { return absl::Now() + kCallTime; }

// How long a notice waits after so many attempts in vain.
absl::Duration WaitAfter(int attempts) {
  absl::Duration wait = kShortestWait;
  for (int i = 1; i < attempts && wait < kLongestWait; ++i) wait *= 2;
  return std::min(wait, kLongestWait);
}

}  // namespace

InvitationTick::InvitationTick(const ExpertContext& context, InvitationSender& sender, Metrics& metrics,
                               Options options)
    : context_(context),
      sender_(sender),
      replaced_(metrics.Counter("lianfang_invitations_expired_total",
                                "Engagements in which unanswered invitations were replaced.", {})),
      told_(metrics.Counter("lianfang_invitation_notices_total", "Invitations and withdrawals handed over for mailing.",
                            {})),
      refused_(metrics.Counter("lianfang_invitation_notices_refused_total",
                               "Invitations and withdrawals that could not be handed over, by attempt.", {})),
      options_(std::move(options)) {}

absl::Duration InvitationTick::Step() {
  const auto replaced = ReplaceSome();
  if (!replaced.ok()) {
    Log(LogLevel::kError, "invitations not replaced", {{"status", replaced.status().ToString()}});
  }
  const auto noted = NoteSome();
  if (!noted.ok()) Log(LogLevel::kError, "deliveries not noted", {{"status", noted.status().ToString()}});
  const auto told = TellSome();
  if (!told.ok()) Log(LogLevel::kError, "experts not told", {{"status", told.status().ToString()}});
  const bool more = replaced.ok() && noted.ok() && told.ok() && (*replaced || *noted || *told);
  return more ? absl::ZeroDuration() : options_.interval;
}

absl::StatusOr<bool> InvitationTick::ReplaceSome() {
  const auto expired = context_.store.ListExpired(context_.clock.Now(), kBatch, Deadline());
  if (!expired.ok()) return expired.status();
  bool all = true;
  for (const std::string& engagement : *expired) {
    const absl::Status status = ChangePanel(engagement, "invitations expired; the next in order invited",
                                            [](PanelCase& panel) { return panel.change().ExpireInvitations(); });
    if (status.ok()) replaced_.Increment();
    if (!status.ok() && !absl::IsFailedPrecondition(status)) {
      all = false;  // the others must not wait for it
      Log(LogLevel::kError, "invitation not replaced", {{"engagement", engagement}, {"status", status.ToString()}});
    }
  }
  return all && expired->size() == kBatch;
}

absl::Status InvitationTick::ChangePanel(const std::string& engagement, const std::string& detail,
                                         const std::function<bool(PanelCase&)>& change) {
  const absl::Time deadline = Deadline();
  const auto record = context_.ReadEngagement(engagement, deadline);
  if (!record.ok()) return record.status();
  const auto pool = context_.FindPool("pool", record->document.pool(), deadline);
  if (!pool.ok()) return pool.status();
  const absl::Time now = context_.clock.Now();
  const RequestKey key{options_.actor, kMethod, NewUuid(), Sha256(engagement)};
  return context_.store
      .Mutate(
          key, now,
          [&](ExpertTransaction& rows) -> absl::StatusOr<Outcome> {
            rows.LockSeats();
            const auto panel = PanelCase::Load(rows, engagement, *pool, now);
            if (!panel.ok()) return panel.status();
            if (!change(**panel)) return absl::FailedPreconditionError("nothing is left to do");
            if (absl::Status saved = (*panel)->Save(); !saved.ok()) return saved;
            return Outcome{"", engagement, detail};
          },
          deadline)
      .status();
}

absl::StatusOr<bool> InvitationTick::NoteSome() {
  const auto settled = context_.store.ListSettled(kBatch, Deadline());
  if (!settled.ok()) return settled.status();
  bool all = true;
  for (const Settled& one : *settled) {
    absl::Status status = Note(one);
    if (status.ok() || absl::IsFailedPrecondition(status)) status = context_.store.MarkNoted(one, Deadline());
    if (status.ok()) continue;
    all = false;
    Log(LogLevel::kError, "delivery not noted",
        {{"engagement", one.engagement}, {"expert", one.expert}, {"status", status.ToString()}});
  }
  return all && settled->size() == kBatch;
}

absl::Status InvitationTick::Note(const Settled& settled) {
  const DeliveryRecord& delivery = settled.delivery;
  if (delivery.outcome == DeliveryOutcome::kSent) {
    return ChangePanel(
        settled.engagement, absl::StrCat(settled.expert, " was told by ", delivery.name), [&](PanelCase& panel) {
          const auto calendar = context_.calendars.Current();
          return NoteDelivered(panel.engagement(), settled.expert, delivery.time, {panel.pool(), *calendar});
        });
  }
  return ChangePanel(
      settled.engagement, absl::StrCat(settled.expert, " was not told by ", delivery.name),
      [&](PanelCase& panel) { return NoteUndeliverable(panel.engagement(), settled.expert, delivery.problem); });
}

absl::StatusOr<bool> InvitationTick::TellSome() {
  const auto untold = context_.store.ListUntold(context_.clock.Now(), kBatch, Deadline());
  if (!untold.ok()) return untold.status();
  bool all = true;
  for (const Untold& one : *untold) {
    const absl::Status status = Tell(one);
    if (status.ok()) {
      told_.Increment();
      continue;
    }
    Log(LogLevel::kError, "expert not told",
        {{"engagement", one.engagement}, {"expert", one.expert}, {"status", status.ToString()}});
    if (absl::IsUnavailable(status)) return false;  // that is no fault of this notice: all wait
    refused_.Increment();
    all = false;
    if (absl::Status put_off = PutOff(one, status); !put_off.ok()) return put_off;
  }
  return all && untold->size() == kBatch;
}

absl::Status InvitationTick::PutOff(const Untold& untold, const absl::Status& why) {
  const absl::Time next = context_.clock.Now() + WaitAfter(untold.attempts + 1);
  if (absl::Status marked = context_.store.MarkUntold(untold, next, Deadline()); !marked.ok()) return marked;
  const bool refused = absl::IsInvalidArgument(why) || absl::IsNotFound(why) || absl::IsFailedPrecondition(why);
  if (!refused || untold.what != Telling::kInvitation) return absl::OkStatus();
  const absl::Status noted = ChangePanel(
      untold.engagement, absl::StrCat(untold.expert, " cannot be told by mail"),
      [&](PanelCase& panel) { return NoteUndeliverable(panel.engagement(), untold.expert, why.message()); });
  return absl::IsFailedPrecondition(noted) ? absl::OkStatus() : noted;
}

absl::Status InvitationTick::Tell(const Untold& untold) {
  const absl::Time deadline = Deadline();
  const auto record = context_.ReadEngagement(untold.engagement, deadline);
  if (!record.ok()) return record.status();
  const v1::Engagement& engagement = record->document;
  const auto expert = context_.ReadExpert(untold.expert, deadline);
  if (!expert.ok()) return expert.status();
  const auto pool = context_.FindPool("pool", engagement.pool(), deadline);
  if (!pool.ok()) return pool.status();
  const auto data = context_.Unseal(*expert);
  if (!data.ok()) return data.status();
  const auto& invitations = engagement.invitations();
  const auto invitation = std::find_if(invitations.begin(), invitations.end(),
                                       [&](const v1::Invitation& one) { return one.expert() == untold.expert; });
  if (invitation == invitations.end()) return NotFound(untold.expert);

  const Addressee to{untold.expert, expert->expert.display_name(), data->email()};
  notification::v1::SendNoticeRequest notice;
  switch (untold.what) {
    case Telling::kInvitation:
      notice = InvitationNotice(engagement, *invitation, to, *pool,
                                AnswerLink(options_.answer_page, engagement, untold.expert,
                                           context_.AnswerToken(engagement.name(), *invitation)));
      break;
    case Telling::kWithdrawal:
      notice = WithdrawalNotice(engagement, *invitation, to, *pool);
      break;
    case Telling::kOffice:
      notice = OfficeNotice(engagement, *invitation, to, *pool);
      break;
  }
  const auto delivery = sender_.Send(notice, deadline);
  if (!delivery.ok()) return delivery.status();
  return context_.store.MarkTold(untold, *delivery, context_.clock.Now(), deadline);
}

}  // namespace lianfang::expert
