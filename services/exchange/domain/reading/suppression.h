// Counts too small to hide a person are not told, and neither is what would give them away.
//
// Counts are asked of all times, of a calendar year or of a calendar month, in total or by group. What is told of them is decided once for
// all these questions together, so that no difference of two answers tells a hidden count:
//
//   1. Time is a tree: all times, years, months. Of the children of a node that is told, those below the threshold are hidden, and the
//      smallest others until the hidden ones add up to the threshold. Where one is hidden, children without records are answered as hidden,
//      too. Children of a hidden node are hidden. Of the hidden children an asker knows the sum alone, which is at least the threshold, and
//      there are two at least: each of them may be anything from 0 to that sum.
//   2. Groups of all times are hidden by the same rule. Hidden groups are not listed, so that they look like groups without records.
//   3. Groups of years are told only where no count of any group in any year is below the threshold, nor any of all times; groups of a
//      year's months only where in addition none of that year's is. Otherwise no group of that level is told: an asker knows the sums of
//      rows and columns alone. These fix a cell of a table only where it has a single row or column, and then the cell is one of the sums.
//
// This holds for one state of the records and one right to read. Who counts again after a record has come sees that it has.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_READING_SUPPRESSION_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_READING_SUPPRESSION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "lianfang/exchange/v1/exchange_service.pb.h"
#include "lianfang/type/v1/policies.pb.h"

namespace lianfang::exchange {

// How many records there are of a month and a group.
struct CountCell {
  std::string month;  // `2024-05`; empty: of no stated day
  std::string group;  // industry or region; empty where they are not grouped by these
  int64_t count = 0;
};
using CountCells = std::vector<CountCell>;

// Of when records are counted: all times, a year, or a month of it.
struct CountPeriod {
  std::string year;   // `2024`; empty: all times
  std::string month;  // `2024-05`; empty: the whole year
};

// INVALID_ARGUMENT under `from_date` or `until_date` for what is no calendar year or month; `until` is exclusive.
absl::StatusOr<CountPeriod> CountPeriodOf(const std::optional<absl::CivilDay>& from,
                                          const std::optional<absl::CivilDay>& until);

// The plan's threshold, or the default, 3.
int ThresholdOf(const type::v1::ExchangePolicy& policy);

// What is told of the cells, which are those of all times.
v1::CountRecordsResponse CountsTold(const CountCells& cells, v1::RecordGrouping grouping, const CountPeriod& period,
                                    int threshold);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_READING_SUPPRESSION_H_
