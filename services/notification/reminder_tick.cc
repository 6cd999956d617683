#include "services/notification/reminder_tick.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/log.h"
#include "common/time.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/delivery/failed_mailboxes.h"
#include "services/notification/domain/digest/confirmed.h"
#include "services/notification/domain/digest/settled.h"
#include "services/notification/domain/notice/office_alerts.h"
#include "services/notification/domain/notice/unreached_places.h"
#include "services/notification/domain/stage/plan_names.h"
#include "services/notification/domain/stage/restraints.h"

namespace lianfang::notification {
namespace {

constexpr absl::Duration kStoreTime = absl::Seconds(60);
constexpr absl::Duration kToldAfter = absl::Minutes(15);

}  // namespace

ReminderTick::ReminderTick(NotificationStore& store, const CalendarLibrary& calendar, const Clock& clock,
                           Metrics& metrics, Options options)
    : store_(store),
      calendar_(calendar),
      clock_(clock),
      planned_(metrics.Counter("lianfang_reminders_planned_total", "Reminder mails recorded for sending.", {})),
      unreached_(metrics.Gauge("lianfang_reminder_roles_unreached",
                               "Roles that a due stage addresses and no valid contact holds.", {})),
      due_(metrics.Gauge("lianfang_reminders_due", "Reminder mails that are due and neither sent nor given up.", {})),
      held_(metrics.Gauge("lianfang_reminders_held",
                          "1 while reminders wait because a source of duties has been silent for too long.", {})),
      unreachable_(metrics.Gauge("lianfang_contacts_unreachable",
                                 "Contacts whom nothing reaches: on every channel the last message failed for good.",
                                 {})),
      options_(std::move(options)) {}

absl::Duration ReminderTick::Step() {
  const absl::Status planned = Plan();
  if (!planned.ok()) Log(LogLevel::kError, "reminders not planned", {{"status", planned.ToString()}});
  return options_.interval;
}

absl::Status ReminderTick::Plan() {
  const absl::Time now = clock_.Now();
  const absl::Time deadline = absl::Now() + kStoreTime;
  if (absl::Status told = RecordSilences(now, deadline); !told.ok()) return told;
  if (absl::Status recorded = RecordDue(now, deadline); !recorded.ok()) return recorded;
  const auto waiting = store_.CountWaitingReminders(deadline);
  if (waiting.ok()) due_.Set(static_cast<double>(*waiting));
  return waiting.status();
}

absl::Status ReminderTick::RecordSilences(absl::Time now, absl::Time deadline) {
  if (options_.sources == nullptr) return absl::OkStatus();
  std::map<std::string, Silence> silences;
  for (const std::string& source : options_.sources->Silent(now)) {
    const auto known = silences_.find(source);
    silences[source] =
        known != silences_.end()
            ? known->second
            : Silence{std::max(options_.sources->Of(source).KnownUntil(), now - options_.sources->longest_silence())};
  }
  silences_ = std::move(silences);
  held_.Set(silences_.empty() ? 0 : 1);
  for (auto& [source, silence] : silences_) {
    if (silence.recorded || now - silence.since < kToldAfter) continue;
    const auto recorded =
        store_.RecordAlert(SourceSilentAlert(source, silence.since, options_.zone, options_.desk, now), deadline);
    if (!recorded.ok()) return recorded.status();
    silence.recorded = true;
  }
  return absl::OkStatus();
}

absl::Status ReminderTick::RecordDue(absl::Time now, absl::Time deadline) {
  BasisFilter owed{.owed_only = true, .awaited_after = now};
  if (options_.sources != nullptr) {
    owed.sources = options_.sources->Heard(now);
    if (owed.sources->empty()) return absl::OkStatus();
  }
  const auto basis = store_.LoadBasis(owed, deadline);
  if (!basis.ok()) return basis.status();
  // After the basis: what is recorded meanwhile is seen, and what is not is refused by RecordDelivery.
  const auto sent = store_.LoadSentStages(deadline);
  if (!sent.ok()) return sent.status();
  const auto plans = GroupByPlan(basis->plans, basis->duties);
  if (!plans.ok()) return plans.status();

  const auto calendar = calendar_.Current();
  const ContactBook contacts(basis->contacts);
  const Restraints restraints(basis->acknowledgements, basis->pauses);
  const Mornings mornings(*calendar, options_.hours);
  const DigestPlan due = DigestPlanner(*plans, contacts, restraints, mornings).Due(now, *sent);
  // After the stages: a stage that a failure has freed is seen together with that failure.
  const auto failed = store_.LoadFailedMailboxes(deadline);
  if (!failed.ok()) return failed.status();
  unreachable_.Set(CountUnreachable(*failed, basis->contacts, now));
  const auto waiting = store_.LoadWaiting(now - kConfirmedWithin, deadline);
  if (!waiting.ok()) return waiting.status();
  const std::vector<Digest> digests =
      WithConfirmations(due.digests, DueConfirmations(*waiting, mornings, options_.zone, now), basis->contacts);
  for (const Digest& digest : digests) {
    const auto zone = ZoneOf(digest, basis->plans);
    if (!zone.ok()) return zone.status();
    const absl::Time from = TriedAgainFrom(*failed, digest.contact, basis->contacts, digest.time, *calendar, *zone);
    if (from > now) continue;
    const absl::Status recorded = Record(digest, now, deadline);
    if (!recorded.ok()) return recorded;
  }
  if (absl::Status settled = RecordSettled(mornings, now, deadline); !settled.ok()) return settled;
  return RecordUnreached(due.unreached, contacts, basis->plans, now, deadline);
}

absl::StatusOr<absl::TimeZone> ReminderTick::ZoneOf(const Digest& digest, const PlanMap& plans) const {
  if (digest.items.empty()) return options_.zone;
  return LoadZone(PlanOf(plans, digest.items.front()).time_zone());
}

absl::Status ReminderTick::RecordSettled(const Mornings& mornings, absl::Time now, absl::Time deadline) {
  // As a stage of nine o'clock would, these mails wait for a working morning: what is filed in a day is one mail.
  Stage morning;
  morning.due = absl::InfinitePast();
  morning.time = mornings.MorningAfter(absl::UnixEpoch(), options_.zone);
  if (mornings.SendTime(morning, options_.zone, now) > now) return absl::OkStatus();
  const auto reminders = store_.LoadSettledReminders(now, deadline);
  if (!reminders.ok()) return reminders.status();
  std::set<std::string> names;
  for (const v1::Delivery& delivery : *reminders) {
    for (const v1::ReminderItem& item : delivery.items()) names.insert(item.duty());
  }
  if (names.empty()) return absl::OkStatus();
  const auto basis = store_.LoadBasis({.resources = {names.begin(), names.end()}}, deadline);
  if (!basis.ok()) return basis.status();
  for (const v1::Delivery& delivery : SettledDeliveries(*reminders, basis->duties, options_.desk.mail_domain, now)) {
    const auto recorded = store_.RecordDelivery(delivery, deadline);
    if (!recorded.ok()) return recorded.status();
  }
  return absl::OkStatus();
}

absl::Status ReminderTick::Record(const Digest& digest, absl::Time now, absl::Time deadline) {
  const std::string& domain = options_.desk.mail_domain;
  auto recorded = store_.RecordDelivery(ReminderDelivery(digest, domain, now), deadline);
  // The name may be that of a delivery that has failed since; the stages decide.
  if (recorded.ok() && !*recorded) {
    recorded = store_.RecordDelivery(ReminderDelivery(digest, domain, now, /*again=*/now), deadline);
  }
  if (recorded.ok() && *recorded && !digest.items.empty()) planned_.Increment();
  return recorded.status();
}

absl::Status ReminderTick::RecordUnreached(const std::vector<Unreached>& unreached, const ContactBook& contacts,
                                           const PlanMap& plans, absl::Time now, absl::Time deadline) {
  unreached_.Set(static_cast<double>(unreached.size()));
  const auto told = store_.LoadAlertedPlaces(deadline);
  if (!told.ok()) return told.status();
  const PlaceChanges changes = ComparePlaces(*told, unreached, contacts, now);
  if (changes.fresh.empty() && changes.held.empty()) return absl::OkStatus();
  return store_.Transact(
      [&](NotificationRows& rows) -> absl::Status {
        // Another replica may have told some of them meanwhile.
        const auto [fresh, held] = ComparePlaces(rows.LockAlertedPlaces(), unreached, contacts, now);
        for (const Place& place : held) rows.RemoveAlertedPlace(place);
        if (fresh.empty()) return absl::OkStatus();
        for (const Unreached& one : fresh) rows.AddAlertedPlace(one.place);
        const Notice alert = UnreachedAlert(fresh, plans, options_.desk, now);
        if (rows.InsertNotice(alert, now)) rows.Announce(ChangesOf(alert), now);
        return absl::OkStatus();
      },
      deadline);
}

}  // namespace lianfang::notification
