#include "services/notification/inbox_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/errors.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/store/testing/fake_notification_store.h"
#include "services/notification/store/testing/received.h"

namespace lianfang::notification {
namespace {

using testing::At;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Call CallOf(type::v1::Role role, const std::string& department, const std::string& region = "140581") {
  Call call;
  call.method = "lianfang.notification.v1.NotificationService.ListDuties";
  call.caller.region = region;
  call.caller.department = department;
  call.caller.role = role;
  call.deadline = absl::InfiniteFuture();
  return call;
}

// A duty of another kind, of another source, due sooner than all others.
Duty Rectification() {
  Duty duty;
  duty.set_resource("orders/7");
  duty.mutable_kind()->set_id("rectification");
  duty.set_plan("plans/gaoping-2021-2025");
  duty.set_department("emergency");
  duty.set_acting_region("140581");
  duty.set_region("140581");
  *duty.mutable_open_time() = ToTimestamp(At(absl::CivilSecond(2022, 5, 1)));
  *duty.mutable_due_time() = ToTimestamp(At(absl::CivilSecond(2022, 5, 20)));
  duties::AwaitWhileOpen(duty);
  return duty;
}

class InboxServiceTest : public ::testing::Test {
 protected:
  InboxServiceTest() {
    EXPECT_TRUE(testing::ReceiveAll(store_, testing::May2022()).ok());
    EXPECT_TRUE(store_.SaveDuties({"inspection", "orders/7", {Rectification()}}, "", "1", absl::InfiniteFuture()).ok());
  }

  static v1::ListDutiesRequest OfAll(int page_size = 0) {
    v1::ListDutiesRequest request;
    request.set_parent("plans/-");
    request.set_page_size(page_size);
    return request;
  }

  std::vector<Duty> List(const Call& call, v1::ListDutiesRequest request) {
    std::vector<Duty> duties;
    do {
      const auto page = service_.ListDuties(call, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      duties.insert(duties.end(), page->duties().begin(), page->duties().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return duties;
  }

  FakeClock clock_{At(absl::CivilSecond(2022, 5, 21, 12, 0, 0))};
  FakeNotificationStore store_;
  InboxService service_{store_, clock_};
  const Call emergency_ = CallOf(type::v1::ROLE_LIAISON, "emergency");
};

TEST_F(InboxServiceTest, DutiesOfAllSourcesComeMostPressingFirst) {
  const std::vector<Duty> duties = List(emergency_, OfAll());
  ASSERT_THAT(duties, SizeIs(9));  // eight returns, and the order
  EXPECT_EQ(duties[0].resource(), "orders/7");
  EXPECT_EQ(duties[0].state(), duty::v1::DUTY_STATE_OVERDUE);
  EXPECT_EQ(duties[1].state(), duty::v1::DUTY_STATE_OPEN);
  EXPECT_EQ(List(emergency_, OfAll(2)).size(), 9u);
}

TEST_F(InboxServiceTest, PeopleOfADepartmentSeeTheirOwn) {
  EXPECT_THAT(List(CallOf(type::v1::ROLE_CONVENER, "health"), OfAll()), SizeIs(2));
  EXPECT_THAT(List(CallOf(type::v1::ROLE_LIAISON, "emergency", "140582"), OfAll()), IsEmpty());
  EXPECT_THAT(List(CallOf(type::v1::ROLE_LIAISON, "emergency", "140500"), OfAll()), SizeIs(9));
  auto others = OfAll();
  others.set_department("health");
  EXPECT_EQ(service_.ListDuties(emergency_, others).status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(List(CallOf(type::v1::ROLE_OFFICE, "hrss"), others), SizeIs(2));
}

TEST_F(InboxServiceTest, WhatIsDoneIsListedOnRequest) {
  auto met = testing::May2022().at(1);  // coal mining, 2019
  *met.mutable_met_time() = ToTimestamp(At(absl::CivilSecond(2022, 5, 20)));
  EXPECT_TRUE(testing::Receive(store_, met).ok());
  EXPECT_THAT(List(emergency_, OfAll()), SizeIs(8));
  auto done = OfAll();
  done.add_states(duty::v1::DUTY_STATE_MET);
  ASSERT_THAT(List(emergency_, done), SizeIs(1));
  EXPECT_EQ(List(emergency_, done)[0].resource(), met.name());
  auto named = OfAll();
  named.set_resource("orders/7");
  EXPECT_THAT(List(emergency_, named), SizeIs(1));
}

TEST_F(InboxServiceTest, ABadRequestIsNamed) {
  EXPECT_EQ(BadRequestOf(service_.ListDuties(emergency_, {}).status())->field_violations(0).field(), "parent");
  auto bad = OfAll();
  bad.set_page_token("nonsense");
  EXPECT_EQ(service_.ListDuties(emergency_, bad).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace lianfang::notification
