#include "services/submission/store/case_memory.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/submission/domain/names.h"

namespace lianfang::submission {
namespace {

constexpr char kPlan[] = "p";

Case CaseOf(const std::string& id, const std::string& etag) {
  v1::Obligation obligation;
  obligation.set_name(ObligationName(kPlan, id));
  obligation.set_etag(etag);
  return {std::make_shared<const v1::Obligation>(obligation), nullptr};
}

// A batch that moved the head, and filed for an obligation unless `id` is empty.
BatchOutcome Batch(const std::string& before, const std::string& after, const std::string& id = "") {
  BatchOutcome outcome;
  outcome.heads_before[kPlan] = before;
  outcome.heads[kPlan].hash = after;
  if (id.empty()) return outcome;
  v1::Return filed;
  filed.set_name(ReturnName(kPlan, id));
  filed.set_etag(after);
  outcome.returns[filed.name()].message = std::make_shared<const v1::Return>(filed);
  return outcome;
}

TEST(CaseMemory, KnowsWhatWasReadUnderTheSameHead) {
  CaseMemory memory;
  EXPECT_FALSE(memory.Find(kPlan, "h1", "a").has_value());
  memory.Keep(kPlan, "h1", "a", CaseOf("a", "1"));
  EXPECT_EQ(memory.Find(kPlan, "h1", "a")->obligation->etag(), "1");
  EXPECT_FALSE(memory.Find(kPlan, "h1", "b").has_value());
  EXPECT_FALSE(memory.Find("other", "h1", "a").has_value());
}

TEST(CaseMemory, AHeadThatAnotherReplicaMovedFindsNothingAndForgets) {
  CaseMemory memory;
  memory.Keep(kPlan, "h1", "a", CaseOf("a", "1"));
  EXPECT_FALSE(memory.Find(kPlan, "h2", "a").has_value());
  memory.Keep(kPlan, "h2", "b", CaseOf("b", "1"));
  EXPECT_FALSE(memory.Find(kPlan, "h2", "a").has_value());
  EXPECT_FALSE(memory.Find(kPlan, "h1", "a").has_value());
}

TEST(CaseMemory, FollowsItsOwnBatches) {
  CaseMemory memory;
  memory.Keep(kPlan, "h1", "a", CaseOf("a", "1"));
  memory.Keep(kPlan, "h1", "b", CaseOf("b", "1"));
  BatchOutcome batch = Batch("h1", "h2", "a");
  batch.obligations[ObligationName(kPlan, "a")].message = CaseOf("a", "2").obligation;
  memory.Follow(batch);
  EXPECT_FALSE(memory.Find(kPlan, "h1", "a").has_value());
  EXPECT_EQ(memory.Find(kPlan, "h2", "a")->obligation->etag(), "2");
  EXPECT_EQ(memory.Find(kPlan, "h2", "a")->filed->etag(), "h2");
  EXPECT_EQ(memory.Find(kPlan, "h2", "b")->filed, nullptr);
}

// Two batches at once: whichever is told last, what is found is what its head names.
TEST(CaseMemory, ABatchToldLateTeachesNothingWrong) {
  CaseMemory memory;
  memory.Keep(kPlan, "h1", "a", CaseOf("a", "1"));
  memory.Follow(Batch("h2", "h3", "a"));  // met h2, of which nothing is known here
  memory.Follow(Batch("h1", "h2", "a"));
  for (const char* head : {"h1", "h2", "h3"}) EXPECT_FALSE(memory.Find(kPlan, head, "a").has_value()) << head;
}

TEST(CaseMemory, ForgetsWhatWasNotAskedForForLongest) {
  CaseMemory memory(/*limit=*/8);
  memory.Keep(kPlan, "h", "first", CaseOf("first", "1"));
  memory.Keep(kPlan, "h", "used", CaseOf("used", "1"));
  for (int i = 0; i < 20; ++i) {
    const std::string id = absl::StrCat("c", i);
    memory.Keep(kPlan, "h", id, CaseOf(id, "1"));
    EXPECT_TRUE(memory.Find(kPlan, "h", "used").has_value()) << i;
  }
  EXPECT_FALSE(memory.Find(kPlan, "h", "first").has_value());
  EXPECT_TRUE(memory.Find(kPlan, "h", "c19").has_value());
}

}  // namespace
}  // namespace lianfang::submission
