// Notification: contacts, the inbox, reminders, notices, deliveries and templates.
#include <memory>

#include "common/calendar_library.h"
#include "common/id.h"
#include "common/testing/fake_clock.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/inbox_service.h"
#include "services/notification/messages/notice_mail.h"
#include "services/notification/messages/template_library.h"
#include "services/notification/notice_service.h"
#include "services/notification/notification_service.h"
#include "services/notification/reminder_service.h"
#include "services/notification/store/testing/fake_notification_store.h"
#include "services/notification/store/testing/received.h"
#include "services/notification/template_follower.h"
#include "services/notification/template_service.h"
#include "tests/fuzz/service_target.h"

namespace lianfang::fuzz {
namespace {

using namespace notification;  // NOLINT: the service under test
namespace sample = notification::testing;

constexpr char kSubject[] = "languages/zh-CN/templates/expert-notice/parts/subject";

absl::Time Now() { return sample::At(absl::CivilSecond(2022, 5, 18)); }

std::string MethodOf(const char* name) { return std::string("lianfang.notification.v1.NotificationService.") + name; }

class World : public FuzzWorld {
 public:
  explicit World(RpcRuntime& runtime) : contract_("lianfang.notification.v1.NotificationService", runtime) {
    (void)follower_.Refresh(absl::InfiniteFuture());
    type::v1::Plan plan = sample::GaopingPlan();
    plan.set_edition(1);
    (void)store_.SavePlan(plan, absl::InfiniteFuture());
    (void)sample::Receive(store_, sample::GaopingObligation("coal-mining", "2021", absl::CivilDay(2022, 5, 1),
                                                            absl::CivilDay(2022, 5, 31)));
    notification_.Register(contract_);
    inbox_.Register(contract_);
    reminders_.Register(contract_);
    notices_.Register(contract_);
    templates_.Register(contract_);
  }

  std::vector<ContractService*> services() override { return {&contract_}; }

  std::vector<std::string> examples() override {
    v1::PutContactRequest contact;
    *contact.mutable_contact() = sample::GaopingContact("emergency", type::v1::RECIPIENT_LIAISON);
    contact.set_request_id(NewUuid());
    v1::SendNoticeRequest notice;
    notice.set_template_("conference-invitation");
    for (const char* name : {"title", "time", "place", "agenda", "contact"}) {
      auto* const variable = notice.add_variables();
      variable->set_name(name);
      variable->set_value(name);
    }
    notice.add_recipients()->set_contact(contact.contact().name());
    notice.set_request_id(NewUuid());
    v1::UploadTemplateRequest upload;
    upload.set_name(kSubject);
    upload.set_source("{{engagement}}通知\n");
    upload.set_reason("改称谓");
    upload.set_request_id(NewUuid());
    return {Example(MethodOf("PutContact"), "office", contact), Example(MethodOf("SendNotice"), "office", notice),
            Example(MethodOf("UploadTemplate"), "office", upload)};
  }

 private:
  FakeClock clock_{Now()};
  FakeNotificationStore store_;
  const CalendarLibrary calendar_{sample::China()};
  TemplateLibrary library_{*TemplateSet::Load({"deploy/templates"}, ProgramScopes())};
  Metrics metrics_;
  TemplateFollower follower_{store_, library_, metrics_, absl::Seconds(5)};
  const AddressChecks channels_ = {};
  NotificationService notification_{store_, library_, channels_, clock_};
  InboxService inbox_{store_, clock_};
  ReminderService reminders_{store_, calendar_, library_, clock_};
  NoticeService notices_{store_, library_, clock_, "hrss.example"};
  TemplateService templates_{store_, library_, follower_, clock_};
  ContractService contract_;
};

}  // namespace

FuzzedService Fuzzed() {
  return {[](RpcRuntime& runtime) { return std::make_unique<World>(runtime); },
          Now(),
          {"plans/gaoping-2021-2025", "plans/-", "conference-invitation", "expert-notice", kSubject, "zh-CN", "en",
           "plans/gaoping-2021-2025/obligations/2021-140581-coal-mining", "a@b.example",
           "{{#items}}{{recipient}}{{/items}}"}};
}

}  // namespace lianfang::fuzz
