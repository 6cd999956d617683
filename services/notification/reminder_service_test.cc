#include "services/notification/reminder_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/calendar_library.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/messages/testing/shipped_templates.h"
#include "services/notification/store/testing/fake_notification_store.h"
#include "services/notification/store/testing/received.h"

namespace lianfang::notification {
namespace {

using testing::At;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Call CallOf(type::v1::Role role, const std::string& department, const std::string& region = "140581") {
  Call call;
  call.method = "lianfang.notification.v1.NotificationService.Test";
  call.caller.uri = "spiffe://t/region/" + region + "/department/" + department;
  call.caller.region = region;
  call.caller.department = department;
  call.caller.role = role;
  call.deadline = absl::InfiniteFuture();
  return call;
}

class ReminderServiceTest : public ::testing::Test {
 protected:
  ReminderServiceTest() {
    type::v1::Plan plan = testing::GaopingPlan();
    plan.set_edition(1);
    EXPECT_TRUE(store_.SavePlan(plan, absl::InfiniteFuture()).ok());
    EXPECT_TRUE(testing::Receive(store_, coal_).ok());
  }

  v1::AcknowledgeReminderRequest InHand() const {
    v1::AcknowledgeReminderRequest request;
    request.mutable_acknowledgement()->set_duty(coal_.name());
    request.mutable_acknowledgement()->set_note("正在汇总");
    request.set_request_id(NewUuid());
    return request;
  }

  v1::PauseRemindersRequest Pause(absl::Duration length) const {
    v1::PauseRemindersRequest request;
    request.mutable_pause()->set_plan("plans/gaoping-2021-2025");
    request.mutable_pause()->set_reason("机构改革");
    *request.mutable_pause()->mutable_until_time() = ToTimestamp(clock_.Now() + length);
    request.set_request_id(NewUuid());
    return request;
  }

  static v1::ResumeRemindersRequest Resume(const std::string& department) {
    v1::ResumeRemindersRequest request;
    request.set_plan("plans/gaoping-2021-2025");
    request.set_department(department);
    request.set_reason("完成");
    request.set_request_id(NewUuid());
    return request;
  }

  int Pauses() {
    v1::ListReminderPausesRequest request;
    request.set_parent("plans/-");
    return service_.ListReminderPauses(office_, request)->pauses_size();
  }

  const submission::v1::Obligation coal_ =
      testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2022, 5, 1), absl::CivilDay(2022, 5, 31));
  const Call office_ = CallOf(type::v1::ROLE_OFFICE, "hrss");
  const Call emergency_ = CallOf(type::v1::ROLE_LIAISON, "emergency");
  FakeClock clock_{At(absl::CivilSecond(2022, 5, 18))};
  FakeNotificationStore store_;
  const CalendarLibrary calendar_{testing::China()};
  const ShippedTemplates templates_;
  ReminderService service_{store_, calendar_, templates_, clock_};
};

TEST_F(ReminderServiceTest, ADepartmentSaysThatItsOwnIsInHand) {
  const auto request = InHand();
  const auto said = service_.AcknowledgeReminder(emergency_, request);
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(said->actor(), emergency_.caller.uri);
  EXPECT_EQ(FromTimestamp(said->due_time()), FromTimestamp(coal_.due_time()));
  EXPECT_THAT(store_.LoadBasis({}, absl::InfiniteFuture())->acknowledgements, SizeIs(1));
  // A repeat on the due day answers what was said then.
  clock_.Set(At(absl::CivilSecond(2022, 5, 31, 12, 0, 0)));
  EXPECT_EQ(service_.AcknowledgeReminder(emergency_, request)->SerializeAsString(), said->SerializeAsString());
  EXPECT_EQ(service_.AcknowledgeReminder(emergency_, InHand()).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(ReminderServiceTest, NobodyAcknowledgesForAnother) {
  for (const Call& other :
       {CallOf(type::v1::ROLE_LIAISON, "health"), CallOf(type::v1::ROLE_LIAISON, "emergency", "140500")}) {
    EXPECT_EQ(service_.AcknowledgeReminder(other, InHand()).status().code(), absl::StatusCode::kPermissionDenied);
  }
  auto unknown = InHand();
  unknown.mutable_acknowledgement()->set_duty("plans/gaoping-2021-2025/obligations/none");
  EXPECT_EQ(service_.AcknowledgeReminder(emergency_, unknown).status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(store_.LoadBasis({}, absl::InfiniteFuture())->acknowledgements, IsEmpty());
}

// A mistyped date used to end the running pause: an end in the past is refused, and ending is a verb of its own.
TEST_F(ReminderServiceTest, APauseReplacesTheOneBeforeAndCanBeEnded) {
  ASSERT_TRUE(service_.PauseReminders(office_, Pause(absl::Hours(48))).ok());
  EXPECT_EQ(Pauses(), 1);
  auto department = Pause(absl::Hours(24));
  department.mutable_pause()->set_department("health");
  ASSERT_TRUE(service_.PauseReminders(office_, department).ok());
  EXPECT_EQ(Pauses(), 2);
  for (const absl::Duration length : {absl::ZeroDuration(), -absl::Hours(24)}) {
    const auto refused = service_.PauseReminders(office_, Pause(length));
    ASSERT_TRUE(BadRequestOf(refused.status()).has_value()) << refused.status();
    EXPECT_EQ(BadRequestOf(refused.status())->field_violations(0).field(), "pause.until_time");
  }
  EXPECT_EQ(Pauses(), 2);
  const auto resume = Resume("");
  const auto ended = service_.ResumeReminders(office_, resume);
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->resume_reason(), "完成");
  EXPECT_EQ(ended->reason(), "机构改革");
  EXPECT_EQ(ended->resume_actor(), office_.caller.uri);
  EXPECT_EQ(FromTimestamp(ended->until_time()), clock_.Now());
  EXPECT_EQ(Pauses(), 1);
  EXPECT_EQ(service_.ResumeReminders(office_, resume)->SerializeAsString(), ended->SerializeAsString());
  EXPECT_EQ(ErrorInfoOf(service_.ResumeReminders(office_, Resume("")).status())->reason(), "NOT_PAUSED");
  EXPECT_EQ(ErrorInfoOf(service_.ResumeReminders(office_, Resume("housing")).status())->reason(), "NOT_PAUSED");
  clock_.Advance(absl::Hours(24));
  EXPECT_EQ(Pauses(), 0);
}

TEST_F(ReminderServiceTest, APauseOfAPlanThatIsNotThereIsRefused) {
  auto unknown = Pause(absl::Hours(1));
  unknown.mutable_pause()->set_plan("plans/none");
  EXPECT_EQ(service_.PauseReminders(office_, unknown).status().code(), absl::StatusCode::kNotFound);
  auto too_long = Pause(absl::Hours(24 * 93));
  EXPECT_EQ(BadRequestOf(service_.PauseReminders(office_, too_long).status())->field_violations(0).field(),
            "pause.until_time");
}

TEST_F(ReminderServiceTest, ListsPausesInPages) {
  for (const char* department : {"health", "housing", "transport"}) {
    auto request = Pause(absl::Hours(1));
    request.mutable_pause()->set_department(department);
    ASSERT_TRUE(service_.PauseReminders(office_, request).ok());
  }
  v1::ListReminderPausesRequest request;
  request.set_parent("plans/gaoping-2021-2025");
  request.set_page_size(2);
  const auto page = service_.ListReminderPauses(emergency_, request);
  ASSERT_THAT(page->pauses(), SizeIs(2));
  request.set_page_token(page->next_page_token());
  const auto rest = service_.ListReminderPauses(emergency_, request);
  ASSERT_THAT(rest->pauses(), SizeIs(1));
  EXPECT_EQ(rest->pauses(0).department(), "transport");
  EXPECT_EQ(rest->next_page_token(), "");
}

}  // namespace
}  // namespace lianfang::notification
