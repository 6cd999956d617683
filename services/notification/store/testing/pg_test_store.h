// The PostgreSQL store on a real database, which tests/run provides.
#ifndef LIANFANG_SERVICES_NOTIFICATION_STORE_TESTING_PG_TEST_STORE_H_
#define LIANFANG_SERVICES_NOTIFICATION_STORE_TESTING_PG_TEST_STORE_H_

#include <pqxx/pqxx>
#include <string>

#include "common/testing/environment.h"
#include "services/notification/store/pg_notification_store.h"

namespace lianfang::notification {

// A store on empty tables. The administrator empties them, the service's role may not; its advisory lock keeps other
// tests out while this store lives.
class PgTestStore : public PgNotificationStore {
 public:
  PgTestStore()
      : PgNotificationStore(pool_),
        administrator_(RequiredVariable("LIANFANG_TEST_DATABASE_URL")),
        pool_({.url = RequiredVariable("LIANFANG_TEST_NOTIFICATION_DATABASE_URL")}) {
    pqxx::nontransaction work(administrator_);
    work.exec("SELECT pg_advisory_lock(hashtext('notification tests'))");
    work.exec(
        "TRUNCATE notification.sent_stages, notification.deliveries, notification.notices, notification.contacts, "
        "notification.duties, notification.duty_cursors, notification.obligations, notification.acknowledgements, "
        "notification.pauses, notification.plans, notification.waiting_confirmations, "
        "notification.template_versions, notification.failed_mailboxes, notification.alerted_places, "
        "notification.changelog, notification.request_log");
    work.exec("UPDATE notification.send_allowance SET tokens = 0, fill_time = '2022-01-01T00:00:00Z'");
    work.exec("UPDATE notification.stream_cursor SET cursor = ''");
  }

  // Runs a statement as the administrator.
  template <typename... Values>
  void Administer(const std::string& statement, Values... values) {
    pqxx::nontransaction work(administrator_);
    work.exec_params(statement, values...);
  }

 private:
  pqxx::connection administrator_;
  PgPool pool_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_STORE_TESTING_PG_TEST_STORE_H_
