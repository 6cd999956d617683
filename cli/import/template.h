// The file that a clerk fills in: one row for every obligation, one column for every figure that any of them asks for.
//
//   std::string text = TemplateText(TemplateWords(plan, returns, Language::kChinese), obligations);
#ifndef LIANFANG_CLI_IMPORT_TEMPLATE_H_
#define LIANFANG_CLI_IMPORT_TEMPLATE_H_

#include <string>

#include "cli/import/rows.h"
#include "cli/import/template_words.h"

namespace lianfang::cli {

// CSV that ReadRows reads, in the order of the obligations; the figures in that of the plan's catalogue. Headings and
// names are the Chinese terms, or in English the ids. A cell that is not asked for holds kNotAsked; one that is stands
// empty, or, where a return was filed, holds what it says.
std::string TemplateText(const TemplateWords& words, const ObligationList& obligations);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_TEMPLATE_H_
