// A rate list (费率名册) as a workbook: the list, every employer with figures, rate and derivation in words, and the table that it rests on.
#ifndef LIANFANG_SERVICES_FUND_EXPORT_RATES_WORKBOOK_H_
#define LIANFANG_SERVICES_FUND_EXPORT_RATES_WORKBOOK_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lianfang/fund/v1/premium.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::fund {

// What is written, all as of one moment, beside the rates. Refers to the plan.
struct RatesWorkbook {
  const type::v1::Plan& plan;
  v1::RateList list;
  v1::RateTable table;  // that the rates rest on, or will
};

// The rates after a credit code, by code, so many at most; fewer where there are no more.
using RatesAfter = std::function<std::vector<v1::EmployerRate>(const std::string& after, int limit)>;

// The bytes of the file. Of a list of any length, no more than a page of rates and a row of cells is in memory. INTERNAL when no temporary file can be
// written.
absl::StatusOr<std::string> WriteRates(const RatesWorkbook& workbook, const RatesAfter& rates_after);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_EXPORT_RATES_WORKBOOK_H_
