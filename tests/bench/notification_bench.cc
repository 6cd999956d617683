// How fast reminders are planned and mails sent.
//
//   notification_bench --benchmark_filter=Plan          # 10,000 obligations × 3 recipients on one morning
//   notification_bench --benchmark_filter=Mails         # against the mail catcher's own limit; needs what tests/run
//   provides
//
// MailsByCurl sends finished mails over one kept connection, which is all that the mail catcher lets through;
// MailsBySender sends as many deliveries out of PostgreSQL, claimed, written, sent and recorded.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/hash.h"
#include "common/id.h"
#include "common/testing/environment.h"
#include "common/time.h"
#include "services/notification/delivery_sender.h"
#include "services/notification/domain/delivery_rules.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/mail/curl_smtp_transport.h"
#include "services/notification/mail/testing/shipped_templates.h"
#include "services/notification/store/testing/pg_test_store.h"

namespace lianfang::notification {
namespace {

constexpr int kMails = 1000;
constexpr int kMailsOfNotice = 200;

// One obligation for each of so many counties, overdue by three days: liaison officer, convener and director are told.
std::vector<submission::v1::Obligation> Obligations(int64_t count) {
  std::vector<submission::v1::Obligation> obligations;
  const submission::v1::Obligation one =
      testing::GaopingObligation("coal-mining", "2021", absl::CivilDay(2022, 5, 19), absl::CivilDay(2022, 5, 31));
  for (int64_t i = 0; i < count; ++i) {
    const std::string region = absl::StrFormat("%06d", 110101 + i);
    submission::v1::Obligation& obligation = obligations.emplace_back(one);
    obligation.set_name(absl::StrCat("plans/gaoping-2021-2025/obligations/2021-", region, "-coal-mining"));
    obligation.set_region(region);
    obligation.set_acting_region(region);
  }
  return obligations;
}

std::vector<v1::Contact> Contacts(const std::vector<submission::v1::Obligation>& obligations) {
  std::vector<v1::Contact> contacts;
  for (const auto& obligation : obligations) {
    for (const auto role :
         {type::v1::RECIPIENT_LIAISON, type::v1::RECIPIENT_CONVENER, type::v1::RECIPIENT_OFFICE_DIRECTOR}) {
      const std::string department = role == type::v1::RECIPIENT_OFFICE_DIRECTOR ? "hrss" : "emergency";
      v1::Contact contact = testing::GaopingContact(department, role, obligation.region());
      contact.set_region(obligation.region());
      contacts.push_back(std::move(contact));
    }
  }
  return contacts;
}

void PlanReminders(benchmark::State& state) {
  const std::vector<PlanObligations> plans = {{*ReminderPolicyOf(testing::GaopingPlan()), Obligations(state.range(0))}};
  const std::vector<v1::Contact> contacts = Contacts(plans[0].obligations);
  const Restraints restraints;
  const WorkingCalendar calendar = testing::China();
  const absl::Time morning = testing::At(absl::CivilSecond(2022, 6, 6, 9, 0, 0));
  size_t mails = 0;
  for (auto _ : state) {
    const ContactBook book(contacts);
    mails = DigestPlanner(plans, book, restraints, calendar).Due(morning, SentStages()).digests.size();
  }
  state.counters["mails"] = static_cast<double>(mails);
}
BENCHMARK(PlanReminders)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond);

std::unique_ptr<CurlSmtpTransport> Connect() {
  return CurlSmtpTransport::Create(
             {.url = RequiredVariable("LIANFANG_TEST_SMTP_URL"), .ca_file = RequiredVariable("LIANFANG_TEST_SMTP_CA")})
      .value();
}

Notice OneNotice(absl::Time now) {
  v1::SendNoticeRequest content;
  content.set_template_("conference-invitation");
  for (const char* name : {"title", "time", "place", "agenda", "contact"}) {
    auto* variable = content.add_variables();
    variable->set_name(name);
    variable->set_value("联席会议");
  }
  std::vector<NoticeAddressee> addressees;
  for (int i = 0; i < kMailsOfNotice; ++i) {
    v1::Contact& contact = addressees.emplace_back().contact;
    contact.set_display_name("收件人");
    contact.set_email(absl::StrCat("recipient-", i, "@b.example"));
    contact.set_language("zh-CN");
  }
  return MakeNotice(content, addressees, {.identity = NewUuid(), .sender = "bench", .mail_domain = "hrss.example"},
                    now);
}

void MailsByCurl(benchmark::State& state) {
  const ShippedTemplates templates;
  const MailComposer composer({"办公室", "office@hrss.example"});
  const Notice notice = OneNotice(absl::Now());
  v1::Delivery delivery = notice.deliveries[0];
  const std::string message = *composer.Notice(**templates.Current(), delivery, notice.content);
  const auto transport = Connect();
  for (auto _ : state) {
    for (int i = 0; i < kMails; ++i) {
      const SendResult result = transport->Send("office@hrss.example", delivery.email(), message);
      if (result.outcome != SendResult::Outcome::kAccepted) state.SkipWithError(result.text.c_str());
    }
  }
  state.SetItemsProcessed(state.iterations() * kMails);
}
BENCHMARK(MailsByCurl)->Iterations(1)->Repetitions(3)->UseRealTime()->Unit(benchmark::kMillisecond);

void MailsBySender(benchmark::State& state) {
  const ShippedTemplates templates;
  const MailComposer composer({"办公室", "office@hrss.example"});
  const SystemClock clock;
  Metrics metrics;
  PgTestStore store;
  const auto transport = Connect();
  DeliverySender sender(store, *transport, templates, composer, clock, metrics, {.desk = testing::OfficeDesk()});
  for (auto _ : state) {
    state.PauseTiming();
    for (int i = 0; i < kMails / kMailsOfNotice; ++i) {
      const RequestKey key{"bench", "SendNotice", NewUuid(), Sha256("")};
      if (!store.RecordNotice(OneNotice(clock.Now()), key, clock.Now(), clock.Now() + absl::Minutes(1)).ok()) {
        state.SkipWithError("not recorded");
      }
    }
    state.ResumeTiming();
    std::vector<std::thread> connections;
    for (int i = 0; i < state.range(0); ++i) {
      connections.emplace_back([&sender] {
        while (sender.SendSome().value_or(0) > 0) {
        }
      });
    }
    for (std::thread& connection : connections) connection.join();
  }
  state.SetItemsProcessed(state.iterations() * kMails);
}
BENCHMARK(MailsBySender)
    ->Arg(1)
    ->Arg(2)
    ->Arg(4)
    ->Iterations(1)
    ->Repetitions(3)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lianfang::notification

BENCHMARK_MAIN();
