// lianfang-evaluation: verdicts on the targets of plans. Wiring only.
#include "common/clock.h"
#include "common/process.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "services/evaluation/config.h"
#include "services/evaluation/evaluation_service.h"
#include "services/evaluation/store/pg_evaluation_store.h"
#include "services/evaluation/sync/change_streams.h"

namespace lianfang::evaluation {
namespace {

absl::Status Serve(const EvaluationConfig& config) {
  Metrics metrics;
  Server server(config.process.server, metrics);
  if (absl::Status status = ExposeMetrics(config.process, metrics); !status.ok()) return status;
  const auto channel = OpenChannel(config.submission_target, config.process.server.tls);
  if (!channel.ok()) return channel.status();

  const SystemClock clock;
  PgPool pool(PoolOptions(config.process, &metrics));
  PgEvaluationStore store(pool);
  EvaluationService evaluation(store, clock);
  ContractService contract("lianfang.evaluation.v1.EvaluationService", server.runtime());
  evaluation.Register(contract);

  SubmissionClient submission(*channel);
  ChangeReceiver receiver(store, submission);
  StreamFollower obligations(ObligationStream(store, submission, receiver), clock);
  StreamFollower returns(ReturnStream(store, submission, receiver), clock);
  const BackgroundLoop following_obligations(obligations);
  const BackgroundLoop following_returns(returns);
  return server.Run({&contract});
}

}  // namespace
}  // namespace lianfang::evaluation

int main(int argc, char** argv) {
  lianfang::evaluation::EvaluationConfig config;
  CLI::App app("Lianfang evaluation: verdicts on the targets of plans");
  lianfang::evaluation::AddSettings(app, config);
  CLI11_PARSE(app, argc, argv);
  return lianfang::RunProcess("evaluation", config.process, [&config] { return lianfang::evaluation::Serve(config); });
}
