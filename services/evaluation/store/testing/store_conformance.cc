#include "services/evaluation/store/testing/store_conformance.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/algorithm/container.h"
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

// Etags of the obligations, then of the returns.
std::vector<std::string> Etags(const PlanState& state) {
  std::vector<std::string> etags, returns;
  state.filings.ForEach([&](const Filing& filing) {
    if (filing.obligation != nullptr) etags.push_back(filing.obligation->etag());
    if (filing.filed != nullptr) returns.push_back(filing.filed->etag());
  });
  absl::c_sort(etags);
  absl::c_sort(returns);
  etags.insert(etags.end(), returns.begin(), returns.end());
  return etags;
}

using Strings = std::vector<std::string>;

duty::v1::Duty DutyOf(const std::string& resource, const std::string& region, const std::string& occasion = "") {
  duty::v1::Duty duty;
  duty.set_resource(resource);
  duty.set_occasion(occasion);
  duty.set_plan(resource.substr(0, resource.find("/tasks/")));
  duty.set_region(region);
  duty.mutable_title()->set_zh("not kept");
  return duty;
}

// Resources and occasions of the duties of plan a about a region.
Strings DutiesOf(EvaluationStore& store, const std::string& region) {
  const auto duties = store.LoadDuties("a", region, Deadline());
  Strings texts;
  for (const auto& duty : *duties) {
    EXPECT_FALSE(duty.has_title());
    texts.push_back(absl::StrCat(duty.resource(), " ", duty.occasion()));
  }
  return texts;
}

TEST_P(StoreConformanceTest, DutiesAndTheirCursorAreKeptTogetherAndOnce) {
  const std::string x = "plans/a/tasks/x", y = "plans/a/tasks/y";
  ASSERT_TRUE(
      store_->SaveDuties({"s", x, {DutyOf(x, "140581"), DutyOf(x, "140581", "final")}}, "", "c1", Deadline()).ok());
  EXPECT_EQ(*store_->LoadDutyCursor("s", Deadline()), "c1");
  EXPECT_EQ(*store_->LoadDutyCursor("t", Deadline()), "");
  EXPECT_EQ(DutiesOf(*store_, "140581"), Strings({x + " ", x + " final"}));
  // Another replica is further.
  EXPECT_EQ(store_->SaveDuties({"s", y, {DutyOf(y, "140581")}}, "", "c1", Deadline()).code(),
            absl::StatusCode::kAborted);
  EXPECT_EQ(DutiesOf(*store_, "140581").size(), 2);
  // A change replaces all of its resource, of its source.
  ASSERT_TRUE(store_->SaveDuties({"s", x, {DutyOf(x, "140581")}}, "c1", "c2", Deadline()).ok());
  ASSERT_TRUE(store_->SaveDuties({"t", x, {DutyOf(x, "140581", "other")}}, "", "c1", Deadline()).ok());
  EXPECT_EQ(DutiesOf(*store_, "140581"), Strings({x + " ", x + " other"}));
  ASSERT_TRUE(store_->SaveDuties({"s", x, {}}, "c2", "c3", Deadline()).ok());
  EXPECT_EQ(DutiesOf(*store_, "140581"), Strings({x + " other"}));
}

TEST_P(StoreConformanceTest, DutiesAreFoundByPlanAndRegion) {
  const std::string x = "plans/a/tasks/x", y = "plans/a/tasks/y", z = "plans/b/tasks/z";
  ASSERT_TRUE(store_->SaveDuties({"s", x, {DutyOf(x, "140581")}}, "", "c1", Deadline()).ok());
  ASSERT_TRUE(store_->SaveDuties({"s", y, {DutyOf(y, "140500")}}, "c1", "c2", Deadline()).ok());
  ASSERT_TRUE(store_->SaveDuties({"s", z, {DutyOf(z, "140581")}}, "c2", "c3", Deadline()).ok());
  EXPECT_EQ(DutiesOf(*store_, "140581"), Strings({x + " "}));
  EXPECT_EQ(DutiesOf(*store_, "140582"), Strings());
  EXPECT_EQ(DutiesOf(*store_, "140500"), Strings({x + " ", y + " "}));
  EXPECT_EQ(DutiesOf(*store_, "100000"), Strings({x + " ", y + " "}));
}

TEST_P(StoreConformanceTest, AHeartbeatMovesTheCursorOfASourceAlone) {
  ASSERT_TRUE(store_->MoveDutyCursor("s", "", "c1", Deadline()).ok());
  EXPECT_EQ(*store_->LoadDutyCursor("s", Deadline()), "c1");
  EXPECT_EQ(store_->MoveDutyCursor("s", "", "c2", Deadline()).code(), absl::StatusCode::kAborted);
  EXPECT_EQ(store_->MoveDutyCursor("t", "c1", "c2", Deadline()).code(), absl::StatusCode::kAborted);
  EXPECT_TRUE(store_->MoveDutyCursor("s", "c1", "c2", Deadline()).ok());
}

TEST_P(StoreConformanceTest, StartsWithNothing) {
  EXPECT_EQ(store_->LoadCursor(Stream::kObligations, Deadline()).value(), "");
  EXPECT_EQ(store_->LoadCursor(Stream::kReturns, Deadline()).value(), "");
  EXPECT_FALSE(store_->FindPlan("plans/a", 1, Deadline())->has_value());
  EXPECT_EQ(store_->LoadDutyCursor("submission", Deadline()).value(), "");
  EXPECT_TRUE(store_->LoadDuties("a", "140581", Deadline())->empty());
  EXPECT_EQ(store_->LoadPlanState("a", absl::InfiniteFuture(), Deadline())->plan, nullptr);
}

TEST_P(StoreConformanceTest, AnswersThePlanInForce) {
  ASSERT_TRUE(store_->SavePlan(PlanOf("a", 1, At(10)), Deadline()).ok());
  ASSERT_TRUE(store_->SavePlan(PlanOf("a", 2, At(20)), Deadline()).ok());
  ASSERT_TRUE(store_->SavePlan(PlanOf("b", 1, At(30)), Deadline()).ok());
  EXPECT_EQ((*store_->FindPlan("plans/a", 1, Deadline()))->edition(), 1);
  EXPECT_EQ((*store_->FindPlan("plans/a", 0, Deadline()))->edition(), 2);
  EXPECT_FALSE(store_->FindPlan("plans/a", 3, Deadline())->has_value());
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
  EXPECT_EQ(Etags(*store_->LoadPlanState("a", absl::InfiniteFuture(), Deadline())).size(), kChanges);
}

TEST_P(StoreConformanceTest, AHeartbeatMovesTheCursorAlone) {
  ASSERT_TRUE(store_->SaveCursor(Stream::kReturns, "", "c7", Deadline()).ok());
  ASSERT_TRUE(store_->SaveCursor(Stream::kReturns, "", "c7", Deadline()).ok());  // again
  EXPECT_EQ(store_->SaveCursor(Stream::kReturns, "c1", "c8", Deadline()).code(), absl::StatusCode::kAborted);
  EXPECT_EQ(store_->LoadCursor(Stream::kReturns, Deadline()).value(), "c7");
  EXPECT_TRUE(store_->LoadChanges(Stream::kReturns, 0, 10, Deadline())->empty());
  ASSERT_TRUE(store_->SaveChange(Stream::kReturns, "c7", ReturnChange("a", "x", "1", 1, "c8"), Deadline()).ok());
}

TEST_P(StoreConformanceTest, ChangesCanBeFollowedFromTheLastOfEachObligationOn) {
  const Stream stream = Stream::kObligations;
  ASSERT_TRUE(store_->SaveChange(stream, "", ObligationChange("a", "x", "x1", 1, "c1"), Deadline()).ok());
  ASSERT_TRUE(store_->SaveChange(stream, "c1", ObligationChange("b", "y", "y1", 2, "c2"), Deadline()).ok());
  ASSERT_TRUE(store_->SaveChange(stream, "c2", ObligationChange("a", "x", "x2", 3, "c3"), Deadline()).ok());
  std::vector<SavedChange> changes = *store_->LoadChanges(stream, 0, 1, Deadline());
  ASSERT_EQ(changes.size(), 2);  // not x1, and the limit is for what comes later
  absl::c_sort(changes, [](const SavedChange& a, const SavedChange& b) { return a.position < b.position; });
  EXPECT_EQ(changes[0].plan, "b");
  EXPECT_EQ(changes[1].plan, "a");
  EXPECT_EQ(changes[1].commit_time, At(3));

  for (int i = 4; i <= 6; ++i) {
    ASSERT_TRUE(store_
                    ->SaveChange(stream, absl::StrCat("c", i - 1),
                                 ObligationChange("a", "x", absl::StrCat("x", i), i, absl::StrCat("c", i)), Deadline())
                    .ok());
  }
  const std::vector<SavedChange> later = *store_->LoadChanges(stream, changes[1].position, 2, Deadline());
  ASSERT_EQ(later.size(), 2);
  EXPECT_EQ(later[0].commit_time, At(4));
  EXPECT_LT(later[0].position, later[1].position);
  EXPECT_EQ(store_->LoadChanges(stream, later[1].position, 2, Deadline())->size(), 1);
}

TEST_P(StoreConformanceTest, AnswersTheNewestEditionOfEveryPlan) {
  ASSERT_TRUE(store_->SavePlan(PlanOf("a", 2, At(20)), Deadline()).ok());
  ASSERT_TRUE(store_->SavePlan(PlanOf("a", 1, At(10)), Deadline()).ok());
  ASSERT_TRUE(store_->SavePlan(PlanOf("b", 1, At(30)), Deadline()).ok());
  const std::vector<type::v1::Plan> plans = *store_->LoadNewestPlans(Deadline());
  ASSERT_EQ(plans.size(), 2);
  EXPECT_EQ(plans[0].name(), "plans/a");
  EXPECT_EQ(plans[0].edition(), 2);
  EXPECT_EQ(plans[1].name(), "plans/b");
}

const ScorecardName kScorecard = {"a", "140581", "2022"};

NewEvaluation EvaluationOf(const std::string& industry, v1::ResultStatus status, int64_t after) {
  NewEvaluation evaluation;
  evaluation.evaluation.set_name(FormatScorecardName(kScorecard));
  evaluation.evaluation.mutable_result()->set_industry(industry);
  evaluation.evaluation.mutable_result()->set_indicator("accidents");
  evaluation.evaluation.mutable_result()->set_status(status);
  evaluation.after = after;
  return evaluation;
}

TEST_P(StoreConformanceTest, KeepsEveryEvaluationUnderItsNumber) {
  const int64_t first = *store_->SaveEvaluations(
      "a", {EvaluationOf("coal", v1::RESULT_STATUS_PENDING, 0), EvaluationOf("", v1::RESULT_STATUS_PENDING, 0)}, At(1),
      Deadline());
  const int64_t next =
      *store_->SaveEvaluations("a", {EvaluationOf("coal", v1::RESULT_STATUS_ATTAINED, first)}, At(2), Deadline());
  EXPECT_EQ(next, first + 2);
  const auto all = *store_->ListEvaluations({.scorecard = kScorecard}, 10, Deadline());
  ASSERT_EQ(all.size(), 3);
  EXPECT_EQ(all[0].number, next);
  EXPECT_EQ(all[0].evaluation.name(), absl::StrCat(FormatScorecardName(kScorecard), "/evaluations/", next));
  EXPECT_EQ(store_->ListEvaluations({.scorecard = kScorecard, .industry = "coal"}, 10, Deadline())->size(), 2);
  EXPECT_EQ(store_->ListEvaluations({.scorecard = kScorecard, .indicator = "deaths"}, 10, Deadline())->size(), 0);
  const auto page = *store_->ListEvaluations({.scorecard = kScorecard, .before = next}, 1, Deadline());
  ASSERT_EQ(page.size(), 1);
  EXPECT_EQ(page[0].number, first + 1);
  EXPECT_EQ(store_->ListEvaluations({.scorecard = {"a", "140581", "2023"}}, 10, Deadline())->size(), 0);

  const auto last = *store_->LoadLastEvaluations("a", Deadline());
  ASSERT_EQ(last.size(), 2);
  EXPECT_EQ(last[0].number, first + 1);  // the total's industry is empty
  EXPECT_EQ(last[1].number, next);
  EXPECT_EQ(last[1].evaluation.result().status(), v1::RESULT_STATUS_ATTAINED);
  EXPECT_TRUE(store_->LoadLastEvaluations("b", Deadline())->empty());

  EXPECT_EQ(store_->GetEvaluation(kScorecard, first, Deadline())->result().status(), v1::RESULT_STATUS_PENDING);
  EXPECT_EQ(store_->GetEvaluation(kScorecard, next + 1, Deadline()).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(store_->GetEvaluation({"a", "140582", "2022"}, first, Deadline()).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_P(StoreConformanceTest, OfReplicasThatEvaluateTheSameChangeOneIsFirst) {
  const int64_t first =
      *store_->SaveEvaluations("a", {EvaluationOf("coal", v1::RESULT_STATUS_PENDING, 0)}, At(1), Deadline());
  const std::vector<NewEvaluation> next = {EvaluationOf("iron", v1::RESULT_STATUS_PENDING, 0),
                                           EvaluationOf("coal", v1::RESULT_STATUS_MISSING, first)};
  ASSERT_TRUE(store_->SaveEvaluations("a", next, At(2), Deadline()).ok());
  const std::vector<NewEvaluation> late = {EvaluationOf("gold", v1::RESULT_STATUS_PENDING, 0),
                                           EvaluationOf("coal", v1::RESULT_STATUS_MISSING, first)};
  EXPECT_EQ(store_->SaveEvaluations("a", late, At(3), Deadline()).status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(store_->LoadLastEvaluations("a", Deadline())->size(), 2);  // none of the late ones
}

// Several totals of one indicator and period are several results.
TEST_P(StoreConformanceTest, AResultIsKeptOnceInABatchAndTotalsOfOtherIndustriesAreOtherResults) {
  const std::vector<NewEvaluation> totals = {EvaluationOf("+coal+iron", v1::RESULT_STATUS_PENDING, 0),
                                             EvaluationOf("+gold", v1::RESULT_STATUS_PENDING, 0),
                                             EvaluationOf("gold", v1::RESULT_STATUS_PENDING, 0)};
  const int64_t first = *store_->SaveEvaluations("a", totals, At(1), Deadline());
  EXPECT_EQ(store_->LoadLastEvaluations("a", Deadline())->size(), 3);
  const auto kept = *store_->ListEvaluations({.scorecard = kScorecard, .industry = "+gold"}, 10, Deadline());
  ASSERT_EQ(kept.size(), 1);
  EXPECT_EQ(kept[0].number, first + 1);
  const std::vector<NewEvaluation> twice = {EvaluationOf("", v1::RESULT_STATUS_PENDING, 0),
                                            EvaluationOf("", v1::RESULT_STATUS_MISSING, 0)};
  EXPECT_EQ(store_->SaveEvaluations("a", twice, At(2), Deadline()).status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(store_->LoadLastEvaluations("a", Deadline())->size(), 3);
}

}  // namespace
}  // namespace lianfang::evaluation
