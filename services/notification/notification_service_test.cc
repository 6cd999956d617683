#include "services/notification/notification_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "common/calendar_library.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/messages/testing/shipped_templates.h"
#include "services/notification/reminder_service.h"
#include "services/notification/store/testing/fake_notification_store.h"
#include "services/notification/store/testing/received.h"

namespace lianfang::notification {
namespace {

using testing::At;
using ::testing::HasSubstr;
using ::testing::SizeIs;

Call CallOf(type::v1::Role role, const std::string& department) {
  Call call;
  call.method = "lianfang.notification.v1.NotificationService.Test";
  call.caller = {.uri = "spiffe://t/region/140581/department/" + department,
                 .region = "140581",
                 .department = department,
                 .role = role,
                 .person = "",
                 .service = ""};
  call.deadline = absl::InfiniteFuture();
  return call;
}

class NotificationServiceTest : public ::testing::Test {
 protected:
  NotificationServiceTest() {
    type::v1::Plan plan = testing::GaopingPlan();
    plan.set_edition(1);
    EXPECT_TRUE(store_.SavePlan(plan, absl::InfiniteFuture()).ok());
    EXPECT_TRUE(testing::ReceiveAll(store_, testing::May2022()).ok());
    for (const auto& contact : testing::GaopingContacts()) EXPECT_TRUE(Put(contact).ok());
  }

  absl::StatusOr<v1::Contact> Put(const v1::Contact& contact) {
    v1::PutContactRequest request;
    *request.mutable_contact() = contact;
    request.set_request_id(NewUuid());
    return service_.PutContact(office_, request);
  }

  static v1::PreviewRemindersRequest May(int page_size) {
    v1::PreviewRemindersRequest request;
    request.set_parent("plans/gaoping-2021-2025");
    *request.mutable_from_time() = ToTimestamp(At(absl::CivilSecond(2022, 5, 1)));
    *request.mutable_until_time() = ToTimestamp(At(absl::CivilSecond(2022, 6, 1)));
    request.set_page_size(page_size);
    return request;
  }

  const Call office_ = CallOf(type::v1::ROLE_OFFICE, "hrss");
  const Call health_ = CallOf(type::v1::ROLE_LIAISON, "health");
  FakeClock clock_{At(absl::CivilSecond(2022, 5, 18))};
  FakeNotificationStore store_;
  const CalendarLibrary calendar_{testing::China()};
  const ShippedTemplates templates_;
  const AddressChecks channels_ = {{"webhook", [](const std::string& address) -> absl::StatusOr<std::string> {
                                      if (address.empty()) return absl::InvalidArgumentError("must not be empty");
                                      return address;
                                    }}};
  NotificationService service_{store_, templates_, channels_, clock_};
  ReminderService reminders_{store_, calendar_, templates_, clock_};
};

TEST_F(NotificationServiceTest, PreviewsMayInPages) {
  auto request = May(15);
  const auto first = reminders_.PreviewReminders(office_, request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(first->previews(), SizeIs(15));
  EXPECT_THAT(first->previews(0).subject(), HasSubstr("2022-05-19"));
  request.set_page_token(first->next_page_token());
  const auto second = reminders_.PreviewReminders(office_, request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_THAT(second->previews(), SizeIs(5));
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(NotificationServiceTest, APreviewShowsWhereNobodyCanBeReached) {
  v1::Contact ended = testing::GaopingContact("health", type::v1::RECIPIENT_LIAISON);
  *ended.mutable_end_time() = ToTimestamp(At(absl::CivilSecond(2022, 5, 20)));
  ASSERT_TRUE(Put(ended).ok());
  const auto answer = reminders_.PreviewReminders(health_, May(50));
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_THAT(answer->previews(), SizeIs(5));
  EXPECT_EQ(answer->previews(0).email(), "liaison-1@health.example");
  EXPECT_EQ(answer->previews(1).contact(), "");
  EXPECT_EQ(answer->previews(1).department(), "health");
  EXPECT_THAT(answer->previews(1).items(), SizeIs(2));
}

TEST_F(NotificationServiceTest, APreviewThatNobodyWaitsForIsNotAnswered) {
  Call call = office_;
  call.gone = std::make_shared<std::atomic<bool>>(true);
  EXPECT_EQ(reminders_.PreviewReminders(call, May(50)).status().code(), absl::StatusCode::kCancelled);
}

TEST_F(NotificationServiceTest, RefusesAnImpossibleStretchAndAnUnknownPlan) {
  auto backwards = May(50);
  *backwards.mutable_until_time() = backwards.from_time();
  EXPECT_EQ(reminders_.PreviewReminders(office_, backwards).status().code(), absl::StatusCode::kInvalidArgument);
  auto unknown = May(50);
  unknown.set_parent("plans/none");
  EXPECT_EQ(reminders_.PreviewReminders(office_, unknown).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(NotificationServiceTest, ASubjectActsAsItsContact) {
  v1::ListContactsRequest of_health;
  const auto contacts = service_.ListContacts(health_, of_health);
  ASSERT_GE(contacts->contacts_size(), 2);
  const auto put = [&](v1::Contact contact, const std::string& subject) {
    contact.set_subject(subject);
    contact.clear_etag();
    contact.clear_create_time();
    contact.clear_update_time();
    v1::PutContactRequest request;
    *request.mutable_contact() = std::move(contact);
    request.set_request_id(NewUuid());
    return service_.PutContact(office_, request).status();
  };
  v1::ResolveSubjectRequest asked;
  asked.set_subject("wang.fang");
  const absl::Status none = service_.ResolveSubject({}, asked).status();
  EXPECT_EQ(none.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ErrorInfoOf(none)->reason(), "NO_SUCH_SUBJECT");
  ASSERT_TRUE(put(contacts->contacts(0), "wang.fang").ok());
  const auto acts = service_.ResolveSubject({}, asked);
  ASSERT_TRUE(acts.ok()) << acts.status();
  EXPECT_EQ(acts->region(), "140581");
  EXPECT_EQ(acts->department(), "health");
  EXPECT_TRUE(absl::EndsWith(contacts->contacts(0).name(), "-" + acts->person()));
  ASSERT_TRUE(put(contacts->contacts(1), "wang.fang").ok());
  EXPECT_EQ(ErrorInfoOf(service_.ResolveSubject({}, asked).status())->reason(), "SUBJECT_AMBIGUOUS");
  EXPECT_EQ(BadRequestOf(put(contacts->contacts(0), "wang fang"))->field_violations(0).field(), "contact.subject");
}

TEST_F(NotificationServiceTest, DepartmentsSeeTheirOwnOnly) {
  v1::ListContactsRequest contacts;
  EXPECT_THAT(service_.ListContacts(office_, contacts)->contacts(), SizeIs(9));
  EXPECT_THAT(service_.ListContacts(health_, contacts)->contacts(), SizeIs(2));
  contacts.set_department("housing");
  EXPECT_EQ(service_.ListContacts(health_, contacts).status().code(), absl::StatusCode::kPermissionDenied);

  Digest digest;
  digest.contact = testing::GaopingContact("housing", type::v1::RECIPIENT_LIAISON);
  const v1::Delivery delivery = ReminderDelivery(digest, "hrss.example", clock_.Now());
  ASSERT_TRUE(*store_.RecordDelivery(delivery, absl::InfiniteFuture()));
  EXPECT_THAT(service_.ListDeliveries(health_, {})->deliveries(), SizeIs(0));
  EXPECT_THAT(service_.ListDeliveries(office_, {})->deliveries(), SizeIs(1));
  v1::GetDeliveryRequest get;
  get.set_name(delivery.name());
  EXPECT_EQ(service_.GetDelivery(health_, get).status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_TRUE(service_.GetDelivery(CallOf(type::v1::ROLE_CONVENER, "housing"), get).ok());
}

TEST_F(NotificationServiceTest, ACitysDepartmentSeesItsCounties) {
  Call city = CallOf(type::v1::ROLE_LIAISON, "health");
  city.caller.region = "140500";
  Call other_city = city;
  other_city.caller.region = "140600";
  EXPECT_THAT(service_.ListContacts(city, {})->contacts(), SizeIs(2));
  EXPECT_THAT(service_.ListContacts(other_city, {})->contacts(), SizeIs(0));
  v1::ListContactsRequest county;
  county.set_region("140581");
  EXPECT_THAT(service_.ListContacts(city, county)->contacts(), SizeIs(2));
  EXPECT_EQ(service_.ListContacts(other_city, county).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(NotificationServiceTest, AServiceSeesTheNoticesThatItSent) {
  Call expert = CallOf(type::v1::ROLE_SERVICE, "");
  expert.caller.uri = "spiffe://t/service/expert";
  v1::Delivery delivery = QueuedDelivery(v1::DELIVERY_KIND_NOTICE, "1", "hrss.example", clock_.Now());
  delivery.set_sender(expert.caller.uri);
  ASSERT_TRUE(*store_.RecordDelivery(delivery, absl::InfiniteFuture()));
  v1::GetDeliveryRequest get;
  get.set_name(delivery.name());
  EXPECT_TRUE(service_.GetDelivery(expert, get).ok());
  EXPECT_EQ(service_.GetDelivery(health_, get).status().code(), absl::StatusCode::kPermissionDenied);
  expert.caller.uri = "spiffe://t/service/evaluation";
  EXPECT_EQ(service_.GetDelivery(expert, get).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(NotificationServiceTest, OnlyWhatHasFailedIsRetried) {
  v1::Delivery delivery = QueuedDelivery(v1::DELIVERY_KIND_NOTICE, "1", "hrss.example", clock_.Now());
  delivery.set_region("140581");
  ASSERT_TRUE(*store_.RecordDelivery(delivery, absl::InfiniteFuture()));
  v1::RetryDeliveryRequest request;
  request.set_name("contacts/x");
  request.set_request_id(NewUuid());
  EXPECT_EQ(service_.RetryDelivery(office_, request).status().code(), absl::StatusCode::kInvalidArgument);
  request.set_name(delivery.name());
  EXPECT_EQ(service_.RetryDelivery(office_, request).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(NotificationServiceTest, ManyAreRetriedByNameOrSinceATime) {
  v1::Delivery delivery = QueuedDelivery(v1::DELIVERY_KIND_NOTICE, "1", "hrss.example", clock_.Now());
  delivery.set_region("140581");
  ASSERT_TRUE(*store_.RecordDelivery(delivery, absl::InfiniteFuture()));
  v1::RetryDeliveriesRequest request;
  request.set_request_id(NewUuid());
  const auto code = [&] { return service_.RetryDeliveries(office_, request).status().code(); };
  EXPECT_EQ(code(), absl::StatusCode::kInvalidArgument);  // neither
  request.add_names("contacts/x");
  EXPECT_EQ(code(), absl::StatusCode::kInvalidArgument);
  request.set_names(0, delivery.name());
  *request.mutable_failed_since_time() = ToTimestamp(clock_.Now());
  EXPECT_EQ(code(), absl::StatusCode::kInvalidArgument);  // both
  request.clear_failed_since_time();
  request.add_names(delivery.name());
  EXPECT_EQ(code(), absl::StatusCode::kInvalidArgument);  // twice
  request.mutable_names()->RemoveLast();
  const auto response = service_.RetryDeliveries(office_, request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_THAT(response->results(), SizeIs(1));
  EXPECT_EQ(response->results(0).status().code(), static_cast<int>(absl::StatusCode::kFailedPrecondition));
}

TEST_F(NotificationServiceTest, AContactIsCheckedAndCanBeRehearsed) {
  v1::PutContactRequest request;
  *request.mutable_contact() = testing::GaopingContact("finance", type::v1::RECIPIENT_LIAISON);
  request.mutable_contact()->clear_name();
  request.set_validate_only(true);
  const auto rehearsed = service_.PutContact(office_, request);
  ASSERT_TRUE(rehearsed.ok()) << rehearsed.status();
  EXPECT_EQ(rehearsed->name(), "contacts/140581-finance-liaison-1");
  EXPECT_THAT(service_.ListContacts(office_, {})->contacts(), SizeIs(9));
  request.mutable_contact()->set_email("nobody");
  EXPECT_EQ(service_.PutContact(office_, request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(NotificationServiceTest, ListsContactsInPages) {
  v1::ListContactsRequest request;
  request.set_page_size(5);
  const auto first = service_.ListContacts(office_, request);
  EXPECT_THAT(first->contacts(), SizeIs(5));
  request.set_page_token(first->next_page_token());
  const auto second = service_.ListContacts(office_, request);
  EXPECT_THAT(second->contacts(), SizeIs(4));
  EXPECT_EQ(second->next_page_token(), "");
}

}  // namespace
}  // namespace lianfang::notification
