// The PostgreSQL store against a real database, which tests/run provides.
#include "services/exchange/store/pg_reconciliation_store.h"

#include <gtest/gtest.h>

#include <memory>
#include <pqxx/pqxx>

#include "absl/time/clock.h"
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
  // As the version before does, which knows no heads.
  void SaveWithoutHead(const v1::Discrepancy& discrepancy) {
    pqxx::nontransaction work(administrator_);
    work.exec_params("UPDATE exchange.discrepancies SET document = $1 WHERE name = $2",
                     pqxx::binarystring(discrepancy.SerializeAsString()), discrepancy.name());
  }

 private:
  pqxx::connection administrator_;
  PgPool pool_;
};

}  // namespace

// Between two upgrades replicas of both versions write.
TEST(PgReconciliationStoreTest, AHeadIsNeverThatOfAnEarlierDocument) {
  EmptyStore store;
  v1::Discrepancy one;
  one.set_name("discrepancies/a");
  one.set_plan("plans/gaoping");
  one.set_etag("1");
  const auto save = [&](ReconciliationRows& rows) { return rows.SaveDiscrepancy(one), absl::OkStatus(); };
  const absl::Time soon = absl::Now() + absl::Seconds(20);
  ASSERT_TRUE(store.Run(absl::Now(), save, soon).ok());
  one.set_etag("2");
  one.add_evidence()->set_record("records/accident/a/versions/1");
  store.SaveWithoutHead(one);
  const auto heads = store.ListDiscrepancies({.plan = "plans/gaoping"}, std::nullopt, 10, /*heads=*/true, soon);
  ASSERT_TRUE(heads.ok()) << heads.status();
  ASSERT_EQ(heads->size(), 1U);
  EXPECT_EQ((*heads)[0].etag(), "2");
  EXPECT_EQ((*heads)[0].evidence_size(), 0);
}

INSTANTIATE_TEST_SUITE_P(Pg, ReconciliationStoreConformance,
                         ::testing::Values([] { return std::make_unique<EmptyStore>(); }));

}  // namespace lianfang::exchange
