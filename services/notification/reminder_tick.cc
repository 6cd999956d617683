#include "services/notification/reminder_tick.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/log.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/stage/restraints.h"

namespace lianfang::notification {
namespace {

constexpr absl::Duration kStoreTime = absl::Seconds(60);

}  // namespace

ReminderTick::ReminderTick(NotificationStore& store, const WorkingCalendar& calendar, const Clock& clock,
                           Metrics& metrics, Options options)
    : store_(store),
      calendar_(calendar),
      clock_(clock),
      planned_(metrics.Counter("lianfang_reminders_planned_total", "Reminder mails recorded for sending.", {})),
      unreached_(metrics.Gauge("lianfang_reminder_roles_unreached",
                               "Roles that a due stage addresses and no valid contact holds.", {})),
      due_(metrics.Gauge("lianfang_reminders_due", "Reminder mails that are due and neither sent nor given up.", {})),
      options_(std::move(options)) {}

absl::Duration ReminderTick::Step() {
  const absl::Status planned = Plan();
  if (!planned.ok()) Log(LogLevel::kError, "reminders not planned", {{"status", planned.ToString()}});
  return options_.interval;
}

absl::Status ReminderTick::Plan() {
  const absl::Time now = clock_.Now();
  const absl::Time deadline = absl::Now() + kStoreTime;
  if (options_.quiet_hours.AllowedFrom(now) <= now) {
    const absl::Status recorded = RecordDue(now, deadline);
    if (!recorded.ok()) return recorded;
  }
  const auto waiting = store_.CountWaitingReminders(deadline);
  if (waiting.ok()) due_.Set(static_cast<double>(*waiting));
  return waiting.status();
}

absl::Status ReminderTick::RecordDue(absl::Time now, absl::Time deadline) {
  const auto basis = store_.LoadBasis({.plan = "", .owed_only = true}, deadline);
  if (!basis.ok()) return basis.status();
  // After the basis: what is recorded meanwhile is seen, and what is not is refused by RecordDelivery.
  const auto sent = store_.LoadSentStages(deadline);
  if (!sent.ok()) return sent.status();
  const auto plans = GroupByPlan(basis->plans, basis->obligations);
  if (!plans.ok()) return plans.status();

  const ContactBook contacts(basis->contacts);
  const Restraints restraints(basis->acknowledgements, basis->pauses);
  const DigestPlan due = DigestPlanner(*plans, contacts, restraints, calendar_).Due(now, *sent);
  for (const Digest& digest : due.digests) {
    const auto recorded = store_.RecordDelivery(ReminderDelivery(digest, options_.desk.mail_domain, now), deadline);
    if (!recorded.ok()) return recorded.status();
    if (*recorded) planned_.Increment();
  }
  return RecordAlerts(due, basis->plans, now, deadline);
}

absl::Status ReminderTick::RecordAlerts(const DigestPlan& due, const PlanMap& plans, absl::Time now,
                                        absl::Time deadline) {
  unreached_.Set(static_cast<double>(due.unreached.size()));
  std::set<std::string> alerts;
  for (const Unreached& unreached : due.unreached) {
    const Notice alert = UnreachedAlert(unreached, plans, options_.desk, now);
    if (alerted_.count(alert.name) == 0) {
      const auto recorded = store_.RecordAlert(alert, deadline);
      if (!recorded.ok()) return recorded.status();
    }
    alerts.insert(alert.name);
  }
  alerted_ = std::move(alerts);
  return absl::OkStatus();
}

}  // namespace lianfang::notification
