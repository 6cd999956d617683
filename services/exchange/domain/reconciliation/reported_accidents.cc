#include "services/exchange/domain/reconciliation/reported_accidents.h"

#include <algorithm>
#include <cstdlib>

#include "absl/time/civil_time.h"

namespace lianfang::exchange {
namespace {

// Accidents and cases of one employer whose days lie so far apart are of one event.
constexpr int kSameEventDays = 1;

}  // namespace

ReportedAccidents::ReportedAccidents(const SharedRecords& records, absl::TimeZone zone) : zone_(zone) {
  for (const v1::Record& record : records) {
    if (record.kind() == v1::RECORD_KIND_ACCIDENT)
      accidents_[record.accident().employer().credit_code()].push_back(&record);
  }
}

bool ReportedAccidents::MayInclude(const v1::InjuryRecord& injury) const {
  const auto day = DayOf(injury.injury_date());
  const std::string& code = injury.employer().credit_code();
  if (code.empty() || !day.has_value()) return false;
  const auto accidents = accidents_.find(code);
  if (accidents == accidents_.end()) return false;
  return std::any_of(accidents->second.begin(), accidents->second.end(), [&](const v1::Record* record) {
    const v1::AccidentRecord& accident = record->accident();
    const absl::CivilDay occurred =
        absl::ToCivilDay(absl::FromUnixSeconds(accident.occurrence_time().seconds()), zone_);
    const int harmed =
        accident.deaths() + accident.missing() + accident.seriously_injured() + accident.slightly_injured();
    return std::abs(occurred - *day) <= kSameEventDays && harmed > accident.casualties_size();
  });
}

}  // namespace lianfang::exchange
