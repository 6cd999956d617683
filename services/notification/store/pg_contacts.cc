// The PostgreSQL store's contacts, and what holds reminders back.
#include "common/pg/mutation.h"
#include "common/pg/reading.h"
#include "common/pg/time.h"
#include "common/time.h"
#include "services/notification/domain/contact/contact_rules.h"
#include "services/notification/domain/no_such.h"
#include "services/notification/domain/stage/restraints.h"
#include "services/notification/store/notification_sql.h"
#include "services/notification/store/pg_notification_store.h"
#include "services/notification/store/pg_rows.h"

namespace lianfang::notification {
namespace {

using v1::Contact;

void SaveContact(PgTransaction& transaction, const Contact& contact) {
  transaction.Execute(sql::kSaveContact, contact.name(), contact.region(), contact.department(),
                      static_cast<int>(contact.role()),
                      contact.has_start_time() ? PgTime(FromTimestamp(contact.start_time())) : "-infinity",
                      contact.has_end_time() ? PgTime(FromTimestamp(contact.end_time())) : "infinity", Bytes(contact));
}

}  // namespace

absl::StatusOr<Contact> PgNotificationStore::PutContact(const ContactPut& put, absl::Time deadline) {
  return RunMutation<Contact>(
      pool_, put.key, put.now, deadline, [&](PgTransaction& transaction) -> absl::StatusOr<Outcome> {
        transaction.Execute(sql::kLockContacts);
        const auto in_place =
            ParseAll<Contact>(transaction.Execute(sql::kContactsInPlace, put.contact.region(), put.contact.department(),
                                                  static_cast<int>(put.contact.role())));
        auto decided = DecideContact(in_place, put.contact, put.etag, put.now);
        if (!decided.ok()) return decided.status();
        SaveContact(transaction, *decided);
        return Outcome{decided->SerializeAsString(), decided->name(), "put contact"};
      });
}

absl::StatusOr<std::vector<Contact>> PgNotificationStore::ListContacts(const ContactFilter& filter, const Page& page,
                                                                       absl::Time deadline) {
  using Rows = std::vector<Contact>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& contacts) {
    std::optional<std::string> valid_time;
    if (filter.valid_time.has_value()) valid_time = PgTime(*filter.valid_time);
    contacts = ParseAll<Contact>(reads.Execute(sql::kListContacts, page.after, filter.region, filter.department,
                                               static_cast<int>(filter.role), valid_time, page.limit, filter.within));
  });
}

absl::StatusOr<std::vector<v1::ReminderPause>> PgNotificationStore::ListPauses(const PauseFilter& filter,
                                                                               const Page& page, absl::Time deadline) {
  using Rows = std::vector<v1::ReminderPause>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& pauses) {
    pauses = ParseAll<v1::ReminderPause>(
        reads.Execute(sql::kListPauses, page.after, filter.plan, PgTime(filter.in_force_at), page.limit));
  });
}

absl::StatusOr<v1::Acknowledgement> PgNotificationStore::PutAcknowledgement(const v1::Acknowledgement& acknowledgement,
                                                                            const RequestKey& key,
                                                                            absl::Time deadline) {
  return RunMutation<v1::Acknowledgement>(
      pool_, key, FromTimestamp(acknowledgement.acknowledge_time()), deadline, [&](PgTransaction& transaction) {
        transaction.Execute(sql::kSaveAcknowledgement, acknowledgement.obligation(), Bytes(acknowledgement));
        return Outcome{acknowledgement.SerializeAsString(), acknowledgement.obligation(),
                       "acknowledged: " + acknowledgement.note()};
      });
}

absl::StatusOr<v1::ReminderPause> PgNotificationStore::PutPause(const v1::ReminderPause& pause, const RequestKey& key,
                                                                absl::Time deadline) {
  return RunMutation<v1::ReminderPause>(
      pool_, key, FromTimestamp(pause.pause_time()), deadline,
      [&](PgTransaction& transaction) -> absl::StatusOr<Outcome> {
        const pqxx::result saved = transaction.Execute(sql::kSavePause, PauseKey(pause), pause.plan(),
                                                       PgTime(FromTimestamp(pause.pause_time())),
                                                       PgTime(FromTimestamp(pause.until_time())), Bytes(pause));
        if (saved.affected_rows() == 0) return NoSuch(pause.plan());
        return Outcome{pause.SerializeAsString(), pause.plan(), "paused reminders: " + pause.reason()};
      });
}

}  // namespace lianfang::notification
