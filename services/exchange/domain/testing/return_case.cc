#include "services/exchange/domain/testing/return_case.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/exchange/domain/reconciliation/return_rules.h"

namespace lianfang::exchange::testing {

absl::Time At(int year, int month, int day) { return absl::FromCivil(absl::CivilDay(year, month, day), Zone()); }

type::v1::Plan PlanWith2025() {
  type::v1::Plan plan = SamplePlan();
  type::v1::Period& period = *plan.add_periods();
  period.set_id("2025");
  *period.mutable_start_date() = ToDate(absl::CivilDay(2025, 1, 1));
  *period.mutable_end_date() = ToDate(absl::CivilDay(2025, 12, 31));
  plan.mutable_figures(0)->mutable_names()->set_zh("事故起数");
  return plan;
}

v1::FigureDefinition Definition(const std::string& figure, v1::FigureMeasure measure) {
  v1::FigureDefinition definition;
  definition.set_figure(figure);
  definition.set_kind(v1::RECORD_KIND_ACCIDENT);
  definition.set_measure(measure);
  return definition;
}

v1::AgreementTerms AccidentTerms(const std::vector<std::string>& fields) {
  v1::AgreementTerms terms;
  terms.set_kind(v1::RECORD_KIND_ACCIDENT);
  *terms.mutable_owner() = Owner("emergency");
  *terms.mutable_reader() = Owner("hrss");
  for (const std::string& field : fields) terms.add_fields(field);
  terms.add_purposes(v1::PURPOSE_RECONCILIATION);
  return terms;
}

v1::Record AccidentOf2025(const std::string& id, int deaths, int version, absl::Time published) {
  v1::Record record = Accident();
  record.set_name(absl::StrCat("records/accident/", id));
  record.set_version(version);
  *record.mutable_owner() = Owner("emergency");
  *record.mutable_publish_time() = ToTimestamp(published);
  *record.mutable_accident()->mutable_occurrence_time() = ToTimestamp(At(2025, 7, 20) + absl::Hours(10));
  record.mutable_accident()->set_deaths(deaths);
  return record;
}

FiledReturn Filed(int64_t accidents, int64_t deaths, absl::Time filed) {
  FiledReturn one;
  one.revision = "plans/gaoping/returns/2025-140581-coal-mining/revisions/1";
  one.owner = Owner("emergency");
  one.region = "140581";
  one.industry = "coal-mining";
  one.period = "2025";
  one.filed = filed;
  one.numbers = {{"accidents", accidents}, {"deaths", deaths}};
  return one;
}

ReconciliationView ReturnCase::View() const {
  return {.plan = plan,
          .agreements = terms,
          .records = records,
          .links = links,
          .now = now,
          .zone = Zone(),
          .definitions = &definitions,
          .returns = away ? nullptr : &returns,
          .histories = &histories};
}

std::vector<v1::Discrepancy> ReturnCase::Found() const { return FindReturnDiscrepancies(View()); }

std::vector<std::string> ReturnCase::Rules() const {
  std::vector<std::string> rules;
  for (const v1::Discrepancy& one : Found()) rules.push_back(one.rule());
  return rules;
}

ReturnCase LaterDeathCase() {
  ReturnCase of;
  const v1::Record first = AccidentOf2025("a", 0);
  const v1::Record second = AccidentOf2025("a", 1, 2, At(2026, 2, 1));
  of.records = {second, AccidentOf2025("b", 1)};
  of.histories = {{"records/accident/a", {first, second}}, {"records/accident/b", {AccidentOf2025("b", 1)}}};
  of.returns = {Filed(2, 1)};
  return of;
}

}  // namespace lianfang::exchange::testing
