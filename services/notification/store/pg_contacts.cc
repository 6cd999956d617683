// The PostgreSQL store's contacts, and what holds reminders back.
#include "common/pg/mutation.h"
#include "common/pg/reading.h"
#include "common/pg/time.h"
#include "common/time.h"
#include "services/notification/domain/no_such.h"
#include "services/notification/domain/stage/restraints.h"
#include "services/notification/store/notification_sql.h"
#include "services/notification/store/pg_notification_store.h"
#include "services/notification/store/pg_rows.h"

namespace lianfang::notification {
using v1::Contact;

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

absl::StatusOr<std::vector<Contact>> PgNotificationStore::FindSubject(const std::string& subject, absl::Time now,
                                                                      absl::Time deadline) {
  using Rows = std::vector<Contact>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& contacts) {
    contacts = ParseAll<Contact>(reads.Execute(sql::kFindSubject, subject, PgTime(now)));
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
        transaction.Execute(sql::kSaveAcknowledgement, acknowledgement.duty(), Bytes(acknowledgement));
        return Outcome{acknowledgement.SerializeAsString(), acknowledgement.duty(),
                       "acknowledged: " + acknowledgement.note()};
      });
}

absl::StatusOr<v1::ReminderPause> PgNotificationStore::PutPause(const v1::ReminderPause& pause, const RequestKey& key,
                                                                absl::Time deadline) {
  return RunMutation<v1::ReminderPause>(
      pool_, key, FromTimestamp(pause.has_resume_time() ? pause.resume_time() : pause.pause_time()), deadline,
      [&](PgTransaction& transaction) -> absl::StatusOr<Outcome> {
        const pqxx::result saved = transaction.Execute(sql::kSavePause, PauseKey(pause), pause.plan(),
                                                       PgTime(FromTimestamp(pause.pause_time())),
                                                       PgTime(FromTimestamp(pause.until_time())), Bytes(pause));
        if (saved.affected_rows() == 0) return NoSuch(pause.plan());
        return Outcome{pause.SerializeAsString(), pause.plan(),
                       pause.has_resume_time() ? "resumed reminders: " + pause.resume_reason()
                                               : "paused reminders: " + pause.reason()};
      });
}

}  // namespace lianfang::notification
