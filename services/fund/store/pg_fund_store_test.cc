// The PostgreSQL store against a real database, which tests/run provides.
#include "services/fund/store/pg_fund_store.h"

#include <gtest/gtest.h>

#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "common/changelog/changelog.h"
#include "common/changelog/resource_change.h"
#include "common/testing/environment.h"
#include "services/fund/store/testing/store_conformance.h"

namespace lianfang::fund {
namespace {

// Two stores with a pool each, on empty tables. The administrator empties them, the service's role may not; its advisory lock keeps other
// tests out while these stores live.
class TwoReplicas : public Stores {
 public:
  TwoReplicas()
      : administrator_(RequiredVariable("LIANFANG_TEST_DATABASE_URL")),
        first_pool_({.url = RequiredVariable("LIANFANG_TEST_FUND_DATABASE_URL")}),
        second_pool_({.url = RequiredVariable("LIANFANG_TEST_FUND_DATABASE_URL")}) {
    pqxx::nontransaction work(administrator_);
    work.exec("SELECT pg_advisory_lock(hashtext('fund tests'))");
    work.exec(
        "TRUNCATE fund.employer_rates, fund.rate_lists, fund.rate_tables, fund.providers, fund.projects, fund.budgets, "
        "fund.plans, fund.request_log, fund.changelog");
    work.exec("UPDATE fund.changelog_head SET position = 0");
  }

  FundStore& first() override { return first_; }
  FundStore& second() override { return second_; }
  std::vector<std::string> ReadChanged() override {
    std::vector<std::string> names;
    const auto changes = ReadAllChanges(first_pool_, absl::InfiniteFuture(), 0, 1000);
    EXPECT_TRUE(changes.ok()) << changes.status();
    for (const auto& change : *changes) names.push_back(ParseResourceChange(change->payload)->resource);
    return names;
  }

 private:
  pqxx::connection administrator_;
  PgPool first_pool_;
  PgPool second_pool_;
  PgFundStore first_{first_pool_};
  PgFundStore second_{second_pool_};
};

}  // namespace

INSTANTIATE_TEST_SUITE_P(Pg, FundStoreConformance, ::testing::Values([] { return std::make_unique<TwoReplicas>(); }));

}  // namespace lianfang::fund
