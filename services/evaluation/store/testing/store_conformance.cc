#include "services/evaluation/store/testing/store_conformance.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/time.h"

namespace lianfang::evaluation {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'653'000'000);

absl::Time At(int seconds) { return kStart + absl::Seconds(seconds); }

absl::Time Deadline() { return absl::Now() + absl::Seconds(30); }

type::v1::Plan PlanOf(const std::string& id, int edition, absl::Time publish_time) {
  type::v1::Plan plan;
  plan.set_name(absl::StrCat("plans/", id));
  plan.set_edition(edition);
  *plan.mutable_update_time() = ToTimestamp(publish_time);
  return plan;
}

ReceivedChange ObligationChange(const std::string& plan, const std::string& id, const std::string& etag, int seconds,
                                const std::string& cursor) {
  submission::v1::Obligation obligation;
  obligation.set_name(absl::StrCat("plans/", plan, "/obligations/", id));
  obligation.set_etag(etag);
  return {plan, obligation.name(), At(seconds), obligation.SerializeAsString(), cursor};
}

ReceivedChange ReturnChange(const std::string& plan, const std::string& id, const std::string& etag, int seconds,
                            const std::string& cursor) {
  submission::v1::Return filed;
  filed.set_obligation(absl::StrCat("plans/", plan, "/obligations/", id));
  filed.set_etag(etag);
  return {plan, filed.obligation(), At(seconds), filed.SerializeAsString(), cursor};
}

std::vector<std::string> Etags(const PlanState& state) {
  std::vector<std::string> etags;
  for (const auto& obligation : state.knowledge.obligations) etags.push_back(obligation.etag());
  for (const auto& filed : state.knowledge.returns) etags.push_back(filed.etag());
  return etags;
}

using Strings = std::vector<std::string>;

TEST_P(StoreConformanceTest, StartsWithNothing) {
  EXPECT_EQ(store_->LoadCursor(Stream::kObligations, Deadline()).value(), "");
  EXPECT_EQ(store_->LoadCursor(Stream::kReturns, Deadline()).value(), "");
  EXPECT_FALSE(store_->HasPlan("a", 1, Deadline()).value());
  EXPECT_EQ(store_->LoadPlanState("a", absl::InfiniteFuture(), Deadline())->plan, nullptr);
}

TEST_P(StoreConformanceTest, AnswersThePlanInForce) {
  ASSERT_TRUE(store_->SavePlan(PlanOf("a", 1, At(10)), Deadline()).ok());
  ASSERT_TRUE(store_->SavePlan(PlanOf("a", 2, At(20)), Deadline()).ok());
  ASSERT_TRUE(store_->SavePlan(PlanOf("b", 1, At(30)), Deadline()).ok());
  EXPECT_TRUE(store_->HasPlan("a", 2, Deadline()).value());
  EXPECT_FALSE(store_->HasPlan("a", 3, Deadline()).value());
  EXPECT_EQ(store_->LoadPlanState("a", At(9), Deadline())->plan, nullptr);
  EXPECT_EQ(store_->LoadPlanState("a", At(10), Deadline())->plan->edition(), 1);
  EXPECT_EQ(store_->LoadPlanState("a", At(19), Deadline())->plan->edition(), 1);
  EXPECT_EQ(store_->LoadPlanState("a", absl::InfiniteFuture(), Deadline())->plan->edition(), 2);
}

TEST_P(StoreConformanceTest, AnEditionNeverChanges) {
  ASSERT_TRUE(store_->SavePlan(PlanOf("a", 1, At(10)), Deadline()).ok());
  type::v1::Plan other = PlanOf("a", 1, At(10));
  other.set_document_number("another");
  ASSERT_TRUE(store_->SavePlan(other, Deadline()).ok());
  EXPECT_EQ(store_->LoadPlanState("a", absl::InfiniteFuture(), Deadline())->plan->document_number(), "");
}

TEST_P(StoreConformanceTest, SavesAChangeAndItsCursorTogether) {
  ASSERT_TRUE(store_->SavePlan(PlanOf("a", 1, At(0)), Deadline()).ok());
  ASSERT_TRUE(store_->SaveChange(Stream::kObligations, "", ObligationChange("a", "x", "1", 1, "c1"), Deadline()).ok());
  EXPECT_EQ(store_->LoadCursor(Stream::kObligations, Deadline()).value(), "c1");
  EXPECT_EQ(store_->LoadCursor(Stream::kReturns, Deadline()).value(), "");
  const PlanState state = *store_->LoadPlanState("a", absl::InfiniteFuture(), Deadline());
  EXPECT_EQ(Etags(state), Strings{"1"});
  EXPECT_EQ(state.obligations_received_time, At(1));
  EXPECT_EQ(state.returns_received_time, absl::InfinitePast());
}

TEST_P(StoreConformanceTest, SavingAChangeAgainChangesNothing) {
  ASSERT_TRUE(store_->SavePlan(PlanOf("a", 1, At(0)), Deadline()).ok());
  const ReceivedChange change = ReturnChange("a", "x", "1", 1, "c1");
  ASSERT_TRUE(store_->SaveChange(Stream::kReturns, "", change, Deadline()).ok());
  ASSERT_TRUE(store_->SaveChange(Stream::kReturns, "", change, Deadline()).ok());
  EXPECT_EQ(Etags(*store_->LoadPlanState("a", absl::InfiniteFuture(), Deadline())), Strings{"1"});
}

TEST_P(StoreConformanceTest, RefusesAChangeThatDoesNotFollowTheLastOne) {
  ASSERT_TRUE(store_->SavePlan(PlanOf("a", 1, At(0)), Deadline()).ok());
  ASSERT_TRUE(store_->SaveChange(Stream::kReturns, "", ReturnChange("a", "x", "1", 1, "c1"), Deadline()).ok());
  ASSERT_TRUE(store_->SaveChange(Stream::kReturns, "c1", ReturnChange("a", "x", "2", 2, "c2"), Deadline()).ok());
  // Another replica, still at c1, brings what was saved long ago, or skips.
  EXPECT_EQ(store_->SaveChange(Stream::kReturns, "", ReturnChange("a", "x", "1", 1, "c1"), Deadline()).code(),
            absl::StatusCode::kAborted);
  EXPECT_EQ(store_->SaveChange(Stream::kReturns, "c3", ReturnChange("a", "x", "4", 4, "c4"), Deadline()).code(),
            absl::StatusCode::kAborted);
  EXPECT_EQ(store_->LoadCursor(Stream::kReturns, Deadline()).value(), "c2");
  EXPECT_EQ(Etags(*store_->LoadPlanState("a", absl::InfiniteFuture(), Deadline())), Strings{"2"});
}

TEST_P(StoreConformanceTest, AnswersWhatWasKnownAtAnyInstant) {
  ASSERT_TRUE(store_->SavePlan(PlanOf("a", 1, At(0)), Deadline()).ok());
  ASSERT_TRUE(store_->SaveChange(Stream::kObligations, "", ObligationChange("a", "x", "o1", 1, "c1"), Deadline()).ok());
  ASSERT_TRUE(
      store_->SaveChange(Stream::kObligations, "c1", ObligationChange("a", "y", "o2", 1, "c2"), Deadline()).ok());
  ASSERT_TRUE(store_->SaveChange(Stream::kReturns, "", ReturnChange("a", "x", "r1", 2, "c3"), Deadline()).ok());
  ASSERT_TRUE(store_->SaveChange(Stream::kReturns, "c3", ReturnChange("a", "x", "r2", 4, "c4"), Deadline()).ok());
  ASSERT_TRUE(store_->SaveChange(Stream::kReturns, "c4", ReturnChange("a", "x", "r3", 4, "c5"), Deadline()).ok());
  EXPECT_EQ(Etags(*store_->LoadPlanState("a", At(0), Deadline())), Strings{});
  EXPECT_EQ(Etags(*store_->LoadPlanState("a", At(1), Deadline())), (Strings{"o1", "o2"}));
  EXPECT_EQ(Etags(*store_->LoadPlanState("a", At(3), Deadline())), (Strings{"o1", "o2", "r1"}));
  // Of two changes in the same instant the later one stands.
  const PlanState now = *store_->LoadPlanState("a", At(4), Deadline());
  EXPECT_EQ(Etags(now), (Strings{"o1", "o2", "r3"}));
  EXPECT_EQ(now.obligations_received_time, At(1));
  EXPECT_EQ(now.returns_received_time, At(4));
}

TEST_P(StoreConformanceTest, KeepsPlansApart) {
  ASSERT_TRUE(store_->SavePlan(PlanOf("a", 1, At(0)), Deadline()).ok());
  ASSERT_TRUE(store_->SaveChange(Stream::kReturns, "", ReturnChange("b", "x", "1", 1, "c1"), Deadline()).ok());
  EXPECT_EQ(Etags(*store_->LoadPlanState("a", absl::InfiniteFuture(), Deadline())), Strings{});
}

TEST_P(StoreConformanceTest, OfReplicasThatBringTheSameChangesEachChangeIsSavedOnce) {
  ASSERT_TRUE(store_->SavePlan(PlanOf("a", 1, At(0)), Deadline()).ok());
  constexpr int kChanges = 25;
  std::atomic<int> saved = 0;
  std::vector<std::thread> replicas;
  for (int replica = 0; replica < 4; ++replica) {
    replicas.emplace_back([&] {
      for (int i = 1; i <= kChanges; ++i) {
        const std::string after = i == 1 ? "" : absl::StrCat("c", i - 1);
        const absl::Status status = store_->SaveChange(
            Stream::kReturns, after, ReturnChange("a", absl::StrCat("x", i), "1", i, absl::StrCat("c", i)), Deadline());
        ASSERT_TRUE(status.ok() || status.code() == absl::StatusCode::kAborted) << status;
        if (status.ok()) ++saved;
      }
    });
  }
  for (std::thread& replica : replicas) replica.join();
  EXPECT_GE(saved, kChanges);
  EXPECT_EQ(store_->LoadCursor(Stream::kReturns, Deadline()).value(), absl::StrCat("c", kChanges));
  EXPECT_EQ(store_->LoadPlanState("a", absl::InfiniteFuture(), Deadline())->knowledge.returns.size(), kChanges);
}

}  // namespace
}  // namespace lianfang::evaluation
