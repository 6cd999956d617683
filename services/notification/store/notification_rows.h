// The rows of this service within one transaction: what a mutation loads, and what it saves.
//
//   auto response = store.Mutate(key, now, [&](NotificationRows& rows) -> absl::StatusOr<Outcome> {
//     auto found = rows.LockDelivery(name);                                     // load
//     …                                                                         // decide
//     rows.Requeue(queued);                                                     // save
//     return Outcome{queued.SerializeAsString(), queued.name(), "queued again"};
//   }, deadline);
//
// The mutations of this service are in mutations.h; a store decides nothing.
#ifndef LIANFANG_SERVICES_NOTIFICATION_STORE_NOTIFICATION_ROWS_H_
#define LIANFANG_SERVICES_NOTIFICATION_STORE_NOTIFICATION_ROWS_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/change.h"
#include "lianfang/notification/v1/contact.pb.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/notification/v1/template.pb.h"
#include "services/notification/domain/contact/contact_book.h"
#include "services/notification/domain/delivery/failed_mailboxes.h"
#include "services/notification/domain/notice/notice_rules.h"

namespace lianfang::notification {

// A delivery, without its text, and until when somebody has the right to send it; InfinitePast when nobody has.
struct LeasedDelivery {
  v1::Delivery delivery;
  absl::Time leased_until;
};

// Used within one Mutate or Transact, on its thread. What `Lock…` answers stays as it is for others until the
// transaction ends. A fault of the database ends that call; a method that answers nothing has found nothing.
class NotificationRows {
 public:
  virtual ~NotificationRows() = default;

  // The contacts in the region, department and role of `contact`. Contacts are put one transaction at a time, so that
  // two new ones never get one number.
  virtual std::vector<v1::Contact> LockPlace(const v1::Contact& contact) = 0;
  virtual std::optional<v1::Contact> FindContact(const std::string& name) = 0;
  // Inserts or replaces.
  virtual void SaveContact(const v1::Contact& contact) = 0;

  virtual std::optional<LeasedDelivery> LockDelivery(const std::string& name) = 0;
  // Names of deliveries in these states that were last changed at `since` or later, the last changed first; of those
  // within the regions that a code begins with (IsWithin).
  virtual std::vector<std::string> FindChanged(const std::vector<v1::DeliveryState>& states, absl::Time since,
                                               absl::string_view within, int limit) = 0;
  // Keeps the delivery, takes the right to send it from whoever had it, and records its stages for its mailbox. False,
  // and nothing is kept, when another delivery stands for one of the stages.
  virtual bool Requeue(const v1::Delivery& delivery) = 0;
  // Keeps the delivery with its text, and ends the right of `holder` to send it. False, and nothing is kept, when the
  // holder does not have that right (any more).
  virtual bool Settle(const v1::Delivery& delivery, const std::string& holder) = 0;
  // The stages of the delivery are due again.
  virtual void FreeStages(const std::string& delivery) = 0;

  // Failures are settled one transaction at a time: only one is the first of a mailbox. `key` is a MailboxKey.
  virtual std::optional<FailedMailbox> LockFailedMailbox(const std::string& key) = 0;
  // Inserts or replaces, under the MailboxKey of its mailbox.
  virtual void SaveFailedMailbox(const FailedMailbox& mailbox) = 0;
  virtual void ForgetFailedMailbox(const std::string& key) = 0;

  // Inserts a notice with its deliveries; false, and nothing is inserted, when it is there already.
  virtual bool InsertNotice(const Notice& notice, absl::Time now) = 0;

  // The places that the office was told nobody holds. Locked as a whole.
  virtual std::set<Place> LockAlertedPlaces() = 0;
  virtual void AddAlertedPlace(const Place& place) = 0;
  virtual void RemoveAlertedPlace(const Place& place) = 0;

  // The newest version of a template. Templates change one transaction at a time.
  virtual std::optional<v1::TemplateVersion> LockNewestVersion(const std::string& name) = 0;
  virtual void InsertVersion(const std::string& name, const v1::TemplateVersion& version) = 0;

  // Tells those who watch. Last in a transaction.
  virtual void Announce(const std::vector<Change>& changes, absl::Time now) = 0;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_STORE_NOTIFICATION_ROWS_H_
