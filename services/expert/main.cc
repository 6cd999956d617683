// The expert process: wiring only.
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/background_loop.h"
#include "common/calendar_library.h"
#include "common/changelog/tailer.h"
#include "common/following/remote_plans.h"
#include "common/process.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "common/rpc/status.h"
#include "common/rpc/stream_follower.h"
#include "common/schema_check.h"
#include "common/service_audit.h"
#include "common/service_clock.h"
#include "services/expert/calendar_reader.h"
#include "services/expert/config.h"
#include "services/expert/draw_service.h"
#include "services/expert/duty_service.h"
#include "services/expert/engagement_service.h"
#include "services/expert/expert_service.h"
#include "services/expert/invitations/delivery_sync.h"
#include "services/expert/invitations/invitation_tick.h"
#include "services/expert/invitations/notice_sender.h"
#include "services/expert/ledger/submission_ledger.h"
#include "services/expert/membership_service.h"
#include "services/expert/store/pg_expert_store.h"
#include "services/expert/store/resource_change.h"
#include "words/error_words.h"

namespace lianfang::expert {
namespace {

// The changelog of resources from a cursor on, or from everything that is there now.
DutyService::Follow FollowChangelog(PgPool& pool, ChangelogTailer& tailer) {
  return [&pool, &tailer](const Call& call, const std::string& cursor,
                          ChangelogFeed::Encode encode) -> absl::StatusOr<std::unique_ptr<Feed>> {
    const bool from_now = cursor == "now";
    const auto after = from_now ? ReadHead(pool, call.deadline) : ParseCursor(cursor);
    if (!after.ok()) return after.status();
    ChangelogFeed::Options options;
    options.announces = from_now;
    return std::make_unique<ChangelogFeed>(pool, tailer, kResourcesTopic, *after, std::move(encode), options);
  };
}

absl::Status Serve(const ExpertConfig& config) {
  Metrics metrics;
  Server server(config.process.server, metrics);
  if (absl::Status status = ExposeMetrics(config.process, metrics); !status.ok()) return status;
  const auto cipher = FieldCipher::Load(config.field_keys, config.fingerprint_key);
  if (!cipher.ok()) return cipher.status();
  const auto submission = OpenChannel(config.submission_target, config.process.server.tls);
  if (!submission.ok()) return submission.status();
  const auto notification = OpenChannel(config.notification_target, config.process.server.tls);
  if (!notification.ok()) return notification.status();

  PgPool pool(PoolOptions(config.process, &metrics));
  const ServiceClock clock(server, PoolOptions(config.process), metrics);
  ServiceAudit audit(server, pool, clock, metrics, {.service = "expert", .process = config.process});
  PgExpertStore store(pool);
  ChangelogTailer tailer(pool, metrics, absl::Seconds(1));
  RemotePlans source(*submission);
  PlanEditions plans(source, store, clock);
  SubmissionLedger ledger(*submission);
  CalendarLibrary calendars;
  CalendarReader calendar_reader(config.calendar, calendars);
  const BackgroundLoop reading(calendar_reader);
  const ExpertContext context{store, plans, *cipher, clock, ledger, calendars};
  ExpertService experts(context);
  MembershipService memberships(context);
  EngagementService engagements(context);
  DrawService draws(context);
  DutyService duties(context, FollowChangelog(pool, tailer));
  ContractService contract("lianfang.expert.v1.ExpertService", server.runtime());
  experts.Register(contract);
  memberships.Register(contract);
  engagements.Register(contract);
  draws.Register(contract);
  ContractService duty_contract("lianfang.duty.v1.DutyService", server.runtime());
  duties.Register(duty_contract);

  NoticeSender sender(*notification);
  InvitationTick tick(context, sender, metrics,
                      {.actor = absl::StrCat("spiffe://", config.process.server.trust_domain, "/service/expert"),
                       .interval = absl::Seconds(config.tick_seconds),
                       .answer_page = config.answer_page});
  WhenClockTrusted careful_tick(tick, clock.guard());
  const BackgroundLoop ticking(careful_tick);
  DeliverySync sync(*notification, store);
  StreamFollower deliveries(sync.Stream(), clock.machine());
  const BackgroundLoop following(deliveries);
  AwaitSchema(server, pool, "expert");
  return server.Run({&contract, &audit.contract(), &duty_contract});
}

}  // namespace
}  // namespace lianfang::expert

int main(int argc, char** argv) {
  lianfang::LocalizeStatuses(&lianfang::Localize);  // errors are told in Chinese, too
  return lianfang::RunProcess("expert", "Lianfang expert pool: experts, engagements and draws that anyone can replay",
                              argc, argv, lianfang::expert::AddSettings, lianfang::expert::Serve);
}
