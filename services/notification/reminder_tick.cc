#include "services/notification/reminder_tick.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/log.h"
#include "services/notification/domain/delivery_rules.h"

namespace lianfang::notification {
namespace {

constexpr absl::Duration kStoreTime = absl::Seconds(60);

}  // namespace

ReminderTick::ReminderTick(NotificationStore& store, DeliverySender& sender, const WorkingCalendar& calendar,
                           const Clock& clock, Metrics& metrics, Options options)
    : store_(store),
      sender_(sender),
      calendar_(calendar),
      clock_(clock),
      planned_(metrics.Counter("lianfang_reminders_planned_total", "Reminder mails recorded for sending.", {})),
      unreached_(metrics.Gauge("lianfang_reminder_roles_unreached",
                               "Roles that a due stage addresses and no valid contact holds.", {})),
      options_(std::move(options)) {}

absl::Duration ReminderTick::Step() {
  if (drained_) {
    const absl::Status planned = Plan();
    if (!planned.ok()) Log(LogLevel::kError, "reminders not planned", {{"status", planned.ToString()}});
  }
  const auto sent = sender_.SendSome();
  if (!sent.ok()) Log(LogLevel::kError, "mails not sent", {{"status", sent.status().ToString()}});
  drained_ = !sent.ok() || *sent == 0;
  return drained_ ? options_.interval : absl::ZeroDuration();
}

absl::Status ReminderTick::Plan() {
  const absl::Time deadline = absl::Now() + kStoreTime;
  const auto basis = store_.LoadBasis({.plan = "", .owed_only = true}, deadline);
  if (!basis.ok()) return basis.status();
  // After the basis: what is recorded meanwhile is seen, and what is not is refused by RecordDelivery.
  const auto sent = store_.LoadSentStages(deadline);
  if (!sent.ok()) return sent.status();
  const auto plans = GroupByPlan(basis->plans, basis->obligations);
  if (!plans.ok()) return plans.status();

  const absl::Time now = clock_.Now();
  const ContactBook contacts(basis->contacts);
  const DigestPlan due = DigestPlanner(*plans, contacts, calendar_).Due(now, *sent);
  unreached_.Set(static_cast<double>(due.unreached.size()));
  for (const Digest& digest : due.digests) {
    const auto recorded = store_.RecordDelivery(ReminderDelivery(digest, options_.mail_domain, now), deadline);
    if (!recorded.ok()) return recorded.status();
    if (*recorded) planned_.Increment();
  }
  return absl::OkStatus();
}

}  // namespace lianfang::notification
