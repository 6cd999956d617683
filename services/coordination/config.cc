#include "services/coordination/config.h"

#include "common/setting.h"

namespace lianfang::coordination {

void AddSettings(CLI::App& app, CoordinationConfig& config) {
  AddProcessSettings(app, config.process);
  AddSetting(app, "--submission-target", config.submission_target, "Submission, as gRPC names it: dns:///host:port")
      ->required();
  AddSetting(app, "--expert-target", config.expert_target, "The expert pool, as gRPC names it: dns:///host:port")
      ->required();
  AddSetting(app, "--notification-target", config.notification_target,
             "Notification, as gRPC names it: dns:///host:port")
      ->required();
  AddSetting(app, "--evaluation-target", config.evaluation_target, "Evaluation, as gRPC names it: dns:///host:port")
      ->required();
  AddSetting(app, "--exchange-target", config.exchange_target, "Exchange, as gRPC names it: dns:///host:port")
      ->required();
  AddSetting(app, "--tick-seconds", config.tick_seconds,
             "Seconds between looking for plans, evidence of tasks, and departments to tell of a conference")
      ->check(CLI::Range(0.1, 3600.0));
}

}  // namespace lianfang::coordination
