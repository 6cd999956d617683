#include "services/notification/store/testing/fake_notification_store.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/notification/domain/contact/contact_rules.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/no_such.h"
#include "services/notification/domain/stage/restraints.h"

namespace lianfang::notification {
namespace {

using submission::v1::Obligation;
using v1::Contact;
using v1::Delivery;

bool Passes(const DeliveryFilter& filter, const Delivery& delivery) {
  const bool lists = std::any_of(delivery.items().begin(), delivery.items().end(),
                                 [&](const v1::ReminderItem& item) { return item.obligation() == filter.obligation; });
  return (filter.kind == v1::DELIVERY_KIND_UNSPECIFIED || filter.kind == delivery.kind()) &&
         (filter.state == v1::DELIVERY_STATE_UNSPECIFIED || filter.state == delivery.state()) &&
         (filter.contact.empty() || filter.contact == delivery.contact()) &&
         (filter.department.empty() || filter.department == delivery.department()) &&
         (filter.region.empty() || filter.region == delivery.region()) &&
         absl::StartsWith(delivery.region(), filter.within) && (filter.obligation.empty() || lists);
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

}  // namespace

absl::StatusOr<std::string> FakeNotificationStore::LoadCursor(absl::Time) {
  absl::MutexLock lock(&mutex_);
  return cursor_;
}

absl::Status FakeNotificationStore::SaveObligation(const Obligation& obligation, const std::string& after,
                                                   const std::string& cursor, absl::Time) {
  absl::MutexLock lock(&mutex_);
  if (cursor_ != after) return absl::AbortedError("the stream has been received up to another change");
  cursor_ = cursor;
  obligations_[obligation.name()] = obligation;
  return absl::OkStatus();
}

absl::Status FakeNotificationStore::MoveCursor(const std::string& after, const std::string& cursor, absl::Time) {
  absl::MutexLock lock(&mutex_);
  if (cursor_ != after) return absl::AbortedError("the stream has been received up to another change");
  cursor_ = cursor;
  return absl::OkStatus();
}

absl::StatusOr<bool> FakeNotificationStore::HasPlan(const std::string& name, int edition, absl::Time) {
  absl::MutexLock lock(&mutex_);
  return plans_.count({name, edition}) > 0;
}

absl::Status FakeNotificationStore::SavePlan(const type::v1::Plan& plan, absl::Time) {
  absl::MutexLock lock(&mutex_);
  plans_.try_emplace({plan.name(), plan.edition()}, plan);
  return absl::OkStatus();
}

absl::StatusOr<ReminderBasis> FakeNotificationStore::LoadBasis(const BasisFilter& filter, absl::Time) {
  absl::MutexLock lock(&mutex_);
  ReminderBasis basis;
  for (const auto& [key, plan] : plans_) basis.plans[key.first] = plan;  // editions come in order: the newest stays
  for (const auto& [name, obligation] : obligations_) {
    if (!filter.plan.empty() && filter.plan != PlanNameOf(name)) continue;
    if (!filter.names.empty() && std::count(filter.names.begin(), filter.names.end(), name) == 0) continue;
    if (filter.owed_only && IsSettled(obligation)) continue;
    basis.obligations.push_back(obligation);
    const auto acknowledged = acknowledgements_.find(name);
    if (acknowledged != acknowledgements_.end()) basis.acknowledgements.push_back(acknowledged->second);
  }
  for (const auto& [scope, pause] : pauses_) basis.pauses.push_back(pause);
  if (!filter.names.empty()) return basis;
  for (const auto& [name, contact] : contacts_) basis.contacts.push_back(contact);
  return basis;
}

absl::StatusOr<SentStages> FakeNotificationStore::LoadSentStages(absl::Time) {
  absl::MutexLock lock(&mutex_);
  SentStages sent;
  for (const auto& [obligation, stage, recipient] : sent_) {
    const auto found = obligations_.find(obligation);
    if (found != obligations_.end() && !IsSettled(found->second)) sent.Insert(obligation, stage, recipient);
  }
  return sent;
}

absl::StatusOr<bool> FakeNotificationStore::RecordDelivery(const Delivery& delivery, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::set<StageKey> stages;
  for (const v1::ReminderItem& item : delivery.items()) {
    if (item.has_stage()) stages.emplace(item.obligation(), item.stage().key(), delivery.email());
  }
  const bool sent =
      std::any_of(stages.begin(), stages.end(), [&](const StageKey& key) { return sent_.count(key) > 0; });
  if (sent || deliveries_.count(delivery.name()) > 0) return false;
  sent_.insert(stages.begin(), stages.end());
  deliveries_[delivery.name()] = {delivery, {"", absl::InfinitePast()}};
  return true;
}

absl::StatusOr<std::vector<Delivery>> FakeNotificationStore::ClaimDeliveries(const Claim& claim, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto& [lease, now, limit, per_minute] = claim;
  std::vector<Row*> free;
  for (auto& [name, row] : deliveries_) {
    const bool waits = row.delivery.has_next_attempt_time() && FromTimestamp(row.delivery.next_attempt_time()) <= now;
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
  return std::count_if(deliveries_.begin(), deliveries_.end(), [](const auto& entry) {
    const Delivery& delivery = entry.second.delivery;
    return delivery.kind() == v1::DELIVERY_KIND_REMINDER && delivery.has_next_attempt_time();
  });
}

absl::Status FakeNotificationStore::FinishDelivery(const Delivery& delivery, const std::string& holder,
                                                   const std::optional<Notice>& alert, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto found = deliveries_.find(delivery.name());
  if (found == deliveries_.end() || found->second.lease.holder != holder) {
    return absl::AbortedError("held by another");
  }
  found->second = {delivery, {"", absl::InfinitePast()}};
  if (alert.has_value()) Insert(*alert);
  return absl::OkStatus();
}

template <typename Response, typename Decide>
absl::StatusOr<Response> FakeNotificationStore::Mutate(const std::optional<RequestKey>& key, Decide decide) {
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

bool FakeNotificationStore::Insert(const Notice& notice) {
  if (!notices_.try_emplace(notice.name, notice.content).second) return false;
  for (const Delivery& delivery : notice.deliveries) {
    deliveries_[delivery.name()] = {delivery, {"", absl::InfinitePast()}};
  }
  return true;
}

absl::StatusOr<v1::SendNoticeResponse> FakeNotificationStore::RecordNotice(const Notice& notice, const RequestKey& key,
                                                                           absl::Time, absl::Time) {
  return Mutate<v1::SendNoticeResponse>(key, [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    Insert(notice);
    v1::SendNoticeResponse response;
    response.mutable_deliveries()->Add(notice.deliveries.begin(), notice.deliveries.end());
    return absl::StatusOr<v1::SendNoticeResponse>(response);
  });
}

absl::StatusOr<bool> FakeNotificationStore::RecordAlert(const Notice& alert, absl::Time) {
  absl::MutexLock lock(&mutex_);
  return Insert(alert);
}

absl::StatusOr<v1::SendNoticeRequest> FakeNotificationStore::LoadNotice(const std::string& name, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto found = notices_.find(name);
  if (found == notices_.end()) return NoSuch(name);
  return found->second;
}

absl::StatusOr<Delivery> FakeNotificationStore::RetryDelivery(const DeliveryRetry& retry, absl::Time) {
  return Mutate<Delivery>(retry.key, [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) -> absl::StatusOr<Delivery> {
    const auto found = deliveries_.find(retry.name);
    if (found == deliveries_.end()) return NoSuch(retry.name);
    auto queued = Retried(found->second.delivery, retry.etag, retry.now);
    if (!queued.ok()) return queued.status();
    found->second.delivery = *queued;
    queued->clear_text_body();
    return queued;
  });
}

absl::StatusOr<v1::Acknowledgement> FakeNotificationStore::PutAcknowledgement(
    const v1::Acknowledgement& acknowledgement, const RequestKey& key, absl::Time) {
  return Mutate<v1::Acknowledgement>(key, [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    acknowledgements_[acknowledgement.obligation()] = acknowledgement;
    return absl::StatusOr<v1::Acknowledgement>(acknowledgement);
  });
}

absl::StatusOr<v1::ReminderPause> FakeNotificationStore::PutPause(const v1::ReminderPause& pause, const RequestKey& key,
                                                                  absl::Time) {
  return Mutate<v1::ReminderPause>(key,
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

absl::StatusOr<Contact> FakeNotificationStore::PutContact(const ContactPut& put, absl::Time) {
  return Mutate<Contact>(put.key, [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    std::vector<Contact> in_place;
    for (const auto& [name, contact] : contacts_) {
      if (ContactNamePrefix(contact) == ContactNamePrefix(put.contact)) in_place.push_back(contact);
    }
    auto decided = DecideContact(in_place, put.contact, put.etag, put.now);
    if (decided.ok() && put.key.has_value()) contacts_[decided->name()] = *decided;
    return decided;
  });
}

absl::StatusOr<std::vector<Contact>> FakeNotificationStore::ListContacts(const ContactFilter& filter, const Page& page,
                                                                         absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<Contact> contacts;
  for (auto at = contacts_.upper_bound(page.after); at != contacts_.end(); ++at) {
    if (static_cast<int>(contacts.size()) == page.limit) break;
    if (Passes(filter, at->second)) contacts.push_back(at->second);
  }
  return contacts;
}

absl::StatusOr<std::vector<Delivery>> FakeNotificationStore::ListDeliveries(const DeliveryFilter& filter,
                                                                            const Page& page, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<Delivery> all;
  for (const auto& [name, row] : deliveries_) all.push_back(row.delivery);
  std::sort(all.begin(), all.end(), Newer);
  const auto after = deliveries_.find(page.after);
  std::vector<Delivery> deliveries;
  for (Delivery& delivery : all) {
    if (static_cast<int>(deliveries.size()) == page.limit) break;
    if (after != deliveries_.end() && !Newer(after->second.delivery, delivery)) continue;
    if (!Passes(filter, delivery)) continue;
    delivery.clear_text_body();
    deliveries.push_back(std::move(delivery));
  }
  return deliveries;
}

absl::StatusOr<Delivery> FakeNotificationStore::GetDelivery(const std::string& name, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto found = deliveries_.find(name);
  if (found == deliveries_.end()) return NoSuch(name);
  return found->second.delivery;
}

absl::StatusOr<v1::TemplateVersion> FakeNotificationStore::PutTemplateVersion(const TemplatePut& put, absl::Time) {
  return Mutate<v1::TemplateVersion>(put.key, [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const auto found = templates_.find(put.change.name);
    std::optional<v1::TemplateVersion> newest;
    if (found != templates_.end()) newest = found->second.back();
    auto decided = DecideTemplateVersion(newest, put.change);
    if (decided.ok() && put.key.has_value()) templates_[put.change.name].push_back(*decided);
    return decided;
  });
}

absl::StatusOr<int64_t> FakeNotificationStore::CountTemplateVersions(absl::Time) {
  absl::MutexLock lock(&mutex_);
  int64_t count = 0;
  for (const auto& [name, versions] : templates_) count += static_cast<int64_t>(versions.size());
  return count;
}

absl::StatusOr<std::vector<v1::TemplateVersion>> FakeNotificationStore::NewestTemplateVersions(absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<v1::TemplateVersion> newest;
  for (const auto& [name, versions] : templates_) newest.push_back(versions.back());
  return newest;
}

absl::StatusOr<std::vector<v1::TemplateVersion>> FakeNotificationStore::ListTemplateVersions(const std::string& name,
                                                                                             const Page& page,
                                                                                             absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto found = templates_.find(name);
  std::vector<v1::TemplateVersion> listed;
  if (found == templates_.end()) return listed;
  for (auto at = found->second.rbegin(); at != found->second.rend(); ++at) {
    if (!page.after.empty() && VersionNumber(at->name()) >= VersionNumber(page.after)) continue;
    if (static_cast<int>(listed.size()) < page.limit) listed.push_back(*at);
  }
  return listed;
}

}  // namespace lianfang::notification
