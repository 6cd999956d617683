// What the guard of calls tells the audit, over the wire.
#include "common/rpc/call_audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/testing/server_fixture.h"

namespace lianfang {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Notes what it is told.
class NotedAudit : public CallAudit {
 public:
  void Denied(const Call& call, const google::protobuf::Message* request, const absl::Status&) override {
    absl::MutexLock lock(&mutex_);
    denied_.push_back(
        absl::StrCat(call.method.substr(call.method.rfind('.') + 1), request == nullptr ? " by headers" : ""));
  }
  absl::Status Read(const Call& call, const google::protobuf::Message&) override {
    absl::MutexLock lock(&mutex_);
    read_.push_back(call.method.substr(call.method.rfind('.') + 1));
    return answer_;
  }

  void Answer(absl::Status answer) {
    absl::MutexLock lock(&mutex_);
    answer_ = std::move(answer);
  }
  std::vector<std::string> denied() {
    absl::MutexLock lock(&mutex_);
    return denied_;
  }
  std::vector<std::string> read() {
    absl::MutexLock lock(&mutex_);
    return read_;
  }

 private:
  absl::Mutex mutex_;
  absl::Status answer_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> denied_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> read_ ABSL_GUARDED_BY(mutex_);
};

class CallAuditTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    server_->AuditWith(audit_);
  }

  NotedAudit audit_;  // outlives the calls: TearDown drains
};

TEST_F(CallAuditTest, ADenialByRoleAndOneByRowAreTold) {
  EXPECT_TRUE(GetPlanAs("emergency", Named("plans/p")).ok());
  EXPECT_EQ(GetPlanAs("emergency", Named("")).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(audit_.denied(), IsEmpty());
  EXPECT_EQ(GetPlanAs("operator", Named("plans/p")).code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(audit_.denied(), ElementsAre("GetPlan by headers"));
  handler_ = [](const Call&, const GetPlanRequest&) -> absl::StatusOr<Plan> {
    return absl::PermissionDeniedError("another's");
  };
  EXPECT_EQ(GetPlanAs("emergency", Named("plans/p")).code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(audit_.denied(), ElementsAre("GetPlan by headers", "GetPlan"));
}

TEST_F(CallAuditTest, AReadIsTold) {
  EXPECT_TRUE(GetPlanAs("emergency", Named("plans/p")).ok());
  EXPECT_THAT(audit_.read(), IsEmpty());
  plans_->AuditReads("GetPlan");
  EXPECT_TRUE(GetPlanAs("emergency", Named("plans/p")).ok());
  EXPECT_THAT(audit_.read(), ElementsAre("GetPlan"));
}

TEST_F(CallAuditTest, WhatIsNotReadIsNotToldAndWhatCannotBeToldIsNotAnswered) {
  plans_->AuditReads("GetPlan");
  handler_ = [](const Call&, const GetPlanRequest&) -> absl::StatusOr<Plan> { return absl::NotFoundError("none"); };
  EXPECT_EQ(GetPlanAs("emergency", Named("plans/p")).code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(audit_.read(), IsEmpty());
  handler_ = [](const Call&, const GetPlanRequest&) {
    Plan plan;
    plan.set_name("plans/p");
    return plan;
  };
  audit_.Answer(absl::UnavailableError("away"));
  Plan plan;
  EXPECT_EQ(GetPlanAs("emergency", Named("plans/p"), &plan).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(plan.name(), "");
}

}  // namespace
}  // namespace lianfang
