#include "services/coordination/evidence/task_tick.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "services/coordination/testing/world.h"

namespace lianfang::coordination {
namespace {

using testing::World;

class TaskTickTest : public ::testing::Test {
 protected:
  v1::TaskStatus Task(const std::string& id) {
    v1::GetTaskRequest request;
    request.set_name("plans/sample/tasks/" + id);
    const auto task = world_.tasks.GetTask(world_.office, request);
    return task.ok() ? *task : v1::TaskStatus();
  }

  World world_;
  Metrics metrics_;
  TaskTick tick_{world_.context, world_.evidence, metrics_, {.actor = "spiffe://t/service/coordination"}};
};

TEST_F(TaskTickTest, TakesTheTasksAndWhatEvidenceShows) {
  tick_.Step();
  EXPECT_EQ(Task("publish").state(), v1::TASK_STATE_DONE);
  EXPECT_TRUE(Task("publish").by_evidence());
  EXPECT_EQ(Task("publish").events(0).actor(), "spiffe://t/service/coordination");
  EXPECT_EQ(Task("training-2023").state(), v1::TASK_STATE_OPEN);
  EXPECT_EQ(Task("returns").state(), v1::TASK_STATE_OPEN) << "6 of 7 are filed";
  EXPECT_EQ(Task("pool").state(), v1::TASK_STATE_OPEN);
  EXPECT_EQ(Task("mid-term").state(), v1::TASK_STATE_OPEN) << "1 of 12 targets is not judged";
}

// A store that has forgotten what the first mutation was answered, as after the days for which the log of requests is kept.
class ForgetfulStore : public FakeCoordinationStore {
 public:
  absl::StatusOr<std::string> Mutate(const RequestKey& key, absl::Time now, const Work& work,
                                     absl::Time deadline) override {
    if (!std::exchange(has_forgotten_, true)) return RequestIsTooOld();
    return FakeCoordinationStore::Mutate(key, now, work, deadline);
  }

 private:
  bool has_forgotten_ = false;
};

class TwoPlans : public testing::FakeEvidence {
 public:
  absl::StatusOr<std::vector<type::v1::Plan>> ListPlans(absl::Time) override {
    type::v1::Plan next = plan;
    next.set_name("plans/the-next");
    return std::vector{plan, next};
  }
};

TEST_F(TaskTickTest, APlanThatWasTakenLongAgoKeepsNoLaterOneWaiting) {
  ForgetfulStore store;
  PlanEditions plans(world_.source, store, world_.clock);
  const CoordinationContext context{store, plans, world_.clock};
  TwoPlans evidence;
  TaskTick tick(context, evidence, metrics_, {.actor = "spiffe://t/service/coordination"});
  tick.Step();
  DocumentFilter filter;
  filter.shelf = Shelf::kTask;
  const auto tasks = store.List(filter, {"", 100}, absl::InfiniteFuture());
  ASSERT_TRUE(tasks.ok()) << tasks.status();
  ASSERT_FALSE(tasks->empty());
  for (const Document& task : *tasks) EXPECT_EQ(task.plan, "plans/the-next");
}

TEST_F(TaskTickTest, LaterEvidenceCountsLater) {
  tick_.Step();
  world_.evidence.returns.filed = 7;
  world_.evidence.pool.active = 40;
  world_.evidence.assessed = {12, 0};
  world_.Inspect();
  world_.Hold();
  tick_.Step();
  for (const char* id : {"returns", "pool", "mid-term", "inspection", "conference"}) {
    EXPECT_EQ(Task(id).state(), v1::TASK_STATE_DONE) << id;
  }
  EXPECT_TRUE(Task("returns").done_late()) << "due on 28 February";
  EXPECT_EQ(world_.evidence.assessed_of, "140581 2022") << "the whole city, the period that the task names";
}

TEST_F(TaskTickTest, ASourceThatIsAwayKeepsNoOtherTaskWaiting) {
  world_.evidence.expert_away = true;
  world_.evidence.returns.filed = 7;
  tick_.Step();
  EXPECT_EQ(Task("returns").state(), v1::TASK_STATE_DONE);
  EXPECT_EQ(Task("pool").state(), v1::TASK_STATE_OPEN);
}

TEST_F(TaskTickTest, AStepWithoutNewsChangesNothing) {
  tick_.Step();
  const size_t before = world_.store.changes().size();
  tick_.Step();
  TaskTick replica(world_.context, world_.evidence, metrics_, {.actor = "spiffe://t/service/coordination"});
  replica.Step();
  EXPECT_EQ(world_.store.changes().size(), before) << "nor does another replica";
}

TEST_F(TaskTickTest, AnAmendmentMovesAddsAndDropsTasks) {
  tick_.Step();
  world_.evidence.plan.set_edition(2);
  world_.evidence.plan.mutable_tasks(1)->mutable_due_date()->set_year(2024);
  world_.evidence.plan.mutable_tasks()->RemoveLast();
  *world_.evidence.plan.add_tasks() = world_.evidence.plan.tasks(1);
  world_.evidence.plan.mutable_tasks(6)->set_id("training-2024");
  world_.source.plan = world_.evidence.plan;
  tick_.Step();
  EXPECT_EQ(Task("training-2023").plan_edition(), 2);
  EXPECT_EQ(Task("training-2024").state(), v1::TASK_STATE_OPEN);
  EXPECT_EQ(Task("inspection").state(), v1::TASK_STATE_DROPPED);
  EXPECT_EQ(Task("publish").plan_edition(), 1) << "unchanged";
}

}  // namespace
}  // namespace lianfang::coordination
