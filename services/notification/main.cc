// The notification process: wiring only.
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "common/calendar_library.h"
#include "common/changelog/follower_metrics.h"
#include "common/changelog/tailer.h"
#include "common/errors.h"
#include "common/following/duty_sources.h"
#include "common/following/duty_sync.h"
#include "common/following/remote_plans.h"
#include "common/mailbox.h"
#include "common/process.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "common/rpc/status.h"
#include "common/schema_check.h"
#include "common/service_audit.h"
#include "common/service_clock.h"
#include "common/time.h"
#include "services/notification/calendar_follower.h"
#include "services/notification/channels/channel_list.h"
#include "services/notification/config.h"
#include "services/notification/delivery_sender.h"
#include "services/notification/inbox_service.h"
#include "services/notification/messages/message_writer.h"
#include "services/notification/messages/notice_mail.h"
#include "services/notification/notice_service.h"
#include "services/notification/notification_service.h"
#include "services/notification/reminder_service.h"
#include "services/notification/reminder_tick.h"
#include "services/notification/store/pg_notification_store.h"
#include "services/notification/sync/confirmation_sync.h"
#include "services/notification/sync/source_freshness.h"
#include "services/notification/template_follower.h"
#include "services/notification/template_service.h"
#include "services/notification/watch_service.h"
#include "words/error_words.h"

namespace lianfang::notification {
namespace {

// How mails go out, from whom.
struct Sending {
  ChannelSender from;
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
                              .longest_outage = absl::Minutes(config.longest_outage_minutes),
                              .interval = absl::Seconds(config.tick_seconds)}};
  sending.options.desk.office.set_display_name(config.mail_from_name);
  sending.options.desk.office.set_email(*office);
  return sending;
}

// `webhook=duty` as another way to the office's desk; empty: there is none.
absl::Status AddOfficeAddress(const std::string& setting, const AddressChecks& channels, AlertDesk& desk) {
  if (setting.empty()) return absl::OkStatus();
  const std::pair<std::string, std::string> parts = absl::StrSplit(setting, absl::MaxSplits('=', 1));
  const auto channel = channels.find(parts.first);
  if (channel == channels.end()) return InvalidField("office_address", "must be CHANNEL=ADDRESS, such as webhook=duty");
  const auto address = channel->second(parts.second);
  if (!address.ok()) return InvalidField("office_address", address.status().message());
  v1::ChannelAddress& added = desk.addresses.emplace_back();
  added.set_channel(parts.first);
  added.set_address(*address);
  return absl::OkStatus();
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
  const auto channels = OpenChannels(config.channels, sending->from);
  if (!channels.ok()) return channels.status();
  const AddressChecks addresses = AddressChecksOf(*channels);
  if (absl::Status status = AddOfficeAddress(config.office_address, addresses, sending->options.desk); !status.ok()) {
    return status;
  }
  const auto submission = OpenChannel(config.submission_target, config.process.server.tls);
  if (!submission.ok()) return submission.status();
  const auto configured = DutySourcesOf(config.duty_sources, config.submission_target);
  if (!configured.ok()) return configured.status();

  PgPool pool(PoolOptions(config.process, &metrics));
  const ServiceClock clock(server, PoolOptions(config.process), metrics);
  ServiceAudit audit(server, pool, clock, metrics, {.service = "notification", .process = config.process});
  PgNotificationStore store(pool);
  ChangelogTailer tailer(pool, metrics, absl::Seconds(1));
  const AlertDesk& desk = sending->options.desk;
  CalendarFollower calendar_file(store, calendar, clock, metrics,
                                 {.path = config.calendar, .desk = desk, .zone = sending->zone});
  calendar_file.Step();
  NotificationService notification(store, library, addresses, clock);
  InboxService inbox(store, clock);
  ReminderService reminders(store, calendar, library, clock);
  NoticeService notices(store, library, clock, desk.mail_domain);
  TemplateFollower stored_templates(store, library, metrics, sending->options.interval);
  TemplateService templates(store, library, stored_templates, clock);
  WatchService watches(pool, tailer);
  ContractService contract("lianfang.notification.v1.NotificationService", server.runtime());
  notification.Register(contract);
  inbox.Register(contract);
  reminders.Register(contract);
  notices.Register(contract);
  templates.Register(contract);
  watches.Register(contract);

  std::vector<std::string> names;
  for (const DutySource& source : *configured) names.push_back(source.name);
  DutySources sources(names, absl::Seconds(config.source_silence_seconds));
  sending->options.sources = &sources;
  const MessageWriter writer({sending->from.display_name, sending->from.email},
                             {.calendar = &calendar, .portal_url = config.portal_url});
  std::deque<DeliverySender> senders;
  for (const auto& channel : *channels) {
    senders.emplace_back(store, *channel, library, writer, clock, metrics, sending->options);
  }
  ReminderTick tick(store, calendar, clock, metrics,
                    {.desk = desk,
                     .hours = config.reminder_hours == "any" ? Mornings::Hours::kAny : Mornings::Hours::kMornings,
                     .sources = &sources,
                     .zone = sending->zone,
                     .interval = sending->options.interval});
  RemotePlans published(*submission);
  PlanEditions plans(published, store, clock);
  std::deque<DutySync> syncs;
  std::deque<StreamFollower> followers;
  for (const DutySource& source : *configured) {
    const auto channel = OpenChannel(source.target, config.process.server.tls);
    if (!channel.ok()) return channel.status();
    DutySync& sync = syncs.emplace_back(source.name, *channel, plans, store);
    followers.emplace_back(Timed(Measured(sync.Stream(), metrics, clock), sources.Of(source.name), clock),
                           clock.machine());
  }
  ConfirmationSync confirmations(RemoteReceipts(*submission), plans, store, clock, desk.mail_domain);
  StreamFollower returns(Measured(confirmations.Stream(*submission), metrics, clock), clock.machine());
  const BackgroundLoop following_returns(returns);
  const BackgroundLoop following_calendar(calendar_file);
  std::deque<BackgroundLoop> following;
  for (StreamFollower& follower : followers) following.emplace_back(follower);
  const BackgroundLoop following_templates(stored_templates);
  WhenClockTrusted careful_tick(tick, clock.guard());
  const BackgroundLoop ticking(careful_tick);
  std::deque<WhenClockTrusted> careful_senders;
  std::deque<BackgroundLoop> connections;
  for (size_t i = 0; i < senders.size(); ++i) {
    WhenClockTrusted& careful = careful_senders.emplace_back(senders[i], clock.guard());
    for (int number = 0; number < (*channels)[i]->limits().connections; ++number) connections.emplace_back(careful);
  }
  AwaitSchema(server, pool, "notification");
  return server.Run({&contract, &audit.contract()});
}

}  // namespace
}  // namespace lianfang::notification

int main(int argc, char** argv) {
  lianfang::LocalizeStatuses(&lianfang::Localize);  // errors are told in Chinese, too
  return lianfang::RunProcess("notification", "Lianfang notification: contacts, reminders, deliveries", argc, argv,
                              lianfang::notification::AddSettings, lianfang::notification::Serve);
}
