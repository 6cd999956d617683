#include "services/exchange/domain/reconciliation/appearance.h"

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/exchange/domain/request/names.h"

namespace lianfang::exchange {
namespace {

std::string EmployerText(const v1::EmployerReference& employer) {
  return employer.display_name().empty() ? employer.credit_code() : employer.display_name();
}

bool IsKnown(const v1::Person& person) { return !person.display_name().empty() || !person.id_number().empty(); }

void Add(size_t record, const v1::Person& person, const v1::EmployerReference& employer,
         std::optional<absl::CivilDay> day, std::vector<Appearance>& appearances) {
  if (IsKnown(person)) appearances.push_back({record, 0, &person, EmployerText(employer), day});
}

void AddCasualties(size_t record, const v1::AccidentRecord& accident, absl::TimeZone zone,
                   std::vector<Appearance>& appearances) {
  std::optional<absl::CivilDay> day;
  if (accident.has_occurrence_time()) day = absl::ToCivilDay(FromTimestamp(accident.occurrence_time()), zone);
  for (int i = 0; i < accident.casualties_size(); ++i) {
    const v1::Casualty& casualty = accident.casualties(i);
    if (!IsKnown(casualty.person())) continue;
    const v1::EmployerReference& employer = casualty.has_employer() ? casualty.employer() : accident.employer();
    appearances.push_back({record, i + 1, &casualty.person(), EmployerText(employer), day});
  }
}

}  // namespace

std::string VersionNameOf(const v1::Record& record) { return VersionName(record.name(), record.version()); }

std::string Appearance::NameIn(const SharedRecords& records) const {
  const std::string version = VersionNameOf(records[record]);
  return number == 0 ? version : absl::StrCat(version, "#", number);
}

std::optional<absl::CivilDay> DayOf(const google::type::Date& date) {
  if (date.year() == 0 || date.month() == 0 || date.day() == 0) return std::nullopt;
  return absl::CivilDay(date.year(), date.month(), date.day());
}

std::vector<Appearance> AppearancesOf(const SharedRecords& records, v1::RecordKind kind, absl::TimeZone zone) {
  std::vector<Appearance> appearances;
  for (size_t i = 0; i < records.size(); ++i) {
    const v1::Record& record = records[i];
    if (record.kind() != kind) continue;
    switch (kind) {
      case v1::RECORD_KIND_PERSON:
        Add(i, record.person().person(), record.person().employer(), DayOf(record.person().start_date()), appearances);
        break;
      case v1::RECORD_KIND_ACCIDENT:
        AddCasualties(i, record.accident(), zone, appearances);
        break;
      case v1::RECORD_KIND_DISEASE:
        Add(i, record.disease().person(), record.disease().employer(), DayOf(record.disease().diagnosis_date()),
            appearances);
        break;
      case v1::RECORD_KIND_INJURY:
        Add(i, record.injury().person(), record.injury().employer(), DayOf(record.injury().injury_date()), appearances);
        break;
      case v1::RECORD_KIND_TRAINING:
        Add(i, record.training().person(), record.training().employer(), DayOf(record.training().training_date()),
            appearances);
        break;
      default:
        break;
    }
  }
  return appearances;
}

}  // namespace lianfang::exchange
