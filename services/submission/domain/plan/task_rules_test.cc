#include "services/submission/domain/plan/task_rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "common/errors.h"
#include "services/submission/testing/plans.h"

namespace lianfang::submission {
namespace {

using type::v1::Plan;
using type::v1::Task;

Plan WithTask() {
  Plan plan = ShippedPlan("gaoping-2021-2025");
  plan.clear_tasks();
  Task& task = *plan.add_tasks();
  task.set_id("training");
  task.mutable_text()->set_zh("开展培训");
  task.add_owners("emergency");
  task.add_owners("housing");
  task.mutable_due_date()->set_year(2023);
  task.mutable_due_date()->set_month(12);
  task.mutable_due_date()->set_day(31);
  return plan;
}

std::string FirstField(const absl::Status& status) {
  const auto details = BadRequestOf(status);
  return details.has_value() ? details->field_violations(0).field() : "";
}

TEST(ValidateTasksTest, TheShippedPlansHaveTheTasksOfTheirSchedules) {
  for (const auto& [name, count] : {std::pair("gaoping-2021-2025", 35), std::pair("sample-2026-2030", 26)}) {
    const Plan plan = ShippedPlan(name);
    EXPECT_TRUE(ValidateTasks(plan).ok()) << ValidateTasks(plan);
    EXPECT_EQ(plan.tasks_size(), count) << name;
  }
}

// 5（六） of the notice: 全市技工院校要全面开设工伤预防课程.
TEST(ValidateTasksTest, TheShippedPlansHaveCoursesOfTechnicalSchoolsInEveryYear) {
  const std::vector<std::pair<std::string, std::vector<int>>> plans = {
      {"gaoping-2021-2025", {2022, 2023, 2024, 2025}}, {"sample-2026-2030", {2026, 2027, 2028, 2029, 2030}}};
  for (const auto& [name, years] : plans) {
    const Plan plan = ShippedPlan(name);
    std::vector<int> owed;
    for (const Task& task : plan.tasks()) {
      if (task.text().zh().find("技工院校") == std::string::npos) continue;
      EXPECT_EQ(task.owners(0), "hrss") << task.id();
      EXPECT_EQ(task.period(), std::to_string(task.due_date().year())) << task.id();
      EXPECT_EQ(task.evidence(), type::v1::TASK_EVIDENCE_REPORT) << task.id() << ": with the schools' records";
      owed.push_back(task.due_date().year());
    }
    EXPECT_EQ(owed, years) << name;
  }
}

TEST(ValidateTasksTest, NamesTheFieldAtFault) {
  EXPECT_TRUE(ValidateTasks(WithTask()).ok()) << ValidateTasks(WithTask());
  const std::vector<std::pair<std::string, std::function<void(Plan&, Task&)>>> faults = {
      {"plan.tasks[0].id", [](Plan&, Task& task) { task.set_id("Training"); }},
      {"plan.tasks[1].id", [](Plan& plan, Task& task) { *plan.add_tasks() = Task(task); }},
      {"plan.tasks[0].text.zh", [](Plan&, Task& task) { task.clear_text(); }},
      {"plan.tasks[0].text.zh", [](Plan&, Task& task) { task.mutable_text()->set_zh(std::string(501, 'x')); }},
      {"plan.tasks[0].owners", [](Plan&, Task& task) { task.clear_owners(); }},
      {"plan.tasks[0].owners[1]", [](Plan&, Task& task) { task.set_owners(1, "police"); }},
      {"plan.tasks[0].owners[1]", [](Plan&, Task& task) { task.set_owners(1, "emergency"); }},
      {"plan.tasks[0].period", [](Plan&, Task& task) { task.set_period("2020"); }},
      {"plan.tasks[0].due_date", [](Plan&, Task& task) { task.clear_due_date(); }},
      {"plan.tasks[0].due_date", [](Plan&, Task& task) { task.mutable_due_date()->set_year(2021); }},
      {"plan.tasks[0].open_date", [](Plan&, Task& task) { task.mutable_open_date()->set_year(2023); }},
      {"plan.tasks[0].evidence", [](Plan&, Task& task) { task.set_evidence(static_cast<type::v1::TaskEvidence>(99)); }},
      {"plan.tasks[0].evidence_period", [](Plan&, Task& task) { task.set_evidence_period("2022"); }},
      {"plan.tasks[0].evidence_period",
       [](Plan&, Task& task) { task.set_evidence(type::v1::TASK_EVIDENCE_RETURNS_FILED); }},
      {"plan.tasks[0].evidence_period",
       [](Plan&, Task& task) { task.set_evidence(type::v1::TASK_EVIDENCE_MID_TERM_ASSESSED); }},
      {"plan.tasks[0].evidence_period",
       [](Plan&, Task& task) {
         task.set_evidence(type::v1::TASK_EVIDENCE_MID_TERM_ASSESSED);
         task.set_evidence_period("2019");  // the base: nothing is judged there
       }},
      {"plan.tasks[0].evidence_pool", [](Plan&, Task& task) { task.set_evidence_pool("training"); }},
      {"plan.tasks[0].evidence_pool",
       [](Plan&, Task& task) { task.set_evidence(type::v1::TASK_EVIDENCE_POOL_FORMED); }},
      {"plan.tasks[0].evidence_pool",
       [](Plan& plan, Task& task) {
         task.set_evidence(type::v1::TASK_EVIDENCE_POOL_FORMED);
         task.set_evidence_pool("training");
         for (auto& pool : *plan.mutable_pools()) pool.clear_target_size();
       }},
  };
  for (const auto& [field, change] : faults) {
    Plan plan = WithTask();
    change(plan, *plan.mutable_tasks(0));
    EXPECT_EQ(FirstField(ValidateTasks(plan)), field);
  }
}

TEST(ValidateTasksTest, ATaskMayOpenLaterThanThePlan) {
  Plan plan = WithTask();
  auto& open = *plan.mutable_tasks(0)->mutable_open_date();
  open = plan.tasks(0).due_date();
  EXPECT_TRUE(ValidateTasks(plan).ok()) << "on its last day";
  open.set_year(2024);
  EXPECT_EQ(FirstField(ValidateTasks(plan)), "plan.tasks[0].due_date");
}

TEST(ValidateCoordinationTest, EveryNumberHasItsRange) {
  Plan plan = WithTask();
  EXPECT_TRUE(ValidateCoordination(plan).ok());
  auto& policy = *plan.mutable_coordination();
  policy.set_order_days(367);
  EXPECT_EQ(FirstField(ValidateCoordination(plan)), "plan.coordination.order_days");
  policy.set_order_days(366);
  policy.set_reinspection_days(-1);
  EXPECT_EQ(FirstField(ValidateCoordination(plan)), "plan.coordination.reinspection_days");
  policy.clear_reinspection_days();
  policy.set_extensions(11);
  EXPECT_EQ(FirstField(ValidateCoordination(plan)), "plan.coordination.extensions");
  policy.set_extensions(10);
  policy.set_transfer_days(400);
  EXPECT_EQ(FirstField(ValidateCoordination(plan)), "plan.coordination.transfer_days");
}

}  // namespace
}  // namespace lianfang::submission
