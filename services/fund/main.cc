// The fund process: wiring only.
#include <memory>
#include <string>
#include <utility>

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
#include "services/fund/budget_service.h"
#include "services/fund/config.h"
#include "services/fund/duty_service.h"
#include "services/fund/panels/expert_panels.h"
#include "services/fund/premium_service.h"
#include "services/fund/project_service.h"
#include "services/fund/provider_service.h"
#include "services/fund/store/pg_fund_store.h"
#include "words/error_words.h"

namespace lianfang::fund {
namespace {

// The changelog of projects from a cursor on, or from everything that is there now.
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

absl::Status Serve(const FundConfig& config) {
  Metrics metrics;
  Server server(config.process.server, metrics);
  if (absl::Status status = ExposeMetrics(config.process, metrics); !status.ok()) return status;
  const auto submission = OpenChannel(config.submission_target, config.process.server.tls);
  if (!submission.ok()) return submission.status();
  const auto expert = OpenChannel(config.expert_target, config.process.server.tls);
  if (!expert.ok()) return expert.status();

  PgPool pool(PoolOptions(config.process, &metrics));
  const ServiceClock clock(server, PoolOptions(config.process), metrics);
  ServiceAudit audit(server, pool, clock, metrics, {.service = "fund", .process = config.process});
  PgFundStore store(pool);
  ChangelogTailer tailer(pool, metrics, absl::Seconds(1));
  RemotePlans source(*submission);
  PlanEditions plans(source, store, clock);
  ExpertPanels panels(*expert);
  const FundContext context{store, plans, panels, clock};
  BudgetService budgets(context);
  ProjectService projects(context);
  ProviderService providers(context);
  PremiumService premiums(context);
  DutyService duties(context, FollowChangelog(pool, tailer));
  ContractService project_contract("lianfang.fund.v1.ProjectService", server.runtime());
  budgets.Register(project_contract);
  projects.Register(project_contract);
  providers.Register(project_contract);
  ContractService premium_contract("lianfang.fund.v1.PremiumService", server.runtime());
  premiums.Register(premium_contract);
  ContractService duty_contract("lianfang.duty.v1.DutyService", server.runtime());
  duties.Register(duty_contract);
  AwaitSchema(server, pool, "fund");
  return server.Run({&project_contract, &premium_contract, &audit.contract(), &duty_contract});
}

}  // namespace
}  // namespace lianfang::fund

int main(int argc, char** argv) {
  lianfang::LocalizeStatuses(&lianfang::Localize);  // errors are told in Chinese, too
  return lianfang::RunProcess("fund", "Lianfang fund: prevention-fee budgets and projects, floating premium rates",
                              argc, argv, lianfang::fund::AddSettings, lianfang::fund::Serve);
}
