// Records of a run by the rows that returns are of, so that holding a return against them looks at its own and not at all.
//
//   const RecordRows rows(records, zone);
//   for (const v1::Record* record : rows.Of(owner, v1::RECORD_KIND_ACCIDENT, "coal-mining", first, last)) count.Offer(*record);
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RECORD_ROWS_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RECORD_ROWS_H_

#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "lianfang/exchange/v1/record.pb.h"
#include "services/exchange/domain/reconciliation/appearance.h"

namespace lianfang::exchange {

// Refers to the records. Thread-safe, as it does not change.
class RecordRows {
 public:
  // Days are those of `zone`.
  RecordRows(const SharedRecords& records, absl::TimeZone zone);

  // Records of the owner and kind, from the industry or with "" from any, of a day from `first` to `last` or of no certain day (persons, who
  // hold a position for some time, and employers). In the order of the records. Other conditions are the caller's.
  std::vector<const v1::Record*> Of(const v1::RecordOwner& owner, v1::RecordKind kind, const std::string& industry,
                                    absl::CivilDay first, absl::CivilDay last) const;

 private:
  using Key =
      std::tuple<std::string, std::string, int, std::string>;  // region and department of the owner, kind, industry
  struct Row {
    std::vector<std::pair<absl::CivilDay, size_t>> dated;  // by day; places among the records
    std::vector<size_t> undated;
  };

  const SharedRecords& records_;
  std::map<Key, Row> rows_;  // every record under its industry, and under ""
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RECORD_ROWS_H_
