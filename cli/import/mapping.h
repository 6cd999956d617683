// A table as somebody else published it, read by a mapping file: what its headings and words mean in the plan, and what
// it does not say at all.
//
//   # 云南省应急管理厅公布的事故表
//   column  行业类别 = industry
//   column  事故（起） = accidents
//   ignore  同比
//   industry 煤矿企业 = coal-mining
//   constant period = 2022
//   constant region = 530000
//   skip    合计
//
// A `column` is a figure of the plan by id, or one of obligation, period, region, industry, choice, note,
// correction_reason, warning_confirmation. `period`, `region` and `industry` give words of cells the id that they mean. A
// `constant` holds for every row that says nothing itself. Rows in which a cell that says what they are about has a
// `skip` word are no returns. Words are compared as Spelling (spelling.h) does.
#ifndef LIANFANG_CLI_IMPORT_MAPPING_H_
#define LIANFANG_CLI_IMPORT_MAPPING_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "cli/import/plan_terms.h"

namespace lianfang::cli {

// Adds what a mapping file says to the terms. A FileFault (fault.h) that names the line which is not understood, or whose
// id the plan does not have.
absl::Status ApplyMapping(absl::string_view mapping, PlanTerms& terms);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_MAPPING_H_
