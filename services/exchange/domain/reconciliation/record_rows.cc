#include "services/exchange/domain/reconciliation/record_rows.h"

#include <algorithm>
#include <set>

#include "services/exchange/domain/record/facts.h"

namespace lianfang::exchange {

RecordRows::RecordRows(const SharedRecords& records, absl::TimeZone zone) : records_(records) {
  for (size_t i = 0; i < records.size(); ++i) {
    const v1::Record& record = records[i];
    const auto day = record.kind() == v1::RECORD_KIND_PERSON ? std::nullopt : FactsOf(record, zone).day;
    for (const std::string& industry : std::set<std::string>{record.industry(), ""}) {
      Row& row = rows_[{record.owner().region(), record.owner().department(), record.kind(), industry}];
      if (day.has_value()) {
        row.dated.emplace_back(*day, i);
      } else {
        row.undated.push_back(i);
      }
    }
  }
  for (auto& [key, row] : rows_) std::sort(row.dated.begin(), row.dated.end());
}

std::vector<const v1::Record*> RecordRows::Of(const v1::RecordOwner& owner, v1::RecordKind kind,
                                              const std::string& industry, absl::CivilDay first,
                                              absl::CivilDay last) const {
  const auto found = rows_.find({owner.region(), owner.department(), kind, industry});
  if (found == rows_.end()) return {};
  const Row& row = found->second;
  std::vector<size_t> places = row.undated;
  const auto begin = std::lower_bound(row.dated.begin(), row.dated.end(), std::make_pair(first, size_t{0}));
  for (auto one = begin; one != row.dated.end() && one->first <= last; ++one) places.push_back(one->second);
  std::sort(places.begin(), places.end());
  std::vector<const v1::Record*> records;
  records.reserve(places.size());
  for (const size_t place : places) records.push_back(&records_[place]);
  return records;
}

}  // namespace lianfang::exchange
