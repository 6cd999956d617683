#include "services/notification/notice_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "common/id.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/messages/testing/shipped_templates.h"
#include "services/notification/store/mutations.h"
#include "services/notification/store/testing/fake_notification_store.h"

namespace lianfang::notification {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class NoticeServiceTest : public ::testing::Test {
 protected:
  NoticeServiceTest() {
    call_.method = "lianfang.notification.v1.NotificationService.SendNotice";
    call_.caller.uri = "spiffe://t/service/expert";
    call_.caller.role = type::v1::ROLE_SERVICE;
    call_.caller.service = "expert";
    call_.deadline = absl::InfiniteFuture();
  }

  // An invitation to one expert, with a calendar file.
  static v1::SendNoticeRequest Invitation() {
    v1::SendNoticeRequest request;
    request.set_template_("expert-invitation");
    for (const char* name : {"engagement", "kind", "time", "place", "reply_by", "answer", "contact"}) {
      auto* variable = request.add_variables();
      variable->set_name(name);
      variable->set_value(std::string("the ") + name);
    }
    auto* mailbox = request.add_recipients()->mutable_mailbox();
    mailbox->set_display_name("专家甲");
    mailbox->set_email("expert@b.example");
    auto* file = request.add_attachments();
    file->set_filename("invitation.ics");
    file->set_content_type("text/calendar; method=REQUEST");
    file->set_content("BEGIN:VCALENDAR\r\n");
    request.set_request_id(NewUuid());
    return request;
  }

  std::vector<v1::Delivery> Recorded() { return *store_.ListDeliveries({}, {"", 1000}, absl::InfiniteFuture()); }

  Call call_;
  FakeClock clock_{testing::At(absl::CivilSecond(2022, 5, 18))};
  FakeNotificationStore store_;
  const ShippedTemplates templates_;
  NoticeService service_{store_, templates_, clock_, "hrss.example"};
};

TEST_F(NoticeServiceTest, AServiceSendsToAMailboxItKnows) {
  const auto response = service_.SendNotice(call_, Invitation());
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_THAT(response->deliveries(), SizeIs(1));
  const v1::Delivery& delivery = response->deliveries(0);
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_QUEUED);
  EXPECT_EQ(delivery.kind(), v1::DELIVERY_KIND_NOTICE);
  EXPECT_EQ(delivery.email(), "expert@b.example");
  EXPECT_EQ(delivery.sender(), call_.caller.uri);
  const auto content = store_.LoadNotice(delivery.notice(), absl::InfiniteFuture());
  EXPECT_EQ(content->attachments(0).filename(), "invitation.ics");
}

TEST_F(NoticeServiceTest, ARepeatAnswersTheFirstResponseAlsoWhenItsGroundIsGone) {
  const v1::Contact contact = testing::GaopingContact("health", type::v1::RECIPIENT_LIAISON);
  const ContactPut put{RequestKey{"office", "PutContact", "1", ""}, contact, "", clock_.Now()};
  ASSERT_TRUE(PutContact(store_, put, absl::InfiniteFuture()).ok());
  v1::SendNoticeRequest request = Invitation();
  request.add_recipients()->set_contact(contact.name());
  const auto first = service_.SendNotice(call_, request);
  ASSERT_TRUE(first.ok()) << first.status();
  v1::Contact ended = contact;
  *ended.mutable_end_time() = ToTimestamp(clock_.Now());
  const ContactPut end{RequestKey{"office", "PutContact", "2", ""}, ended, "", clock_.Now()};
  ASSERT_TRUE(PutContact(store_, end, absl::InfiniteFuture()).ok());

  clock_.Advance(absl::Hours(1));
  const auto again = service_.SendNotice(call_, request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_THAT(Recorded(), SizeIs(2));
  request.mutable_variables(0)->set_value("another");
  EXPECT_EQ(service_.SendNotice(call_, request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(NoticeServiceTest, AllOrNone) {
  v1::SendNoticeRequest request = Invitation();
  request.add_recipients()->set_contact("contacts/140581-none-liaison-1");
  EXPECT_EQ(service_.SendNotice(call_, request).status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(Recorded(), IsEmpty());
}

TEST_F(NoticeServiceTest, AVariableCannotBreakTheSubject) {
  for (const std::string& value : {std::string("专家会\r\nBcc: a@b.example"), std::string(300, 'x')}) {
    v1::SendNoticeRequest request = Invitation();
    request.mutable_variables(0)->set_value(value);
    const auto faults = BadRequestOf(service_.SendNotice(call_, request).status());
    ASSERT_TRUE(faults.has_value());
    EXPECT_EQ(faults->field_violations(0).field(), "variables");
  }
  EXPECT_THAT(Recorded(), IsEmpty());
}

TEST_F(NoticeServiceTest, AnUnknownTemplateAndAlertsAreNotForNotices) {
  for (const char* name : {"none", "alert-failure", "reminder"}) {
    v1::SendNoticeRequest request = Invitation();
    request.set_template_(name);
    EXPECT_EQ(service_.SendNotice(call_, request).status().code(), absl::StatusCode::kNotFound) << name;
  }
}

}  // namespace
}  // namespace lianfang::notification
