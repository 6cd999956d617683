#include "services/submission/store/case_memory.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/submission/domain/request/names.h"

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

// A batch found the plan at a head.
void Meet(CaseMemory& memory, const std::string& head) {
  memory.Meet(kPlan, {{1, head, absl::UnixEpoch()}, std::make_shared<const type::v1::Plan>()});
}

TEST(CaseMemory, KnowsWhatWasReadUnderTheSameHead) {
  CaseMemory memory;
  EXPECT_FALSE(memory.Find(kPlan, "h1", "a").has_value());
  Meet(memory, "h1");
  EXPECT_TRUE(memory.Keep(kPlan, "h1", "a", CaseOf("a", "1"), "h1"));
  EXPECT_EQ(memory.Find(kPlan, "h1", "a")->obligation->etag(), "1");
  EXPECT_FALSE(memory.Find(kPlan, "h1", "b").has_value());
  EXPECT_FALSE(memory.Find("other", "h1", "a").has_value());
}

TEST(CaseMemory, AHeadThatAnotherReplicaMovedFindsNothingAndForgets) {
  CaseMemory memory;
  Meet(memory, "h1");
  memory.Keep(kPlan, "h1", "a", CaseOf("a", "1"), "h1");
  EXPECT_FALSE(memory.Find(kPlan, "h2", "a").has_value());
  Meet(memory, "h2");
  memory.Keep(kPlan, "h2", "b", CaseOf("b", "1"), "h2");
  EXPECT_FALSE(memory.Find(kPlan, "h2", "a").has_value());
  EXPECT_FALSE(memory.Find(kPlan, "h1", "a").has_value());
}

TEST(CaseMemory, FollowsItsOwnBatches) {
  CaseMemory memory;
  Meet(memory, "h1");
  memory.Keep(kPlan, "h1", "a", CaseOf("a", "1"), "h1");
  memory.Keep(kPlan, "h1", "b", CaseOf("b", "1"), "h1");
  BatchOutcome batch = Batch("h1", "h2", "a");
  batch.obligations[ObligationName(kPlan, "a")].message = CaseOf("a", "2").obligation;
  memory.Follow(batch);
  EXPECT_FALSE(memory.Find(kPlan, "h1", "a").has_value());
  EXPECT_EQ(memory.Find(kPlan, "h2", "a")->obligation->etag(), "2");
  EXPECT_EQ(memory.Find(kPlan, "h2", "a")->filed->etag(), "h2");
  EXPECT_EQ(memory.Find(kPlan, "h2", "b")->filed, nullptr);
}

TEST(CaseMemory, SaysWhereTheLastBatchLeadsTo) {
  CaseMemory memory;
  EXPECT_FALSE(memory.Last(kPlan).has_value());
  Meet(memory, "h1");
  EXPECT_EQ(memory.Last(kPlan)->head.hash, "h1");
  memory.Follow(Batch("h1", "h2", "a"));
  EXPECT_EQ(memory.Last(kPlan)->head.hash, "h2");
  EXPECT_NE(memory.Last(kPlan)->plan, nullptr);
  memory.Follow(Batch("another replica's", "h4"));
  EXPECT_FALSE(memory.Last(kPlan).has_value());  // which edition is in force there is not known
}

TEST(CaseMemory, AfterAPublicationTheEditionInForceIsNotKnown) {
  CaseMemory memory;
  Meet(memory, "h1");
  BatchOutcome published = Batch("h1", "h2");
  published.plans.emplace_back().set_name("plans/p");
  memory.Follow(published);
  EXPECT_FALSE(memory.Last(kPlan).has_value());
  Meet(memory, "h2");
  EXPECT_TRUE(memory.Last(kPlan).has_value());
}

// Until the last batch is saved, tables show the state before it.
TEST(CaseMemory, KeepsWhatTheLastBatchHasNotChangedAlsoIfReadBeforeItWasSaved) {
  CaseMemory memory;
  Meet(memory, "h1");
  memory.Follow(Batch("h1", "h2", "a"));
  EXPECT_FALSE(memory.Keep(kPlan, "h2", "a", CaseOf("a", "1"), "h1"));
  EXPECT_TRUE(memory.Keep(kPlan, "h2", "b", CaseOf("b", "1"), "h1"));
  EXPECT_FALSE(memory.Keep(kPlan, "h2", "c", CaseOf("c", "1"), "another replica's"));
  EXPECT_FALSE(memory.Keep(kPlan, "h1", "d", CaseOf("d", "1"), "h1"));  // the memory is further
  EXPECT_TRUE(memory.Find(kPlan, "h2", "b").has_value());
  for (const char* id : {"a", "c", "d"}) EXPECT_FALSE(memory.Find(kPlan, "h2", id).has_value()) << id;
}

// Two batches at once: whichever is told last, what is found is what its head names.
TEST(CaseMemory, ABatchToldLateTeachesNothingWrong) {
  CaseMemory memory;
  Meet(memory, "h1");
  memory.Keep(kPlan, "h1", "a", CaseOf("a", "1"), "h1");
  memory.Follow(Batch("h2", "h3", "a"));  // met h2, of which nothing is known here
  memory.Follow(Batch("h1", "h2", "a"));
  for (const char* head : {"h1", "h2", "h3"}) EXPECT_FALSE(memory.Find(kPlan, head, "a").has_value()) << head;
}

TEST(CaseMemory, ForgetsWhatWasNotAskedForForLongest) {
  CaseMemory memory(/*limit=*/8);
  Meet(memory, "h");
  memory.Keep(kPlan, "h", "first", CaseOf("first", "1"), "h");
  memory.Keep(kPlan, "h", "used", CaseOf("used", "1"), "h");
  for (int i = 0; i < 20; ++i) {
    const std::string id = absl::StrCat("c", i);
    memory.Keep(kPlan, "h", id, CaseOf(id, "1"), "h");
    EXPECT_TRUE(memory.Find(kPlan, "h", "used").has_value()) << i;
  }
  EXPECT_FALSE(memory.Find(kPlan, "h", "first").has_value());
  EXPECT_TRUE(memory.Find(kPlan, "h", "c19").has_value());
}

}  // namespace
}  // namespace lianfang::submission
