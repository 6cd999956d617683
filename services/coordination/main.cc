// The coordination process: wiring only.
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/background_loop.h"
#include "common/changelog/resource_change.h"
#include "common/changelog/tailer.h"
#include "common/following/remote_plans.h"
#include "common/process.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "common/rpc/status.h"
#include "common/schema_check.h"
#include "common/service_audit.h"
#include "common/service_clock.h"
#include "services/coordination/activity_service.h"
#include "services/coordination/conference_service.h"
#include "services/coordination/config.h"
#include "services/coordination/duty_service.h"
#include "services/coordination/evidence/remote_evidence.h"
#include "services/coordination/evidence/task_tick.h"
#include "services/coordination/exchange/attendance_tick.h"
#include "services/coordination/exchange/remote_exchange.h"
#include "services/coordination/file_service.h"
#include "services/coordination/files/file_sweeper.h"
#include "services/coordination/files/remote_file_references.h"
#include "services/coordination/inspection_service.h"
#include "services/coordination/invitations/conference_tick.h"
#include "services/coordination/invitations/remote_notices.h"
#include "services/coordination/open/remote_open_items.h"
#include "services/coordination/opinion_service.h"
#include "services/coordination/selection_service.h"
#include "services/coordination/store/pg_coordination_store.h"
#include "services/coordination/task_service.h"
#include "words/error_words.h"

namespace lianfang::coordination {
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
    return std::make_unique<ChangelogFeed>(pool, tailer, kResourceChanges, *after, std::move(encode), options);
  };
}

// The services that this one calls.
struct Peers {
  std::shared_ptr<grpc::Channel> submission, expert, notification, evaluation, exchange;
};

absl::StatusOr<Peers> OpenPeers(const CoordinationConfig& config) {
  Peers peers;
  const std::pair<const std::string&, std::shared_ptr<grpc::Channel>&> all[] = {
      {config.submission_target, peers.submission},
      {config.expert_target, peers.expert},
      {config.notification_target, peers.notification},
      {config.evaluation_target, peers.evaluation},
      {config.exchange_target, peers.exchange}};
  for (const auto& [target, channel] : all) {
    auto opened = OpenChannel(target, config.process.server.tls);
    if (!opened.ok()) return opened.status();
    channel = *std::move(opened);
  }
  return peers;
}

absl::Status Serve(const CoordinationConfig& config) {
  Metrics metrics;
  Server server(config.process.server, metrics);
  if (absl::Status status = ExposeMetrics(config.process, metrics); !status.ok()) return status;
  const auto peers = OpenPeers(config);
  if (!peers.ok()) return peers.status();

  PgPool pool(PoolOptions(config.process, &metrics));
  const ServiceClock clock(server, PoolOptions(config.process), metrics);
  ServiceAudit audit(server, pool, clock, metrics, {.service = "coordination", .process = config.process});
  PgCoordinationStore store(pool);
  ChangelogTailer tailer(pool, metrics, absl::Seconds(1));
  RemotePlans source(peers->submission);
  PlanEditions plans(source, store, clock);
  const CoordinationContext context{store, plans, clock};
  RemoteOpenItems open(peers->notification, peers->evaluation);
  AgendaDrafter drafter(context, open);
  TaskService tasks(context);
  InspectionService inspections(context);
  ConferenceService conferences(context, drafter);
  RemoteExchange records(peers->exchange);
  ActivityService activities(context, records);
  OpinionService opinions(context);
  SelectionService selections(context, records);
  FileService files(context);
  DutyService duties(context, FollowChangelog(pool, tailer));
  ContractService task_contract("lianfang.coordination.v1.TaskService", server.runtime());
  ContractService inspection_contract("lianfang.coordination.v1.InspectionService", server.runtime());
  ContractService conference_contract("lianfang.coordination.v1.ConferenceService", server.runtime());
  ContractService activity_contract("lianfang.coordination.v1.ActivityService", server.runtime());
  ContractService opinion_contract("lianfang.coordination.v1.OpinionService", server.runtime());
  ContractService selection_contract("lianfang.coordination.v1.SelectionService", server.runtime());
  ContractService file_contract("lianfang.coordination.v1.FileService", server.runtime());
  ContractService duty_contract("lianfang.duty.v1.DutyService", server.runtime());
  tasks.Register(task_contract);
  inspections.Register(inspection_contract);
  conferences.Register(conference_contract);
  activities.Register(activity_contract);
  opinions.Register(opinion_contract);
  selections.Register(selection_contract);
  files.Register(file_contract);
  duties.Register(duty_contract);

  const std::string actor = absl::StrCat("spiffe://", config.process.server.trust_domain, "/service/coordination");
  const absl::Duration interval = absl::Seconds(config.tick_seconds);
  RemoteEvidence evidence(peers->submission, peers->expert, peers->evaluation);
  TaskTick task_tick(context, evidence, metrics, {.actor = actor, .interval = interval});
  WhenClockTrusted careful_task_tick(task_tick, clock.guard());
  const BackgroundLoop looking(careful_task_tick);
  RemoteNotices notices(peers->notification);
  ConferenceTick conference_tick(context, notices, metrics, {.actor = actor, .interval = interval});
  WhenClockTrusted careful_conference_tick(conference_tick, clock.guard());
  const BackgroundLoop telling(careful_conference_tick);
  AttendanceTick attendance_tick(context, records, {.actor = actor, .interval = interval});
  WhenClockTrusted careful_attendance_tick(attendance_tick, clock.guard());
  const BackgroundLoop withdrawing(careful_attendance_tick);
  RemoteFileReferences references(peers->evaluation);
  FileSweeper sweeper(store, references, clock);
  WhenClockTrusted careful_sweeper(sweeper, clock.guard());
  const BackgroundLoop sweeping(careful_sweeper);
  AwaitSchema(server, pool, "coordination");
  return server.Run({&task_contract, &inspection_contract, &conference_contract, &activity_contract, &opinion_contract,
                     &selection_contract, &file_contract, &audit.contract(), &duty_contract});
}

}  // namespace
}  // namespace lianfang::coordination

int main(int argc, char** argv) {
  lianfang::LocalizeStatuses(&lianfang::Localize);  // errors are told in Chinese, too
  return lianfang::RunProcess("coordination",
                              "Lianfang coordination: tasks, conferences, inspections, activities, opinions", argc,
                              argv, lianfang::coordination::AddSettings, lianfang::coordination::Serve);
}
