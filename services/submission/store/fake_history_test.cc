// Random histories on the store in memory.
#include <gtest/gtest.h>

#include "services/submission/testing/commit.h"
#include "services/submission/testing/history.h"

namespace lianfang::submission {
namespace {

TEST(FakeHistoryTest, WhateverHappensTheLedgerIsWhatTheReferenceMakes) {
  const SigningKey key = SigningKey::Generate();
  const uint64_t first = FirstHistorySeed();
  const int histories = HistoriesToRun(100);
  HistoryCounts counts;
  for (int i = 0; i < histories && !HasFailure(); ++i) {
    const uint64_t seed = first + static_cast<uint64_t>(i);
    StoreFaults faults(seed);
    FlakyStore<FakeSubmissionStore> store(faults);
    FakeSubmissionStore reference;
    for (FakeSubmissionStore* each : {static_cast<FakeSubmissionStore*>(&store), &reference}) {
      while (!CommitAt(HistoryStart(), *each, key, HistoryPublication()).ok()) continue;
    }
    counts += RunHistory(seed, store, faults, reference, key);
  }
  PrintCounts(histories, first, counts);
  EXPECT_GT(counts.repeats, 0);
  EXPECT_GT(counts.refusals, 0);
  EXPECT_LT(counts.seals, counts.entries) << "no two mutations ever shared a seal";
}

}  // namespace
}  // namespace lianfang::submission
