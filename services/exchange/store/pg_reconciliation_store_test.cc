// The PostgreSQL store against a real database, which tests/run provides.
#include "services/exchange/store/pg_reconciliation_store.h"

#include <gtest/gtest.h>

#include <memory>
#include <pqxx/pqxx>

#include "common/testing/environment.h"
#include "services/exchange/store/testing/reconciliation_conformance.h"

namespace lianfang::exchange {
namespace {

// A store on empty tables. The administrator empties them; its advisory lock keeps other tests out while this store lives.
class EmptyStore : public PgReconciliationStore {
 public:
  EmptyStore()
      : PgReconciliationStore(pool_),
        administrator_(RequiredVariable("LIANFANG_TEST_DATABASE_URL")),
        pool_({.url = RequiredVariable("LIANFANG_TEST_EXCHANGE_DATABASE_URL")}) {
    pqxx::nontransaction work(administrator_);
    work.exec("SELECT pg_advisory_lock(hashtext('exchange tests'))");
    work.exec(
        "TRUNCATE exchange.changelog, exchange.links, exchange.discrepancies, exchange.reconciliation_runs, "
        "exchange.linkage_models, "
        "exchange.request_log");
    work.exec("UPDATE exchange.changelog_head SET position = 0");
  }

 private:
  pqxx::connection administrator_;
  PgPool pool_;
};

}  // namespace

INSTANTIATE_TEST_SUITE_P(Pg, ReconciliationStoreConformance,
                         ::testing::Values([] { return std::make_unique<EmptyStore>(); }));

}  // namespace lianfang::exchange
