// A plan as text: its facts, then its tables.
#ifndef LIANFANG_CLI_COMMANDS_PLAN_TEXT_H_
#define LIANFANG_CLI_COMMANDS_PLAN_TEXT_H_

#include <string>

#include "cli/text/label.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::cli {

// Number, dates, edition; departments, industries, targets and data requests.
std::string PlanText(const type::v1::Plan& plan, Language language);

// What a target demands, such as `较 2019 下降 5%`.
std::string TargetText(const type::v1::Target& target, Language language);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_PLAN_TEXT_H_
