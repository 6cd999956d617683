// The notification process: wiring only.
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "common/calendar_library.h"
#include "common/changelog/follower_metrics.h"
#include "common/changelog/tailer.h"
#include "common/mailbox.h"
#include "common/process.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "common/rpc/status.h"
#include "common/service_audit.h"
#include "common/service_clock.h"
#include "common/time.h"
#include "services/notification/calendar_follower.h"
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
#include "services/notification/sync/source_freshness.h"
#include "services/notification/template_follower.h"
#include "services/notification/template_service.h"
#include "services/notification/watch_service.h"
#include "words/error_words.h"

namespace lianfang::notification {
namespace {

// How mails go out, from whom.
struct Sending {
  NamedMailbox from;
  absl::TimeZone zone;
  DeliverySender::Options options;
};

absl::StatusOr<Sending> ReadSending(const NotificationConfig& config, const CalendarLibrary& calendar) {
  const auto from = NormalizeEmail(config.mail_from);
  if (!from.ok()) return from.status();
  const auto office = config.office_mailbox.empty() ? from : NormalizeEmail(config.office_mailbox);
  if (!office.ok()) return office.status();
  const auto zone = LoadZone(config.zone);
  if (!zone.ok()) return zone.status();
  const auto quiet_hours = QuietHours::Parse(
      config.quiet_hours, *zone, [&calendar](absl::CivilDay day) { return calendar.Current()->IsWorkingDay(day); });
  if (!quiet_hours.ok()) return quiet_hours.status();
  Sending sending{.from = {config.mail_from_name, *from},
                  .zone = *zone,
                  .options = {.desk = {.office = {}, .mail_domain = std::string(DomainOf(*from))},
                              .quiet_hours = *quiet_hours,
                              .zone = *zone,
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
  std::vector<std::string> directories = {config.templates};
  if (!config.template_overrides.empty()) directories.push_back(config.template_overrides);
  auto files = TemplateSet::Load(directories, ProgramScopes());
  if (!files.ok()) return files.status();
  TemplateLibrary library(*std::move(files));
  CalendarLibrary calendar;
  auto sending = ReadSending(config, calendar);
  if (!sending.ok()) return sending.status();
  const auto transport = CurlSmtpTransport::Create({.url = config.smtp_url,
                                                    .password_file = config.smtp_password_file,
                                                    .ca_file = config.smtp_ca,
                                                    .ehlo_name = config.smtp_ehlo_name,
                                                    .auth_mechanisms = config.smtp_auth,
                                                    .timeout = absl::Seconds(config.smtp_timeout_seconds)});
  if (!transport.ok()) return transport.status();
  const auto submission = OpenChannel(config.submission_target, config.process.server.tls);
  if (!submission.ok()) return submission.status();

  PgPool pool(PoolOptions(config.process, &metrics));
  const ServiceClock clock(server, PoolOptions(config.process), metrics);
  ServiceAudit audit(server, pool, clock, metrics, {.service = "notification", .process = config.process});
  PgNotificationStore store(pool);
  ChangelogTailer tailer(pool, metrics, absl::Seconds(1));
  const AlertDesk& desk = sending->options.desk;
  CalendarFollower calendar_file(store, calendar, clock, metrics,
                                 {.path = config.calendar, .desk = desk, .zone = sending->zone});
  calendar_file.Step();
  NotificationService notification(store, library, clock);
  ReminderService reminders(store, calendar, library, clock);
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

  SourceFreshness freshness;
  const absl::Duration longest_silence = absl::Seconds(config.source_silence_seconds);
  const bool guarded = longest_silence > absl::ZeroDuration();
  if (guarded) sending->options.reminders_wait = [&] { return clock.Now() - freshness.KnownUntil() > longest_silence; };
  const MailComposer composer(sending->from, {.calendar = &calendar, .portal_url = config.portal_url});
  DeliverySender sender(store, **transport, library, composer, clock, metrics, sending->options);
  ReminderTick tick(store, calendar, clock, metrics,
                    {.desk = desk,
                     .hours = config.reminder_hours == "any" ? Mornings::Hours::kAny : Mornings::Hours::kMornings,
                     .freshness = guarded ? &freshness : nullptr,
                     .longest_silence = longest_silence,
                     .zone = sending->zone,
                     .interval = sending->options.interval});
  ObligationSync sync(*submission, store);
  const SystemClock machine;
  StreamFollower obligations(Timed(Measured(sync.Stream(), metrics, clock), freshness, clock), machine);
  const BackgroundLoop following_calendar(calendar_file);
  const BackgroundLoop following(obligations);
  const BackgroundLoop following_templates(stored_templates);
  WhenClockTrusted careful_tick(tick, clock.guard()), careful_sender(sender, clock.guard());
  const BackgroundLoop ticking(careful_tick);
  std::deque<BackgroundLoop> connections;
  for (int i = 0; i < config.smtp_connections; ++i) connections.emplace_back(careful_sender);
  return server.Run({&contract, &audit.contract()});
}

}  // namespace
}  // namespace lianfang::notification

int main(int argc, char** argv) {
  lianfang::LocalizeStatuses(&lianfang::Localize);  // errors are told in Chinese, too
  return lianfang::RunProcess("notification", "Lianfang notification: contacts, reminders, deliveries", argc, argv,
                              lianfang::notification::AddSettings, lianfang::notification::Serve);
}
