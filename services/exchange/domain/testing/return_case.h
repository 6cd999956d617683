// Returns and the records that they are held against, for tests of the rules on returns: what a run looks at, and what it finds.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_TESTING_RETURN_CASE_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_TESTING_RETURN_CASE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/exchange/domain/reconciliation/discrepancy_rules.h"
#include "services/exchange/domain/testing/sample.h"

namespace lianfang::exchange::testing {

absl::Time At(int year, int month, int day);

// After the period of 2025 and its 30 days.
inline const absl::Time kLater = At(2026, 6, 15);
inline const absl::Time kFiled = At(2026, 1, 10);

// The sample plan with the period 2025.
type::v1::Plan PlanWith2025();

v1::FigureDefinition Definition(const std::string& figure, v1::FigureMeasure measure);

// What hrss reads of emergency's accidents.
v1::AgreementTerms AccidentTerms(const std::vector<std::string>& fields = {"occurrence_time", "deaths", "missing"});

// An accident of 2025 as emergency keeps it, known before the return was filed.
v1::Record AccidentOf2025(const std::string& id, int deaths, int version = 1, absl::Time published = At(2025, 8, 1));

// Emergency's return of 2025 for coal mining.
FiledReturn Filed(int64_t accidents, int64_t deaths, absl::Time filed = kFiled);

// What the rules find, and what they looked at.
struct ReturnCase {
  type::v1::Plan plan = PlanWith2025();
  std::vector<v1::AgreementTerms> terms = {AccidentTerms()};
  SharedRecords records;
  std::vector<v1::Link> links;
  std::vector<v1::FigureDefinition> definitions = {Definition("accidents", v1::FIGURE_MEASURE_RECORDS),
                                                   Definition("deaths", v1::FIGURE_MEASURE_DEATHS)};
  std::vector<FiledReturn> returns;
  VersionHistories histories;
  absl::Time now = kLater;
  bool away = false;

  ReconciliationView View() const;
  std::vector<v1::Discrepancy> Found() const;
  std::vector<std::string> Rules() const;  // of what is found
};

// Two accidents; one of them counts a death since its second version, published after the return was filed.
ReturnCase LaterDeathCase();

}  // namespace lianfang::exchange::testing

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_TESTING_RETURN_CASE_H_
