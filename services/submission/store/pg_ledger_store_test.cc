// The conformance suite against PostgreSQL, and what only its schema keeps.
#include "services/submission/store/pg_ledger_store.h"

#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "services/submission/domain/names.h"
#include "services/submission/store/pg_submission_store.h"
#include "services/submission/store/testing/ledger_store_conformance.h"
#include "services/submission/store/testing/pg_test_database.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

// The store with the pool it needs.
template <typename Store>
class Owning : public Store {
 public:
  template <typename... Args>
  explicit Owning(std::unique_ptr<PgPool> pool, Args&&... args)
      : Store(*pool, std::forward<Args>(args)...), pool_(std::move(pool)) {}

 private:
  std::unique_ptr<PgPool> pool_;
};

std::unique_ptr<SubmissionStore> OpenStore(const SigningKey& key) {
  auto pool = std::make_unique<PgPool>(TestDatabase());
  PgPool& shared = *pool;
  return std::make_unique<Owning<PgSubmissionStore>>(std::move(pool), shared, key);
}

INSTANTIATE_TEST_SUITE_P(PostgreSQL, LedgerStoreTest, testing::Values(LedgerStoreMaker([](const SigningKey& key) {
                           EmptyTables();
                           return LedgerStores{OpenStore(key), std::make_unique<Owning<PgLedgerStore>>(
                                                                   std::make_unique<PgPool>(TestDatabase()))};
                         })));

// Two replicas while the signing key is being changed: once the new key has sealed a ledger, the old one may not.
TEST(KeyOrderTest, AKeyThatWasReplacedSealsNothingMore) {
  constexpr char kPlan[] = "gaoping-2021-2025";
  EmptyTables();
  const SigningKey old_key = SigningKey::Generate(), new_key = SigningKey::Generate();
  const auto before = OpenStore(old_key), after = OpenStore(new_key);
  const auto commit = [](SubmissionStore& store, const Proposal& proposal) -> absl::Status {
    const auto responses =
        store.Commit({proposal}, Atomicity::kEach, Shanghai("2022-05-20 12:00"), absl::InfiniteFuture());
    return responses.ok() ? responses->front().status() : responses.status();
  };
  const auto file = [](const std::string& industry) {
    return ProposeFiling(Filing(ObligationName(kPlan, "2019-140581-" + industry), 2, 1, 3));
  };
  ASSERT_TRUE(commit(*before, ProposePublication(ShippedPlan(kPlan))).ok());
  ASSERT_TRUE(commit(*after, file("coal-mining")).ok());
  EXPECT_EQ(commit(*before, file("non-coal-mining")).code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(commit(*after, file("non-coal-mining")).ok());
  EXPECT_TRUE(commit(*before, ProposePublication(ShippedPlan("yunnan-2022"))).ok()) << "another ledger";
}

}  // namespace
}  // namespace lianfang::submission
