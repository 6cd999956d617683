// The notification process: wiring only.
#include <fstream>
#include <iterator>
#include <string>

#include "common/process.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "services/notification/config.h"
#include "services/notification/delivery_sender.h"
#include "services/notification/domain/mail_syntax.h"
#include "services/notification/mail/curl_smtp_transport.h"
#include "services/notification/mail/reminder_mail.h"
#include "services/notification/notification_service.h"
#include "services/notification/reminder_tick.h"
#include "services/notification/store/pg_notification_store.h"
#include "services/notification/sync/obligation_sync.h"

namespace lianfang::notification {
namespace {

absl::StatusOr<WorkingCalendar> ReadCalendar(const std::string& path) {
  std::ifstream file(path);
  return WorkingCalendar::Parse(std::string(std::istreambuf_iterator<char>(file), {}));
}

absl::Status Serve(const NotificationConfig& config) {
  Metrics metrics;
  Server server(config.process.server, metrics);
  if (absl::Status status = ExposeMetrics(config.process, metrics); !status.ok()) return status;
  const auto calendar = ReadCalendar(config.calendar);
  if (!calendar.ok()) return calendar.status();
  const auto templates = TemplateSet::Load(config.templates, {{kReminderTemplate, ReminderScope()}});
  if (!templates.ok()) return templates.status();
  const auto from = NormalizeEmail(config.mail_from);
  if (!from.ok()) return from.status();
  const auto transport = CurlSmtpTransport::Create({.url = config.smtp_url, .ca_file = config.smtp_ca});
  if (!transport.ok()) return transport.status();
  const auto submission = OpenChannel(config.submission_target, config.process.server.tls);
  if (!submission.ok()) return submission.status();

  SystemClock clock;
  PgPool pool(PoolOptions(config.process));
  PgNotificationStore store(pool);
  NotificationService notification(store, *calendar, *templates, clock);
  ContractService contract("lianfang.notification.v1.NotificationService", server.runtime());
  notification.Register(contract);

  DeliverySender sender(store, **transport, *templates, clock, metrics, {config.mail_from_name, *from});
  ReminderTick tick(store, sender, *calendar, clock, metrics,
                    {.mail_domain = std::string(DomainOf(*from)), .interval = absl::Seconds(config.tick_seconds)});
  ObligationSync sync(*submission, store);
  StreamFollower obligations(sync.Stream(), clock);
  const BackgroundLoop following(obligations);
  const BackgroundLoop ticking(tick);
  return server.Run({&contract});
}

}  // namespace
}  // namespace lianfang::notification

int main(int argc, char** argv) {
  lianfang::notification::NotificationConfig config;
  CLI::App app("Lianfang notification: contacts, reminders, deliveries");
  lianfang::notification::AddSettings(app, config);
  CLI11_PARSE(app, argc, argv);
  return lianfang::RunProcess("notification", config.process,
                              [&config] { return lianfang::notification::Serve(config); });
}
