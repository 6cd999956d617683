// The notification process: wiring only.
#include <deque>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "common/changelog/follower_metrics.h"
#include "common/changelog/tailer.h"
#include "common/mailbox.h"
#include "common/process.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "common/time.h"
#include "services/notification/config.h"
#include "services/notification/delivery_sender.h"
#include "services/notification/mail/curl_smtp_transport.h"
#include "services/notification/mail/notice_mail.h"
#include "services/notification/notice_service.h"
#include "services/notification/notification_service.h"
#include "services/notification/reminder_service.h"
#include "services/notification/reminder_tick.h"
#include "services/notification/store/pg_notification_store.h"
#include "services/notification/sync/obligation_sync.h"
#include "services/notification/template_follower.h"
#include "services/notification/template_service.h"
#include "services/notification/watch_service.h"

namespace lianfang::notification {
namespace {

absl::StatusOr<WorkingCalendar> ReadCalendar(const std::string& path) {
  std::ifstream file(path);
  return WorkingCalendar::Parse(std::string(std::istreambuf_iterator<char>(file), {}));
}

// How mails go out, from whom.
struct Sending {
  NamedMailbox from;
  DeliverySender::Options options;
};

absl::StatusOr<Sending> ReadSending(const NotificationConfig& config) {
  const auto from = NormalizeEmail(config.mail_from);
  if (!from.ok()) return from.status();
  const auto office = config.office_mailbox.empty() ? from : NormalizeEmail(config.office_mailbox);
  if (!office.ok()) return office.status();
  const auto zone = LoadZone(config.zone);
  if (!zone.ok()) return zone.status();
  const auto quiet_hours = QuietHours::Parse(config.quiet_hours, *zone);
  if (!quiet_hours.ok()) return quiet_hours.status();
  Sending sending{.from = {config.mail_from_name, *from},
                  .options = {.desk = {.office = {}, .mail_domain = std::string(DomainOf(*from))},
                              .quiet_hours = *quiet_hours,
                              .mails_per_minute = config.mails_per_minute,
                              .attempt_time = absl::Seconds(config.smtp_timeout_seconds),
                              .interval = absl::Seconds(config.tick_seconds)}};
  sending.options.desk.office.set_display_name(config.mail_from_name);
  sending.options.desk.office.set_email(*office);
  return sending;
}

absl::Status Serve(const NotificationConfig& config) {
  Metrics metrics;
  Server server(config.process.server, metrics);
  if (absl::Status status = ExposeMetrics(config.process, metrics); !status.ok()) return status;
  const auto calendar = ReadCalendar(config.calendar);
  if (!calendar.ok()) return calendar.status();
  std::vector<std::string> directories = {config.templates};
  if (!config.template_overrides.empty()) directories.push_back(config.template_overrides);
  auto files = TemplateSet::Load(directories, ProgramScopes());
  if (!files.ok()) return files.status();
  TemplateLibrary library(*std::move(files));
  const auto sending = ReadSending(config);
  if (!sending.ok()) return sending.status();
  const auto transport = CurlSmtpTransport::Create({.url = config.smtp_url,
                                                    .password_file = config.smtp_password_file,
                                                    .ca_file = config.smtp_ca,
                                                    .timeout = absl::Seconds(config.smtp_timeout_seconds)});
  if (!transport.ok()) return transport.status();
  const auto submission = OpenChannel(config.submission_target, config.process.server.tls);
  if (!submission.ok()) return submission.status();

  SystemClock clock;
  PgPool pool(PoolOptions(config.process, &metrics));
  PgNotificationStore store(pool);
  ChangelogTailer tailer(pool, metrics, absl::Seconds(1));
  const AlertDesk& desk = sending->options.desk;
  NotificationService notification(store, library, clock);
  ReminderService reminders(store, *calendar, library, clock);
  NoticeService notices(store, library, clock, desk.mail_domain);
  TemplateFollower stored_templates(store, library, metrics, sending->options.interval);
  TemplateService templates(store, library, stored_templates, clock);
  WatchService watches(pool, tailer);
  ContractService contract("lianfang.notification.v1.NotificationService", server.runtime());
  notification.Register(contract);
  reminders.Register(contract);
  notices.Register(contract);
  templates.Register(contract);
  watches.Register(contract);

  const MailComposer composer(sending->from);
  DeliverySender sender(store, **transport, library, composer, clock, metrics, sending->options);
  ReminderTick tick(store, *calendar, clock, metrics, {desk, sending->options.quiet_hours, sending->options.interval});
  ObligationSync sync(*submission, store);
  StreamFollower obligations(Measured(sync.Stream(), metrics, clock), clock);
  const BackgroundLoop following(obligations);
  const BackgroundLoop following_templates(stored_templates);
  const BackgroundLoop ticking(tick);
  std::deque<BackgroundLoop> connections;
  for (int i = 0; i < config.smtp_connections; ++i) connections.emplace_back(sender);
  return server.Run({&contract});
}

}  // namespace
}  // namespace lianfang::notification

int main(int argc, char** argv) {
  return lianfang::RunProcess("notification", "Lianfang notification: contacts, reminders, deliveries", argc, argv,
                              lianfang::notification::AddSettings, lianfang::notification::Serve);
}
