// The file that a clerk fills in: one row for every obligation, one column for every figure that any of them asks for.
//
//   std::string text = TemplateText(plan, obligations, returns, Language::kChinese);
#ifndef LIANFANG_CLI_IMPORT_TEMPLATE_H_
#define LIANFANG_CLI_IMPORT_TEMPLATE_H_

#include <google/protobuf/repeated_field.h>

#include <string>

#include "cli/import/rows.h"
#include "cli/text/label.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::cli {

// CSV that ReadRows reads, in the order of the obligations; the figures in that of the plan's catalogue. Headings and
// names are the Chinese terms, or in English the ids. A cell that is not asked for holds kNotAsked; one that is stands
// empty, or, where a return was filed, holds what it says.
std::string TemplateText(const type::v1::Plan& plan, const ObligationList& obligations,
                         const google::protobuf::RepeatedPtrField<submission::v1::Return>& returns, Language language);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_TEMPLATE_H_
