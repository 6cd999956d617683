// Who may call which RPC from where.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <type_traits>

#include "absl/strings/ascii.h"
#include "common/calendar_library.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/metrics.h"
#include "common/rpc/status.h"
#include "common/testing/fake_clock.h"
#include "common/testing/region_table.h"
#include "common/time.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/inbox_service.h"
#include "services/notification/messages/notice_mail.h"
#include "services/notification/messages/template_library.h"
#include "services/notification/notice_service.h"
#include "services/notification/notification_service.h"
#include "services/notification/reminder_service.h"
#include "services/notification/store/mutations.h"
#include "services/notification/store/testing/fake_notification_store.h"
#include "services/notification/store/testing/received.h"
#include "services/notification/template_follower.h"
#include "services/notification/template_service.h"
#include "services/notification/visibility.h"

namespace lianfang::notification {
namespace {

using testing::At;
using namespace region_table;  // NOLINT(build/namespaces): the words of the table

constexpr char kPlan[] = "plans/gaoping-2021-2025";
constexpr char kSubject[] = "languages/zh-CN/templates/expert-notice/parts/subject";

Call CallBy(const Identity& caller) {
  Call call;
  call.method = "lianfang.notification.v1.NotificationService.Test";
  call.caller = caller;
  call.deadline = absl::InfiniteFuture();
  return call;
}

template <typename Request>
Request Fresh() {
  Request request;
  request.set_request_id(NewUuid());
  return request;
}

// Whether the rows have one that is ours.
template <typename Rows, typename IsOurs>
absl::Status Shows(const Rows& rows, const IsOurs& is_ours) {
  return std::any_of(rows.begin(), rows.end(), is_ours) ? absl::OkStatus() : Hidden();
}

class RegionAccessTest : public ::testing::Test {
 protected:
  RegionAccessTest() {
    EXPECT_TRUE(follower_.Refresh(absl::InfiniteFuture()).ok());
    type::v1::Plan plan = Moved(testing::GaopingPlan());
    plan.set_edition(1);
    EXPECT_TRUE(store_.SavePlan(plan, absl::InfiniteFuture()).ok());
    obligation_ = Moved(
        testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2022, 5, 1), absl::CivilDay(2022, 5, 31)));
    EXPECT_TRUE(testing::Receive(store_, obligation_).ok());
    contact_ = Moved(testing::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON));
    EXPECT_EQ(PutContact(office_), absl::OkStatus());
    auto request = Notice();
    request.add_recipients()->set_contact(contact_.name());
    delivery_ = notices_.SendNotice(CallBy(office_), request)->deliveries(0).name();
  }

  absl::Status PutContact(const Identity& caller) {
    auto request = Fresh<v1::PutContactRequest>();
    *request.mutable_contact() = contact_;
    return notification_.PutContact(CallBy(caller), request).status();
  }

  absl::Status ListContacts(const Identity& caller) {
    const auto listed = notification_.ListContacts(CallBy(caller), {});
    if (!listed.ok()) return listed.status();
    return Shows(listed->contacts(), [this](const v1::Contact& one) { return one.name() == contact_.name(); });
  }

  absl::Status ListDuties(const Identity& caller) {
    v1::ListDutiesRequest request;
    request.set_parent(kPlan);
    const auto listed = inbox_.ListDuties(CallBy(caller), request);
    if (!listed.ok()) return listed.status();
    return Shows(listed->duties(), [this](const duty::v1::Duty& one) { return one.resource() == obligation_.name(); });
  }

  absl::Status Preview(const Identity& caller) {
    v1::PreviewRemindersRequest request;
    request.set_parent("plans/-");
    *request.mutable_from_time() = ToTimestamp(At(absl::CivilSecond(2022, 5, 1)));
    *request.mutable_until_time() = ToTimestamp(At(absl::CivilSecond(2022, 6, 1)));
    const auto answer = reminders_.PreviewReminders(CallBy(caller), request);
    if (!answer.ok()) return answer.status();
    return answer->previews().empty() ? Hidden() : absl::OkStatus();
  }

  absl::Status ListDeliveries(const Identity& caller) {
    const auto listed = notification_.ListDeliveries(CallBy(caller), {});
    if (!listed.ok()) return listed.status();
    return Shows(listed->deliveries(), [this](const v1::Delivery& one) { return one.name() == delivery_; });
  }

  absl::StatusOr<v1::Delivery> GetDelivery(const Identity& caller) {
    v1::GetDeliveryRequest request;
    request.set_name(delivery_);
    return notification_.GetDelivery(CallBy(caller), request);
  }

  absl::Status Retry(const Identity& caller) {
    auto request = Fresh<v1::RetryDeliveryRequest>();
    request.set_name(delivery_);
    return notification_.RetryDelivery(CallBy(caller), request).status();
  }

  absl::Status RetryMany(const Identity& caller) {
    auto request = Fresh<v1::RetryDeliveriesRequest>();
    request.add_names(delivery_);
    const auto answer = notification_.RetryDeliveries(CallBy(caller), request);
    if (!answer.ok()) return answer.status();
    return absl::Status(static_cast<absl::StatusCode>(answer->results(0).status().code()), "of the one");
  }

  absl::Status Acknowledge(const Identity& caller) {
    auto request = Fresh<v1::AcknowledgeReminderRequest>();
    request.mutable_acknowledgement()->set_duty(obligation_.name());
    return reminders_.AcknowledgeReminder(CallBy(caller), request).status();
  }

  absl::Status Pause(const Identity& caller) {
    auto request = Fresh<v1::PauseRemindersRequest>();
    request.mutable_pause()->set_plan(kPlan);
    request.mutable_pause()->set_reason("机构改革");
    *request.mutable_pause()->mutable_until_time() = ToTimestamp(clock_.Now() + absl::Hours(24));
    return reminders_.PauseReminders(CallBy(caller), request).status();
  }

  absl::Status Resume(const Identity& caller) {
    auto request = Fresh<v1::ResumeRemindersRequest>();
    request.set_plan(kPlan);
    request.set_reason("完成");
    return reminders_.ResumeReminders(CallBy(caller), request).status();
  }

  absl::Status ListPauses(const Identity& caller) {
    EXPECT_TRUE(Pause(office_).ok());
    v1::ListReminderPausesRequest request;
    request.set_parent("plans/-");
    const auto listed = reminders_.ListReminderPauses(CallBy(caller), request);
    if (!listed.ok()) return listed.status();
    const absl::Status shown = listed->pauses().empty() ? Hidden() : absl::OkStatus();
    EXPECT_TRUE(Resume(office_).ok());
    return shown;
  }

  static v1::SendNoticeRequest Notice() {
    auto request = Fresh<v1::SendNoticeRequest>();
    request.set_template_("conference-invitation");
    for (const char* name : {"title", "time", "place", "agenda", "contact"}) {
      auto* variable = request.add_variables();
      variable->set_name(name);
      variable->set_value(name);
    }
    return request;
  }

  // To a contact, to whoever holds a role, and as another region's: each is refused on its own.
  absl::Status Send(const Identity& caller) {
    auto by_name = Notice();
    by_name.add_recipients()->set_contact(contact_.name());
    auto by_role = Notice();
    auto& role = *by_role.add_recipients()->mutable_role();
    role.set_region(contact_.region());
    role.set_department(contact_.department());
    role.set_role(contact_.role());
    auto by_region = Notice();
    by_region.set_region(kOwn);
    by_region.add_recipients()->mutable_mailbox()->set_display_name("专家甲");
    by_region.mutable_recipients(0)->mutable_mailbox()->set_email(contact_.email());
    const absl::Status named = notices_.SendNotice(CallBy(caller), by_name).status();
    EXPECT_EQ(notices_.SendNotice(CallBy(caller), by_role).status().code(), named.code());
    EXPECT_EQ(notices_.SendNotice(CallBy(caller), by_region).status().code(), named.code());
    return named;
  }

  absl::Status Upload(const Identity& caller) {
    auto request = Fresh<v1::UploadTemplateRequest>();
    request.set_name(kSubject);
    request.set_source("{{engagement}}通知\n");
    request.set_reason("改称谓");
    return templates_.UploadTemplate(CallBy(caller), request).status();
  }

  absl::Status Reset(const Identity& caller) {
    EXPECT_TRUE(Upload(office_).ok());
    auto request = Fresh<v1::ResetTemplateRequest>();
    request.set_name(kSubject);
    request.set_reason("恢复");
    return templates_.ResetTemplate(CallBy(caller), request).status();
  }

  absl::Status GetTemplate(const Identity& caller) {
    v1::GetTemplateRequest request;
    request.set_name(kSubject);
    return templates_.GetTemplate(CallBy(caller), request).status();
  }

  absl::Status ListVersions(const Identity& caller) {
    v1::ListTemplateVersionsRequest request;
    request.set_parent(kSubject);
    return templates_.ListTemplateVersions(CallBy(caller), request).status();
  }

  const Identity office_ = Caller(type::v1::ROLE_OFFICE, kOwn);
  FakeClock clock_{At(absl::CivilSecond(2022, 5, 18))};
  FakeNotificationStore store_;
  const CalendarLibrary calendar_{testing::China()};
  TemplateLibrary library_{*TemplateSet::Load({"deploy/templates"}, ProgramScopes())};
  Metrics metrics_;
  TemplateFollower follower_{store_, library_, metrics_, absl::Seconds(5)};
  const AddressChecks channels_ = {};
  NotificationService notification_{store_, library_, channels_, clock_};
  InboxService inbox_{store_, clock_};
  ReminderService reminders_{store_, calendar_, library_, clock_};
  NoticeService notices_{store_, library_, clock_, "hrss.example"};
  TemplateService templates_{store_, library_, follower_, clock_};
  submission::v1::Obligation obligation_;
  v1::Contact contact_;
  std::string delivery_;
};

TEST_F(RegionAccessTest, PowerEndsAtTheOwnRegionAndBelow) {
  const auto ask = [this](absl::Status (RegionAccessTest::*method)(const Identity&)) {
    return [this, method](const Identity& caller) { return (this->*method)(caller); };
  };
  using T = std::remove_reference_t<decltype(*this)>;
  ExpectTable(
      *v1::ListContactsRequest::descriptor()->file()->service(0),
      {
          {"PutContact", kOfficeOnly, "own above", ask(&T::PutContact)},
          {"ListContacts", kReaders, "own above", ask(&T::ListContacts)},
          {"ResolveSubject", {}, "", {}},
          // To liaison officers and conveners in their own region; the office's director above sees nothing less.
          {"PreviewReminders", kReaders, "own above", ask(&T::Preview)},
          {"ListDuties", kReaders, "own above", ask(&T::ListDuties)},
          {"ListDeliveries", kReaders, "own above", ask(&T::ListDeliveries)},
          {"GetDelivery", kReaders, "own above",
           [this](const Identity& caller) { return GetDelivery(caller).status(); }},
          {"RetryDelivery", kOfficeOnly, "own above", ask(&T::Retry)},
          {"RetryDeliveries", kOfficeOnly, "own above", ask(&T::RetryMany)},
          {"AcknowledgeReminder", kFilers, "own", ask(&T::Acknowledge)},
          {"PauseReminders", kOfficeOnly, "own above", ask(&T::Pause)},
          {"ResumeReminders", kOfficeOnly, "own above", ask(&T::Resume)},
          {"ListReminderPauses", kReaders, "own above", ask(&T::ListPauses)},
          {"SendNotice", kOfficeOnly, "own above", ask(&T::Send)},
          // The rule that the stream passes each change through.
          {"WatchDeliveries", kOfficeAndAuditor, "own above",
           [this](const Identity& caller) { return CheckMaySee(caller, *GetDelivery(office_)); }},
          {"ListTemplates", kOfficeAndAuditor, "own above below foreign",
           [this](const Identity& caller) { return templates_.ListTemplates(CallBy(caller), {}).status(); }},
          {"GetTemplate", kOfficeAndAuditor, "own above below foreign", ask(&T::GetTemplate)},
          {"ListTemplateVersions", kOfficeAndAuditor, "own above below foreign", ask(&T::ListVersions)},
          {"UploadTemplate", kOfficeOnly, "own above", ask(&T::Upload)},
          {"ResetTemplate", kOfficeOnly, "own above", ask(&T::Reset)},
      });
}

TEST_F(RegionAccessTest, AllThatFailedMeansAllOfTheOwnRegion) {
  const std::string holder = NewUuid();
  const auto claimed = store_.ClaimDeliveries(
      {.lease = {holder, clock_.Now() + absl::Minutes(1)}, .now = clock_.Now(), .limit = 1}, absl::InfiniteFuture());
  ASSERT_EQ(claimed->size(), 1);
  v1::DeliveryAttempt refused;
  *refused.mutable_attempt_time() = ToTimestamp(clock_.Now());
  refused.set_outcome(v1::ATTEMPT_OUTCOME_PERMANENT_FAILURE);
  refused.set_scope(v1::FAILURE_SCOPE_MAILBOX);
  ASSERT_TRUE(FinishDelivery(store_, AfterAttempt(claimed->front(), refused), holder, testing::OfficeDesk(),
                             absl::InfiniteFuture())
                  .ok());
  auto request = Fresh<v1::RetryDeliveriesRequest>();
  *request.mutable_failed_since_time() = ToTimestamp(clock_.Now() - absl::Hours(1));
  const Identity foreign = Caller(type::v1::ROLE_OFFICE, "140600");
  EXPECT_EQ(notification_.RetryDeliveries(CallBy(foreign), request)->results_size(), 0);
  // The alert about it names the recipient.
  v1::ListDeliveriesRequest alerts;
  alerts.set_kind(v1::DELIVERY_KIND_ALERT);
  EXPECT_EQ(notification_.ListDeliveries(CallBy(foreign), alerts)->deliveries_size(), 0);
  EXPECT_EQ(notification_.ListDeliveries(CallBy(office_), alerts)->deliveries_size(), 1);
  request.set_request_id(NewUuid());
  EXPECT_EQ(notification_.RetryDeliveries(CallBy(office_), request)->results_size(), 1);
}

TEST_F(RegionAccessTest, APersonWritesToMailboxesOfHisOwnContactsAlone) {
  auto request = Notice();
  auto& mailbox = *request.add_recipients()->mutable_mailbox();
  mailbox.set_display_name("专家甲");
  mailbox.set_email("expert@b.example");
  const absl::Status refused = notices_.SendNotice(CallBy(office_), request).status();
  EXPECT_TRUE(absl::IsPermissionDenied(refused));
  EXPECT_EQ(ErrorInfoOf(refused)->reason(), "NOT_A_CONTACT");
  mailbox.set_email(absl::AsciiStrToUpper(contact_.email().substr(0, contact_.email().find('@'))) +
                    contact_.email().substr(contact_.email().find('@')));
  EXPECT_TRUE(notices_.SendNotice(CallBy(office_), request).ok()) << "the same mailbox, however it is spelt";
  request.set_request_id(NewUuid());
  EXPECT_TRUE(
      absl::IsPermissionDenied(notices_.SendNotice(CallBy(Caller(type::v1::ROLE_OFFICE, "140600")), request).status()))
      << "another region's contact";
}

TEST_F(RegionAccessTest, AMailToAMailboxBelongsToTheSendersRegion) {
  auto request = Notice();
  auto& mailbox = *request.add_recipients()->mutable_mailbox();
  mailbox.set_display_name("专家甲");
  mailbox.set_email(contact_.email());
  delivery_ = notices_.SendNotice(CallBy(office_), request)->deliveries(0).name();
  EXPECT_EQ(GetDelivery(office_)->region(), kOwn);
  EXPECT_TRUE(absl::IsPermissionDenied(GetDelivery(Caller(type::v1::ROLE_OFFICE, "140600")).status()));
  // As it was stored before deliveries to mailboxes had a region.
  v1::Delivery earlier = *GetDelivery(office_);
  earlier.clear_region();
  EXPECT_TRUE(CheckMaySee(office_, earlier).ok());
  EXPECT_FALSE(CheckMaySee(Caller(type::v1::ROLE_OFFICE, "140600"), earlier).ok());
}

}  // namespace
}  // namespace lianfang::notification
