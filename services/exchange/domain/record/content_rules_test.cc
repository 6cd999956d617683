// Bounds of every field of a record, as the contract states them (record.proto): what is just within is taken, what is just beyond is
// named by its field, and by nothing else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "common/errors.h"
#include "common/time.h"
#include "services/exchange/domain/record/facts.h"
#include "services/exchange/domain/record/record_rules.h"
#include "services/exchange/domain/testing/sample.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples

using Change = std::function<void(v1::Record&)>;

std::set<std::string> FieldsAtFault(const v1::Record& record) {
  std::set<std::string> fields;
  const absl::Status status = CheckRecord(NormalForm(record), Owner("emergency"), Now(), Zone());
  if (const auto details = BadRequestOf(status); details.has_value()) {
    for (const auto& violation : details->field_violations()) fields.insert(violation.field());
  }
  return fields;
}

std::string Text(size_t characters) {
  std::string text;
  for (size_t i = 0; i < characters; ++i) text += "字";
  return text;
}

google::type::Date Day(int year, int month, int day) { return ToDate(absl::CivilDay(year, month, day)); }

struct BoundedText {
  const char* field;
  v1::Record (*sample)(int);
  size_t most;
  bool required;
  std::function<void(v1::Record&, const std::string&)> set;
};

TEST(ContentBoundsTest, TextsHaveTheLengthThatTheContractSays) {
  const BoundedText texts[] = {
      {"source_id", Accident, 100, true, [](auto& r, auto& t) { r.set_source_id(t); }},
      {"revision_reason", Accident, 500, false, [](auto& r, auto& t) { r.set_revision_reason(t); }},
      {"person.person.display_name", PersonInPosition, 100, true,
       [](auto& r, auto& t) { r.mutable_person()->mutable_person()->set_display_name(t); }},
      {"person.employer.display_name", PersonInPosition, 200, false,
       [](auto& r, auto& t) { r.mutable_person()->mutable_employer()->set_display_name(t); }},
      {"person.job_title", PersonInPosition, 100, false,
       [](auto& r, auto& t) { r.mutable_person()->set_job_title(t); }},
      {"accident.place", Accident, 200, false, [](auto& r, auto& t) { r.mutable_accident()->set_place(t); }},
      {"accident.accident_type", Accident, 50, false,
       [](auto& r, auto& t) { r.mutable_accident()->set_accident_type(t); }},
      {"accident.casualties[0].person.display_name", Accident, 100, false,
       [](auto& r, auto& t) { r.mutable_accident()->mutable_casualties(0)->mutable_person()->set_display_name(t); }},
      {"disease.disease", Disease, 50, true, [](auto& r, auto& t) { r.mutable_disease()->set_disease(t); }},
      {"disease.hazard", Disease, 50, false, [](auto& r, auto& t) { r.mutable_disease()->set_hazard(t); }},
      {"disease.person.display_name", Disease, 100, true,
       [](auto& r, auto& t) { r.mutable_disease()->mutable_person()->set_display_name(t); }},
      {"injury.basis", Injury, 50, false, [](auto& r, auto& t) { r.mutable_injury()->set_basis(t); }},
      {"injury.person.display_name", Injury, 100, true,
       [](auto& r, auto& t) { r.mutable_injury()->mutable_person()->set_display_name(t); }},
      {"training.course", Training, 200, true, [](auto& r, auto& t) { r.mutable_training()->set_course(t); }},
      {"training.certificate", Training, 100, false,
       [](auto& r, auto& t) { r.mutable_training()->set_certificate(t); }},
      {"training.person.display_name", Training, 100, true,
       [](auto& r, auto& t) { r.mutable_training()->mutable_person()->set_display_name(t); }},
      {"employer.address", EmployerOf, 200, false, [](auto& r, auto& t) { r.mutable_employer()->set_address(t); }},
      {"employer.legal_representative", EmployerOf, 100, false,
       [](auto& r, auto& t) { r.mutable_employer()->set_legal_representative(t); }},
      {"employer.names[0].display_name", EmployerOf, 200, true,
       [](auto& r, auto& t) { r.mutable_employer()->mutable_names(0)->set_display_name(t); }},
      {"employer.licences[0].licence_kind", EmployerOf, 100, true,
       [](auto& r, auto& t) {
         r.mutable_employer()->clear_licences();
         r.mutable_employer()->add_licences()->set_licence_kind(t);
       }},
      {"employer.licences[0].number", EmployerOf, 100, false,
       [](auto& r, auto& t) {
         r.mutable_employer()->clear_licences();
         r.mutable_employer()->add_licences()->set_licence_kind("安全生产许可证");
         r.mutable_employer()->mutable_licences(0)->set_number(t);
       }},
  };
  for (const BoundedText& one : texts) {
    v1::Record record = one.sample(1);
    const auto faults = [&](const std::string& text) {
      one.set(record, text);
      return FieldsAtFault(record);
    };
    const std::set<std::string> fault = {one.field};
    EXPECT_EQ(faults(Text(one.most)), std::set<std::string>()) << one.field;
    EXPECT_EQ(faults(Text(one.most + 1)), fault) << one.field;
    EXPECT_EQ(faults("两\n行"), fault) << one.field;
    EXPECT_EQ(faults("  "), fault) << one.field << " is blank";
    EXPECT_EQ(faults(""), one.required ? fault : std::set<std::string>()) << one.field << " is not given";
  }
}

struct BoundedNumber {
  const char* field;
  v1::Record (*sample)(int);
  int least, most;
  std::function<void(v1::Record&, int)> set;
};

TEST(ContentBoundsTest, NumbersLieWhereTheContractSays) {
  const BoundedNumber numbers[] = {
      {"accident.deaths", Accident, 1, 100000,
       [](auto& r, int n) { r.mutable_accident()->set_deaths(n); }},  // one is named
      {"accident.missing", Accident, 0, 100000, [](auto& r, int n) { r.mutable_accident()->set_missing(n); }},
      {"accident.seriously_injured", Accident, 0, 100000,
       [](auto& r, int n) { r.mutable_accident()->set_seriously_injured(n); }},
      {"accident.slightly_injured", Accident, 0, 100000,
       [](auto& r, int n) { r.mutable_accident()->set_slightly_injured(n); }},
      {"disease.stage", Disease, 0, 3, [](auto& r, int n) { r.mutable_disease()->set_stage(n); }},
      {"disease.exposure_years", Disease, 0, 80, [](auto& r, int n) { r.mutable_disease()->set_exposure_years(n); }},
      {"disease.exposure_months", Disease, 0, 11, [](auto& r, int n) { r.mutable_disease()->set_exposure_months(n); }},
      {"injury.disability_grade", Injury, 0, 10, [](auto& r, int n) { r.mutable_injury()->set_disability_grade(n); }},
      {"training.hours", Training, 0, 10000, [](auto& r, int n) { r.mutable_training()->set_hours(n); }},
      {"employer.head_count", EmployerOf, 0, 10'000'000,
       [](auto& r, int n) { r.mutable_employer()->set_head_count(n); }},
  };
  for (const BoundedNumber& one : numbers) {
    v1::Record record = one.sample(1);
    const auto faults = [&](int number) {
      one.set(record, number);
      return FieldsAtFault(record);
    };
    const std::set<std::string> fault = {one.field};
    EXPECT_EQ(faults(one.least), std::set<std::string>()) << one.field;
    EXPECT_EQ(faults(one.most), std::set<std::string>()) << one.field;
    EXPECT_EQ(faults(one.least - 1), fault) << one.field;
    EXPECT_EQ(faults(one.most + 1), fault) << one.field;
  }
}

TEST(ContentBoundsTest, MoneyIsYuanFromNoughtToABillionThousands) {
  v1::Record record = Injury();
  auto& paid = *record.mutable_injury()->mutable_benefits_paid();
  const auto faults = [&](int64_t units, int32_t nanos, const char* currency = "CNY") {
    paid.set_units(units);
    paid.set_nanos(nanos);
    paid.set_currency_code(currency);
    return FieldsAtFault(record);
  };
  const std::set<std::string> none, fault = {"injury.benefits_paid"};
  EXPECT_EQ(faults(0, 0), none);
  EXPECT_EQ(faults(1'000'000'000'000, 0), none);
  EXPECT_EQ(faults(1'000'000'000'001, 0), fault);
  EXPECT_EQ(faults(-1, 0), fault);
  EXPECT_EQ(faults(0, -1), fault);
  EXPECT_EQ(faults(1, 0, ""), fault);
  EXPECT_EQ(faults(1, 0, "USD"), fault);
}

struct BoundedDay {
  const char* field;
  v1::Record (*sample)(int);
  bool past;  // not in the future
  bool required;
  std::function<google::type::Date*(v1::Record&)> day;
  std::function<void(v1::Record&)> clear;
};

// Now is 15 June 2026.
TEST(ContentBoundsTest, DaysAreOfTheCalendarFromNineteenHundredOn) {
  const BoundedDay days[] = {
      {"person.start_date", PersonInPosition, false, false,
       [](auto& r) { return r.mutable_person()->mutable_start_date(); },
       [](auto& r) { r.mutable_person()->clear_start_date(); }},
      {"person.end_date", PersonInPosition, false, false,
       [](auto& r) { return r.mutable_person()->mutable_end_date(); },
       [](auto& r) { r.mutable_person()->clear_end_date(); }},
      {"disease.report_date", Disease, true, false, [](auto& r) { return r.mutable_disease()->mutable_report_date(); },
       [](auto& r) { r.mutable_disease()->clear_report_date(); }},
      {"disease.diagnosis_date", Disease, true, true,
       [](auto& r) { return r.mutable_disease()->mutable_diagnosis_date(); },
       [](auto& r) { r.mutable_disease()->clear_diagnosis_date(); }},
      {"injury.injury_date", Injury, true, true, [](auto& r) { return r.mutable_injury()->mutable_injury_date(); },
       [](auto& r) { r.mutable_injury()->clear_injury_date(); }},
      {"injury.acceptance_date", Injury, true, false,
       [](auto& r) { return r.mutable_injury()->mutable_acceptance_date(); },
       [](auto& r) { r.mutable_injury()->clear_acceptance_date(); }},
      {"training.training_date", Training, true, true,
       [](auto& r) { return r.mutable_training()->mutable_training_date(); },
       [](auto& r) { r.mutable_training()->clear_training_date(); }},
      {"employer.names[0].start_date", EmployerOf, false, false,
       [](auto& r) { return r.mutable_employer()->mutable_names(0)->mutable_start_date(); },
       [](auto& r) { r.mutable_employer()->mutable_names(0)->clear_start_date(); }},
      {"employer.names[0].end_date", EmployerOf, false, false,
       [](auto& r) { return r.mutable_employer()->mutable_names(0)->mutable_end_date(); },
       [](auto& r) { r.mutable_employer()->mutable_names(0)->clear_end_date(); }},
  };
  const std::set<std::string> none;
  for (const BoundedDay& one : days) {
    v1::Record record = one.sample(1);
    const auto faults = [&](int year, int month, int day) {
      google::type::Date& date = *one.day(record);
      date.set_year(year);
      date.set_month(month);
      date.set_day(day);
      return FieldsAtFault(record);
    };
    const std::set<std::string> fault = {one.field};
    EXPECT_EQ(faults(2026, 6, 15), none) << one.field << " is today";
    EXPECT_EQ(faults(2026, 6, 16), one.past ? fault : none) << one.field << " is tomorrow";
    EXPECT_EQ(faults(2026, 2, 29), fault) << one.field << " is no day";
    EXPECT_EQ(faults(1899, 12, 31), fault) << one.field;
    if (std::string(one.field) != "disease.report_date") EXPECT_EQ(faults(1900, 1, 1), none) << one.field;
    one.clear(record);
    EXPECT_EQ(FieldsAtFault(record), one.required ? fault : none) << one.field << " is not given";
  }
}

TEST(ContentBoundsTest, DaysThatFollowOneAnotherMayBeTheSame) {
  struct Pair {
    const char* later;
    v1::Record record;
    std::function<void(v1::Record&, const google::type::Date&, const google::type::Date&)> set;
  };
  v1::Record decided = Injury();
  decided.mutable_injury()->set_decision(v1::INJURY_DECISION_RECOGNISED);
  v1::Record licensed = EmployerOf();
  licensed.mutable_employer()->add_licences()->set_licence_kind("安全生产许可证");
  const Pair pairs[] = {
      {"person.end_date", PersonInPosition(),
       [](auto& r, auto& one, auto& two) {
         *r.mutable_person()->mutable_start_date() = one;
         *r.mutable_person()->mutable_end_date() = two;
       }},
      {"disease.report_date", Disease(),
       [](auto& r, auto& one, auto& two) {
         *r.mutable_disease()->mutable_diagnosis_date() = one;
         *r.mutable_disease()->mutable_report_date() = two;
       }},
      {"injury.application_date", Injury(),
       [](auto& r, auto& one, auto& two) {
         *r.mutable_injury()->mutable_injury_date() = one;
         *r.mutable_injury()->mutable_application_date() = two;
       }},
      {"injury.acceptance_date", Injury(),
       [](auto& r, auto& one, auto& two) {
         *r.mutable_injury()->mutable_application_date() = one;
         *r.mutable_injury()->mutable_acceptance_date() = two;
       }},
      {"injury.decision_date", decided,
       [](auto& r, auto& one, auto& two) {
         *r.mutable_injury()->mutable_acceptance_date() = one;
         *r.mutable_injury()->mutable_decision_date() = two;
       }},
      {"injury.death_date", Injury(),
       [](auto& r, auto& one, auto& two) {
         *r.mutable_injury()->mutable_injury_date() = one;
         *r.mutable_injury()->mutable_death_date() = two;
       }},
      {"employer.licences[0].end_date", licensed,
       [](auto& r, auto& one, auto& two) {
         *r.mutable_employer()->mutable_licences(0)->mutable_start_date() = one;
         *r.mutable_employer()->mutable_licences(0)->mutable_end_date() = two;
       }},
  };
  for (const Pair& pair : pairs) {
    v1::Record record = pair.record;
    pair.set(record, Day(2026, 5, 2), Day(2026, 5, 2));
    EXPECT_EQ(FieldsAtFault(record), std::set<std::string>()) << pair.later;
    pair.set(record, Day(2026, 5, 2), Day(2026, 5, 1));
    EXPECT_EQ(FieldsAtFault(record), std::set<std::string>{pair.later});
  }
}

struct Fault {
  const char* field;
  v1::Record (*sample)(int);
  Change spoil;
};

TEST(ContentRulesTest, WhatIsMissingUnknownOrOutOfPlaceIsNamed) {
  constexpr int kUnknown = 99;
  const Fault faults[] = {
      {"person.person", PersonInPosition, [](auto& r) { r.mutable_person()->clear_person(); }},
      {"person.employer", PersonInPosition, [](auto& r) { r.mutable_person()->clear_employer(); }},
      {"person.key_position", PersonInPosition, [](auto& r) { r.mutable_person()->set_key_position("Team Leader"); }},
      {"person.person.id_document", PersonInPosition,
       [](auto& r) { r.mutable_person()->mutable_person()->clear_id_document(); }},
      {"person.person.id_document", PersonInPosition,
       [](auto& r) { r.mutable_person()->mutable_person()->set_id_document(static_cast<v1::IdDocument>(kUnknown)); }},
      {"person.person.sex", PersonInPosition,
       [](auto& r) { r.mutable_person()->mutable_person()->set_sex(static_cast<v1::Sex>(kUnknown)); }},
      {"accident.casualties[0].outcome", Accident,
       [](auto& r) {
         r.mutable_accident()->mutable_casualties(0)->set_outcome(static_cast<v1::CasualtyOutcome>(kUnknown));
       }},
      {"accident.grade", Accident,
       [](auto& r) { r.mutable_accident()->set_grade(static_cast<v1::AccidentGrade>(kUnknown)); }},
      {"disease.person", Disease, [](auto& r) { r.mutable_disease()->clear_person(); }},
      {"disease.card_kind", Disease, [](auto& r) { r.mutable_disease()->clear_card_kind(); }},
      {"disease.card_kind", Disease,
       [](auto& r) { r.mutable_disease()->set_card_kind(static_cast<v1::DiseaseCardKind>(kUnknown)); }},
      {"injury.person", Injury, [](auto& r) { r.mutable_injury()->clear_person(); }},
      {"injury.applicant", Injury,
       [](auto& r) { r.mutable_injury()->set_applicant(static_cast<v1::InjuryApplicant>(kUnknown)); }},
      {"injury.decision", Injury,
       [](auto& r) {
         r.mutable_injury()->set_decision(static_cast<v1::InjuryDecision>(kUnknown));
         *r.mutable_injury()->mutable_decision_date() = Day(2026, 5, 1);
       }},
      {"injury.decision_date", Injury, [](auto& r) { *r.mutable_injury()->mutable_decision_date() = Day(2026, 5, 1); }},
      {"injury.from_disease", Injury, [](auto& r) { r.mutable_injury()->set_from_disease(true); }},
      {"training.person", Training, [](auto& r) { r.mutable_training()->clear_person(); }},
      {"training.key_position", Training, [](auto& r) { r.mutable_training()->set_key_position("x y"); }},
      {"training.result", Training, [](auto& r) { r.mutable_training()->clear_result(); }},
      {"training.result", Training,
       [](auto& r) { r.mutable_training()->set_result(static_cast<v1::TrainingResult>(kUnknown)); }},
      {"employer.credit_code", EmployerOf, [](auto& r) { r.mutable_employer()->clear_credit_code(); }},
      {"employer.code_note", EmployerOf, [](auto& r) { r.mutable_employer()->set_credit_code("91350100M000100Y44"); }},
      {"employer.code_note", EmployerOf, [](auto& r) { r.mutable_employer()->set_code_note("没有不符"); }},
      {"employer.names", EmployerOf, [](auto& r) { r.mutable_employer()->clear_names(); }},
      {"employer.industry_code", EmployerOf, [](auto& r) { r.mutable_employer()->set_industry_code("123456"); }},
      {"employer.industry_code", EmployerOf, [](auto& r) { r.mutable_employer()->set_industry_code("06-1"); }},
      {"employer.status", EmployerOf, [](auto& r) { r.mutable_employer()->clear_status(); }},
      {"employer.status", EmployerOf,
       [](auto& r) { r.mutable_employer()->set_status(static_cast<v1::EmployerStatus>(kUnknown)); }},
      {"accident.casualties[0].employer.display_name", Accident,
       [](auto& r) { r.mutable_accident()->mutable_casualties(0)->mutable_employer()->set_display_name("两\n行"); }},
      {"accident.employer.display_name", Accident,
       [](auto& r) { r.mutable_accident()->mutable_employer()->set_display_name("两\n行"); }},
      {"disease.employer.display_name", Disease,
       [](auto& r) { r.mutable_disease()->mutable_employer()->set_display_name("两\n行"); }},
      {"injury.employer.display_name", Injury,
       [](auto& r) { r.mutable_injury()->mutable_employer()->set_display_name("两\n行"); }},
      {"training.employer.display_name", Training,
       [](auto& r) { r.mutable_training()->mutable_employer()->set_display_name("两\n行"); }},
      {"person.employer.credit_code", PersonInPosition,
       [](auto& r) {
         r.mutable_person()->mutable_employer()->set_credit_code(std::string(41, 'A'));
         r.mutable_person()->mutable_employer()->set_code_note("旧码");
       }},
  };
  for (const Fault& fault : faults) {
    v1::Record record = fault.sample(1);
    fault.spoil(record);
    EXPECT_THAT(FieldsAtFault(record), ::testing::Contains(fault.field));
  }
}

TEST(ContentRulesTest, WhatMayBeLeftOutOrSaidIsTaken) {
  const std::pair<v1::Record (*)(int), Change> good[] = {
      {PersonInPosition, [](auto& r) { r.mutable_person()->clear_key_position(); }},
      {PersonInPosition,
       [](auto& r) {
         r.mutable_person()->mutable_person()->clear_id_number();
         r.mutable_person()->mutable_person()->clear_id_document();
       }},
      {PersonInPosition, [](auto& r) { r.mutable_person()->mutable_person()->set_sex(v1::SEX_FEMALE); }},
      {Accident, [](auto& r) { r.mutable_accident()->clear_employer(); }},
      {Accident, [](auto& r) { r.mutable_accident()->mutable_casualties(0)->clear_person(); }},
      {Accident,
       [](auto& r) { *r.mutable_accident()->mutable_casualties(0)->mutable_death_date() = Day(2026, 6, 13); }},
      {Accident, [](auto& r) { r.mutable_accident()->set_grade(v1::ACCIDENT_GRADE_ORDINARY); }},
      {Accident, [](auto& r) { r.clear_industry(); }},
      {Disease, [](auto& r) { r.mutable_disease()->set_card_kind(v1::DISEASE_CARD_KIND_TRANSFER); }},
      {Disease,
       [](auto& r) {
         r.mutable_disease()->set_pneumoconiosis(false);
         r.mutable_disease()->set_stage(0);
       }},
      {Disease,
       [](auto& r) {
         r.mutable_disease()->set_card_kind(v1::DISEASE_CARD_KIND_PROGRESSION);
         r.mutable_disease()->set_stage(3);
       }},
      {Disease,
       [](auto& r) {
         r.mutable_disease()->set_card_kind(v1::DISEASE_CARD_KIND_DEATH);
         *r.mutable_disease()->mutable_death_date() = Day(2026, 6, 1);
       }},
      {Injury,
       [](auto& r) {
         r.mutable_injury()->set_from_accident(false);
         r.mutable_injury()->set_from_disease(true);
         r.mutable_injury()->set_applicant(v1::INJURY_APPLICANT_UNION);
       }},
      {Training, [](auto& r) { r.mutable_training()->clear_key_position(); }},
      {EmployerOf, [](auto& r) { r.mutable_employer()->set_industry_code("B0610"); }},
      {EmployerOf,
       [](auto& r) {
         r.mutable_employer()->set_credit_code("140581000012345");
         r.mutable_employer()->set_code_note("旧码");
       }},
  };
  int number = 0;
  for (const auto& [sample, change] : good) {
    v1::Record record = sample(1);
    change(record);
    EXPECT_EQ(FieldsAtFault(record), std::set<std::string>()) << number;
    ++number;
  }
}

TEST(ContentRulesTest, ADeathIsOfSomebodyWhoDied) {
  v1::Record record = Accident();
  v1::Casualty& casualty = *record.mutable_accident()->mutable_casualties(0);
  *casualty.mutable_death_date() = Day(2026, 6, 13);
  record.mutable_accident()->set_missing(1);
  casualty.set_outcome(v1::CASUALTY_OUTCOME_MISSING);
  EXPECT_EQ(FieldsAtFault(record), std::set<std::string>{"accident.casualties[0].death_date"});
  casualty.set_outcome(v1::CASUALTY_OUTCOME_DIED);
  *casualty.mutable_death_date() = Day(2026, 6, 16);
  EXPECT_EQ(FieldsAtFault(record), std::set<std::string>{"accident.casualties[0].death_date"}) << "tomorrow";
}

// Whoever is named is counted, under the outcome that is named.
TEST(ContentRulesTest, EveryOutcomeIsCountedForItself) {
  const std::pair<v1::CasualtyOutcome, const char*> outcomes[] = {
      {v1::CASUALTY_OUTCOME_DIED, "accident.deaths"},
      {v1::CASUALTY_OUTCOME_MISSING, "accident.missing"},
      {v1::CASUALTY_OUTCOME_SERIOUSLY_INJURED, "accident.seriously_injured"},
      {v1::CASUALTY_OUTCOME_SLIGHTLY_INJURED, "accident.slightly_injured"}};
  for (const auto& [outcome, field] : outcomes) {
    v1::Record record = Accident();
    v1::AccidentRecord& accident = *record.mutable_accident();
    accident.clear_casualties();
    for (int i = 0; i < 3; ++i) accident.add_casualties()->set_outcome(outcome);
    accident.set_deaths(outcome == v1::CASUALTY_OUTCOME_DIED ? 2 : 0);
    accident.set_missing(outcome == v1::CASUALTY_OUTCOME_MISSING ? 2 : 0);
    accident.set_seriously_injured(outcome == v1::CASUALTY_OUTCOME_SERIOUSLY_INJURED ? 2 : 0);
    accident.set_slightly_injured(outcome == v1::CASUALTY_OUTCOME_SLIGHTLY_INJURED ? 2 : 0);
    EXPECT_EQ(FieldsAtFault(record), std::set<std::string>{field});
    accident.mutable_casualties()->RemoveLast();
    EXPECT_EQ(FieldsAtFault(record), std::set<std::string>()) << field;
  }
}

TEST(ContentRulesTest, AReasonHasTwoToTwoHundredCharacters) {
  v1::Record record = Accident();
  record.mutable_accident()->set_grade(v1::ACCIDENT_GRADE_LARGER);
  const auto faults = [&](const std::string& note) {
    record.mutable_accident()->set_grade_note(note);
    return FieldsAtFault(record);
  };
  const std::set<std::string> none, fault = {"accident.grade_note"};
  EXPECT_EQ(faults("影响"), none);
  EXPECT_EQ(faults(Text(200)), none);
  EXPECT_EQ(faults("重"), fault);
  EXPECT_EQ(faults(" 重 "), fault) << "spaces are no characters of a reason";
  EXPECT_EQ(faults(Text(201)), fault);
  EXPECT_EQ(faults(""), fault);
}

TEST(ContentRulesTest, AnInstantIsOfOurTime) {
  v1::Record record = Accident();
  auto& occurred = *record.mutable_accident()->mutable_occurrence_time();
  const std::set<std::string> none, fault = {"accident.occurrence_time"};
  occurred = ToTimestamp(absl::FromCivil(absl::CivilSecond(1900, 1, 1), absl::UTCTimeZone()));
  EXPECT_EQ(FieldsAtFault(record), none);
  occurred = ToTimestamp(absl::FromCivil(absl::CivilSecond(1899, 12, 31, 23, 59, 59), absl::UTCTimeZone()));
  EXPECT_EQ(FieldsAtFault(record), fault);
  occurred.set_seconds(int64_t{1} << 50);
  EXPECT_EQ(FieldsAtFault(record), fault);
  occurred = ToTimestamp(Now());
  EXPECT_EQ(FieldsAtFault(record), none);
  occurred = ToTimestamp(Now() + absl::Minutes(1));
  EXPECT_EQ(FieldsAtFault(record), none) << "clocks differ";
  occurred = ToTimestamp(Now() + absl::Minutes(1) + absl::Seconds(1));
  EXPECT_EQ(FieldsAtFault(record), fault) << "later the same day";
  occurred = ToTimestamp(Now());
  *record.mutable_accident()->mutable_report_time() = ToTimestamp(Now() + absl::Hours(48));
  EXPECT_EQ(FieldsAtFault(record), std::set<std::string>{"accident.report_time"});
}

TEST(EnvelopeRulesTest, AVersionIsPositiveAndARegionTheOwners) {
  v1::Record record = Accident();
  record.set_version(1'000'000'000'000'000);
  EXPECT_EQ(FieldsAtFault(record), std::set<std::string>());
  record.set_version(1'000'000'000'000'001);
  EXPECT_EQ(FieldsAtFault(record), std::set<std::string>{"version"});
  record = Accident();
  record.set_region("140500");
  EXPECT_EQ(FieldsAtFault(record), std::set<std::string>{"region"}) << "the city is not within the county";
}

TEST(EnvelopeRulesTest, AWithdrawalIsWithoutContentAndWithAReason) {
  v1::Record record = Accident();
  record.clear_accident();
  record.set_withdrawn(true);
  record.set_revision_reason("误报");
  EXPECT_EQ(FieldsAtFault(record), std::set<std::string>());
  *record.mutable_accident() = Accident().accident();
  EXPECT_EQ(FieldsAtFault(record), std::set<std::string>{"withdrawn"});
}

TEST(EnvelopeRulesTest, TheOwnersNameIsTheCallers) {
  v1::Record record = Accident();
  *record.mutable_owner() = Owner("emergency");
  EXPECT_EQ(FieldsAtFault(record), std::set<std::string>());
  record.mutable_owner()->clear_region();
  EXPECT_EQ(ErrorInfoOf(CheckRecord(record, Owner("emergency"), Now(), Zone()))->reason(), "NOT_OWN_RECORD")
      << "half a name is another's";
}

TEST(NormalFormTest, WhatTheServerGivesIsNobodyElses) {
  v1::Record record = Accident();
  record.set_etag("7");
  record.set_agreement_edition("plans/p/agreements/a/editions/1");
  *record.mutable_publish_time() = ToTimestamp(Now());
  record.mutable_accident()->mutable_employer()->set_credit_code(" 91350100m000100y43");
  const v1::Record normal = NormalForm(record);
  EXPECT_EQ(normal.etag() + normal.agreement_edition(), "");
  EXPECT_FALSE(normal.has_publish_time());
  EXPECT_EQ(normal.accident().employer().credit_code(), kCreditCode);
}

TEST(MarksTest, AnEmployersOwnCodeIsMarkedAndEveryCasualtysNumberByItsPath) {
  v1::Record employer = EmployerOf();
  employer.mutable_employer()->set_credit_code("140581000012345");
  employer.mutable_employer()->set_code_note("2016年前旧码");
  Complete(employer, Owner("emergency"), Now(), Zone());
  ASSERT_EQ(employer.marks_size(), 1);
  EXPECT_EQ(employer.marks(0).field(), "employer.credit_code");
  EXPECT_EQ(employer.marks(0).reason(), "2016年前旧码");
  EXPECT_FALSE(employer.marks(0).text().zh().empty());
  EXPECT_FALSE(employer.marks(0).text().en().empty());
  EXPECT_EQ(employer.owner().department(), "emergency");

  v1::Record accident = Accident();
  v1::Casualty& second = *accident.mutable_accident()->add_casualties();
  second.set_outcome(v1::CASUALTY_OUTCOME_DIED);
  second.mutable_person()->set_id_document(v1::ID_DOCUMENT_RESIDENT_CARD);
  second.mutable_person()->set_id_number("110105491231002");
  second.mutable_person()->set_id_note("15位旧证");
  Complete(accident, Owner("emergency"), Now(), Zone());
  ASSERT_EQ(accident.marks_size(), 1);
  EXPECT_EQ(accident.marks(0).field(), "accident.casualties[1].person.id_number");
}

TEST(FactsTest, DayCodeAndNumbersOfEveryKind) {
  const auto facts = [](const v1::Record& record) { return FactsOf(record, Zone()); };
  v1::Record person = PersonInPosition();
  *person.mutable_person()->mutable_start_date() = Day(2025, 2, 3);
  EXPECT_EQ(facts(person).day, absl::CivilDay(2025, 2, 3));
  EXPECT_EQ(facts(PersonInPosition()).day, std::nullopt);
  EXPECT_EQ(facts(Disease()).day, absl::CivilDay(2026, 3, 1));
  EXPECT_EQ(facts(Injury()).day, absl::CivilDay(2026, 4, 1));
  EXPECT_EQ(facts(Training()).day, absl::CivilDay(2026, 5, 1));
  EXPECT_EQ(facts(Accident()).day, absl::CivilDay(2026, 6, 12));
  EXPECT_EQ(facts(EmployerOf()).day, std::nullopt);
  for (const auto& record : {Disease(), Injury(), Training(), PersonInPosition(), Accident()}) {
    EXPECT_EQ(facts(record).credit_code, kCreditCode);
    EXPECT_THAT(facts(record).id_numbers, ::testing::ElementsAre(kIdNumber));
  }
  EXPECT_EQ(facts(EmployerOf()).credit_code, kCreditCode);
  EXPECT_EQ(facts(Disease()).casualties, "");
  EXPECT_EQ(facts(Disease()).casualties_final, absl::InfiniteFuture());
}

TEST(FactsTest, APersonWhoIsNamedTwiceIsOneAndWithoutANumberNone) {
  v1::Record record = Accident();
  *record.mutable_accident()->add_casualties() = record.accident().casualties(0);
  record.mutable_accident()->add_casualties()->set_outcome(v1::CASUALTY_OUTCOME_DIED);
  record.mutable_accident()->add_casualties()->mutable_person()->set_id_number(kOtherIdNumber);
  EXPECT_THAT(FactsOf(record, Zone()).id_numbers, ::testing::ElementsAre(kIdNumber, kOtherIdNumber));
}

TEST(FactsTest, AnotherCountIsAnotherFact) {
  std::set<std::string> seen;
  for (const Change& change : {Change([](auto&) {}), Change([](auto& r) { r.mutable_accident()->set_deaths(2); }),
                               Change([](auto& r) { r.mutable_accident()->set_missing(1); }),
                               Change([](auto& r) { r.mutable_accident()->set_seriously_injured(1); }),
                               Change([](auto& r) { r.mutable_accident()->set_slightly_injured(1); })}) {
    v1::Record record = Accident();
    change(record);
    EXPECT_TRUE(seen.insert(FactsOf(record, Zone()).casualties).second);
  }
}

TEST(FactsTest, ContentIsOfTheKindThatIsStated) {
  v1::Record record = Accident();
  EXPECT_NE(ContentOf(record), nullptr);
  record.set_kind(v1::RECORD_KIND_DISEASE);
  EXPECT_EQ(ContentOf(record), nullptr);
  EXPECT_EQ(MutableContentOf(record), nullptr);
  record.set_kind(v1::RECORD_KIND_UNSPECIFIED);
  EXPECT_EQ(ContentOf(record), nullptr);
  record.set_kind(static_cast<v1::RecordKind>(7));
  EXPECT_EQ(ContentOf(record), nullptr);
  EXPECT_EQ(ContentType(v1::RECORD_KIND_PERSON), v1::PersonRecord::descriptor());
  EXPECT_EQ(ContentType(v1::RECORD_KIND_EMPLOYER), v1::EmployerRecord::descriptor());
  EXPECT_EQ(ContentType(v1::RECORD_KIND_UNSPECIFIED), nullptr);
}

}  // namespace
}  // namespace lianfang::exchange
