// The part of the fake store that holds what came from the streams, and what reminding is derived from.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "common/time.h"
#include "duties/duty.h"
#include "services/notification/store/duty_key.h"
#include "services/notification/store/testing/fake_notification_store.h"

namespace lianfang::notification {
namespace {

using v1::Delivery;

bool Passes(const BasisFilter& filter, const Duty& duty) {
  if (!filter.plan.empty() && filter.plan != duty.plan()) return false;
  if (!filter.owed_only) return true;
  return IsOwed(duty) &&
         (filter.awaited_after == absl::InfinitePast() || duties::AwaitedUntil(duty) > filter.awaited_after);
}

bool Passes(const DutyFilter& filter, const Duty& duty) {
  return (filter.plan.empty() || filter.plan == duty.plan()) &&
         (filter.department.empty() || filter.department == duty.department()) &&
         (filter.region.empty() || filter.region == duty.acting_region()) &&
         absl::StartsWith(duty.acting_region(), filter.within) &&
         (filter.resource.empty() || filter.resource == duty.resource()) && (!filter.owed_only || IsOwed(duty));
}

// Whether something is due after `now` of which nothing is owed any more.
bool IsSettledBefore(const std::vector<Duty>& duties, absl::Time now) {
  return std::any_of(duties.begin(), duties.end(), [&](const Duty& duty) {
    return IsSettled(duties, duty.occasion()) && FromTimestamp(duty.due_time()) > now;
  });
}

}  // namespace

absl::Status FakeNotificationStore::Move(const std::string& source, const std::string& after,
                                         const std::string& cursor) {
  if (cursors_[source] != after) return absl::AbortedError("the stream has been received up to another change");
  cursors_[source] = cursor;
  return absl::OkStatus();
}

absl::StatusOr<std::string> FakeNotificationStore::LoadDutyCursor(const std::string& source, absl::Time) {
  absl::MutexLock lock(&mutex_);
  return cursors_[source];
}

absl::Status FakeNotificationStore::SaveDuties(const ReceivedDuties& received, const std::string& after,
                                               const std::string& cursor, absl::Time) {
  absl::MutexLock lock(&mutex_);
  if (absl::Status moved = Move(received.source, after, cursor); !moved.ok()) return moved;
  received_[received.resource] = received;
  return absl::OkStatus();
}

absl::Status FakeNotificationStore::MoveDutyCursor(const std::string& source, const std::string& after,
                                                   const std::string& cursor, absl::Time) {
  absl::MutexLock lock(&mutex_);
  return Move(source, after, cursor);
}

absl::StatusOr<std::vector<ListedDuty>> FakeNotificationStore::ListDuties(const DutyFilter& filter, const Page& page,
                                                                          absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::map<DutyKey, Duty> found;
  for (const auto& [resource, received] : received_) {
    int ordinal = 0;
    for (const Duty& duty : received.duties) {
      const DutyKey key{FromTimestamp(duty.due_time()), ordinal++, resource};
      if (Passes(filter, duty) && DutyKey::Parse(page.after) < key) found.emplace(key, duty);
    }
  }
  std::vector<ListedDuty> listed;
  for (const auto& [key, duty] : found) {
    if (static_cast<int>(listed.size()) < page.limit) listed.push_back({key.ToString(), duty});
  }
  return listed;
}

absl::StatusOr<std::optional<type::v1::Plan>> FakeNotificationStore::FindPlan(const std::string& name, int edition,
                                                                              absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::optional<type::v1::Plan> found;
  for (const auto& [key, plan] : plans_) {  // editions come in order: the newest stays
    if (key.first == name && (edition == 0 || key.second == edition)) found = plan;
  }
  return found;
}

absl::Status FakeNotificationStore::SavePlan(const type::v1::Plan& plan, absl::Time) {
  absl::MutexLock lock(&mutex_);
  plans_.try_emplace({plan.name(), plan.edition()}, plan);
  return absl::OkStatus();
}

absl::Status FakeNotificationStore::SaveWorkingCalendar(const std::string& content, absl::Time, absl::Time) {
  absl::MutexLock lock(&mutex_);
  working_calendar_ = content;
  return absl::OkStatus();
}

absl::StatusOr<std::string> FakeNotificationStore::LoadWorkingCalendar(absl::Time) {
  absl::MutexLock lock(&mutex_);
  return working_calendar_;
}

absl::StatusOr<PlanMap> FakeNotificationStore::LoadPlans(absl::Time) {
  absl::MutexLock lock(&mutex_);
  PlanMap plans;
  for (const auto& [key, plan] : plans_) plans[key.first] = plan;  // editions come in order: the newest stays
  return plans;
}

absl::StatusOr<ReminderBasis> FakeNotificationStore::LoadBasis(const BasisFilter& filter, absl::Time) {
  absl::MutexLock lock(&mutex_);
  ReminderBasis basis;
  for (const auto& [key, plan] : plans_) basis.plans[key.first] = plan;  // as above
  for (const auto& [resource, received] : received_) {
    if (!filter.resources.empty() && std::count(filter.resources.begin(), filter.resources.end(), resource) == 0) {
      continue;
    }
    if (filter.sources.has_value() &&
        std::count(filter.sources->begin(), filter.sources->end(), received.source) == 0) {
      continue;
    }
    for (const Duty& duty : received.duties) {
      if (!Passes(filter, duty)) continue;
      basis.duties.push_back(duty);
      basis.sources.emplace(resource, received.source);
    }
    const auto acknowledged = acknowledgements_.find(resource);
    if (acknowledged != acknowledgements_.end()) basis.acknowledgements.push_back(acknowledged->second);
  }
  for (const auto& [scope, pause] : pauses_) basis.pauses.push_back(pause);
  if (!filter.resources.empty()) return basis;
  for (const auto& [name, contact] : state_.contacts) basis.contacts.push_back(contact);
  return basis;
}

absl::StatusOr<std::vector<Delivery>> FakeNotificationStore::LoadSettledReminders(absl::Time now, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::set<std::string> names;
  for (const auto& [key, delivery] : state_.sent) {
    const auto found = received_.find(std::get<0>(key));
    if (found != received_.end() && IsSettledBefore(found->second.duties, now)) names.insert(delivery);
  }
  std::vector<Delivery> deliveries;
  for (const std::string& name : names) {
    deliveries.push_back(state_.deliveries.at(name).delivery);
    deliveries.back().clear_text_body();
  }
  return deliveries;
}

absl::StatusOr<SentStages> FakeNotificationStore::LoadSentStages(absl::Time) {
  absl::MutexLock lock(&mutex_);
  SentStages sent;
  for (const auto& [key, delivery] : state_.sent) {
    const auto& [resource, stage, recipient] = key;
    const auto found = received_.find(resource);
    if (found == received_.end()) continue;
    const std::vector<Duty>& duties = found->second.duties;
    if (std::any_of(duties.begin(), duties.end(), IsOwed)) sent.Insert(resource, stage, recipient);
  }
  return sent;
}

}  // namespace lianfang::notification
