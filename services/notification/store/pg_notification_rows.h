// The rows of one PostgreSQL transaction.
#ifndef LIANFANG_SERVICES_NOTIFICATION_STORE_PG_NOTIFICATION_ROWS_H_
#define LIANFANG_SERVICES_NOTIFICATION_STORE_PG_NOTIFICATION_ROWS_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/pg/transaction.h"
#include "services/notification/store/notification_rows.h"

namespace lianfang::notification {

// Refers to the transaction.
class PgNotificationRows : public NotificationRows {
 public:
  explicit PgNotificationRows(PgTransaction& transaction) : transaction_(transaction) {}

  std::vector<v1::Contact> LockPlace(const v1::Contact& contact) override;
  std::optional<v1::Contact> FindContact(const std::string& name) override;
  void SaveContact(const v1::Contact& contact) override;
  std::optional<LeasedDelivery> LockDelivery(const std::string& name) override;
  std::vector<std::string> FindChanged(const std::vector<v1::DeliveryState>& states, absl::Time since,
                                       absl::string_view within, int limit) override;
  bool Requeue(const v1::Delivery& delivery) override;
  bool Settle(const v1::Delivery& delivery, const std::string& holder) override;
  void FreeStages(const std::string& delivery) override;
  std::optional<FailedMailbox> LockFailedMailbox(const std::string& key) override;
  void SaveFailedMailbox(const FailedMailbox& mailbox) override;
  void ForgetFailedMailbox(const std::string& key) override;
  bool InsertNotice(const Notice& notice, absl::Time now) override;
  std::set<Place> LockAlertedPlaces() override;
  void AddAlertedPlace(const Place& place) override;
  void RemoveAlertedPlace(const Place& place) override;
  std::optional<v1::TemplateVersion> LockNewestVersion(const std::string& name) override;
  void InsertVersion(const std::string& name, const v1::TemplateVersion& version) override;
  void Announce(const std::vector<Change>& changes, absl::Time now) override;

  // Inserts a delivery with its stages. False when the delivery or one of its stages is there already; the transaction
  // is then to be rolled back.
  bool InsertDelivery(const v1::Delivery& delivery);

 private:
  PgTransaction& transaction_;
};

// Ids of deliveries and notices, as rows have them.
std::string DeliveryIdOf(const std::string& delivery);
std::string NoticeIdOf(const std::string& notice);

// The mailboxes and places that a query of their columns has found.
FailedMailboxes FailedMailboxesIn(const pqxx::result& rows);
std::set<Place> PlacesIn(const pqxx::result& rows);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_STORE_PG_NOTIFICATION_ROWS_H_
