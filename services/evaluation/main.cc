// lianfang-evaluation: verdicts on the targets of plans. Wiring only.
#include <deque>
#include <optional>

#include "common/changelog/follower_metrics.h"
#include "common/changelog/tailer.h"
#include "common/following/duty_sources.h"
#include "common/following/duty_sync.h"
#include "common/following/remote_plans.h"
#include "common/process.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "common/rpc/status.h"
#include "common/schema_check.h"
#include "common/service_audit.h"
#include "common/service_clock.h"
#include "services/evaluation/appraisal_service.h"
#include "services/evaluation/assessment_service.h"
#include "services/evaluation/concealment_service.h"
#include "services/evaluation/config.h"
#include "services/evaluation/evaluation_service.h"
#include "services/evaluation/evaluator.h"
#include "services/evaluation/history_service.h"
#include "services/evaluation/live/live_plans.h"
#include "services/evaluation/live/record_warnings.h"
#include "services/evaluation/standpoint.h"
#include "services/evaluation/store/pg_appraisal_store.h"
#include "services/evaluation/store/pg_evaluation_store.h"
#include "services/evaluation/sync/change_streams.h"
#include "services/evaluation/sync/discrepancy_reader.h"
#include "services/evaluation/watch_service.h"
#include "words/error_words.h"

namespace lianfang::evaluation {
namespace {

// The source of duties that answers for discrepancies, too.
constexpr char kExchange[] = "exchange";

absl::Status Serve(const EvaluationConfig& config) {
  Metrics metrics;
  Server server(config.process.server, metrics);
  if (absl::Status status = ExposeMetrics(config.process, metrics); !status.ok()) return status;
  const auto channel = OpenChannel(config.submission_target, config.process.server.tls);
  if (!channel.ok()) return channel.status();
  const auto sources = DutySourcesOf(config.duty_sources, config.submission_target);
  if (!sources.ok()) return sources.status();

  PgPool pool(PoolOptions(config.process, &metrics));
  const ServiceClock clock(server, PoolOptions(config.process), metrics);
  ServiceAudit audit(server, pool, clock, metrics, {.service = "evaluation", .process = config.process});
  PgEvaluationStore store(pool);
  LivePlans plans(store);
  ChangelogTailer tailer(pool, metrics, absl::Seconds(1));
  Bell* bell = nullptr;  // hung below: what hears it outlives it
  const auto ring = [&bell] {
    if (bell != nullptr) bell->Ring();
  };
  Evaluator evaluator(store, plans, clock, metrics, [&tailer, ring] {
    tailer.Ring();
    ring();
  });
  // Heard when any replica has received a change or kept an evaluation: there may be something to read.
  const auto hung = HangBell(
      config.process, "lianfang.evaluation.changes",
      [&tailer, &evaluator] {
        evaluator.Ring();
        tailer.Ring();
      },
      &metrics);
  if (!hung.ok()) return hung.status();
  bell = hung->get();

  const Standpoints standpoints(store, plans, clock);
  RecordWarnings warnings;
  EvaluationService scorecards(standpoints, &warnings);
  AssessmentService assessments(store, standpoints, &warnings);
  PgAppraisalStore decisions(pool);
  const AppraisalContext appraisal_context{decisions, store, standpoints, clock};
  AppraisalService appraisals(appraisal_context);
  ConcealmentService concealments(appraisal_context);
  HistoryService history(store, standpoints);
  WatchService watches(pool, tailer, plans, standpoints);
  ContractService contract("lianfang.evaluation.v1.EvaluationService", server.runtime());
  scorecards.Register(contract);
  assessments.Register(contract);
  history.Register(contract);
  watches.Register(contract);
  ContractService appraisal_contract("lianfang.evaluation.v1.AppraisalService", server.runtime());
  appraisals.Register(appraisal_contract);
  concealments.Register(appraisal_contract);

  SubmissionClient submission(*channel);
  RemotePlans published(*channel);
  PlanEditions editions(published, store, clock);
  ChangeReceiver receiver(store, editions, [&evaluator, ring] {
    evaluator.Ring();
    ring();
  });
  StreamFollower obligations(Measured(ObligationStream(store, submission, receiver), metrics, clock), clock.machine());
  StreamFollower returns(Measured(ReturnStream(store, submission, receiver), metrics, clock), clock.machine());
  std::deque<DutySync> syncs;
  std::deque<StreamFollower> duties;
  std::optional<ExchangeDiscrepancies> discrepancies;
  for (const DutySource& source : *sources) {
    const auto target = OpenChannel(source.target, config.process.server.tls);
    if (!target.ok()) return target.status();
    DutySync& sync = syncs.emplace_back(source.name, *target, editions, store);
    duties.emplace_back(Measured(sync.Stream(), metrics, clock), clock.machine());
    if (source.name == kExchange) discrepancies.emplace(*target);
  }
  std::optional<DiscrepancyReader> reading_discrepancies;
  if (discrepancies.has_value()) reading_discrepancies.emplace(*discrepancies, plans, warnings, clock);
  WhenClockTrusted careful_evaluator(evaluator, clock.guard());
  const BackgroundLoop evaluating(careful_evaluator);
  const BackgroundLoop following_obligations(obligations);
  const BackgroundLoop following_returns(returns);
  std::deque<BackgroundLoop> following_duties;
  for (StreamFollower& follower : duties) following_duties.emplace_back(follower);
  std::optional<BackgroundLoop> warning;
  if (reading_discrepancies.has_value()) warning.emplace(*reading_discrepancies);
  AwaitSchema(server, pool, "evaluation");
  return server.Run({&contract, &appraisal_contract, &audit.contract()});
}

}  // namespace
}  // namespace lianfang::evaluation

int main(int argc, char** argv) {
  lianfang::LocalizeStatuses(&lianfang::Localize);  // errors are told in Chinese, too
  return lianfang::RunProcess("evaluation", "Lianfang evaluation: verdicts on the targets of plans", argc, argv,
                              lianfang::evaluation::AddSettings, lianfang::evaluation::Serve);
}
