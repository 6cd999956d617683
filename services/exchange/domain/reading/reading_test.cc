#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "common/errors.h"
#include "common/time.h"
#include "services/exchange/domain/reading/figures.h"
#include "services/exchange/domain/testing/sample.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples

FigureScope Scope2026() {
  return {absl::CivilDay(2026, 1, 1), absl::CivilDay(2026, 12, 31), "140581", "coal-mining", Zone()};
}

v1::FigureDefinition Definition(v1::RecordKind kind, v1::FigureMeasure measure) {
  v1::FigureDefinition definition;
  definition.set_figure("accidents");
  definition.set_kind(kind);
  definition.set_measure(measure);
  return definition;
}

int64_t Counted(const v1::FigureDefinition& definition, const std::vector<v1::Record>& records) {
  FigureCount count(definition, Scope2026());
  for (const v1::Record& record : records) count.Offer(record);
  return count.number();
}

TEST(FiguresTest, AccidentsOfPeriodRegionAndIndustryAreCounted) {
  v1::Record elsewhere = Accident(2), other = Accident(3), before = Accident(4), withdrawn = Accident(5);
  elsewhere.set_region("140582");
  other.set_industry("construction");
  *before.mutable_accident()->mutable_occurrence_time() = ToTimestamp(Now() - absl::Hours(24 * 365));
  withdrawn.set_withdrawn(true);
  const std::vector<v1::Record> records = {Accident(1), elsewhere, other, before, withdrawn, Disease()};
  EXPECT_EQ(Counted(Definition(v1::RECORD_KIND_ACCIDENT, v1::FIGURE_MEASURE_RECORDS), records), 1);
  EXPECT_EQ(Counted(Definition(v1::RECORD_KIND_ACCIDENT, v1::FIGURE_MEASURE_DEATHS), records), 1);
  EXPECT_EQ(Counted(Definition(v1::RECORD_KIND_ACCIDENT, v1::FIGURE_MEASURE_INJURED), records), 2);
  EXPECT_EQ(Counted(Definition(v1::RECORD_KIND_ACCIDENT, v1::FIGURE_MEASURE_CASUALTIES), records), 3);
  v1::FigureDefinition any = Definition(v1::RECORD_KIND_ACCIDENT, v1::FIGURE_MEASURE_RECORDS);
  any.set_any_industry(true);
  EXPECT_EQ(Counted(any, records), 2);
}

TEST(FiguresTest, TheLastInstantOfThePeriodCountsInThePlansZone) {
  v1::Record last = Accident();
  *last.mutable_accident()->mutable_occurrence_time() =
      ToTimestamp(absl::FromCivil(absl::CivilSecond(2025, 12, 31, 23, 59, 59), Zone()));
  EXPECT_EQ(Counted(Definition(v1::RECORD_KIND_ACCIDENT, v1::FIGURE_MEASURE_RECORDS), {last}), 0);
  *last.mutable_accident()->mutable_occurrence_time() =
      ToTimestamp(absl::FromCivil(absl::CivilSecond(2026, 1, 1), Zone()));
  EXPECT_EQ(Counted(Definition(v1::RECORD_KIND_ACCIDENT, v1::FIGURE_MEASURE_RECORDS), {last}), 1);
}

TEST(FiguresTest, CardsAreCountedByTheirConditions) {
  v1::Record death = Disease(2), longer = Disease(3);
  death.mutable_disease()->set_card_kind(v1::DISEASE_CARD_KIND_DEATH);
  longer.mutable_disease()->set_exposure_years(5);
  longer.mutable_disease()->set_exposure_months(0);
  v1::FigureDefinition definition = Definition(v1::RECORD_KIND_DISEASE, v1::FIGURE_MEASURE_RECORDS);
  definition.add_card_kinds(v1::DISEASE_CARD_KIND_NEW);
  EXPECT_EQ(Counted(definition, {Disease(), death, longer}), 2);
  definition.set_exposure_below_months(60);
  EXPECT_EQ(Counted(definition, {Disease(), death, longer}), 1) << "4 years and 11 months, not 5 years";
}

TEST(FiguresTest, APersonCountsOnceAndOnlyWhileInThePosition) {
  v1::FigureDefinition trained = Definition(v1::RECORD_KIND_TRAINING, v1::FIGURE_MEASURE_PERSONS);
  trained.add_results(v1::TRAINING_RESULT_PASSED);
  v1::Record failed = Training(3);
  failed.mutable_training()->set_result(v1::TRAINING_RESULT_FAILED);
  v1::Record another = Training(4);
  another.mutable_training()->mutable_person()->set_id_number(kOtherIdNumber);
  EXPECT_EQ(Counted(trained, {Training(1), Training(2), failed, another}), 2);
  const v1::FigureDefinition required = Definition(v1::RECORD_KIND_PERSON, v1::FIGURE_MEASURE_PERSONS);
  v1::Record left = PersonInPosition();
  *left.mutable_person()->mutable_end_date() = ToDate(absl::CivilDay(2026, 12, 30));
  EXPECT_EQ(Counted(required, {left}), 0);
  *left.mutable_person()->mutable_end_date() = ToDate(absl::CivilDay(2026, 12, 31));
  EXPECT_EQ(Counted(required, {left}), 1);
}

TEST(FiguresTest, TheRecordsBehindAFigureAreNamedUpToABound) {
  FigureCount count(Definition(v1::RECORD_KIND_ACCIDENT, v1::FIGURE_MEASURE_DEATHS), Scope2026());
  for (int i = 0; i < 1100; ++i) {
    v1::Record record = Accident(i);
    record.set_name("records/accident/" + std::to_string(i));
    count.Offer(record);
  }
  EXPECT_EQ(count.Figure().value().number(), 1100);
  EXPECT_EQ(count.Figure().source_count(), 1100);
  EXPECT_EQ(count.Figure().sources_size(), 1000);
  EXPECT_EQ(count.Figure().sources(0).record(), "records/accident/0/versions/1");
}

TEST(FiguresTest, DefinitionsThatMakeNoSenseAreNamed) {
  google::protobuf::RepeatedPtrField<v1::FigureDefinition> definitions;
  *definitions.Add() = Definition(v1::RECORD_KIND_ACCIDENT, v1::FIGURE_MEASURE_RECORDS);
  EXPECT_TRUE(CheckDefinitions(definitions, SamplePlan()).ok());
  *definitions.Add() = Definition(v1::RECORD_KIND_DISEASE, v1::FIGURE_MEASURE_DEATHS);
  definitions[1].add_results(v1::TRAINING_RESULT_PASSED);
  const auto details = BadRequestOf(CheckDefinitions(definitions, SamplePlan()));
  ASSERT_TRUE(details.has_value());
  std::vector<std::string> fields;
  for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre("definitions[1].figure", "definitions[1].results",
                                                      "definitions[1].measure"));
}

}  // namespace
}  // namespace lianfang::exchange
