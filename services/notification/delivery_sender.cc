#include "services/notification/delivery_sender.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/id.h"
#include "common/log.h"
#include "common/time.h"
#include "services/notification/channels/answer_text.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/delivery/ways.h"
#include "services/notification/domain/digest/confirmed.h"
#include "services/notification/domain/digest/settled.h"
#include "services/notification/domain/stage/restraints.h"
#include "services/notification/store/mutations.h"

namespace lianfang::notification {
namespace {

using v1::Delivery;

constexpr int kClaimed = 4;
constexpr int kPassedOn = 50;
constexpr absl::Duration kStoreTime = absl::Seconds(30);
constexpr absl::Duration kSourceWait = absl::Minutes(1);

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
  attempt.set_smtp_code(result.code);
  attempt.set_text(result.text);
  if (result.outcome != SendResult::Outcome::kAccepted) attempt.set_scope(ScopeOf(result.scope));
  return attempt;
}

}  // namespace

DeliverySender::DeliverySender(NotificationStore& store, Channel& channel, const TemplateLibrary& library,
                               const MessageWriter& writer, const Clock& clock, Metrics& metrics, Options options)
    : store_(store),
      channel_(channel),
      library_(library),
      writer_(writer),
      clock_(clock),
      metrics_(metrics),
      state_(channel.id(), metrics),
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
  if (!sent.ok())
    Log(LogLevel::kError, "messages not sent", {{"channel", channel_.id()}, {"status", sent.status().ToString()}});
  return sent.ok() && *sent > 0 ? absl::ZeroDuration() : options_.interval;
}

absl::StatusOr<int> DeliverySender::SendSome() {
  const absl::Time now = clock_.Now();
  if (options_.quiet_hours.AllowedFrom(now) > now) return 0;
  const auto templates = library_.Current();
  if (!templates.ok()) return 0;
  int handled = 0;
  if (const int allowed = state_.Allowed(kClaimed, now); allowed > 0) {
    const auto sent = SendUpTo(allowed, *templates, now);
    state_.Unused();  // if what was claimed needed no attempt
    if (!sent.ok()) return sent.status();
    handled += *sent;
  }
  if (!state_.DownFor(options_.longest_outage, now)) return handled;
  const auto passed = PassOnSome(now);
  if (!passed.ok()) return passed.status();
  return handled + *passed;
}

absl::StatusOr<std::vector<Delivery>> DeliverySender::ClaimUpTo(int count, const Lease& lease, absl::Time now) {
  const bool reminders = options_.sources == nullptr || !options_.sources->Heard(now).empty();
  return store_.ClaimDeliveries({.lease = lease,
                                 .now = now,
                                 .limit = count,
                                 .per_minute = channel_.limits().per_minute,
                                 .reminders = reminders,
                                 .channel = channel_.id()},
                                absl::Now() + kStoreTime);
}

// What waits for a channel that has been down for long goes by its next way.
absl::StatusOr<int> DeliverySender::PassOnSome(absl::Time now) {
  const Lease lease{NewUuid(), now + channel_.limits().attempt_time};
  const auto claimed = store_.ClaimDeliveries(
      {.lease = lease, .now = now, .limit = kPassedOn, .channel = channel_.id(), .passable = true},
      absl::Now() + kStoreTime);
  if (!claimed.ok()) return claimed.status();
  for (const Delivery& delivery : *claimed) {
    const absl::Status finished = Finish(Waiting(delivery, now), lease.holder);
    if (!finished.ok()) return finished;
  }
  return static_cast<int>(claimed->size());
}

// The delivery while the channel is down: it waits, or goes by its next way once that has lasted.
Delivery DeliverySender::Waiting(Delivery delivery, absl::Time now) const {
  const auto way = WayInOutage(delivery);
  if (way.has_value() && state_.DownFor(options_.longest_outage, now)) {
    return PassedOn(std::move(delivery), *way, now);
  }
  return HeldBack(std::move(delivery), state_.DownUntil().value_or(now), now);
}

absl::StatusOr<int> DeliverySender::SendUpTo(int count, std::shared_ptr<const TemplateSet> templates, absl::Time now) {
  // A claim must outlive its attempts.
  const Lease lease{NewUuid(), now + (kClaimed + 1) * channel_.limits().attempt_time};
  const auto claimed = ClaimUpTo(count, lease, now);
  if (!claimed.ok()) return claimed.status();
  if (claimed->empty()) return 0;
  auto sources = LoadSources(*claimed);
  if (!sources.ok()) return sources.status();
  sources->templates = std::move(templates);
  bool tried = false;
  for (const Delivery& delivery : *claimed) {
    // When the channel goes down, what is left of the claim waits for it. The first one may be the probe.
    Delivery left;
    if (tried && state_.DownUntil().has_value()) {
      left = Waiting(delivery, clock_.Now());
    } else if (Waits(delivery, *sources)) {
      left = AwaitingSource(delivery, now + kSourceWait, now);
    } else {
      left = Try(delivery, *sources);
      tried = true;
    }
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
    for (const v1::ReminderItem& item : delivery.items()) listed.insert(item.duty());
    if (delivery.notice().empty() || sources.notices.count(delivery.notice()) > 0) continue;
    auto content = store_.LoadNotice(delivery.notice(), absl::Now() + kStoreTime);
    if (!content.ok()) return content.status();
    sources.notices.emplace(delivery.notice(), *std::move(content));
  }
  if (listed.empty()) {
    if (std::none_of(claimed.begin(), claimed.end(), IsConfirmationDigest)) return sources;
    auto plans = store_.LoadPlans(absl::Now() + kStoreTime);
    if (!plans.ok()) return plans.status();
    sources.basis.plans = *std::move(plans);
    return sources;
  }
  // Those met, too: a duty that is not there has not been received.
  auto basis = store_.LoadBasis({.resources = {listed.begin(), listed.end()}}, absl::Now() + kStoreTime);
  if (!basis.ok()) return basis.status();
  sources.basis = *std::move(basis);
  return sources;
}

// Whether the reminder lists a duty of a source that is silent, or one that no source has told yet while one is silent: whether that is
// still owed is not known.
bool DeliverySender::Waits(const Delivery& delivery, const Sources& sources) const {
  if (options_.sources == nullptr) return false;
  const std::vector<std::string> silent = options_.sources->Silent(clock_.Now());
  if (silent.empty()) return false;
  return std::any_of(delivery.items().begin(), delivery.items().end(), [&](const v1::ReminderItem& item) {
    const auto source = sources.basis.sources.find(item.duty());
    return source == sources.basis.sources.end() || std::count(silent.begin(), silent.end(), source->second) > 0;
  });
}

Delivery DeliverySender::Try(Delivery delivery, const Sources& sources) {
  const absl::Time now = clock_.Now();
  absl::StatusOr<OutgoingMessage> message;
  if (IsSettledMail(delivery)) {
    message = writer_.Settled(delivery, sources.basis.duties, sources.basis.plans, now);
    if (absl::IsNotFound(message.status())) return Suppressed(std::move(delivery), "所列事项又需报送", now);
  } else if (IsConfirmationDigest(delivery)) {
    message = writer_.Confirmations(delivery, sources.basis.plans, now);
  } else if (delivery.notice().empty()) {
    const ReminderBasis& basis = sources.basis;
    const Restraints restraints({}, basis.pauses);
    if (restraints.Pauses(delivery, basis.duties, now)) {
      return Suppressed(std::move(delivery), "催报已暂停，恢复后重新安排", now);
    }
    std::vector<v1::ReminderItem> items = StillOwed(delivery, basis.plans, basis.duties, now);
    if (items.empty()) return Suppressed(std::move(delivery), "所列事项均已报送或豁免，无需再催报", now);
    message = writer_.Reminder(delivery, std::move(items), basis.plans, now);
  } else {
    message = MessageWriter::Notice(delivery, sources.notices.at(delivery.notice()));
  }
  auto composed = message.ok() ? channel_.Compose(*sources.templates, *message, delivery, now)
                               : absl::StatusOr<ComposedMessage>(message.status());
  if (!composed.ok()) {
    const SendResult refused{SendResult::Outcome::kPermanentFailure, 0, std::string(composed.status().message()),
                             SendResult::Scope::kMail};
    Report(refused, delivery);
    return AfterAttempt(std::move(delivery), AttemptOf(refused, now));
  }
  delivery.set_subject(composed->subject);
  delivery.set_text_body(composed->text);
  const SendResult result = state_.Judge(Send(delivery, *composed), AddressOf(delivery), now);
  Report(result, delivery);
  delivery = AfterAttempt(std::move(delivery), AttemptOf(result, now));
  // A fault of the channel says nothing of this message: it goes with the next probe.
  if (delivery.state() == v1::DELIVERY_STATE_DEFERRED && result.scope == SendResult::Scope::kChannel &&
      state_.DownUntil().has_value()) {
    return Waiting(std::move(delivery), now);
  }
  return delivery;
}

SendResult DeliverySender::Send(const Delivery& delivery, const ComposedMessage& message) {
  const auto begin = std::chrono::steady_clock::now();
  SendResult result = channel_.Send(delivery, message);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  Taken(result.outcome).Observe(taken.count());
  return result;
}

// What the server said, without personal data.
void DeliverySender::Report(const SendResult& result, const Delivery& delivery) {
  if (result.outcome == SendResult::Outcome::kAccepted) return;
  Failures(result.scope).Increment();
  Log(LogLevel::kWarning, "message refused",
      {{"delivery", delivery.name()},
       {"channel", channel_.id()},
       {"scope", v1::FailureScope_Name(ScopeOf(result.scope))},
       {"code", absl::StrCat(result.code)},
       {"answer", WithoutAddresses(result.text, AddressOf(delivery))}});
}

// The office's alert waits with all other messages unless the office has another channel; `delivery list` shows it.
absl::Status DeliverySender::TellOfChannel() {
  const auto outage = state_.LastingOutage();
  if (!outage.has_value()) return absl::OkStatus();
  return store_
      .RecordAlert(ChannelAlert(channel_.id(), outage->since, outage->fault.code, outage->fault.text, options_.zone,
                                options_.desk, clock_.Now()),
                   absl::Now() + kStoreTime)
      .status();
}

absl::Status DeliverySender::Finish(const Delivery& tried, const std::string& holder) {
  Left(tried.state()).Increment();
  Log(LogLevel::kInfo, "message",
      {{"delivery", tried.name()},
       {"channel", channel_.id()},
       {"state", v1::DeliveryState_Name(tried.state())},
       {"attempts", absl::StrCat(tried.attempts_size())}});
  return FinishDelivery(store_, tried, holder, options_.desk, absl::Now() + kStoreTime);
}

prometheus::Counter& DeliverySender::Left(v1::DeliveryState state) {
  return metrics_.Counter("lianfang_messages_total",
                          "Attempts to send a message, by the state the delivery was left in.",
                          {{"channel", channel_.id()}, {"state", v1::DeliveryState_Name(state)}});
}

prometheus::Counter& DeliverySender::Failures(SendResult::Scope scope) {
  return metrics_.Counter("lianfang_message_failures_total", "Attempts in vain, by what the failure concerns.",
                          {{"channel", channel_.id()}, {"scope", v1::FailureScope_Name(ScopeOf(scope))}});
}

prometheus::Histogram& DeliverySender::Taken(SendResult::Outcome outcome) {
  return metrics_.Seconds("lianfang_send_seconds", "Time of an attempt to hand a message to the channel's server.",
                          {{"channel", channel_.id()}, {"outcome", v1::AttemptOutcome_Name(OutcomeOf(outcome))}});
}

}  // namespace lianfang::notification
