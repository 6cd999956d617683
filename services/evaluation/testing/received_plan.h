// The sample plan as received from submission, in a store in memory, and calls to handlers on it.
//
//   class TrendTest : public ReceivedPlanTest {};
//   File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
#ifndef LIANFANG_SERVICES_EVALUATION_TESTING_RECEIVED_PLAN_H_
#define LIANFANG_SERVICES_EVALUATION_TESTING_RECEIVED_PLAN_H_

#include <gtest/gtest.h>

#include <string>

#include "common/rpc/call.h"
#include "common/testing/fake_clock.h"
#include "services/evaluation/domain/testing/sample_plan.h"
#include "services/evaluation/live/live_plans.h"
#include "services/evaluation/standpoint.h"
#include "services/evaluation/store/testing/fake_evaluation_store.h"

namespace lianfang::evaluation {

// When the plan was published and its obligations stated; then in order.
const absl::Time kPublished = Day(2022, 5, 19);
const absl::Time kFiled = Day(2022, 5, 30);
const absl::Time kReviewed = Day(2022, 5, 31);
const absl::Time kNow = Day(2022, 6, 2);  // 2019 and 2021 are due since 1 June

class ReceivedPlanTest : public testing::Test {
 protected:
  explicit ReceivedPlanTest(type::v1::Plan plan = SamplePlan());

  // Files accidents for coal mining, with nothing else to remark, and tells memory.
  void File(const char* period, int accidents, submission::v1::ReturnState state, absl::Time commit_time);
  // Likewise, untold.
  void Receive(const char* period, int accidents, submission::v1::ReturnState state, absl::Time commit_time);
  // An obligation or a return as it is now.
  void Save(const submission::v1::Obligation& obligation, absl::Time commit_time);
  void Save(const submission::v1::Return& filed, absl::Time commit_time);
  void Amend(absl::Time publish_time);
  // What a replica does with what another has received.
  void Refresh() { ASSERT_TRUE(plans_.Refresh(kNow).ok()); }

  // A call by the office of the region.
  static Call CallFrom(const char* region = "140581");

  Filed filed_;
  FakeEvaluationStore store_;
  FakeClock clock_{kNow};
  LivePlans plans_{store_};
  Standpoints standpoints_{store_, plans_, clock_};

 private:
  void Save(Stream stream, const std::string& obligation, const std::string& document, absl::Time commit_time);

  int cursor_ = 0;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_TESTING_RECEIVED_PLAN_H_
