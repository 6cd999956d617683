#include "services/expert/invitations/invitation_tick.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/hash.h"
#include "common/id.h"
#include "common/log.h"
#include "common/request_key.h"
#include "services/expert/domain/request/names.h"
#include "services/expert/invitations/invitation_notice.h"
#include "services/expert/panel_case.h"

namespace lianfang::expert {
namespace {

constexpr int kBatch = 50;
constexpr absl::Duration kCallTime = absl::Seconds(20);
constexpr char kMethod[] = "lianfang.expert.InvitationTick";  // as the audit names it

absl::Time Deadline() { return absl::Now() + kCallTime; }

}  // namespace

InvitationTick::InvitationTick(const ExpertContext& context, InvitationSender& sender, Metrics& metrics,
                               Options options)
    : context_(context),
      sender_(sender),
      replaced_(metrics.Counter("lianfang_invitations_expired_total",
                                "Engagements in which unanswered invitations were replaced.", {})),
      told_(metrics.Counter("lianfang_invitation_notices_total", "Invitations and withdrawals handed over for mailing.",
                            {})),
      options_(std::move(options)) {}

absl::Duration InvitationTick::Step() {
  const auto replaced = ReplaceSome();
  if (!replaced.ok()) {
    Log(LogLevel::kError, "invitations not replaced", {{"status", replaced.status().ToString()}});
  }
  const auto told = TellSome();
  if (!told.ok()) Log(LogLevel::kError, "experts not told", {{"status", told.status().ToString()}});
  const bool more = replaced.ok() && told.ok() && (*replaced || *told);
  return more ? absl::ZeroDuration() : options_.interval;
}

absl::StatusOr<bool> InvitationTick::ReplaceSome() {
  const auto expired = context_.store.ListExpired(context_.clock.Now(), kBatch, Deadline());
  if (!expired.ok()) return expired.status();
  bool all = true;
  for (const std::string& engagement : *expired) {
    const absl::Status status = Replace(engagement);
    if (status.ok()) replaced_.Increment();
    if (!status.ok() && !absl::IsFailedPrecondition(status)) {
      all = false;  // the others must not wait for it
      Log(LogLevel::kError, "invitation not replaced", {{"engagement", engagement}, {"status", status.ToString()}});
    }
  }
  return all && expired->size() == kBatch;
}

absl::Status InvitationTick::Replace(const std::string& engagement) {
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
            if (!(*panel)->change().ExpireInvitations()) return absl::FailedPreconditionError("nothing has expired");
            if (absl::Status saved = (*panel)->Save(); !saved.ok()) return saved;
            return Outcome{"", engagement, "invitations expired; the next in order invited"};
          },
          deadline)
      .status();
}

absl::StatusOr<bool> InvitationTick::TellSome() {
  const auto untold = context_.store.ListUntold(kBatch, Deadline());
  if (!untold.ok()) return untold.status();
  bool all = true;
  for (const Untold& one : *untold) {
    const absl::Status status = Tell(one);
    if (status.ok()) {
      told_.Increment();
      continue;
    }
    all = false;
    Log(LogLevel::kError, "expert not told",
        {{"engagement", one.engagement}, {"expert", one.expert}, {"status", status.ToString()}});
  }
  return all && untold->size() == kBatch;
}

absl::Status InvitationTick::Tell(const Untold& untold) {
  const absl::Time deadline = Deadline();
  const auto engagement = context_.ReadEngagement(untold.engagement, deadline);
  if (!engagement.ok()) return engagement.status();
  const auto expert = context_.ReadExpert(untold.expert, deadline);
  if (!expert.ok()) return expert.status();
  const auto pool = context_.FindPool("pool", engagement->document.pool(), deadline);
  if (!pool.ok()) return pool.status();
  const auto data = context_.Unseal(*expert);
  if (!data.ok()) return data.status();
  const auto& invitations = engagement->document.invitations();
  const auto invitation = std::find_if(invitations.begin(), invitations.end(),
                                       [&](const v1::Invitation& one) { return one.expert() == untold.expert; });
  if (invitation == invitations.end()) return NotFound(untold.expert);

  const Addressee to{untold.expert, expert->expert.display_name(), data->email()};
  const auto notice = untold.withdrawal ? WithdrawalNotice(engagement->document, *invitation, to, *pool)
                                        : InvitationNotice(engagement->document, *invitation, to, *pool);
  if (absl::Status sent = sender_.Send(notice, deadline); !sent.ok()) return sent;
  return context_.store.MarkTold(untold, context_.clock.Now(), deadline);
}

}  // namespace lianfang::expert
