#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
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

TEST(FiguresTest, FirstAndLastDayOfThePeriodCount) {
  v1::Record card = Disease();
  const v1::FigureDefinition cards = Definition(v1::RECORD_KIND_DISEASE, v1::FIGURE_MEASURE_RECORDS);
  const auto counted_on = [&](absl::CivilDay day) {
    *card.mutable_disease()->mutable_diagnosis_date() = ToDate(day);
    return Counted(cards, {card});
  };
  EXPECT_EQ(counted_on(absl::CivilDay(2025, 12, 31)), 0);
  EXPECT_EQ(counted_on(absl::CivilDay(2026, 1, 1)), 1);
  EXPECT_EQ(counted_on(absl::CivilDay(2026, 12, 31)), 1);
  EXPECT_EQ(counted_on(absl::CivilDay(2027, 1, 1)), 0);
}

TEST(FiguresTest, APositionIsHeldFromItsFirstDayOn) {
  const v1::FigureDefinition holders = Definition(v1::RECORD_KIND_PERSON, v1::FIGURE_MEASURE_PERSONS);
  v1::Record person = PersonInPosition();
  *person.mutable_person()->mutable_start_date() = ToDate(absl::CivilDay(2026, 12, 31));
  EXPECT_EQ(Counted(holders, {person}), 1);
  *person.mutable_person()->mutable_start_date() = ToDate(absl::CivilDay(2027, 1, 1));
  EXPECT_EQ(Counted(holders, {person}), 0);
}

TEST(FiguresTest, EveryConditionIsHeldTo) {
  v1::FigureDefinition holders = Definition(v1::RECORD_KIND_PERSON, v1::FIGURE_MEASURE_RECORDS);
  holders.add_key_positions("principal");
  EXPECT_EQ(Counted(holders, {PersonInPosition()}), 0);
  holders.add_key_positions("team-leader");
  EXPECT_EQ(Counted(holders, {PersonInPosition()}), 1);

  v1::FigureDefinition cards = Definition(v1::RECORD_KIND_DISEASE, v1::FIGURE_MEASURE_RECORDS);
  cards.set_pneumoconiosis_only(true);
  v1::Record other = Disease(2);
  other.mutable_disease()->set_pneumoconiosis(false);
  EXPECT_EQ(Counted(cards, {Disease(), other}), 1);
  cards.set_pneumoconiosis_only(false);
  EXPECT_EQ(Counted(cards, {Disease(), other}), 2);
  cards.set_exposure_below_months(59);  // both have 4 years and 11 months
  EXPECT_EQ(Counted(cards, {Disease(), other}), 0);

  v1::FigureDefinition courses = Definition(v1::RECORD_KIND_TRAINING, v1::FIGURE_MEASURE_RECORDS);
  courses.add_key_positions("principal");
  EXPECT_EQ(Counted(courses, {Training()}), 0);
  courses.clear_key_positions();
  courses.set_occupational_health_only(true);
  EXPECT_EQ(Counted(courses, {Training()}), 0);
  v1::Record health = Training();
  health.mutable_training()->set_occupational_health(true);
  EXPECT_EQ(Counted(courses, {health}), 1);
  courses.set_occupational_health_only(false);
  EXPECT_EQ(Counted(courses, {Training(), health}), 2);
}

// rules.md: casualties are deaths, missing included, and injured.
TEST(FiguresTest, MissingCountAmongTheDeaths) {
  v1::Record accident = Accident();
  accident.mutable_accident()->set_missing(4);
  accident.mutable_accident()->set_seriously_injured(10);
  const auto of = [&](v1::FigureMeasure measure) {
    return Counted(Definition(v1::RECORD_KIND_ACCIDENT, measure), {accident});
  };
  EXPECT_EQ(of(v1::FIGURE_MEASURE_DEATHS), 5);
  EXPECT_EQ(of(v1::FIGURE_MEASURE_INJURED), 12);
  EXPECT_EQ(of(v1::FIGURE_MEASURE_CASUALTIES), 17);
}

TEST(FiguresTest, APersonWithoutANumberIsOneOfTheirOwn) {
  v1::FigureDefinition trained = Definition(v1::RECORD_KIND_TRAINING, v1::FIGURE_MEASURE_PERSONS);
  v1::Record one = Training(1), two = Training(2);
  one.set_name("records/training/1");
  two.set_name("records/training/2");
  one.mutable_training()->mutable_person()->clear_id_number();
  two.mutable_training()->mutable_person()->clear_id_number();
  EXPECT_EQ(Counted(trained, {one, two, Training(3)}), 3);
}

TEST(FiguresTest, WhatAddsNothingIsNoSource) {
  FigureCount count(Definition(v1::RECORD_KIND_ACCIDENT, v1::FIGURE_MEASURE_DEATHS), Scope2026());
  v1::Record harmless = Accident();
  harmless.mutable_accident()->set_deaths(0);
  count.Offer(harmless);
  EXPECT_EQ(count.Figure().source_count(), 0);
  v1::Record fatal = Accident();
  fatal.mutable_accident()->set_deaths(2);
  fatal.set_name("records/accident/x");
  fatal.set_version(7);
  count.Offer(fatal);
  const v1::ProposedFigure figure = count.Figure();
  EXPECT_EQ(figure.value().figure(), "accidents");
  ASSERT_EQ(figure.sources_size(), 1);
  EXPECT_EQ(figure.sources(0).number(), 2);
  EXPECT_EQ(figure.sources(0).record(), "records/accident/x/versions/7");
}

std::vector<std::string> DefinitionFaults(const v1::FigureDefinition& definition) {
  google::protobuf::RepeatedPtrField<v1::FigureDefinition> definitions;
  *definitions.Add() = definition;
  std::vector<std::string> fields;
  const auto details = BadRequestOf(CheckDefinitions(definitions, SamplePlan()));
  if (!details.has_value()) return fields;
  for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  return fields;
}

TEST(FiguresTest, EveryConditionIsOfItsKinds) {
  using ::testing::ElementsAre;
  const struct {
    const char* field;
    std::set<v1::RecordKind> kinds;
    std::function<void(v1::FigureDefinition&)> set;
  } conditions[] = {
      {"card_kinds", {v1::RECORD_KIND_DISEASE}, [](auto& d) { d.add_card_kinds(v1::DISEASE_CARD_KIND_NEW); }},
      {"pneumoconiosis_only", {v1::RECORD_KIND_DISEASE}, [](auto& d) { d.set_pneumoconiosis_only(true); }},
      {"exposure_below_months", {v1::RECORD_KIND_DISEASE}, [](auto& d) { d.set_exposure_below_months(60); }},
      {"key_positions",
       {v1::RECORD_KIND_TRAINING, v1::RECORD_KIND_PERSON},
       [](auto& d) { d.add_key_positions("team-leader"); }},
      {"results", {v1::RECORD_KIND_TRAINING}, [](auto& d) { d.add_results(v1::TRAINING_RESULT_PASSED); }},
      {"occupational_health_only", {v1::RECORD_KIND_TRAINING}, [](auto& d) { d.set_occupational_health_only(true); }},
  };
  for (const auto& one : conditions) {
    for (const int number : {1, 2, 3, 4, 5, 6}) {
      const auto kind = static_cast<v1::RecordKind>(number);
      v1::FigureDefinition definition = Definition(kind, v1::FIGURE_MEASURE_RECORDS);
      one.set(definition);
      if (one.kinds.count(kind) > 0) {
        EXPECT_THAT(DefinitionFaults(definition), ElementsAre()) << one.field << " of kind " << number;
      } else {
        EXPECT_THAT(DefinitionFaults(definition), ElementsAre(std::string("definitions[0].") + one.field)) << number;
      }
    }
  }
}

TEST(FiguresTest, MeasuresAreOfTheirKinds) {
  using ::testing::ElementsAre;
  for (const int number : {1, 2, 3, 4, 5, 6}) {
    const auto kind = static_cast<v1::RecordKind>(number);
    for (const auto measure : {v1::FIGURE_MEASURE_DEATHS, v1::FIGURE_MEASURE_INJURED, v1::FIGURE_MEASURE_CASUALTIES}) {
      EXPECT_EQ(DefinitionFaults(Definition(kind, measure)).empty(), kind == v1::RECORD_KIND_ACCIDENT) << number;
    }
    EXPECT_EQ(DefinitionFaults(Definition(kind, v1::FIGURE_MEASURE_PERSONS)).empty(), kind != v1::RECORD_KIND_EMPLOYER);
  }
  EXPECT_THAT(DefinitionFaults(Definition(v1::RECORD_KIND_ACCIDENT, v1::FIGURE_MEASURE_UNSPECIFIED)),
              ElementsAre("definitions[0].measure"));
  EXPECT_THAT(DefinitionFaults(Definition(v1::RECORD_KIND_ACCIDENT, static_cast<v1::FigureMeasure>(99))),
              ElementsAre("definitions[0].measure"));
  EXPECT_THAT(DefinitionFaults(Definition(v1::RECORD_KIND_UNSPECIFIED, v1::FIGURE_MEASURE_RECORDS)),
              ElementsAre("definitions[0].kind"));
}

TEST(FiguresTest, BoundsOfConditionsAreHeldTo) {
  using ::testing::ElementsAre;
  v1::FigureDefinition definition = Definition(v1::RECORD_KIND_DISEASE, v1::FIGURE_MEASURE_RECORDS);
  definition.set_exposure_below_months(1200);
  EXPECT_THAT(DefinitionFaults(definition), ElementsAre());
  for (const int months : {1201, -1}) {
    definition.set_exposure_below_months(months);
    EXPECT_THAT(DefinitionFaults(definition), ElementsAre("definitions[0].exposure_below_months"));
  }
  definition = Definition(v1::RECORD_KIND_TRAINING, v1::FIGURE_MEASURE_RECORDS);
  definition.add_key_positions("team-leader");
  definition.add_key_positions("Team Leader");
  EXPECT_THAT(DefinitionFaults(definition), ElementsAre("definitions[0].key_positions[1]"));
  definition = Definition(v1::RECORD_KIND_TRAINING, v1::FIGURE_MEASURE_RECORDS);
  definition.set_figure("none");
  EXPECT_THAT(DefinitionFaults(definition), ElementsAre("definitions[0].figure"));
}

}  // namespace
}  // namespace lianfang::exchange
