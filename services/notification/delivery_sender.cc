#include "services/notification/delivery_sender.h"

#include <chrono>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/id.h"
#include "common/log.h"
#include "common/time.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/digest/settled.h"
#include "services/notification/domain/stage/restraints.h"
#include "services/notification/mail/smtp_failure.h"
#include "services/notification/store/mutations.h"

namespace lianfang::notification {
namespace {

using v1::Delivery;

constexpr int kClaimed = 4;
constexpr absl::Duration kStoreTime = absl::Seconds(30);

v1::AttemptOutcome OutcomeOf(SendResult::Outcome outcome) {
  switch (outcome) {
    case SendResult::Outcome::kAccepted:
      return v1::ATTEMPT_OUTCOME_ACCEPTED;
    case SendResult::Outcome::kPermanentFailure:
      return v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE;
    case SendResult::Outcome::kTransientFailure:
      break;
  }
  return v1::ATTEMPT_OUTCOME_TRANSIENT_FAILURE;
}

v1::FailureScope ScopeOf(SendResult::Scope scope) {
  switch (scope) {
    case SendResult::Scope::kMailbox:
      return v1::FAILURE_SCOPE_MAILBOX;
    case SendResult::Scope::kChannel:
      return v1::FAILURE_SCOPE_CHANNEL;
    case SendResult::Scope::kMail:
      break;
  }
  return v1::FAILURE_SCOPE_MAIL;
}

v1::DeliveryAttempt AttemptOf(const SendResult& result, absl::Time now) {
  v1::DeliveryAttempt attempt;
  *attempt.mutable_attempt_time() = ToTimestamp(now);
  attempt.set_outcome(OutcomeOf(result.outcome));
  attempt.set_smtp_code(result.smtp_code);
  attempt.set_text(result.text);
  if (result.outcome != SendResult::Outcome::kAccepted) attempt.set_scope(ScopeOf(result.scope));
  return attempt;
}

}  // namespace

DeliverySender::DeliverySender(NotificationStore& store, MailTransport& transport, const TemplateLibrary& library,
                               const MailComposer& composer, const Clock& clock, Metrics& metrics, Options options)
    : store_(store),
      transport_(transport),
      library_(library),
      composer_(composer),
      clock_(clock),
      metrics_(metrics),
      channel_(metrics),
      options_(std::move(options)) {
  // A series that is born with its first event has no increase: it is there from the start.
  for (const auto state : {v1::DELIVERY_STATE_SENT, v1::DELIVERY_STATE_DEFERRED, v1::DELIVERY_STATE_FAILED,
                           v1::DELIVERY_STATE_SUPPRESSED}) {
    Left(state);
  }
  for (const auto scope : {SendResult::Scope::kMailbox, SendResult::Scope::kMail, SendResult::Scope::kChannel}) {
    Failures(scope);
  }
  for (const auto outcome : {SendResult::Outcome::kAccepted, SendResult::Outcome::kTransientFailure,
                             SendResult::Outcome::kPermanentFailure}) {
    Taken(outcome);
  }
}

absl::Duration DeliverySender::Step() {
  const auto sent = SendSome();
  if (!sent.ok()) Log(LogLevel::kError, "mails not sent", {{"status", sent.status().ToString()}});
  return sent.ok() && *sent > 0 ? absl::ZeroDuration() : options_.interval;
}

absl::StatusOr<int> DeliverySender::SendSome() {
  const absl::Time now = clock_.Now();
  if (options_.quiet_hours.AllowedFrom(now) > now) return 0;
  const auto templates = library_.Current();
  if (!templates.ok()) return 0;
  const int allowed = channel_.Allowed(kClaimed, now);
  if (allowed == 0) return 0;
  const auto sent = SendUpTo(allowed, *templates, now);
  channel_.Unused();  // if what was claimed needed no attempt
  return sent;
}

absl::StatusOr<int> DeliverySender::SendUpTo(int count, std::shared_ptr<const TemplateSet> templates, absl::Time now) {
  const bool reminders = options_.reminders_wait == nullptr || !options_.reminders_wait();
  // A claim must outlive its attempts.
  const Lease lease{NewUuid(), now + (kClaimed + 1) * options_.attempt_time};
  const auto claimed =
      store_.ClaimDeliveries({lease, now, count, options_.mails_per_minute, reminders}, absl::Now() + kStoreTime);
  if (!claimed.ok()) return claimed.status();
  if (claimed->empty()) return 0;
  auto sources = LoadSources(*claimed);
  if (!sources.ok()) return sources.status();
  sources->templates = std::move(templates);
  bool tried = false;
  for (const Delivery& delivery : *claimed) {
    // When the channel goes down, what is left of the claim waits for it. The first one may be the probe.
    const auto down_until = tried ? channel_.DownUntil() : std::nullopt;
    const Delivery left =
        down_until.has_value() ? HeldBack(delivery, *down_until, clock_.Now()) : Try(delivery, *sources);
    tried = true;
    const absl::Status finished = Finish(left, lease.holder);
    if (!finished.ok()) return finished;
  }
  const absl::Status told = TellOfChannel();
  if (!told.ok()) return told;
  return static_cast<int>(claimed->size());
}

absl::StatusOr<DeliverySender::Sources> DeliverySender::LoadSources(const std::vector<Delivery>& claimed) {
  Sources sources;
  std::set<std::string> listed;
  for (const Delivery& delivery : claimed) {
    for (const v1::ReminderItem& item : delivery.items()) listed.insert(item.obligation());
    if (delivery.notice().empty() || sources.notices.count(delivery.notice()) > 0) continue;
    auto content = store_.LoadNotice(delivery.notice(), absl::Now() + kStoreTime);
    if (!content.ok()) return content.status();
    sources.notices.emplace(delivery.notice(), *std::move(content));
  }
  if (listed.empty()) return sources;
  auto basis = store_.LoadBasis({.plan = "", .owed_only = true, .names = {listed.begin(), listed.end()}},
                                absl::Now() + kStoreTime);
  if (!basis.ok()) return basis.status();
  sources.basis = *std::move(basis);
  return sources;
}

Delivery DeliverySender::Try(Delivery delivery, const Sources& sources) {
  const absl::Time now = clock_.Now();
  absl::StatusOr<std::string> message;
  if (IsSettledMail(delivery)) {
    message = composer_.Settled(*sources.templates, delivery, sources.basis.obligations, sources.basis.plans, now);
    if (absl::IsNotFound(message.status())) return Suppressed(std::move(delivery), "所列事项又需报送", now);
  } else if (delivery.notice().empty()) {
    const ReminderBasis& basis = sources.basis;
    const Restraints restraints({}, basis.pauses);
    if (restraints.Pauses(delivery, basis.obligations, now)) {
      return Suppressed(std::move(delivery), "催报已暂停，恢复后重新安排", now);
    }
    std::vector<v1::ReminderItem> items = StillOwed(delivery, basis.plans, basis.obligations, now);
    if (items.empty()) return Suppressed(std::move(delivery), "所列事项均已报送或豁免，无需再催报", now);
    message = composer_.Reminder(*sources.templates, delivery, std::move(items), basis.plans, now);
  } else {
    message = composer_.Notice(*sources.templates, delivery, sources.notices.at(delivery.notice()), now);
  }
  if (!message.ok()) {
    const SendResult refused{SendResult::Outcome::kPermanentFailure, 0, std::string(message.status().message()),
                             SendResult::Scope::kMail};
    Report(refused, delivery);
    return AfterAttempt(std::move(delivery), AttemptOf(refused, now));
  }
  const SendResult result = channel_.Judge(Send(delivery.email(), *message), delivery.email(), now);
  Report(result, delivery);
  delivery = AfterAttempt(std::move(delivery), AttemptOf(result, now));
  // A fault of the channel says nothing of this mail: it goes with the next probe.
  const auto down_until = channel_.DownUntil();
  if (delivery.state() == v1::DELIVERY_STATE_DEFERRED && result.scope == SendResult::Scope::kChannel &&
      down_until.has_value()) {
    return HeldBack(std::move(delivery), *down_until, now);
  }
  return delivery;
}

SendResult DeliverySender::Send(const std::string& to, const std::string& message) {
  const auto begin = std::chrono::steady_clock::now();
  SendResult result = transport_.Send(composer_.from().email, to, message);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  Taken(result.outcome).Observe(taken.count());
  return result;
}

// What the mail server said, without personal data.
void DeliverySender::Report(const SendResult& result, const Delivery& delivery) {
  if (result.outcome == SendResult::Outcome::kAccepted) return;
  Failures(result.scope).Increment();
  Log(LogLevel::kWarning, "mail refused",
      {{"delivery", delivery.name()},
       {"scope", v1::FailureScope_Name(ScopeOf(result.scope))},
       {"smtp_code", absl::StrCat(result.smtp_code)},
       {"answer", WithoutMailboxes(result.text, delivery.email())}});
}

// The office's alert waits with all other mails, where `delivery list` shows it, and goes out first thing.
absl::Status DeliverySender::TellOfChannel() {
  const auto outage = channel_.LastingOutage();
  if (!outage.has_value()) return absl::OkStatus();
  return store_
      .RecordAlert(ChannelAlert(outage->since, outage->fault.smtp_code, outage->fault.text, options_.zone,
                                options_.desk, clock_.Now()),
                   absl::Now() + kStoreTime)
      .status();
}

absl::Status DeliverySender::Finish(const Delivery& tried, const std::string& holder) {
  Left(tried.state()).Increment();
  Log(LogLevel::kInfo, "mail",
      {{"delivery", tried.name()},
       {"state", v1::DeliveryState_Name(tried.state())},
       {"attempts", absl::StrCat(tried.attempts_size())}});
  return FinishDelivery(store_, tried, holder, options_.desk, absl::Now() + kStoreTime);
}

prometheus::Counter& DeliverySender::Left(v1::DeliveryState state) {
  return metrics_.Counter("lianfang_mails_total", "Attempts to send a mail, by the state the delivery was left in.",
                          {{"state", v1::DeliveryState_Name(state)}});
}

prometheus::Counter& DeliverySender::Failures(SendResult::Scope scope) {
  return metrics_.Counter("lianfang_mail_failures_total", "Attempts in vain, by what the failure concerns.",
                          {{"scope", v1::FailureScope_Name(ScopeOf(scope))}});
}

prometheus::Histogram& DeliverySender::Taken(SendResult::Outcome outcome) {
  return metrics_.Seconds("lianfang_smtp_seconds", "Time of an attempt to hand a mail to the mail server.",
                          {{"outcome", v1::AttemptOutcome_Name(OutcomeOf(outcome))}});
}

}  // namespace lianfang::notification
