#include "services/notification/store/testing/fake_notification_store.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/notification/domain/contact/contact_rules.h"
#include "services/notification/domain/contact/mailbox_key.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/delivery/ways.h"
#include "services/notification/domain/digest/confirmed.h"
#include "services/notification/domain/no_such.h"
#include "services/notification/domain/stage/restraints.h"
#include "services/notification/domain/template/template_rules.h"

namespace lianfang::notification {
namespace {

using v1::Contact;
using v1::Delivery;

bool Passes(const DeliveryFilter& filter, const Delivery& delivery) {
  const bool lists = std::any_of(delivery.items().begin(), delivery.items().end(),
                                 [&](const v1::ReminderItem& item) { return item.duty() == filter.duty; });
  return (filter.kind == v1::DELIVERY_KIND_UNSPECIFIED || filter.kind == delivery.kind()) &&
         (filter.state == v1::DELIVERY_STATE_UNSPECIFIED || filter.state == delivery.state()) &&
         (filter.contact.empty() || filter.contact == delivery.contact()) &&
         (filter.department.empty() || filter.department == delivery.department()) &&
         (filter.region.empty() || filter.region == delivery.region()) &&
         (filter.channel.empty() || filter.channel == ChannelOf(delivery)) && IsWithin(delivery, filter.within) &&
         (filter.duty.empty() || lists);
}

bool Passes(const ContactFilter& filter, const Contact& contact) {
  return (filter.region.empty() || filter.region == contact.region()) &&
         absl::StartsWith(contact.region(), filter.within) &&
         (filter.department.empty() || filter.department == contact.department()) &&
         (filter.role == type::v1::RECIPIENT_UNSPECIFIED || filter.role == contact.role()) &&
         (!filter.valid_time.has_value() || IsValidAt(contact, *filter.valid_time));
}

bool Newer(const Delivery& left, const Delivery& right) {
  const absl::Time left_time = FromTimestamp(left.create_time());
  const absl::Time right_time = FromTimestamp(right.create_time());
  return left_time != right_time ? left_time > right_time : left.name() > right.name();
}

// Nobody has the right to send.
const Lease kNobodys = {"", absl::InfinitePast()};

}  // namespace

class FakeNotificationStore::Rows : public NotificationRows {
 public:
  explicit Rows(State& state) : state_(state) {}

  std::vector<Contact> LockPlace(const Contact& contact) override {
    std::vector<Contact> in_place;
    for (const auto& [name, other] : state_.contacts) {
      if (ContactNamePrefix(other) == ContactNamePrefix(contact)) in_place.push_back(other);
    }
    return in_place;
  }

  std::optional<Contact> FindContact(const std::string& name) override {
    const auto found = state_.contacts.find(name);
    if (found == state_.contacts.end()) return std::nullopt;
    return found->second;
  }

  void SaveContact(const Contact& contact) override { state_.contacts[contact.name()] = contact; }

  std::optional<LeasedDelivery> LockDelivery(const std::string& name) override {
    const auto found = state_.deliveries.find(name);
    if (found == state_.deliveries.end()) return std::nullopt;
    LeasedDelivery leased{found->second.delivery, found->second.lease.until};
    leased.delivery.clear_text_body();
    return leased;
  }

  std::vector<std::string> FindChanged(const std::vector<v1::DeliveryState>& states, absl::Time since,
                                       absl::string_view within, int limit) override {
    std::vector<std::pair<absl::Time, std::string>> found;
    for (const auto& [name, row] : state_.deliveries) {
      const absl::Time changed = FromTimestamp(row.delivery.update_time());
      const bool wanted = std::find(states.begin(), states.end(), row.delivery.state()) != states.end();
      if (wanted && changed >= since && IsWithin(row.delivery, within)) found.emplace_back(changed, name);
    }
    std::sort(found.begin(), found.end(), [](const auto& left, const auto& right) {
      return left.first != right.first ? left.first > right.first : left.second < right.second;
    });
    std::vector<std::string> names;
    for (const auto& [changed, name] : found) {
      if (static_cast<int>(names.size()) < limit) names.push_back(name);
    }
    return names;
  }

  bool Requeue(const Delivery& delivery) override {
    if (!TakeStages(delivery)) return false;
    state_.deliveries[delivery.name()] = {delivery, kNobodys};
    return true;
  }

  bool Settle(const Delivery& delivery, const std::string& holder) override {
    const auto found = state_.deliveries.find(delivery.name());
    if (found == state_.deliveries.end() || found->second.lease.holder != holder) return false;
    found->second = {delivery, kNobodys};
    return true;
  }

  void FreeStages(const std::string& delivery) override {
    std::erase_if(state_.sent, [&](const auto& entry) { return entry.second == delivery; });
  }

  std::optional<FailedMailbox> LockFailedMailbox(const std::string& key) override {
    const auto found = state_.failed.find(key);
    if (found == state_.failed.end()) return std::nullopt;
    return found->second;
  }

  void SaveFailedMailbox(const FailedMailbox& mailbox) override { state_.failed[MailboxKey(mailbox.email)] = mailbox; }
  void ForgetFailedMailbox(const std::string& key) override { state_.failed.erase(key); }

  bool InsertNotice(const Notice& notice, absl::Time) override {
    if (!state_.notices.try_emplace(notice.name, notice.content).second) return false;
    for (const Delivery& delivery : notice.deliveries) state_.deliveries[delivery.name()] = {delivery, kNobodys};
    return true;
  }

  std::set<Place> LockAlertedPlaces() override { return state_.alerted; }
  void AddAlertedPlace(const Place& place) override { state_.alerted.insert(place); }
  void RemoveAlertedPlace(const Place& place) override { state_.alerted.erase(place); }

  std::optional<v1::TemplateVersion> LockNewestVersion(const std::string& name) override {
    const auto found = state_.templates.find(name);
    if (found == state_.templates.end()) return std::nullopt;
    return found->second.back();
  }

  void InsertVersion(const std::string& name, const v1::TemplateVersion& version) override {
    state_.templates[name].push_back(version);
  }

  void Announce(const std::vector<Change>&, absl::Time) override {}

  // Records the stages that the delivery stands for, in place of those it stood for; false when another stands for one.
  bool TakeStages(const Delivery& delivery) {
    std::vector<StageKey> stages;
    for (const v1::ReminderItem& item : delivery.items()) {
      if (!item.has_stage()) continue;
      for (const std::string& recipient : RecipientKeys(item, delivery.email())) {
        stages.emplace_back(item.duty(), item.stage().key(), recipient);
      }
    }
    for (const v1::ConfirmedFiling& filing : delivery.confirmations()) stages.push_back(StageOf(filing));
    const bool taken = std::any_of(stages.begin(), stages.end(), [&](const StageKey& stage) {
      const auto found = state_.sent.find(stage);
      return found != state_.sent.end() && found->second != delivery.name();
    });
    if (taken) return false;
    FreeStages(delivery.name());
    for (const StageKey& stage : stages) state_.sent.emplace(stage, delivery.name());
    return true;
  }

  static StageKey StageOf(const v1::ConfirmedFiling& filing) {
    return {filing.revision(), ConfirmationStage(filing), filing.contact()};
  }

 private:
  State& state_;
};

absl::Status FakeNotificationStore::SaveWaiting(const std::vector<v1::ConfirmedFiling>& filings, absl::Time since,
                                                absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::erase_if(state_.waiting, [&](const auto& entry) { return FromTimestamp(entry.second.commit_time()) < since; });
  for (const v1::ConfirmedFiling& filing : filings) state_.waiting.emplace(Rows::StageOf(filing), filing);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::ConfirmedFiling>> FakeNotificationStore::LoadWaiting(absl::Time since, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<v1::ConfirmedFiling> waiting;
  for (const auto& [stage, filing] : state_.waiting) {
    if (FromTimestamp(filing.commit_time()) >= since && state_.sent.count(stage) == 0) waiting.push_back(filing);
  }
  std::stable_sort(waiting.begin(), waiting.end(),
                   [](const auto& left, const auto& right) { return left.contact() < right.contact(); });
  return waiting;
}

absl::StatusOr<bool> FakeNotificationStore::RecordDelivery(const Delivery& delivery, absl::Time) {
  absl::MutexLock lock(&mutex_);
  if (state_.deliveries.count(delivery.name()) > 0) return false;
  if (!Rows(state_).TakeStages(delivery)) return false;
  state_.deliveries[delivery.name()] = {delivery, kNobodys};
  return true;
}

absl::StatusOr<std::vector<Delivery>> FakeNotificationStore::ClaimDeliveries(const Claim& claim, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto& [lease, now, limit, per_minute, reminders, channel, passable] = claim;
  std::vector<Row*> free;
  for (auto& [name, row] : state_.deliveries) {
    const bool waits = row.delivery.has_next_attempt_time() && FromTimestamp(row.delivery.next_attempt_time()) <= now;
    if (!reminders && row.delivery.kind() == v1::DELIVERY_KIND_REMINDER) continue;
    if (ChannelOf(row.delivery) != channel || (passable && !WayInOutage(row.delivery).has_value())) continue;
    if (waits && (row.lease.until <= now || row.lease.holder == lease.holder)) free.push_back(&row);
  }
  std::stable_sort(free.begin(), free.end(), [](const Row* left, const Row* right) {
    return FromTimestamp(left->delivery.next_attempt_time()) < FromTimestamp(right->delivery.next_attempt_time());
  });
  int granted = std::min(limit, static_cast<int>(free.size()));
  if (per_minute > 0) {
    allowance_ = Refilled(allowance_, per_minute, now);
    granted = Take(allowance_, granted);
  }
  std::vector<Delivery> claimed;
  for (Row* row : free) {
    if (static_cast<int>(claimed.size()) == granted) break;
    row->lease = lease;
    claimed.push_back(row->delivery);
    claimed.back().clear_text_body();
  }
  return claimed;
}

absl::StatusOr<int64_t> FakeNotificationStore::CountWaitingReminders(absl::Time) {
  absl::MutexLock lock(&mutex_);
  return std::count_if(state_.deliveries.begin(), state_.deliveries.end(), [](const auto& entry) {
    const Delivery& delivery = entry.second.delivery;
    return delivery.kind() == v1::DELIVERY_KIND_REMINDER && delivery.has_next_attempt_time();
  });
}

absl::StatusOr<FailedMailboxes> FakeNotificationStore::LoadFailedMailboxes(absl::Time) {
  absl::MutexLock lock(&mutex_);
  return state_.failed;
}

absl::StatusOr<std::set<Place>> FakeNotificationStore::LoadAlertedPlaces(absl::Time) {
  absl::MutexLock lock(&mutex_);
  return state_.alerted;
}

absl::StatusOr<std::string> FakeNotificationStore::Mutate(const std::optional<RequestKey>& key, absl::Time,
                                                          const Work& work, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto first = requests_.Find(key);
  if (!first.ok()) return first.status();
  if (first->has_value()) return **first;
  const State before = state_;
  Rows rows(state_);
  const auto outcome = work(rows);
  if (!outcome.ok() || !key.has_value()) state_ = before;
  if (!outcome.ok()) return outcome.status();
  requests_.Record(key, outcome->response);
  return outcome->response;
}

absl::Status FakeNotificationStore::Transact(const std::function<absl::Status(NotificationRows&)>& work, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const State before = state_;
  Rows rows(state_);
  const absl::Status status = work(rows);
  if (!status.ok()) state_ = before;
  return status;
}

template <typename Response, typename Decide>
absl::StatusOr<Response> FakeNotificationStore::Remember(const RequestKey& key, Decide decide) {
  absl::MutexLock lock(&mutex_);
  const auto first = requests_.Find(key);
  if (!first.ok()) return first.status();
  if (first->has_value()) return ParseResponse<Response>(**first);
  absl::StatusOr<Response> response = decide();
  if (response.ok()) requests_.Record(key, response->SerializeAsString());
  return response;
}

absl::StatusOr<std::optional<std::string>> FakeNotificationStore::FindResponse(const RequestKey& key, absl::Time) {
  absl::MutexLock lock(&mutex_);
  return requests_.Find(key);
}

absl::StatusOr<v1::SendNoticeResponse> FakeNotificationStore::RecordNotice(const Notice& notice, const RequestKey& key,
                                                                           absl::Time, absl::Time) {
  return Remember<v1::SendNoticeResponse>(key, [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    Rows(state_).InsertNotice(notice, absl::InfinitePast());
    v1::SendNoticeResponse response;
    response.mutable_deliveries()->Add(notice.deliveries.begin(), notice.deliveries.end());
    return absl::StatusOr<v1::SendNoticeResponse>(response);
  });
}

absl::StatusOr<bool> FakeNotificationStore::RecordAlert(const Notice& alert, absl::Time) {
  absl::MutexLock lock(&mutex_);
  return Rows(state_).InsertNotice(alert, absl::InfinitePast());
}

absl::StatusOr<v1::SendNoticeRequest> FakeNotificationStore::LoadNotice(const std::string& name, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto found = state_.notices.find(name);
  if (found == state_.notices.end()) return NoSuch(name);
  return found->second;
}

absl::StatusOr<v1::Acknowledgement> FakeNotificationStore::PutAcknowledgement(
    const v1::Acknowledgement& acknowledgement, const RequestKey& key, absl::Time) {
  return Remember<v1::Acknowledgement>(key, [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    acknowledgements_[acknowledgement.duty()] = acknowledgement;
    return absl::StatusOr<v1::Acknowledgement>(acknowledgement);
  });
}

absl::StatusOr<v1::ReminderPause> FakeNotificationStore::PutPause(const v1::ReminderPause& pause, const RequestKey& key,
                                                                  absl::Time) {
  return Remember<v1::ReminderPause>(key,
                                     [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) -> absl::StatusOr<v1::ReminderPause> {
                                       const auto plan = plans_.lower_bound({pause.plan(), 0});
                                       if (plan == plans_.end() || plan->first.first != pause.plan())
                                         return NoSuch(pause.plan());
                                       pauses_[PauseKey(pause)] = pause;
                                       return pause;
                                     });
}

absl::StatusOr<std::vector<v1::ReminderPause>> FakeNotificationStore::ListPauses(const PauseFilter& filter,
                                                                                 const Page& page, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<v1::ReminderPause> pauses;
  for (auto at = pauses_.upper_bound(page.after); at != pauses_.end(); ++at) {
    if (static_cast<int>(pauses.size()) == page.limit) break;
    if (!filter.plan.empty() && filter.plan != at->second.plan()) continue;
    if (IsInForce(at->second, filter.in_force_at)) pauses.push_back(at->second);
  }
  return pauses;
}

absl::StatusOr<std::vector<Contact>> FakeNotificationStore::ListContacts(const ContactFilter& filter, const Page& page,
                                                                         absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<Contact> contacts;
  for (auto at = state_.contacts.upper_bound(page.after); at != state_.contacts.end(); ++at) {
    if (static_cast<int>(contacts.size()) == page.limit) break;
    if (Passes(filter, at->second)) contacts.push_back(at->second);
  }
  return contacts;
}

absl::StatusOr<std::vector<Contact>> FakeNotificationStore::FindSubject(const std::string& subject, absl::Time now,
                                                                        absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<Contact> contacts;
  for (const auto& [name, contact] : state_.contacts) {
    if (!subject.empty() && contact.subject() == subject && IsValidAt(contact, now) && contacts.size() < 2) {
      contacts.push_back(contact);
    }
  }
  return contacts;
}

absl::StatusOr<std::vector<Delivery>> FakeNotificationStore::ListDeliveries(const DeliveryFilter& filter,
                                                                            const Page& page, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<Delivery> all;
  for (const auto& [name, row] : state_.deliveries) all.push_back(row.delivery);
  std::sort(all.begin(), all.end(), Newer);
  const auto after = state_.deliveries.find(page.after);
  std::vector<Delivery> deliveries;
  for (Delivery& delivery : all) {
    if (static_cast<int>(deliveries.size()) == page.limit) break;
    if (after != state_.deliveries.end() && !Newer(after->second.delivery, delivery)) continue;
    if (!Passes(filter, delivery)) continue;
    delivery.clear_text_body();
    deliveries.push_back(std::move(delivery));
  }
  return deliveries;
}

absl::StatusOr<Delivery> FakeNotificationStore::GetDelivery(const std::string& name, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto found = state_.deliveries.find(name);
  if (found == state_.deliveries.end()) return NoSuch(name);
  return found->second.delivery;
}

absl::StatusOr<int64_t> FakeNotificationStore::CountTemplateVersions(absl::Time) {
  absl::MutexLock lock(&mutex_);
  int64_t count = 0;
  for (const auto& [name, versions] : state_.templates) count += static_cast<int64_t>(versions.size());
  return count;
}

absl::StatusOr<std::vector<v1::TemplateVersion>> FakeNotificationStore::NewestTemplateVersions(absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<v1::TemplateVersion> newest;
  for (const auto& [name, versions] : state_.templates) newest.push_back(versions.back());
  return newest;
}

absl::StatusOr<std::vector<v1::TemplateVersion>> FakeNotificationStore::ListTemplateVersions(const std::string& name,
                                                                                             const Page& page,
                                                                                             absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto found = state_.templates.find(name);
  std::vector<v1::TemplateVersion> listed;
  if (found == state_.templates.end()) return listed;
  for (auto at = found->second.rbegin(); at != found->second.rend(); ++at) {
    if (!page.after.empty() && VersionNumber(at->name()) >= VersionNumber(page.after)) continue;
    if (static_cast<int>(listed.size()) < page.limit) listed.push_back(*at);
  }
  return listed;
}

}  // namespace lianfang::notification
