#include "services/fund/config.h"

#include "common/setting.h"

namespace lianfang::fund {

void AddSettings(CLI::App& app, FundConfig& config) {
  AddProcessSettings(app, config.process);
  AddSetting(app, "--submission-target", config.submission_target, "Submission, as gRPC names it: dns:///host:port")
      ->required();
  AddSetting(app, "--expert-target", config.expert_target, "Expert, as gRPC names it: dns:///host:port")->required();
}

}  // namespace lianfang::fund
