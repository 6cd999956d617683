// The exchange process: wiring only.

#include "absl/strings/str_cat.h"
#include "common/background_loop.h"
#include "common/changelog/resource_change.h"
#include "common/changelog/tailer.h"
#include "common/following/remote_plans.h"
#include "common/log.h"
#include "common/process.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "common/rpc/status.h"
#include "common/schema_check.h"
#include "common/service_audit.h"
#include "common/service_clock.h"
#include "common/time.h"
#include "services/exchange/agreement_service.h"
#include "services/exchange/config.h"
#include "services/exchange/duty_service.h"
#include "services/exchange/linkage_model_service.h"
#include "services/exchange/publish_service.h"
#include "services/exchange/read_service.h"
#include "services/exchange/reconciliation_service.h"
#include "services/exchange/register_service.h"
#include "services/exchange/remote_returns.h"
#include "services/exchange/reseal.h"
#include "services/exchange/store/pg_exchange_store.h"
#include "services/exchange/store/pg_reconciliation_store.h"
#include "services/exchange/subscription.h"
#include "words/error_words.h"

namespace lianfang::exchange {
namespace {

absl::Status Reseal(const ExchangeConfig& config, const RecordSealer& sealer) {
  PgPool pool(PoolOptions(config.process));
  PgExchangeStore store(pool);
  const auto report = ResealAll(store, sealer);
  if (!report.ok()) return report.status();
  Log(LogLevel::kInfo, "resealed",
      {{"records", absl::StrCat(report->resealed)}, {"unreadable", absl::StrCat(report->unreadable)}});
  if (report->unreadable == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(report->unreadable, " records are sealed with keys that the ring lacks"));
}

// How often it is looked whether records, agreements or plans have changed.
constexpr absl::Duration kReconcileInterval = absl::Seconds(20);

// The changelog of resources from a cursor on, or from everything that is there now.
DutyService::Follow FollowResources(PgPool& pool, ChangelogTailer& tailer) {
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

absl::Status Serve(const ExchangeConfig& config) {
  const auto cipher = FieldCipher::Load(config.field_keys, config.fingerprint_key);
  if (!cipher.ok()) return cipher.status();
  const auto zone = LoadZone(config.time_zone);
  if (!zone.ok()) return zone.status();
  const RecordSealer sealer(*cipher, *zone);
  if (config.reseal) return Reseal(config, sealer);

  Metrics metrics;
  Server server(config.process.server, metrics);
  if (absl::Status status = ExposeMetrics(config.process, metrics); !status.ok()) return status;
  const auto submission = OpenChannel(config.submission_target, config.process.server.tls);
  if (!submission.ok()) return submission.status();
  PgPool pool(PoolOptions(config.process, &metrics));
  const ServiceClock clock(server, PoolOptions(config.process), metrics);
  ServiceAudit audit(server, pool, clock, metrics, {.service = "exchange", .process = config.process});
  PgExchangeStore store(pool);
  ChangelogTailer tailer(pool, metrics, absl::Seconds(1));
  RemotePlans source(*submission);
  PlanEditions plans(source, store, clock);
  const ExchangeContext context{store, plans, *cipher, sealer, clock};
  OpenedRecords records(store, sealer);
  PublishService publishing(context, metrics);
  ReadService reading(context);
  AgreementService agreements(context);
  RegisterService registers(context, records);
  ContractService contract("lianfang.exchange.v1.ExchangeService", server.runtime());
  publishing.Register(contract, server.runtime().workers);
  reading.Register(contract);
  agreements.Register(contract);
  registers.Register(contract);
  RegisterSubscription(contract, context, tailer);
  PgReconciliationStore reconciliation(pool);
  RemoteReturns returns(*submission);
  Reconciler reconciler(context, records, reconciliation,
                        {.interval = kReconcileInterval, .most_records = config.reconcile_records}, metrics, returns);
  ReconciliationService reconciling(context, reconciliation, reconciler);
  ContractService reconciliation_contract("lianfang.exchange.v1.ReconciliationService", server.runtime());
  reconciling.Register(reconciliation_contract);
  LinkageModelService models(context, reconciliation);
  models.Register(reconciliation_contract);
  DutyService duties(context, reconciliation, FollowResources(pool, tailer));
  ContractService duty_contract("lianfang.duty.v1.DutyService", server.runtime());
  duties.Register(duty_contract);
  WhenClockTrusted careful_reconciler(reconciler, clock.guard());
  const BackgroundLoop reconciles(careful_reconciler);
  AwaitSchema(server, pool, "exchange");
  return server.Run({&contract, &reconciliation_contract, &audit.contract(), &duty_contract});
}

}  // namespace
}  // namespace lianfang::exchange

int main(int argc, char** argv) {
  lianfang::LocalizeStatuses(&lianfang::Localize);  // errors are told in Chinese, too
  return lianfang::RunProcess("exchange",
                              "Lianfang record exchange: who keeps which records, and who may read what of them", argc,
                              argv, lianfang::exchange::AddSettings, lianfang::exchange::Serve);
}
