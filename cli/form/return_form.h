// 报送表: a return on paper, to be signed and stamped, and kept with the file.
#ifndef LIANFANG_CLI_FORM_RETURN_FORM_H_
#define LIANFANG_CLI_FORM_RETURN_FORM_H_

#include <string>

#include "absl/status/statusor.h"
#include "cli/text/label.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::cli {

// The latest revision as a Word document: whose figures they are, each figure with its unit, what is said about them, and
// places for 填报人, 审核人, 负责人, date and stamp. Says which entry of the ledger proves it, and whether it is reviewed.
// INTERNAL as Docx::Finish.
absl::StatusOr<std::string> ReturnForm(const type::v1::Plan& plan, const submission::v1::Obligation& obligation,
                                       const submission::v1::Return& filed, Language language);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_FORM_RETURN_FORM_H_
