// A rate list (费率名册) as a workbook: the list, every employer with figures, rate and derivation in words, and the table that it rests on.
#ifndef LIANFANG_SERVICES_FUND_EXPORT_RATES_WORKBOOK_H_
#define LIANFANG_SERVICES_FUND_EXPORT_RATES_WORKBOOK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lianfang/fund/v1/premium.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::fund {

// What is written, all as of one moment. Refers to the plan.
struct RatesWorkbook {
  const type::v1::Plan& plan;
  v1::RateList list;
  v1::RateTable table;  // that the rates rest on, or will
  std::vector<v1::EmployerRate> rates;
};

// The bytes of the file. INTERNAL when no temporary file can be written.
absl::StatusOr<std::string> WriteRates(const RatesWorkbook& workbook);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_EXPORT_RATES_WORKBOOK_H_
