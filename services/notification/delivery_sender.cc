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

v1::DeliveryAttempt AttemptOf(const SendResult& result, absl::Time now) {
  v1::DeliveryAttempt attempt;
  *attempt.mutable_attempt_time() = ToTimestamp(now);
  attempt.set_outcome(OutcomeOf(result.outcome));
  attempt.set_smtp_code(result.smtp_code);
  attempt.set_text(result.text);
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
      options_(std::move(options)) {}

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
  // A claim must outlive its attempts.
  const Lease lease{NewUuid(), now + (kClaimed + 1) * options_.attempt_time};
  const auto claimed =
      store_.ClaimDeliveries({lease, now, kClaimed, options_.mails_per_minute}, absl::Now() + kStoreTime);
  if (!claimed.ok()) return claimed.status();
  if (claimed->empty()) return 0;
  auto sources = LoadSources(*claimed);
  if (!sources.ok()) return sources.status();
  sources->templates = *templates;
  for (const Delivery& delivery : *claimed) {
    const absl::Status finished = Finish(Try(delivery, *sources), lease.holder);
    if (!finished.ok()) return finished;
  }
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
  if (delivery.notice().empty()) {
    const ReminderBasis& basis = sources.basis;
    std::vector<v1::ReminderItem> items = StillOwed(delivery, basis.plans, basis.obligations, now);
    if (items.empty()) return Suppressed(std::move(delivery), "所列事项均已报送或豁免，无需再催报", now);
    message = composer_.Reminder(*sources.templates, delivery, std::move(items), basis.plans, now);
  } else {
    message = composer_.Notice(*sources.templates, delivery, sources.notices.at(delivery.notice()));
  }
  if (!message.ok()) {
    const SendResult refused{SendResult::Outcome::kPermanentFailure, 0, std::string(message.status().message())};
    return AfterAttempt(std::move(delivery), AttemptOf(refused, now));
  }
  const SendResult result = Send(delivery.email(), *message);
  return AfterAttempt(std::move(delivery), AttemptOf(result, now));
}

SendResult DeliverySender::Send(const std::string& to, const std::string& message) {
  const auto begin = std::chrono::steady_clock::now();
  SendResult result = transport_.Send(composer_.from().email, to, message);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  metrics_
      .Seconds("lianfang_smtp_seconds", "Time of an attempt to hand a mail to the mail server.",
               {{"outcome", v1::AttemptOutcome_Name(OutcomeOf(result.outcome))}})
      .Observe(taken.count());
  return result;
}

absl::Status DeliverySender::Finish(const Delivery& tried, const std::string& holder) {
  metrics_
      .Counter("lianfang_mails_total", "Attempts to send a mail, by the state the delivery was left in.",
               {{"state", v1::DeliveryState_Name(tried.state())}})
      .Increment();
  Log(LogLevel::kInfo, "mail",
      {{"delivery", tried.name()},
       {"state", v1::DeliveryState_Name(tried.state())},
       {"attempts", absl::StrCat(tried.attempts_size())}});
  std::optional<Notice> alert;
  // An alert that fails raises no other: the log and the metrics have it.
  if (tried.state() == v1::DELIVERY_STATE_FAILED && tried.kind() != v1::DELIVERY_KIND_ALERT) {
    alert = FailureAlert(tried, options_.desk, clock_.Now());
  }
  return store_.FinishDelivery(tried, holder, alert, absl::Now() + kStoreTime);
}

}  // namespace lianfang::notification
