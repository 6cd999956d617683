// The statement of a year (年度决算表) as a workbook: the budget by purpose, every project, every provider's contracts, the steps of all.
#ifndef LIANFANG_SERVICES_FUND_EXPORT_STATEMENT_H_
#define LIANFANG_SERVICES_FUND_EXPORT_STATEMENT_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lianfang/fund/v1/budget.pb.h"
#include "lianfang/fund/v1/project.pb.h"
#include "lianfang/fund/v1/provider.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::fund {

// What is written, all as of one moment. Refers to the plan.
struct Statement {
  const type::v1::Plan& plan;
  int year = 0;
  v1::Budget budget;
  std::vector<v1::Project> projects;
  std::map<std::string, v1::Provider> providers;  // of the contracts, by name, as answered on the day
};

// The bytes of the file. INTERNAL when no temporary file can be written.
absl::StatusOr<std::string> WriteStatement(const Statement& statement);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_EXPORT_STATEMENT_H_
