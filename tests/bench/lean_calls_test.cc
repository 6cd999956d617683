// The load client against a real server with real certificates.
#include "tests/bench/lean_calls.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "common/rpc/server.h"
#include "common/testing/environment.h"
#include "lianfang/submission/v1/plan_service.pb.h"

namespace lianfang::bench {
namespace {

using submission::v1::GetPlanRequest;
using type::v1::Plan;

constexpr char kGetPlan[] = "/lianfang.submission.v1.PlanService/GetPlan";
constexpr char kNoPlan[] = "plans/none";
// Several frames each, and together more than a window; a request may have 64 KiB.
constexpr size_t kLong = 60000;

class LeanCallsTest : public testing::Test {
 protected:
  void SetUp() override {
    ServerOptions options;
    options.tls = TestCertificate("submission");
    server_ = std::make_unique<Server>(options, metrics_);
    plans_ = std::make_unique<ContractService>("lianfang.submission.v1.PlanService", server_->runtime());
    plans_->Unary<GetPlanRequest, Plan>("GetPlan",
                                        [](const Call&, const GetPlanRequest& request) -> absl::StatusOr<Plan> {
                                          if (request.name() == kNoPlan)
                                            return absl::NotFoundError("there is no such plan");
                                          Plan plan;
                                          plan.set_name(request.name());
                                          return plan;
                                        });
    ASSERT_TRUE(server_->Start({plans_.get()}).ok());
    server_->SetReady(true);
    target_ = {absl::StrCat("localhost:", server_->port()), TestCertificate("office")};
  }

  // Asks for all at once; the answers in their order.
  static std::vector<absl::StatusOr<std::string>> Ask(LeanCalls& calls, const std::vector<std::string>& names) {
    std::vector<absl::StatusOr<std::string>> answers(names.size(), absl::UnknownError("not answered"));
    absl::BlockingCounter left(static_cast<int>(names.size()));
    for (size_t i = 0; i < names.size(); ++i) {
      GetPlanRequest request;
      request.set_name(names[i]);
      calls.Start(static_cast<int>(i), request.SerializeAsString(), [&, i](const absl::StatusOr<std::string>& answer) {
        answers[i] = answer;
        left.DecrementCount();
      });
    }
    left.Wait();
    return answers;
  }

  static std::string NameIn(const absl::StatusOr<std::string>& answer) {
    Plan plan;
    return answer.ok() && plan.ParseFromString(*answer) ? plan.name() : answer.status().ToString();
  }

  Metrics metrics_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<ContractService> plans_;
  Target target_;
};

TEST_F(LeanCallsTest, EachCallGetsItsOwnAnswer) {
  const auto calls = LeanCalls::Connect(target_, kGetPlan);
  ASSERT_TRUE(calls.ok()) << calls.status();
  std::vector<std::string> names;
  for (int i = 0; i < 100; ++i) names.push_back(absl::StrCat("plans/", i));  // fewer than one caller may have under way
  const auto answers = Ask(**calls, names);
  for (size_t i = 0; i < names.size(); ++i) EXPECT_EQ(NameIn(answers[i]), names[i]);
}

TEST_F(LeanCallsTest, LongMessagesArriveWhole) {
  const auto calls = LeanCalls::Connect(target_, kGetPlan);
  ASSERT_TRUE(calls.ok()) << calls.status();
  const std::string name(kLong, 'n');
  for (const auto& answer : Ask(**calls, std::vector<std::string>(16, name))) EXPECT_TRUE(NameIn(answer) == name);
}

TEST_F(LeanCallsTest, ARefusalIsPassedOn) {
  const auto calls = LeanCalls::Connect(target_, kGetPlan);
  ASSERT_TRUE(calls.ok()) << calls.status();
  const auto answers = Ask(**calls, {kNoPlan, "plans/p"});
  EXPECT_EQ(answers[0].status(), absl::NotFoundError("there is no such plan"));
  EXPECT_TRUE(answers[1].ok()) << answers[1].status();
}

// A caller's next call is started by the end of the one before.
TEST_F(LeanCallsTest, ACallMayBeStartedByTheEndOfAnother) {
  auto calls = LeanCalls::Connect(target_, kGetPlan);
  ASSERT_TRUE(calls.ok()) << calls.status();
  GetPlanRequest request;
  request.set_name("plans/p");
  LeanCalls* const client = calls->get();
  int left = 100;
  std::function<void(const absl::StatusOr<std::string>&)> next = [&](const absl::StatusOr<std::string>& answer) {
    EXPECT_EQ(NameIn(answer), "plans/p");
    if (--left > 0) client->Start(left, request.SerializeAsString(), next);
  };
  client->Start(0, request.SerializeAsString(), next);
  calls->reset();  // waits for the last of them
  EXPECT_EQ(left, 0);
}

TEST_F(LeanCallsTest, AServerThatHasGoneIsTold) {
  const auto calls = LeanCalls::Connect(target_, kGetPlan);
  ASSERT_TRUE(calls.ok()) << calls.status();
  server_->Drain();
  server_.reset();
  EXPECT_EQ(Ask(**calls, {"plans/p"})[0].status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(LeanCalls::Connect(target_, kGetPlan).status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace lianfang::bench
