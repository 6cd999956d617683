#include "services/evaluation/config.h"

#include "common/setting.h"

namespace lianfang::evaluation {

void AddSettings(CLI::App& app, EvaluationConfig& config) {
  AddProcessSettings(app, config.process);
  AddSetting(app, "--submission-target", config.submission_target,
             "The submission service, such as dns:///submission:7101")
      ->required();
  AddSetting(app, "--duty-sources", config.duty_sources,
             "Services whose duties count for punctuality, NAME=TARGET by commas, such as submission=dns:///host:port; "
             "submission alone where it is not given")
      ->delimiter(',');
}

}  // namespace lianfang::evaluation
