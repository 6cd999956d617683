// The workbook that a clerk fills in: one sheet for every period, a row for every obligation. What is given (ids, names)
// is locked; units and bounds are validated as the figures are typed; the choices that a row may make instead are a
// drop-down.
//
//   absl::StatusOr<std::string> bytes = TemplateWorkbook(words, plan, obligations);
#ifndef LIANFANG_CLI_IMPORT_TEMPLATE_WORKBOOK_H_
#define LIANFANG_CLI_IMPORT_TEMPLATE_WORKBOOK_H_

#include <string>

#include "absl/status/statusor.h"
#include "cli/import/rows.h"
#include "cli/import/template_words.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::cli {

// Sheets in the order of the plan's periods, then one that says how to fill them in. ReadTable and ReadRows read it back
// as TemplateText says it. INTERNAL when no temporary file can be written.
absl::StatusOr<std::string> TemplateWorkbook(const TemplateWords& words, const type::v1::Plan& plan,
                                             const ObligationList& obligations);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_TEMPLATE_WORKBOOK_H_
