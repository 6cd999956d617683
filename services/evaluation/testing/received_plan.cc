#include "services/evaluation/testing/received_plan.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time.h"

namespace lianfang::evaluation {
namespace {

type::v1::Plan Published(type::v1::Plan plan) {
  *plan.mutable_update_time() = ToTimestamp(kPublished);
  return plan;
}

}  // namespace

ReceivedPlanTest::ReceivedPlanTest(type::v1::Plan plan) : filed_(Published(std::move(plan))) {
  EXPECT_TRUE(store_.SavePlan(filed_.plan(), kNow).ok());
  for (const auto& obligation : filed_.obligations()) Save(obligation, kPublished);
}

void ReceivedPlanTest::Save(Stream stream, const std::string& obligation, const std::string& document,
                            absl::Time commit_time) {
  const std::string after = *store_.LoadCursor(stream, kNow);
  const ReceivedChange change = {"sample", obligation, commit_time, document, absl::StrCat(++cursor_)};
  ASSERT_TRUE(store_.SaveChange(stream, after, change, kNow).ok());
}

void ReceivedPlanTest::Save(const submission::v1::Obligation& obligation, absl::Time commit_time) {
  Save(Stream::kObligations, obligation.name(), obligation.SerializeAsString(), commit_time);
}

void ReceivedPlanTest::Save(const submission::v1::Return& filed, absl::Time commit_time) {
  Save(Stream::kReturns, filed.obligation(), filed.SerializeAsString(), commit_time);
}

void ReceivedPlanTest::Receive(const char* period, int accidents, submission::v1::ReturnState state,
                               absl::Time commit_time) {
  const auto& filed =
      filed_.File(period, "coal-mining",
                  {{"accidents", accidents}, {"deaths", 0}, {"injured", 0}, {"trained", 1}, {"required", 1}}, state);
  Save(filed, commit_time);
}

void ReceivedPlanTest::File(const char* period, int accidents, submission::v1::ReturnState state,
                            absl::Time commit_time) {
  Receive(period, accidents, state, commit_time);
  Refresh();
}

void ReceivedPlanTest::Amend(absl::Time publish_time) {
  type::v1::Plan& plan = filed_.mutable_plan();
  plan.set_edition(plan.edition() + 1);
  *plan.mutable_update_time() = ToTimestamp(publish_time);
  ASSERT_TRUE(store_.SavePlan(plan, kNow).ok());
  filed_.obligations().front().set_plan_edition(plan.edition());
  Save(filed_.obligations().front(), publish_time);
  Refresh();
}

Call ReceivedPlanTest::CallFrom(const char* region) {
  Call call;
  call.deadline = kNow;
  call.caller.role = type::v1::ROLE_OFFICE;
  call.caller.region = region;
  return call;
}

}  // namespace lianfang::evaluation
