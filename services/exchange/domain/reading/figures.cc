#include "services/exchange/domain/reading/figures.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/time.h"
#include "services/exchange/domain/record/facts.h"
#include "services/exchange/domain/request/names.h"

namespace lianfang::exchange {
namespace {

constexpr int kMostSources = 1000;
constexpr int kMonths = 12;
constexpr int kMostMonths = 1200;

template <typename Values, typename Value>
bool IsEmptyOrHolds(const Values& values, const Value& value) {
  return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
}

bool OfAccidents(v1::FigureMeasure measure) {
  return measure == v1::FIGURE_MEASURE_DEATHS || measure == v1::FIGURE_MEASURE_INJURED ||
         measure == v1::FIGURE_MEASURE_CASUALTIES;
}

// Conditions that the definition's kind does not know.
void CheckConditions(const std::string& path, const v1::FigureDefinition& definition, FieldViolations& faults) {
  const v1::RecordKind kind = definition.kind();
  const bool disease = kind == v1::RECORD_KIND_DISEASE;
  const bool training = kind == v1::RECORD_KIND_TRAINING;
  const struct {
    const char* field;
    bool given;
    bool known;
  } conditions[] = {
      {"card_kinds", !definition.card_kinds().empty(), disease},
      {"pneumoconiosis_only", definition.pneumoconiosis_only(), disease},
      {"exposure_below_months", definition.exposure_below_months() != 0, disease},
      {"key_positions", !definition.key_positions().empty(), training || kind == v1::RECORD_KIND_PERSON},
      {"results", !definition.results().empty(), training},
      {"occupational_health_only", definition.occupational_health_only(), training},
  };
  for (const auto& one : conditions) {
    if (one.given && !one.known)
      faults.Add(absl::StrCat(path, ".", one.field), "is no condition of records of the kind");
  }
  if (OfAccidents(definition.measure()) && kind != v1::RECORD_KIND_ACCIDENT) {
    faults.Add(path + ".measure", "is of accidents alone");
  }
  if (definition.measure() == v1::FIGURE_MEASURE_PERSONS && !IsOfPersons(kind)) {
    faults.Add(path + ".measure", "is not of employers");
  }
  if (definition.exposure_below_months() < 0 || definition.exposure_below_months() > kMostMonths) {
    faults.Add(path + ".exposure_below_months", absl::StrCat("must be 0 to ", kMostMonths));
  }
  for (int i = 0; i < definition.key_positions_size(); ++i) {
    if (!IsResourceId(definition.key_positions(i)))
      faults.Add(absl::StrCat(path, ".key_positions[", i, "]"), "must be an id");
  }
}

// Whether somebody holds the position on a day.
bool Lasts(const v1::PersonRecord& person, absl::CivilDay day) {
  const auto start = FromDate(person.start_date());
  const auto end = FromDate(person.end_date());
  return (!start.ok() || *start <= day) && (!end.ok() || *end >= day);
}

}  // namespace

absl::Status CheckDefinitions(const google::protobuf::RepeatedPtrField<v1::FigureDefinition>& definitions,
                              const type::v1::Plan& plan) {
  FieldViolations faults;
  std::set<std::string> seen;
  for (int i = 0; i < definitions.size(); ++i) {
    const v1::FigureDefinition& definition = definitions[i];
    const std::string path = absl::StrCat("definitions[", i, "]");
    const bool known = std::any_of(plan.figures().begin(), plan.figures().end(),
                                   [&](const auto& figure) { return figure.id() == definition.figure(); });
    if (!known) faults.Add(path + ".figure", "must be a figure of the plan");
    if (!seen.insert(definition.figure()).second) faults.Add(path + ".figure", "is defined twice");
    if (KindWord(definition.kind()).empty()) faults.Add(path + ".kind", "must be a known kind");
    if (definition.measure() == v1::FIGURE_MEASURE_UNSPECIFIED || !v1::FigureMeasure_IsValid(definition.measure())) {
      faults.Add(path + ".measure", "must be a known measure");
    }
    CheckConditions(path, definition, faults);
  }
  return faults.ToStatus();
}

bool FigureCount::Applies(const v1::Record& record) const {
  if (record.kind() != definition_.kind() || record.withdrawn() || ContentOf(record) == nullptr) return false;
  if (!DivisionCovers(scope_.region, record.region())) return false;
  if (!definition_.any_industry() && record.industry() != scope_.industry) return false;
  if (record.has_person()) {
    return Lasts(record.person(), scope_.last) &&
           IsEmptyOrHolds(definition_.key_positions(), record.person().key_position());
  }
  const auto day = FactsOf(record, scope_.zone).day;
  if (day.has_value() && (*day < scope_.first || *day > scope_.last)) return false;
  if (record.has_disease()) {
    const v1::DiseaseRecord& card = record.disease();
    const int exposure = card.exposure_years() * kMonths + card.exposure_months();
    return IsEmptyOrHolds(definition_.card_kinds(), card.card_kind()) &&
           (!definition_.pneumoconiosis_only() || card.pneumoconiosis()) &&
           (definition_.exposure_below_months() == 0 || exposure < definition_.exposure_below_months());
  }
  if (record.has_training()) {
    const v1::TrainingRecord& training = record.training();
    return IsEmptyOrHolds(definition_.key_positions(), training.key_position()) &&
           IsEmptyOrHolds(definition_.results(), training.result()) &&
           (!definition_.occupational_health_only() || training.occupational_health());
  }
  return true;
}

int64_t FigureCount::Adds(const v1::Record& record) {
  const v1::AccidentRecord& accident = record.accident();
  const int64_t deaths = int64_t{accident.deaths()} + accident.missing();
  const int64_t injured = int64_t{accident.seriously_injured()} + accident.slightly_injured();
  switch (definition_.measure()) {
    case v1::FIGURE_MEASURE_RECORDS:
      return 1;
    case v1::FIGURE_MEASURE_PERSONS: {
      int64_t added = 0;
      std::vector<std::string> persons = FactsOf(record, scope_.zone).id_numbers;
      if (persons.empty()) persons.push_back(record.name());  // without a number, a person of their own
      for (std::string& person : persons) added += persons_.insert(std::move(person)).second ? 1 : 0;
      return added;
    }
    case v1::FIGURE_MEASURE_DEATHS:
      return deaths;
    case v1::FIGURE_MEASURE_INJURED:
      return injured;
    case v1::FIGURE_MEASURE_CASUALTIES:
      return deaths + injured;
    default:
      return 0;
  }
}

void FigureCount::Offer(const v1::Record& record) {
  if (!Applies(record)) return;
  const int64_t number = Adds(record);
  if (number == 0) return;
  number_ += number;
  ++source_count_;
  if (sources_.size() >= kMostSources) return;
  v1::FigureSource& source = *sources_.Add();
  source.set_record(VersionName(record.name(), record.version()));
  source.set_number(number);
}

v1::ProposedFigure FigureCount::Figure() const {
  v1::ProposedFigure figure;
  figure.mutable_value()->set_figure(definition_.figure());
  figure.mutable_value()->set_number(number_);
  *figure.mutable_sources() = sources_;
  figure.set_source_count(source_count_);
  return figure;
}

}  // namespace lianfang::exchange
