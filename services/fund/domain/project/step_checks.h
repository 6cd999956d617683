// What each kind of step must say, given the project as it stands. Each adds its faults under `step.…`.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_STEP_CHECKS_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_STEP_CHECKS_H_

#include "absl/status/status.h"
#include "lianfang/fund/v1/project.pb.h"
#include "services/fund/domain/project/project_rules.h"

namespace lianfang::fund {

// INVALID_ARGUMENT naming every fault of the step's own texts, dates, sums and references; the state is not looked at.
absl::Status CheckStep(const v1::Project& project, const v1::ProjectStep& step, const StepFacts& facts);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_PROJECT_STEP_CHECKS_H_
