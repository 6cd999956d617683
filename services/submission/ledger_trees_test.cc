#include "services/submission/ledger_trees.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/ledger/merkle.h"
#include "services/submission/store/testing/fake_ledger_store.h"
#include "services/submission/store/testing/fake_submission_store.h"

namespace lianfang::submission {
namespace {

constexpr char kPlan[] = "p";

class LedgerTreesTest : public testing::Test {
 protected:
  // Entries up to `size`, written straight into the store: the trees need their hashes only.
  void GrowTo(int64_t size, const std::string& what = "entry") {
    std::vector<StoredEntry>& ledger = store_.ledger(kPlan);
    while (static_cast<int64_t>(ledger.size()) < size) {
      const auto sequence = static_cast<int64_t>(ledger.size()) + 1;
      const std::string bytes = absl::StrCat(what, " ", sequence);
      ledger.push_back({sequence, bytes, LeafHash(bytes), ""});
    }
  }

  std::string Expected(int64_t size) {
    MerkleFrontier tree;
    for (int64_t i = 0; i < size; ++i) tree.Append(LeafHash(store_.ledger(kPlan)[static_cast<size_t>(i)].bytes));
    return tree.root();
  }

  absl::StatusOr<std::string> Root(int64_t size, absl::Time deadline = absl::InfiniteFuture()) {
    const auto hashes = trees_.Hashes(kPlan, size, {LeafRange{0, size}}, deadline);
    if (!hashes.ok()) return hashes.status();
    return hashes->front();
  }

  // How many hashes a question reads.
  int64_t ReadBy(int64_t size) {
    const int64_t before = ledger_.hashes_read();
    EXPECT_EQ(*Root(size), Expected(size)) << size;
    return ledger_.hashes_read() - before;
  }

  FakeSubmissionStore store_;
  FakeLedgerStore ledger_{store_};
  LedgerTrees trees_{ledger_};
};

TEST_F(LedgerTreesTest, HasTheRootAtEveryLength) {
  GrowTo(1100);
  for (const int64_t size : {1, 2, 255, 256, 257, 700, 1024, 1100, 3, 512}) EXPECT_EQ(*Root(size), Expected(size));
}

TEST_F(LedgerTreesTest, ReadsOnlyWhatIsNew) {
  GrowTo(1000);
  EXPECT_EQ(ReadBy(1000), 1000);
  EXPECT_EQ(ReadBy(1000), 1 + 232) << "the last known one, and those that fill no block";
  GrowTo(1100);
  EXPECT_EQ(ReadBy(1100), 1 + 256 + 76);
}

TEST_F(LedgerTreesTest, EntriesThatAreGoneAreDataLoss) {
  GrowTo(300);
  EXPECT_EQ(Root(301).status().code(), absl::StatusCode::kDataLoss);
  store_.ledger(kPlan).erase(store_.ledger(kPlan).begin() + 100);
  LedgerTrees without(ledger_);  // which has no blocks from before
  EXPECT_EQ(without.Hashes(kPlan, 300, {LeafRange{0, 300}}, absl::InfiniteFuture()).status().code(),
            absl::StatusCode::kDataLoss);
}

// Restored from a backup while the service goes on: what it knew of the entries after it is nothing any more.
TEST_F(LedgerTreesTest, ALedgerThatWasSetBackIsReadAnew) {
  GrowTo(600);
  ASSERT_TRUE(Root(600).ok());
  store_.ledger(kPlan).resize(300);
  GrowTo(600, "another");
  EXPECT_EQ(*Root(600), Expected(600));
  store_.ledger(kPlan).resize(100);
  EXPECT_EQ(*Root(100), Expected(100));
}

// A store that waits until it is told to go on.
class SlowStore : public FakeLedgerStore {
 public:
  using FakeLedgerStore::FakeLedgerStore;

  absl::StatusOr<std::vector<std::string>> ReadLeafHashes(const std::string& plan, int64_t first, int64_t count,
                                                          absl::Time deadline) override {
    if (!reading.HasBeenNotified()) reading.Notify();
    go_on.WaitForNotification();
    return FakeLedgerStore::ReadLeafHashes(plan, first, count, deadline);
  }

  absl::Notification reading, go_on;
};

TEST_F(LedgerTreesTest, WhoMeetsATreeThatIsBeingReadWaitsUntilHisDeadline) {
  GrowTo(300);
  SlowStore slow(store_);
  LedgerTrees trees(slow);
  std::thread reader([&] { EXPECT_TRUE(trees.Hashes(kPlan, 300, {LeafRange{0, 300}}, absl::InfiniteFuture()).ok()); });
  slow.reading.WaitForNotification();
  EXPECT_EQ(trees.Hashes(kPlan, 300, {LeafRange{0, 300}}, absl::InfinitePast()).status().code(),
            absl::StatusCode::kDeadlineExceeded);
  slow.go_on.Notify();
  reader.join();
  EXPECT_TRUE(trees.Hashes(kPlan, 300, {LeafRange{0, 300}}, absl::InfinitePast()).ok());
}

}  // namespace
}  // namespace lianfang::submission
