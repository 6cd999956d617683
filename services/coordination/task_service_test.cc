#include "services/coordination/task_service.h"

#include <gtest/gtest.h>

#include "services/coordination/evidence/task_tick.h"
#include "services/coordination/testing/world.h"

namespace lianfang::coordination {
namespace {

using testing::FirstField;
using testing::ReasonOf;
using testing::World;

class TaskServiceTest : public ::testing::Test {
 protected:
  void SetUp() override { tick_.Step(); }

  v1::ListTasksResponse List(const v1::ListTasksRequest& request) {
    return *world_.tasks.ListTasks(world_.health, request);
  }

  World world_;
  Metrics metrics_;
  TaskTick tick_{world_.context, world_.evidence, metrics_, {.actor = "spiffe://t/service/coordination"}};
  const std::string name_ = "plans/sample/tasks/training-2023";
};

TEST_F(TaskServiceTest, ListsByDueDateAndCondition) {
  v1::ListTasksRequest request;
  request.set_parent(testing::kPlan);
  const auto all = List(request);
  ASSERT_EQ(all.tasks_size(), 7);
  EXPECT_EQ(all.tasks(0).task().id(), "publish");
  EXPECT_EQ(all.tasks(1).task().id(), "returns");
  request.set_page_size(4);
  auto page = List(request);
  request.set_page_token(page.next_page_token());
  EXPECT_EQ(List(request).tasks_size(), 3);
  v1::ListTasksRequest of;
  of.set_parent(testing::kPlan);
  of.set_department("housing");
  EXPECT_EQ(List(of).tasks_size(), 1) << "the second owner's, too";
  of.clear_department();
  of.add_states(v1::TASK_STATE_DONE);
  ASSERT_EQ(List(of).tasks_size(), 1);
  EXPECT_TRUE(List(of).tasks(0).by_evidence());
  of.set_parent("plans/none");
  EXPECT_EQ(world_.tasks.ListTasks(world_.health, of).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(TaskServiceTest, IsReportedThenConfirmedByAnotherPerson) {
  auto report = World::About<v1::ReportTaskRequest>(name_);
  EXPECT_EQ(FirstField(world_.tasks.ReportTask(world_.emergency, report).status()), "note");
  report.set_note("已开展培训 12 场");
  report.set_request_id(NewUuid());
  const auto reported = world_.tasks.ReportTask(world_.emergency, report);
  ASSERT_TRUE(reported.ok()) << reported.status();
  EXPECT_EQ(reported->state(), v1::TASK_STATE_DONE);
  auto confirm = World::About<v1::ConfirmTaskRequest>(name_);
  EXPECT_EQ(world_.tasks.ConfirmTask(world_.office, confirm)->state(), v1::TASK_STATE_VERIFIED);
  confirm.set_request_id(NewUuid());
  EXPECT_EQ(ReasonOf(world_.tasks.ConfirmTask(world_.office, confirm).status()), "STATE_NOT_ALLOWED");
}

TEST_F(TaskServiceTest, WhoReportsForADepartmentDoesNotConfirm) {
  auto report = World::About<v1::ReportTaskRequest>(name_);
  report.set_note("电话告知");
  ASSERT_TRUE(world_.tasks.ReportTask(world_.office, report).ok());
  EXPECT_EQ(ReasonOf(world_.tasks.ConfirmTask(world_.office, World::About<v1::ConfirmTaskRequest>(name_)).status()),
            "FOUR_EYES");
  EXPECT_TRUE(world_.tasks.ConfirmTask(world_.second, World::About<v1::ConfirmTaskRequest>(name_)).ok());
}

TEST_F(TaskServiceTest, NamesAreChecked) {
  EXPECT_EQ(FirstField(world_.tasks.GetTask(world_.health, v1::GetTaskRequest()).status()), "name");
}

}  // namespace
}  // namespace lianfang::coordination
