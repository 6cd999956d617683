// lianfang-evaluation: verdicts on the targets of plans. Wiring only.
#include <cstdlib>

#include "absl/status/status.h"
#include "common/clock.h"
#include "common/log.h"
#include "common/metrics.h"
#include "common/pg/pool.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "services/evaluation/config.h"
#include "services/evaluation/evaluation_service.h"
#include "services/evaluation/store/pg_evaluation_store.h"
#include "services/evaluation/sync/follower.h"

namespace lianfang::evaluation {
namespace {

absl::Status Run(const EvaluationConfig& config) {
  Metrics metrics;
  Server server(config.process.server, metrics);
  if (!config.process.metrics_listen.empty()) {
    if (absl::Status status = metrics.Expose(config.process.metrics_listen); !status.ok()) return status;
  }
  PgPool pool({.url = config.process.database_url, .size = config.process.database_connections});
  PgEvaluationStore store(pool);

  const auto channel = OpenChannel(config.submission_target, config.process.server.tls);
  if (!channel.ok()) return channel.status();
  SubmissionClient submission(*channel);
  ChangeReceiver receiver(store, submission);

  const SystemClock clock;
  EvaluationService evaluation(store, clock);
  ContractService contract("lianfang.evaluation.v1.EvaluationService", server.runtime());
  evaluation.Register(contract);
  if (absl::Status status = server.Start({&contract}); !status.ok()) return status;

  const Follower obligations("obligations", [&](grpc::ClientContext& context) {
    return FollowObligations(store, submission, receiver, context);
  });
  const Follower returns(
      "returns", [&](grpc::ClientContext& context) { return FollowReturns(store, submission, receiver, context); });
  server.SetReady(true);
  server.WaitForSignal();
  server.Drain();
  return absl::OkStatus();
}

}  // namespace
}  // namespace lianfang::evaluation

int main(int argc, char** argv) {
  lianfang::evaluation::EvaluationConfig config;
  CLI::App app("Lianfang evaluation: verdicts on the targets of plans");
  lianfang::evaluation::AddSettings(app, config);
  CLI11_PARSE(app, argc, argv);
  lianfang::InitLog("evaluation", config.process.log_level);
  if (const absl::Status status = lianfang::evaluation::Run(config); !status.ok()) {
    lianfang::Log(lianfang::LogLevel::kError, "ended", {{"status", status.ToString()}});
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
