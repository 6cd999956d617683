// Random histories on PostgreSQL: two replicas' writers, each with connections of its own.
#include <gtest/gtest.h>

#include <memory>

#include "services/submission/store/testing/owning_store.h"
#include "services/submission/store/testing/pg_test_database.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/history.h"

namespace lianfang::submission {
namespace {

TEST(PgHistoryTest, WhateverHappensTheLedgerIsWhatTheReferenceMakes) {
  const SigningKey key = SigningKey::Generate();
  const uint64_t first = FirstHistorySeed();
  const int histories = HistoriesToRun(10);
  HistoryCounts counts;
  for (int i = 0; i < histories && !HasFailure(); ++i) {
    const uint64_t seed = first + static_cast<uint64_t>(i);
    EmptyTables();
    StoreFaults faults(seed);
    FlakyStore<OwningStore> store(faults, std::make_unique<PgPool>(TestDatabase()));
    FakeSubmissionStore reference;
    while (!CommitAt(HistoryStart(), store, key, HistoryPublication()).ok()) continue;
    ASSERT_TRUE(CommitAt(HistoryStart(), reference, key, HistoryPublication()).ok());
    counts += RunHistory(seed, store, faults, reference, key);
  }
  PrintCounts(histories, first, counts);
  EXPECT_GT(counts.repeats, 0);
  EXPECT_GT(counts.refusals, 0);
}

}  // namespace
}  // namespace lianfang::submission
