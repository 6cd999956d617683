// The matrix of a plan's obligations: departments and industries × periods, with the state of each (报送进度).
#ifndef LIANFANG_CLI_COMMANDS_PLAN_PROGRESS_TEXT_H_
#define LIANFANG_CLI_COMMANDS_PLAN_PROGRESS_TEXT_H_

#include <google/protobuf/repeated_field.h>

#include <string>

#include "cli/text/label.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::cli {

// A row for every department, region and industry that owes something, in the plan's order; a column for every period of
// which something is owed; below them how many of those owed are filed. Waived ones are not owed. A state is that of the
// final figures where these are awaited, and says so. The region is shown where there are several.
std::string ProgressText(const type::v1::Plan& plan,
                         const google::protobuf::RepeatedPtrField<submission::v1::Obligation>& obligations,
                         Language language);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_COMMANDS_PLAN_PROGRESS_TEXT_H_
