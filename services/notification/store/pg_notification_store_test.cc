// The PostgreSQL store against a real database, which tests/run provides.
#include "services/notification/store/pg_notification_store.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <pqxx/pqxx>
#include <string>

#include "services/notification/store/testing/store_conformance.h"

namespace lianfang::notification {
namespace {

// The environment's value; its absence ends the test, it does not skip it.
std::string Needed(const char* variable) {
  const char* value = std::getenv(variable);
  if (value != nullptr) return value;
  throw std::runtime_error(std::string(variable) + " is not set: run this test by tests/run, which starts a database");
}

// A store on empty tables. The administrator empties them, the service's role may not; its advisory lock keeps other
// tests out while this store lives.
class EmptyStore : public PgNotificationStore {
 public:
  EmptyStore()
      : PgNotificationStore(pool_),
        administrator_(Needed("LIANFANG_TEST_DATABASE_URL")),
        pool_({.url = Needed("LIANFANG_TEST_NOTIFICATION_DATABASE_URL")}) {
    pqxx::nontransaction work(administrator_);
    work.exec("SELECT pg_advisory_lock(hashtext('notification tests'))");
    work.exec(
        "TRUNCATE notification.sent_stages, notification.deliveries, notification.contacts, notification.obligations, "
        "notification.plans, notification.request_log, notification.audit_log");
    work.exec("UPDATE notification.stream_cursor SET cursor = ''");
  }

 private:
  pqxx::connection administrator_;
  PgPool pool_;
};

}  // namespace

INSTANTIATE_TEST_SUITE_P(Pg, NotificationStoreConformance,
                         ::testing::Values([] { return std::make_unique<EmptyStore>(); }));

}  // namespace lianfang::notification
