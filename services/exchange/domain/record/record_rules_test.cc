#include "services/exchange/domain/record/record_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>

#include "common/errors.h"
#include "common/id_number.h"
#include "common/time.h"
#include "services/exchange/domain/record/accident_grade.h"
#include "services/exchange/domain/testing/sample.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples

std::set<std::string> FieldsAtFault(const absl::Status& status) {
  std::set<std::string> fields;
  if (const auto details = BadRequestOf(status); details.has_value()) {
    for (const auto& violation : details->field_violations()) fields.insert(violation.field());
  }
  return fields;
}

absl::Status Check(const v1::Record& record, const std::string& department = "emergency") {
  return CheckRecord(NormalForm(record), Owner(department), Now(), Zone());
}

TEST(RecordRulesTest, GoodRecordsOfEveryKindPass) {
  for (const v1::Record& record : {Accident(), Disease(), Injury(), Training(), PersonInPosition(), EmployerOf()}) {
    EXPECT_TRUE(Check(record).ok()) << Check(record) << record.DebugString();
  }
}

TEST(RecordRulesTest, ARecordOfAnotherDepartmentIsDenied) {
  v1::Record record = Accident();
  *record.mutable_owner() = Owner("health");
  EXPECT_EQ(ErrorInfoOf(Check(record))->reason(), "NOT_OWN_RECORD");
  *record.mutable_owner() = Owner("emergency", "140500");
  EXPECT_EQ(Check(record).code(), absl::StatusCode::kPermissionDenied);
}

struct BadRecord {
  const char* field;
  std::function<void(v1::Record&)> spoil;
};

TEST(RecordRulesTest, EveryFaultIsNamedByItsField) {
  const BadRecord cases[] = {
      {"source_id", [](v1::Record& r) { r.clear_source_id(); }},
      {"version", [](v1::Record& r) { r.set_version(0); }},
      {"region", [](v1::Record& r) { r.set_region("140582"); }},
      {"region", [](v1::Record& r) { r.set_region("1405"); }},
      {"industry", [](v1::Record& r) { r.set_industry("Coal"); }},
      {"kind", [](v1::Record& r) { r.set_kind(v1::RECORD_KIND_DISEASE); }},
      {"kind", [](v1::Record& r) { r.set_kind(static_cast<v1::RecordKind>(9)); }},
      {"kind", [](v1::Record& r) { r.clear_accident(); }},
      {"withdrawn",
       [](v1::Record& r) {
         r.set_withdrawn(true);
         r.set_revision_reason("误报");
       }},
      {"revision_reason",
       [](v1::Record& r) {
         r.set_withdrawn(true);
         r.clear_accident();
       }},
      {"accident.deaths", [](v1::Record& r) { r.mutable_accident()->set_deaths(0); }},
      {"accident.deaths", [](v1::Record& r) { r.mutable_accident()->set_deaths(-1); }},
      {"accident.occurrence_time", [](v1::Record& r) { r.mutable_accident()->clear_occurrence_time(); }},
      {"accident.occurrence_time",
       [](v1::Record& r) { *r.mutable_accident()->mutable_occurrence_time() = ToTimestamp(Now() + absl::Hours(48)); }},
      {"accident.grade_note", [](v1::Record& r) { r.mutable_accident()->set_grade(v1::ACCIDENT_GRADE_MAJOR); }},
      {"accident.grade_note", [](v1::Record& r) { r.mutable_accident()->set_grade_note("无差别"); }},
      {"accident.employer.code_note",
       [](v1::Record& r) { r.mutable_accident()->mutable_employer()->set_credit_code("91350100M000100Y44"); }},
      {"accident.casualties[0].person.id_note",
       [](v1::Record& r) {
         r.mutable_accident()->mutable_casualties(0)->mutable_person()->set_id_number("110105194912310021");
       }},
      {"accident.casualties[0].person.id_note",
       [](v1::Record& r) { r.mutable_accident()->mutable_casualties(0)->mutable_person()->set_id_note("没有不符"); }},
      {"accident.casualties[0].outcome",
       [](v1::Record& r) {
         r.mutable_accident()->mutable_casualties(0)->set_outcome(v1::CASUALTY_OUTCOME_UNSPECIFIED);
       }},
      {"accident.direct_loss",
       [](v1::Record& r) { r.mutable_accident()->mutable_direct_loss()->set_currency_code("USD"); }},
  };
  for (const BadRecord& bad : cases) {
    v1::Record record = Accident();
    bad.spoil(record);
    EXPECT_THAT(FieldsAtFault(Check(record)), ::testing::Contains(bad.field)) << Check(record);
  }
}

TEST(RecordRulesTest, DatesAreInOrderAndNotInTheFuture) {
  v1::Record injury = Injury();
  *injury.mutable_injury()->mutable_application_date() = ToDate(absl::CivilDay(2026, 3, 31));
  EXPECT_THAT(FieldsAtFault(Check(injury)), ::testing::ElementsAre("injury.application_date"));
  *injury.mutable_injury()->mutable_application_date() = ToDate(absl::CivilDay(2026, 6, 16));
  EXPECT_THAT(FieldsAtFault(Check(injury)), ::testing::ElementsAre("injury.application_date"));
  injury = Injury();
  injury.mutable_injury()->set_decision(v1::INJURY_DECISION_RECOGNISED);
  EXPECT_THAT(FieldsAtFault(Check(injury)), ::testing::ElementsAre("injury.decision_date"));
  v1::Record card = Disease();
  card.mutable_disease()->set_card_kind(v1::DISEASE_CARD_KIND_DEATH);
  EXPECT_THAT(FieldsAtFault(Check(card)), ::testing::ElementsAre("disease.death_date"));
}

TEST(RecordRulesTest, WhatOneKindOfCardHasIsRefusedOnAnother) {
  v1::Record card = Disease();
  card.mutable_disease()->set_pneumoconiosis(false);
  EXPECT_THAT(FieldsAtFault(Check(card)), ::testing::ElementsAre("disease.stage"));
  card = Disease();
  card.mutable_disease()->set_card_kind(v1::DISEASE_CARD_KIND_PROGRESSION);
  EXPECT_THAT(FieldsAtFault(Check(card)), ::testing::ElementsAre("disease.stage")) << "nobody progresses to stage 1";
  card.mutable_disease()->set_stage(2);
  EXPECT_TRUE(Check(card).ok()) << Check(card);
  card = Disease();
  *card.mutable_disease()->mutable_death_date() = ToDate(absl::CivilDay(2026, 4, 1));
  EXPECT_THAT(FieldsAtFault(Check(card)), ::testing::ElementsAre("disease.death_date"));
}

// The contract: numbers of documents and telephones have at most 40 characters.
TEST(RecordRulesTest, NumbersOfPersonsAreBounded) {
  v1::Record record = PersonInPosition();
  v1::Person& person = *record.mutable_person()->mutable_person();
  person.set_id_document(v1::ID_DOCUMENT_PASSPORT);
  person.set_id_number(std::string(40, 'A'));
  person.set_phone(std::string(40, '1'));
  EXPECT_TRUE(Check(record).ok()) << Check(record);
  person.set_id_number(std::string(41, 'A'));
  person.set_phone(std::string(41, '1'));
  EXPECT_THAT(FieldsAtFault(Check(record)), ::testing::ElementsAre("person.person.id_number", "person.person.phone"));
}

TEST(RecordRulesTest, AFormerNameDoesNotEndBeforeItBegins) {
  v1::Record record = EmployerOf();
  auto& name = *record.mutable_employer()->mutable_names(0);
  *name.mutable_start_date() = ToDate(absl::CivilDay(2020, 5, 1));
  *name.mutable_end_date() = ToDate(absl::CivilDay(2020, 5, 1));
  EXPECT_TRUE(Check(record).ok()) << Check(record);
  *name.mutable_end_date() = ToDate(absl::CivilDay(2020, 4, 30));
  EXPECT_THAT(FieldsAtFault(Check(record)), ::testing::ElementsAre("employer.names[0].end_date"));
}

// google.type.Money: nanos lie between -999,999,999 and +999,999,999.
TEST(RecordRulesTest, AFractionOfMoneyIsLessThanAYuan) {
  v1::Record record = Accident();
  auto& loss = *record.mutable_accident()->mutable_direct_loss();
  loss.set_currency_code("CNY");
  loss.set_nanos(999'999'999);
  EXPECT_THAT(FieldsAtFault(Check(record)), ::testing::Not(::testing::Contains("accident.direct_loss")));
  loss.set_nanos(1'000'000'000);
  EXPECT_THAT(FieldsAtFault(Check(record)), ::testing::Contains("accident.direct_loss"));
}

TEST(RecordRulesTest, OldIdentifiersAreEnteredWithAReasonAndMarked) {
  v1::Record record = PersonInPosition();
  v1::Person& person = *record.mutable_person()->mutable_person();
  person.set_id_number("110105491231002");
  EXPECT_THAT(FieldsAtFault(Check(record)), ::testing::ElementsAre("person.person.id_note"));
  person.set_id_note("15位旧证");
  record.mutable_person()->mutable_employer()->set_credit_code("140581000012345");
  record.mutable_person()->mutable_employer()->set_code_note("2016年前旧码");
  ASSERT_TRUE(Check(record).ok()) << Check(record);
  Complete(record, Owner("emergency"), Now(), Zone());
  ASSERT_EQ(record.marks_size(), 2);
  EXPECT_EQ(record.marks(0).field(), "person.person.id_number");
  EXPECT_EQ(record.marks(0).reason(), "15位旧证");
  EXPECT_EQ(record.marks(1).field(), "person.employer.credit_code");
}

TEST(RecordRulesTest, ADateOfBirthThatTheNumberContradictsNeedsAReason) {
  v1::Record record = PersonInPosition();
  *record.mutable_person()->mutable_person()->mutable_birth_date() = ToDate(absl::CivilDay(1949, 12, 30));
  EXPECT_THAT(FieldsAtFault(Check(record)), ::testing::ElementsAre("person.person.id_note"));
  *record.mutable_person()->mutable_person()->mutable_birth_date() = ToDate(absl::CivilDay(1949, 12, 31));
  EXPECT_TRUE(Check(record).ok());
}

TEST(RecordRulesTest, SpellingsOfOneIdentifierBecomeOne) {
  v1::Record record = PersonInPosition();
  record.mutable_person()->mutable_person()->set_id_number(" 11010519491231002x ");
  record.set_name("records/person/forged");
  record.set_publisher("spiffe://forged");
  record.add_marks()->set_field("forged");
  const v1::Record normal = NormalForm(record);
  EXPECT_EQ(normal.person().person().id_number(), kIdNumber);
  EXPECT_TRUE(normal.name().empty() && normal.publisher().empty() && normal.marks().empty());
  v1::Record employer = EmployerOf();
  employer.mutable_employer()->set_credit_code(" 91350100m000100y43 ");
  EXPECT_EQ(NormalForm(employer).employer().credit_code(), kCreditCode);
}

TEST(AccidentGradeTest, AnyCriterionTheHighestWinsInclusively) {
  const struct {
    int deaths, missing, serious;
    int64_t loss;
    v1::AccidentGrade grade;
  } cases[] = {
      {0, 0, 0, 0, v1::ACCIDENT_GRADE_ORDINARY},
      {2, 0, 9, 9'999'999, v1::ACCIDENT_GRADE_ORDINARY},
      {3, 0, 0, 0, v1::ACCIDENT_GRADE_LARGER},
      {2, 1, 0, 0, v1::ACCIDENT_GRADE_LARGER},
      {0, 0, 10, 0, v1::ACCIDENT_GRADE_LARGER},
      {0, 0, 0, 10'000'000, v1::ACCIDENT_GRADE_LARGER},
      {9, 0, 49, 49'999'999, v1::ACCIDENT_GRADE_LARGER},
      {10, 0, 0, 0, v1::ACCIDENT_GRADE_MAJOR},
      {0, 0, 50, 0, v1::ACCIDENT_GRADE_MAJOR},
      {1, 0, 0, 50'000'000, v1::ACCIDENT_GRADE_MAJOR},
      {29, 1, 0, 0, v1::ACCIDENT_GRADE_ESPECIALLY_MAJOR},
      {0, 0, 100, 0, v1::ACCIDENT_GRADE_ESPECIALLY_MAJOR},
      {0, 0, 0, 100'000'000, v1::ACCIDENT_GRADE_ESPECIALLY_MAJOR},
  };
  for (const auto& one : cases) {
    v1::AccidentRecord accident;
    accident.set_deaths(one.deaths);
    accident.set_missing(one.missing);
    accident.set_seriously_injured(one.serious);
    accident.mutable_direct_loss()->set_currency_code("CNY");
    accident.mutable_direct_loss()->set_units(one.loss);
    EXPECT_EQ(GradeOf(accident), one.grade) << accident.DebugString();
  }
}

TEST(AccidentGradeTest, AnUnstatedGradeIsDerivedAndAnotherOneMarked) {
  v1::Record record = Accident();
  Complete(record, Owner("emergency"), Now(), Zone());
  EXPECT_EQ(record.accident().grade(), v1::ACCIDENT_GRADE_ORDINARY);
  EXPECT_TRUE(record.marks().empty());
  record.mutable_accident()->set_grade(v1::ACCIDENT_GRADE_LARGER);
  record.mutable_accident()->set_grade_note("社会影响恶劣");
  ASSERT_TRUE(Check(record).ok()) << Check(record);
  Complete(record, Owner("emergency"), Now(), Zone());
  ASSERT_EQ(record.marks_size(), 1);
  EXPECT_EQ(record.marks(0).field(), "accident.grade");
}

TEST(IdentifiersTest, CheckCharactersAndDaysAreHeldTo) {
  const absl::CivilDay today(2026, 6, 15);
  for (const char* good : {"11010519491231002X", "440524188001010014", "34052419800101001X"}) {
    EXPECT_EQ(IdNumberFault(good, today), "") << good;
  }
  for (const char* bad : {"110105194912310021", "11010519490231002X", "1101051949123100", "abc", ""}) {
    EXPECT_NE(IdNumberFault(bad, today), "") << bad;
  }
  EXPECT_NE(IdNumberFault("11010519491231002X", absl::CivilDay(1949, 12, 30)), "") << "not yet born";
  EXPECT_EQ(BirthDateIn("110105491231002"), absl::CivilDay(1949, 12, 31));
  EXPECT_FALSE(BirthDateIn("110105490231002").has_value());
}

}  // namespace
}  // namespace lianfang::exchange
