// The conformance suite against PostgreSQL, and what only its schema keeps.
#include "services/submission/store/pg_ledger_store.h"

#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "services/submission/domain/request/names.h"
#include "services/submission/store/testing/ledger_store_conformance.h"
#include "services/submission/store/testing/owning_store.h"
#include "services/submission/store/testing/pg_test_database.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

// The store with the pool it needs.
class OwningLedgerStore : public PgLedgerStore {
 public:
  explicit OwningLedgerStore(std::unique_ptr<PgPool> pool) : PgLedgerStore(*pool), pool_(std::move(pool)) {}

 private:
  std::unique_ptr<PgPool> pool_;
};

INSTANTIATE_TEST_SUITE_P(PostgreSQL, LedgerStoreTest, testing::Values(LedgerStoreMaker([] {
                           EmptyTables();
                           return LedgerStores{
                               std::make_unique<OwningStore>(std::make_unique<PgPool>(TestDatabase())),
                               std::make_unique<OwningLedgerStore>(std::make_unique<PgPool>(TestDatabase()))};
                         })));

// Two replicas while the signing key is being changed: once the new key has sealed a ledger, the old one may not.
TEST(KeyOrderTest, AKeyThatWasReplacedSealsNothingMore) {
  static constexpr char kPlan[] = "gaoping-2021-2025";
  EmptyTables();
  const SigningKey old_key = SigningKey::Generate(), new_key = SigningKey::Generate();
  OwningStore store(std::make_unique<PgPool>(TestDatabase()));
  const auto commit = [&store](const SigningKey& key, const Proposal& proposal) {
    return CommitAt(Shanghai("2022-05-20 12:00"), store, key, proposal).status();
  };
  const auto file = [](const std::string& industry) {
    return ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-" + industry), 2, 1, 3));
  };
  ASSERT_TRUE(commit(old_key, ProposePublication(ShippedPlan(kPlan))).ok());
  ASSERT_TRUE(commit(new_key, file("coal-mining")).ok());
  EXPECT_EQ(commit(old_key, file("non-coal-mining")).code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(commit(new_key, file("non-coal-mining")).ok());
  EXPECT_TRUE(commit(old_key, ProposePublication(ShippedPlan("yunnan-2022"))).ok()) << "another ledger";
}

}  // namespace
}  // namespace lianfang::submission
