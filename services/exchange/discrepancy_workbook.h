// Discrepancies as a workbook for the office: one row each, to be filtered and printed.
#ifndef LIANFANG_SERVICES_EXCHANGE_DISCREPANCY_WORKBOOK_H_
#define LIANFANG_SERVICES_EXCHANGE_DISCREPANCY_WORKBOOK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/exchange/v1/discrepancy.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::exchange {

// In the given order.
absl::StatusOr<std::string> DiscrepancyWorkbook(const std::vector<v1::Discrepancy>& discrepancies,
                                                const type::v1::Plan& plan, absl::TimeZone zone);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DISCREPANCY_WORKBOOK_H_
