#include "services/evaluation/config.h"

#include "common/setting.h"

namespace lianfang::evaluation {

void AddSettings(CLI::App& app, EvaluationConfig& config) {
  AddProcessSettings(app, config.process);
  AddSetting(app, "--submission-target", config.submission_target,
             "The submission service, such as dns:///submission:7101")
      ->required();
}

}  // namespace lianfang::evaluation
