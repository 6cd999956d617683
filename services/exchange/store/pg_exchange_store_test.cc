// The PostgreSQL store against a real database, which tests/run provides.
#include "services/exchange/store/pg_exchange_store.h"

#include <gtest/gtest.h>

#include <memory>
#include <pqxx/pqxx>

#include "common/testing/environment.h"
#include "services/exchange/store/testing/store_conformance.h"

namespace lianfang::exchange {
namespace {

// A store on empty tables. The administrator empties them, the service's role may not; its advisory lock keeps other
// tests out while this store lives.
class EmptyStore : public PgExchangeStore {
 public:
  EmptyStore()
      : PgExchangeStore(pool_),
        administrator_(RequiredVariable("LIANFANG_TEST_DATABASE_URL")),
        pool_({.url = RequiredVariable("LIANFANG_TEST_EXCHANGE_DATABASE_URL")}) {
    pqxx::nontransaction work(administrator_);
    work.exec("SELECT pg_advisory_lock(hashtext('exchange tests'))");
    work.exec(
        "TRUNCATE exchange.changelog, exchange.record_versions, exchange.record_reads, exchange.plans, "
        "exchange.agreements, exchange.figure_definitions, exchange.request_log");
    work.exec("UPDATE exchange.record_head SET position = 0");
    work.exec("UPDATE exchange.changelog_head SET position = 0");
  }

 private:
  pqxx::connection administrator_;
  PgPool pool_;
};

}  // namespace

INSTANTIATE_TEST_SUITE_P(Pg, ExchangeStoreConformance,
                         ::testing::Values([] { return std::make_unique<EmptyStore>(); }));

}  // namespace lianfang::exchange
