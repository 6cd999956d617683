#include "services/exchange/domain/reconciliation/figure_fields.h"

#include <algorithm>

#include "services/exchange/domain/agreement/fields.h"
#include "services/exchange/domain/agreement/filter.h"

namespace lianfang::exchange {
namespace {

using Paths = std::vector<std::string>;

void Add(Paths& paths, const Paths& more) { paths.insert(paths.end(), more.begin(), more.end()); }

// The day by which a record falls into a period.
Paths DayFields(v1::RecordKind kind) {
  switch (kind) {
    case v1::RECORD_KIND_PERSON:
      return {"start_date", "end_date"};
    case v1::RECORD_KIND_ACCIDENT:
      return {"occurrence_time"};
    case v1::RECORD_KIND_DISEASE:
      return {"diagnosis_date"};
    case v1::RECORD_KIND_INJURY:
      return {"injury_date"};
    case v1::RECORD_KIND_TRAINING:
      return {"training_date"};
    default:
      return {};
  }
}

Paths MeasureFields(const v1::FigureDefinition& definition) {
  const Paths deaths = {"deaths", "missing"};
  const Paths injured = {"seriously_injured", "slightly_injured"};
  switch (definition.measure()) {
    case v1::FIGURE_MEASURE_PERSONS:
      return definition.kind() == v1::RECORD_KIND_ACCIDENT ? Paths{"casualties.person.id_number"}
                                                           : Paths{"person.id_number"};
    case v1::FIGURE_MEASURE_DEATHS:
      return deaths;
    case v1::FIGURE_MEASURE_INJURED:
      return injured;
    case v1::FIGURE_MEASURE_CASUALTIES: {
      Paths both = deaths;
      Add(both, injured);
      return both;
    }
    default:
      return {};
  }
}

Paths ConditionFields(const v1::FigureDefinition& definition) {
  Paths paths;
  if (definition.card_kinds_size() > 0) paths.emplace_back("card_kind");
  if (definition.pneumoconiosis_only()) paths.emplace_back("pneumoconiosis");
  if (definition.exposure_below_months() > 0) Add(paths, {"exposure_years", "exposure_months"});
  if (definition.key_positions_size() > 0) paths.emplace_back("key_position");
  if (definition.results_size() > 0) paths.emplace_back("result");
  if (definition.occupational_health_only()) paths.emplace_back("occupational_health");
  return paths;
}

}  // namespace

Paths FieldsCounted(const v1::FigureDefinition& definition) {
  Paths paths = DayFields(definition.kind());
  Add(paths, MeasureFields(definition));
  Add(paths, ConditionFields(definition));
  return paths;
}

bool GiveFigure(const std::vector<v1::AgreementTerms>& agreements, const v1::FigureDefinition& definition,
                const v1::RecordOwner& owner, const std::string& region, const std::string& industry) {
  const Paths wanted = FieldsCounted(definition);
  return std::any_of(agreements.begin(), agreements.end(), [&](const v1::AgreementTerms& terms) {
    if (!Covers(terms, owner, definition.kind(), region, industry)) return false;
    if (definition.any_industry() && !terms.industries().empty()) return false;
    const Paths given = FieldsOf(terms);
    return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& path) { return Gives(given, path); });
  });
}

}  // namespace lianfang::exchange
