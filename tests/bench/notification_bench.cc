// How fast reminders are planned and mails sent.
//
//   notification_bench --benchmark_filter=Plan     # 10,000 obligations × 3 recipients on one morning
//   notification_bench --benchmark_filter=Mails    # against the mail catcher's own limit; in the environment of tests/run
//
// MailsBySender sends deliveries out of PostgreSQL, claimed, written, sent and recorded. Its peer is libcurl, as the
// program `curl` uses it, in a loop over kept connections, in the same process and the same turn: one finished mail
// again and again, nothing claimed, written or recorded. It goes over one connection and over as many as the sender
// has; the faster is the mail catcher's own limit, `limit`, and `ratio` is the sender's rate to it. No program is
// started for a mail and no file is read, which favours the peer.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <chrono>
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
#include "services/notification/channels/email/curl_smtp_transport.h"
#include "services/notification/channels/email/email_channel.h"
#include "services/notification/delivery_sender.h"
#include "services/notification/domain/delivery/delivery_rules.h"
#include "services/notification/domain/testing/gaoping.h"
#include "services/notification/messages/testing/shipped_templates.h"
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
  const std::vector<submission::v1::Obligation> obligations = Obligations(state.range(0));
  const std::vector<PlanDuties> plans = {{*ReminderPolicyOf(testing::GaopingPlan()), testing::DutiesOf(obligations)}};
  const std::vector<v1::Contact> contacts = Contacts(obligations);
  const Restraints restraints;
  const WorkingCalendar calendar = testing::China();
  const absl::Time morning = testing::At(absl::CivilSecond(2022, 6, 6, 9, 0, 0));
  size_t mails = 0;
  for (auto _ : state) {
    const ContactBook book(contacts);
    mails = DigestPlanner(plans, book, restraints, Mornings(calendar)).Due(morning, SentStages()).digests.size();
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

// Calls `work(i)` in a thread for each i below `threads`; answers how long all took together.
template <typename Work>
double SecondsOf(int threads, Work work) {
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) running.emplace_back(work, i);
  for (std::thread& thread : running) thread.join();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Mails a second that `transport` sends over so many connections; 0 when one is not accepted.
double RateOfCurl(CurlSmtpTransport& transport, const std::string& to, const std::string& message, int connections) {
  std::atomic<bool> accepted = true;
  const double seconds = SecondsOf(connections, [&](int) {
    for (int i = 0; i < kMails / connections; ++i) {
      const SendResult result = transport.Send("office@hrss.example", to, message);
      if (result.outcome != SendResult::Outcome::kAccepted) accepted = false;
    }
  });
  return accepted ? kMails / seconds : 0;
}

// Puts kMails deliveries into the store.
absl::Status Record(NotificationStore& store) {
  const absl::Time now = absl::Now();
  for (int i = 0; i < kMails / kMailsOfNotice; ++i) {
    const RequestKey key{"bench", "SendNotice", NewUuid(), Sha256("")};
    const auto recorded = store.RecordNotice(OneNotice(now), key, now, now + absl::Minutes(1));
    if (!recorded.ok()) return recorded.status();
  }
  return absl::OkStatus();
}

void MailsBySender(benchmark::State& state) {
  const int connections = static_cast<int>(state.range(0));
  const ShippedTemplates templates;
  const MessageWriter writer({"办公室", "office@hrss.example"});
  const SystemClock clock;
  Metrics metrics;
  PgTestStore store;
  const auto transport = Connect();
  EmailChannel mail(*transport, {"办公室", "office@hrss.example"});
  DeliverySender sender(store, mail, templates, writer, clock, metrics, {.desk = testing::OfficeDesk()});
  const Notice notice = OneNotice(clock.Now());
  const v1::Delivery& delivery = notice.deliveries[0];
  const std::string message =
      mail.Compose(**templates.Current(), MessageWriter::Notice(delivery, notice.content), delivery, absl::UnixEpoch())
          ->bytes;
  for (auto _ : state) {
    const double limit = std::max(RateOfCurl(*transport, delivery.email(), message, 1),
                                  RateOfCurl(*transport, delivery.email(), message, connections));
    const absl::Status recorded = Record(store);
    if (limit == 0 || !recorded.ok()) return state.SkipWithError("a mail was not accepted or not recorded");
    const double seconds = SecondsOf(connections, [&sender](int) {
      while (sender.SendSome().value_or(0) > 0) {
      }
    });
    const auto sent =
        store.ListDeliveries({.state = v1::DELIVERY_STATE_SENT}, {"", kMails + 1}, absl::InfiniteFuture());
    if (!sent.ok() || sent->size() != kMails) return state.SkipWithError("not every mail was sent");
    state.SetIterationTime(seconds);
    state.counters["limit"] = limit;
    state.counters["sender"] = kMails / seconds;
    state.counters["ratio"] = kMails / seconds / limit;
  }
}
BENCHMARK(MailsBySender)
    ->Arg(1)
    ->Arg(2)
    ->Arg(4)
    ->Iterations(1)
    ->Repetitions(3)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lianfang::notification

BENCHMARK_MAIN();
