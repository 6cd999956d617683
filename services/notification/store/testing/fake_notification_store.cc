#include "services/notification/store/testing/fake_notification_store.h"

#include <algorithm>

#include "common/errors.h"
#include "common/time.h"
#include "services/notification/domain/contact_rules.h"

namespace lianfang::notification {
namespace {

using submission::v1::Obligation;
using v1::Contact;
using v1::Delivery;

bool Owed(const Obligation& obligation) { return !obligation.has_met_time() && !obligation.has_waive_time(); }

bool Passes(const DeliveryFilter& filter, const Delivery& delivery) {
  const bool lists = std::any_of(delivery.items().begin(), delivery.items().end(),
                                 [&](const v1::ReminderItem& item) { return item.obligation() == filter.obligation; });
  return (filter.kind == v1::DELIVERY_KIND_UNSPECIFIED || filter.kind == delivery.kind()) &&
         (filter.state == v1::DELIVERY_STATE_UNSPECIFIED || filter.state == delivery.state()) &&
         (filter.contact.empty() || filter.contact == delivery.contact()) &&
         (filter.department.empty() || filter.department == delivery.department()) &&
         (filter.region.empty() || filter.region == delivery.region()) && (filter.obligation.empty() || lists);
}

bool Passes(const ContactFilter& filter, const Contact& contact) {
  return (filter.region.empty() || filter.region == contact.region()) &&
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
    if (!filter.owed_only || Owed(obligation)) basis.obligations.push_back(obligation);
  }
  for (const auto& [name, contact] : contacts_) basis.contacts.push_back(contact);
  return basis;
}

absl::StatusOr<SentStages> FakeNotificationStore::LoadSentStages(absl::Time) {
  absl::MutexLock lock(&mutex_);
  SentStages sent;
  for (const auto& [obligation, stage, recipient] : sent_) {
    const auto found = obligations_.find(obligation);
    if (found != obligations_.end() && Owed(found->second)) sent.Insert(obligation, stage, recipient);
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

absl::StatusOr<std::vector<Delivery>> FakeNotificationStore::ClaimDeliveries(const Lease& lease, absl::Time now,
                                                                             int limit, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<Row*> free;
  for (auto& [name, row] : deliveries_) {
    const bool waits = row.delivery.has_next_attempt_time() && FromTimestamp(row.delivery.next_attempt_time()) <= now;
    if (waits && (row.lease.until <= now || row.lease.holder == lease.holder)) free.push_back(&row);
  }
  std::stable_sort(free.begin(), free.end(), [](const Row* left, const Row* right) {
    return FromTimestamp(left->delivery.next_attempt_time()) < FromTimestamp(right->delivery.next_attempt_time());
  });
  std::vector<Delivery> claimed;
  for (Row* row : free) {
    if (static_cast<int>(claimed.size()) == limit) break;
    row->lease = lease;
    claimed.push_back(row->delivery);
    claimed.back().clear_text_body();
  }
  return claimed;
}

absl::Status FakeNotificationStore::FinishDelivery(const Delivery& delivery, const std::string& holder, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto found = deliveries_.find(delivery.name());
  if (found == deliveries_.end() || found->second.lease.holder != holder) {
    return absl::AbortedError("held by another");
  }
  found->second = {delivery, {"", absl::InfinitePast()}};
  return absl::OkStatus();
}

absl::StatusOr<Contact> FakeNotificationStore::PutContact(const ContactPut& put, absl::Time) {
  absl::MutexLock lock(&mutex_);
  if (put.key.has_value()) {
    const auto found = requests_.find({put.key->actor, put.key->request_id});
    if (found != requests_.end()) {
      const auto& [key, response] = found->second;
      if (key.method == put.key->method && key.request_hash == put.key->request_hash) return response;
      return InvalidField("request_id", "was used before for another request; choose a new one");
    }
  }
  std::vector<Contact> in_place;
  for (const auto& [name, contact] : contacts_) {
    if (ContactNamePrefix(contact) == ContactNamePrefix(put.contact)) in_place.push_back(contact);
  }
  auto decided = DecideContact(in_place, put.contact, put.etag, put.now);
  if (!decided.ok() || !put.key.has_value()) return decided;
  contacts_[decided->name()] = *decided;
  requests_[{put.key->actor, put.key->request_id}] = {*put.key, *decided};
  return decided;
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
  if (found == deliveries_.end()) return absl::NotFoundError(name + " does not exist");
  return found->second.delivery;
}

}  // namespace lianfang::notification
