#include "services/notification/delivery_sender.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/id.h"
#include "common/log.h"
#include "common/time.h"
#include "services/notification/domain/delivery_rules.h"
#include "services/notification/mail/reminder_mail.h"

namespace lianfang::notification {
namespace {

using v1::Delivery;

// A claim must outlive its attempts: four mails of at most a minute each.
constexpr int kClaimed = 4;
constexpr absl::Duration kLease = absl::Minutes(5);
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

absl::StatusOr<int> DeliverySender::SendSome() {
  const absl::Time now = clock_.Now();
  const Lease lease{NewUuid(), now + kLease};
  const auto claimed = store_.ClaimDeliveries(lease, now, kClaimed, absl::Now() + kStoreTime);
  if (!claimed.ok()) return claimed.status();
  if (claimed->empty()) return 0;
  const auto basis = store_.LoadBasis({.plan = "", .owed_only = true}, absl::Now() + kStoreTime);
  if (!basis.ok()) return basis.status();
  for (const Delivery& delivery : *claimed) {
    const Delivery tried = Try(delivery, *basis);
    metrics_
        .Counter("lianfang_mails_total", "Attempts to send a mail, by the state the delivery was left in.",
                 {{"state", v1::DeliveryState_Name(tried.state())}})
        .Increment();
    Log(LogLevel::kInfo, "mail",
        {{"delivery", tried.name()},
         {"state", v1::DeliveryState_Name(tried.state())},
         {"attempts", absl::StrCat(tried.attempts_size())}});
    const absl::Status finished = store_.FinishDelivery(tried, lease.holder, absl::Now() + kStoreTime);
    if (!finished.ok()) return finished;
  }
  return static_cast<int>(claimed->size());
}

Delivery DeliverySender::Try(Delivery delivery, const ReminderBasis& basis) {
  const absl::Time now = clock_.Now();
  std::vector<v1::ReminderItem> items = StillOwed(delivery, basis.plans, basis.obligations, now);
  if (items.empty()) return Suppressed(std::move(delivery), "所列事项均已报送或豁免，无需再催报", now);
  const auto message = Compose(delivery, basis, std::move(items));
  if (!message.ok()) {
    const SendResult refused{SendResult::Outcome::kPermanentFailure, 0, std::string(message.status().message())};
    return AfterAttempt(std::move(delivery), AttemptOf(refused, now));
  }
  const SendResult result = transport_.Send(from_.email, delivery.email(), *message);
  return AfterAttempt(std::move(delivery), AttemptOf(result, now));
}

absl::StatusOr<std::string> DeliverySender::Compose(Delivery& delivery, const ReminderBasis& basis,
                                                    std::vector<v1::ReminderItem> items) const {
  const auto plan = basis.plans.find(PlanNameOf(items.front().obligation()));
  const auto zone = LoadZone(plan->second.time_zone());
  if (!zone.ok()) return zone.status();
  const ReminderMail mail{.recipient = delivery.display_name(),
                          .language = delivery.language(),
                          .copy = delivery.copy(),
                          .day = absl::ToCivilDay(clock_.Now(), *zone),
                          .items = std::move(items)};
  const auto content = templates_.Render(kReminderTemplate, mail.language, ReminderData(mail, basis.plans));
  if (!content.ok()) return content.status();
  delivery.set_subject(content->subject);
  delivery.set_text_body(content->text);
  return ComposeMessage({.from = from_,
                         .to = {delivery.display_name(), delivery.email()},
                         .message_id = delivery.message_id(),
                         .list_id = absl::StrCat("reminders.", DomainOf(from_.email)),
                         .date = FromTimestamp(delivery.create_time())},
                        *content);
}

}  // namespace lianfang::notification
