#include "services/notification/store/pg_notification_rows.h"

#include <pqxx/pqxx>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/changelog/changelog.h"
#include "common/pg/array.h"
#include "common/pg/time.h"
#include "common/time.h"
#include "services/notification/domain/contact/mailbox_key.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/delivery/ways.h"
#include "services/notification/domain/digest/confirmed.h"
#include "services/notification/domain/digest/digest.h"
#include "services/notification/domain/template/template_rules.h"
#include "services/notification/store/notification_sql.h"
#include "services/notification/store/pg_rows.h"

namespace lianfang::notification {
namespace {

using v1::Contact;
using v1::Delivery;

std::optional<std::string> NextAttempt(const Delivery& delivery) {
  if (!delivery.has_next_attempt_time()) return std::nullopt;
  return PgTime(FromTimestamp(delivery.next_attempt_time()));
}

std::optional<std::string> OptionalNotice(const Delivery& delivery) {
  if (delivery.notice().empty()) return std::nullopt;
  return NoticeIdOf(delivery.notice());
}

bool IsPassable(const Delivery& delivery) { return WayInOutage(delivery).has_value(); }

std::string UpdateTime(const Delivery& delivery) { return PgTime(FromTimestamp(delivery.update_time())); }

// The rows of sent_stages that a delivery stands for, by column.
struct StageRows {
  explicit StageRows(const Delivery& delivery) {
    for (const v1::ReminderItem& item : delivery.items()) {
      if (!item.has_stage()) continue;
      for (std::string& recipient : RecipientKeys(item, delivery.email())) {
        resources.push_back(item.duty());
        keys.push_back(item.stage().key());
        recipients.push_back(std::move(recipient));
      }
    }
    for (const v1::ConfirmedFiling& filing : delivery.confirmations()) {
      resources.push_back(filing.revision());
      keys.push_back(ConfirmationStage(filing));
      recipients.push_back(filing.contact());
    }
  }

  std::vector<std::string> resources, keys, recipients;
};

// False when one of them is there already.
bool InsertStages(PgTransaction& transaction, const StageRows& stages, const std::string& id) {
  if (stages.resources.empty()) return true;
  const pqxx::result inserted = transaction.Execute(sql::kInsertSentStages, ArrayOf(stages.resources),
                                                    ArrayOf(stages.keys), ArrayOf(stages.recipients), id);
  return inserted.affected_rows() == stages.resources.size();
}

}  // namespace

std::string DeliveryIdOf(const std::string& delivery) {
  return std::string(absl::StripPrefix(delivery, kDeliveryPrefix));
}

std::string NoticeIdOf(const std::string& notice) { return std::string(absl::StripPrefix(notice, kNoticePrefix)); }

FailedMailboxes FailedMailboxesIn(const pqxx::result& rows) {
  FailedMailboxes mailboxes;
  for (const pqxx::row& row : rows) {
    mailboxes.emplace(row[0].c_str(), FailedMailbox{row[1].c_str(), FromPgMicros(row[2].as<int64_t>()),
                                                    FromPgMicros(row[3].as<int64_t>())});
  }
  return mailboxes;
}

std::set<Place> PlacesIn(const pqxx::result& rows) {
  std::set<Place> places;
  for (const pqxx::row& row : rows) {
    places.insert({row[0].c_str(), row[1].c_str(), static_cast<type::v1::Recipient>(row[2].as<int>())});
  }
  return places;
}

std::vector<Contact> PgNotificationRows::LockPlace(const Contact& contact) {
  transaction_.Execute(sql::kLockContacts);
  return ParseAll<Contact>(transaction_.Execute(sql::kContactsInPlace, contact.region(), contact.department(),
                                                static_cast<int>(contact.role())));
}

std::optional<Contact> PgNotificationRows::FindContact(const std::string& name) {
  const pqxx::result rows = transaction_.Execute(sql::kFindContact, name);
  if (rows.empty()) return std::nullopt;
  return Parse<Contact>(rows[0][0]);
}

void PgNotificationRows::SaveContact(const Contact& contact) {
  transaction_.Execute(sql::kSaveContact, contact.name(), contact.region(), contact.department(),
                       static_cast<int>(contact.role()),
                       contact.has_start_time() ? PgTime(FromTimestamp(contact.start_time())) : "-infinity",
                       contact.has_end_time() ? PgTime(FromTimestamp(contact.end_time())) : "infinity", Bytes(contact),
                       contact.subject());
}

std::optional<LeasedDelivery> PgNotificationRows::LockDelivery(const std::string& name) {
  const pqxx::result rows = transaction_.Execute(sql::kLockDelivery, DeliveryIdOf(name));
  if (rows.empty()) return std::nullopt;
  return LeasedDelivery{Parse<Delivery>(rows[0][0]),
                        rows[0][1].is_null() ? absl::InfinitePast() : FromPgMicros(rows[0][1].as<int64_t>())};
}

std::vector<std::string> PgNotificationRows::FindChanged(const std::vector<v1::DeliveryState>& states, absl::Time since,
                                                         absl::string_view within, int limit) {
  std::vector<std::string> numbers;
  for (const v1::DeliveryState state : states) numbers.push_back(absl::StrCat(static_cast<int>(state)));
  std::vector<std::string> names;
  for (const pqxx::row& row :
       transaction_.Execute(sql::kFindChanged, ArrayOf(numbers), PgTime(since), limit, std::string(within))) {
    names.push_back(absl::StrCat(kDeliveryPrefix, row[0].c_str()));
  }
  return names;
}

bool PgNotificationRows::Requeue(const Delivery& delivery) {
  const std::string id = DeliveryIdOf(delivery.name());
  const StageRows stages(delivery);
  const pqxx::result taken = transaction_.Execute(sql::kFindOthersStages, ArrayOf(stages.resources),
                                                  ArrayOf(stages.keys), ArrayOf(stages.recipients), id);
  if (!taken.empty()) return false;
  transaction_.Execute(sql::kFreeStages, id);
  // Between the two statements another replica may have planned one of the stages: run anew, and find it.
  if (!InsertStages(transaction_, stages, id)) throw pqxx::serialization_failure("a stage was taken meanwhile");
  transaction_.Execute(sql::kRequeueDelivery, id, static_cast<int>(delivery.state()), NextAttempt(delivery),
                       Bytes(delivery), UpdateTime(delivery), ChannelOf(delivery), IsPassable(delivery));
  return true;
}

bool PgNotificationRows::Settle(const Delivery& delivery, const std::string& holder) {
  Delivery document = delivery;
  document.clear_text_body();
  return transaction_
             .Execute(sql::kFinishDelivery, DeliveryIdOf(delivery.name()), holder, static_cast<int>(delivery.state()),
                      NextAttempt(delivery), Bytes(document), delivery.text_body(), UpdateTime(delivery),
                      ChannelOf(delivery), IsPassable(delivery))
             .affected_rows() > 0;
}

void PgNotificationRows::FreeStages(const std::string& delivery) {
  transaction_.Execute(sql::kFreeStages, DeliveryIdOf(delivery));
}

std::optional<FailedMailbox> PgNotificationRows::LockFailedMailbox(const std::string& key) {
  transaction_.Execute(sql::kLockFailedMailboxes);
  FailedMailboxes found = FailedMailboxesIn(transaction_.Execute(sql::kFindFailedMailbox, key));
  if (found.empty()) return std::nullopt;
  return found.begin()->second;
}

void PgNotificationRows::SaveFailedMailbox(const FailedMailbox& mailbox) {
  transaction_.Execute(sql::kSaveFailedMailbox, MailboxKey(mailbox.email), mailbox.email, PgTime(mailbox.since),
                       PgTime(mailbox.last_failure));
}

void PgNotificationRows::ForgetFailedMailbox(const std::string& key) {
  transaction_.Execute(sql::kForgetFailedMailbox, key);
}

bool PgNotificationRows::InsertNotice(const Notice& notice, absl::Time now) {
  const pqxx::result inserted = transaction_.Execute(sql::kInsertNotice, NoticeIdOf(notice.name),
                                                     notice.content.template_(), Bytes(notice.content), PgTime(now));
  if (inserted.affected_rows() == 0) return false;
  for (const Delivery& delivery : notice.deliveries) InsertDelivery(delivery);
  return true;
}

std::set<Place> PgNotificationRows::LockAlertedPlaces() {
  transaction_.Execute(sql::kLockAlertedPlaces);
  return PlacesIn(transaction_.Execute(sql::kAlertedPlaces));
}

void PgNotificationRows::AddAlertedPlace(const Place& place) {
  transaction_.Execute(sql::kAddAlertedPlace, place.region, place.department, static_cast<int>(place.role));
}

void PgNotificationRows::RemoveAlertedPlace(const Place& place) {
  transaction_.Execute(sql::kRemoveAlertedPlace, place.region, place.department, static_cast<int>(place.role));
}

std::optional<v1::TemplateVersion> PgNotificationRows::LockNewestVersion(const std::string& name) {
  transaction_.Execute(sql::kLockTemplates);
  const pqxx::result rows = transaction_.Execute(sql::kNewestVersion, name);
  if (rows.empty()) return std::nullopt;
  return Parse<v1::TemplateVersion>(rows[0][0]);
}

void PgNotificationRows::InsertVersion(const std::string& name, const v1::TemplateVersion& version) {
  transaction_.Execute(sql::kInsertVersion, name, VersionNumber(version.name()), Bytes(version));
}

void PgNotificationRows::Announce(const std::vector<Change>& changes, absl::Time now) {
  if (!changes.empty()) AppendChanges(transaction_, changes, now);
}

bool PgNotificationRows::InsertDelivery(const Delivery& delivery) {
  std::vector<std::string> listed;
  for (const v1::ReminderItem& item : delivery.items()) listed.push_back(item.duty());
  const std::string id = DeliveryIdOf(delivery.name());
  const pqxx::result inserted = transaction_.Execute(
      sql::kInsertDelivery, id, static_cast<int>(delivery.kind()), static_cast<int>(delivery.state()),
      delivery.contact(), delivery.region(), delivery.department(), ArrayOf(listed),
      PgTime(FromTimestamp(delivery.create_time())), NextAttempt(delivery), OptionalNotice(delivery), Bytes(delivery),
      UpdateTime(delivery), ChannelOf(delivery), IsPassable(delivery));
  return inserted.affected_rows() > 0 && InsertStages(transaction_, StageRows(delivery), id);
}

}  // namespace lianfang::notification
