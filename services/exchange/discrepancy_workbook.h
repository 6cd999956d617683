// Discrepancies as a workbook for the office: one row each, to be filtered and printed.
//
//   DiscrepancyTable table(plan, zone);
//   while (… && table.bytes() < most) table.Add(discrepancy);
//   auto bytes = table.Workbook(/*is_part=*/there_are_more);
#ifndef LIANFANG_SERVICES_EXCHANGE_DISCREPANCY_WORKBOOK_H_
#define LIANFANG_SERVICES_EXCHANGE_DISCREPANCY_WORKBOOK_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/exchange/v1/discrepancy.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::exchange {

// Used by one thread. Refers to the plan.
class DiscrepancyTable {
 public:
  DiscrepancyTable(const type::v1::Plan& plan, absl::TimeZone zone) : plan_(plan), zone_(zone) {}

  // Adds a row; rows stand in this order.
  void Add(const v1::Discrepancy& discrepancy);
  size_t rows() const { return rows_.size(); }
  // Of text, in all rows.
  size_t bytes() const { return bytes_; }

  // The workbook. Of a part behind which others come, the last line says so: how many rows it has, and the last one's name.
  absl::StatusOr<std::string> Workbook(bool is_part) const;

 private:
  const type::v1::Plan& plan_;
  const absl::TimeZone zone_;
  std::vector<std::vector<std::string>> rows_;  // a text for each column
  size_t bytes_ = 0;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DISCREPANCY_WORKBOOK_H_
