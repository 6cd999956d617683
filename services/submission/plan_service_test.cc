// The handlers that read plans, on a store in memory. What publishes and amends is decided in domain/ledger/decisions.h
// and tested with batches; its way through the contract is in tests/e2e.
#include "services/submission/plan_service.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "common/errors.h"
#include "common/testing/fake_clock.h"
#include "services/submission/store/testing/fake_ledger_store.h"
#include "services/submission/store/testing/fake_submission_store.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/proposals.h"

namespace lianfang::submission {
namespace {

class PlanServiceTest : public testing::Test {
 protected:
  PlanServiceTest() : clock_(Shanghai("2022-05-20 10:00")) {
    writer_ = std::make_unique<LedgerWriter>(
        store_, key_, clock_, metrics_, [] {}, LedgerWriter::Options());
    service_ = std::make_unique<PlanService>(store_, ledger_, *writer_, clock_);
    call_.caller = Office();
    call_.deadline = absl::InfiniteFuture();
  }

  void Publish(const std::string& id) {
    type::v1::Plan plan = ShippedPlan("gaoping-2021-2025");
    plan.set_name("plans/" + id);
    ASSERT_TRUE(CommitAt(clock_.Now(), store_, key_, ProposePublication(plan)).ok());
  }

  FakeClock clock_;
  Metrics metrics_;
  const SigningKey key_ = SigningKey::Generate();
  FakeSubmissionStore store_;
  FakeLedgerStore ledger_{store_};
  std::unique_ptr<LedgerWriter> writer_;
  std::unique_ptr<PlanService> service_;
  Call call_;
};

TEST_F(PlanServiceTest, AnswersEveryEditionAndTheNewestWithoutOne) {
  Publish("a");
  type::v1::Plan amended = **store_.LoadPlan("a", 0, absl::InfiniteFuture());
  amended.set_document_number("高人社字〔2023〕1号");
  ASSERT_TRUE(CommitAt(clock_.Now(), store_, key_, ProposeAmendment(amended, "更正文号")).ok());
  v1::GetPlanRequest request;
  request.set_name("plans/a");
  EXPECT_EQ(service_->GetPlan(call_, request)->edition(), 2);
  request.set_edition(1);
  EXPECT_NE(service_->GetPlan(call_, request)->document_number(), "高人社字〔2023〕1号");
  request.set_edition(3);
  EXPECT_EQ(service_->GetPlan(call_, request).status().code(), absl::StatusCode::kNotFound);
  request.set_edition(-1);
  EXPECT_EQ(service_->GetPlan(call_, request).status().code(), absl::StatusCode::kInvalidArgument);
  request.set_name("plans/a/obligations/b");
  EXPECT_EQ(service_->GetPlan(call_, request).status().code(), absl::StatusCode::kInvalidArgument);
  request.set_name("plans/none");
  request.set_edition(0);
  EXPECT_EQ(ErrorInfoOf(service_->GetPlan(call_, request).status())->reason(), "NO_SUCH_PLAN");
}

TEST_F(PlanServiceTest, ListsPlansByPage) {
  for (const char* id : {"c", "a", "b"}) Publish(id);
  v1::ListPlansRequest request;
  request.set_page_size(2);
  const auto first = service_->ListPlans(call_, request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->plans_size(), 2);
  EXPECT_EQ(first->plans(0).name(), "plans/a");
  EXPECT_EQ(first->plans(1).name(), "plans/b");
  request.set_page_token(first->next_page_token());
  const auto second = service_->ListPlans(call_, request);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->plans_size(), 1);
  EXPECT_EQ(second->plans(0).name(), "plans/c");
  EXPECT_TRUE(second->next_page_token().empty());
}

}  // namespace
}  // namespace lianfang::submission
