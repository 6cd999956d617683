#include "services/exchange/domain/testing/sample.h"

#include "absl/strings/str_cat.h"
#include "common/time.h"

namespace lianfang::exchange::testing {
namespace {

v1::Record Envelope(v1::RecordKind kind, int number) {
  v1::Record record;
  record.set_kind(kind);
  record.set_source_id(absl::StrCat("S", number));
  record.set_version(1);
  record.set_region("140581");
  record.set_industry("coal-mining");
  return record;
}

void SetPerson(v1::Person& person) {
  person.set_display_name("欧阳小明");
  person.set_id_document(v1::ID_DOCUMENT_RESIDENT_CARD);
  person.set_id_number(kIdNumber);
  person.set_phone("13900001111");
}

void SetEmployer(v1::EmployerReference& employer) {
  employer.set_credit_code(kCreditCode);
  employer.set_display_name("高平煤业");
}

}  // namespace

absl::TimeZone Zone() { return *LoadZone("Asia/Shanghai"); }
absl::Time Now() { return absl::FromCivil(absl::CivilSecond(2026, 6, 15, 9), Zone()); }

v1::RecordOwner Owner(const std::string& department, const std::string& region) {
  v1::RecordOwner owner;
  owner.set_department(department);
  owner.set_region(region);
  return owner;
}

v1::Record Accident(int number) {
  v1::Record record = Envelope(v1::RECORD_KIND_ACCIDENT, number);
  v1::AccidentRecord& accident = *record.mutable_accident();
  *accident.mutable_occurrence_time() = ToTimestamp(Now() - absl::Hours(24 * 3));
  accident.set_place("三采区");
  SetEmployer(*accident.mutable_employer());
  accident.set_deaths(1);
  accident.set_slightly_injured(2);
  v1::Casualty& casualty = *accident.add_casualties();
  SetPerson(*casualty.mutable_person());
  casualty.set_outcome(v1::CASUALTY_OUTCOME_DIED);
  return record;
}

v1::Record Disease(int number) {
  v1::Record record = Envelope(v1::RECORD_KIND_DISEASE, number);
  v1::DiseaseRecord& card = *record.mutable_disease();
  SetPerson(*card.mutable_person());
  SetEmployer(*card.mutable_employer());
  card.set_card_kind(v1::DISEASE_CARD_KIND_NEW);
  card.set_disease("煤工尘肺");
  card.set_pneumoconiosis(true);
  card.set_stage(1);
  *card.mutable_diagnosis_date() = ToDate(absl::CivilDay(2026, 3, 1));
  card.set_exposure_years(4);
  card.set_exposure_months(11);
  return record;
}

v1::Record Injury(int number) {
  v1::Record record = Envelope(v1::RECORD_KIND_INJURY, number);
  v1::InjuryRecord& injury = *record.mutable_injury();
  SetPerson(*injury.mutable_person());
  SetEmployer(*injury.mutable_employer());
  *injury.mutable_injury_date() = ToDate(absl::CivilDay(2026, 4, 1));
  injury.set_from_accident(true);
  return record;
}

v1::Record Training(int number) {
  v1::Record record = Envelope(v1::RECORD_KIND_TRAINING, number);
  v1::TrainingRecord& training = *record.mutable_training();
  SetPerson(*training.mutable_person());
  SetEmployer(*training.mutable_employer());
  training.set_key_position("team-leader");
  training.set_course("工伤预防");
  *training.mutable_training_date() = ToDate(absl::CivilDay(2026, 5, 1));
  training.set_result(v1::TRAINING_RESULT_PASSED);
  return record;
}

v1::Record PersonInPosition(int number) {
  v1::Record record = Envelope(v1::RECORD_KIND_PERSON, number);
  SetPerson(*record.mutable_person()->mutable_person());
  SetEmployer(*record.mutable_person()->mutable_employer());
  record.mutable_person()->set_key_position("team-leader");
  return record;
}

v1::Record EmployerOf(int number) {
  v1::Record record = Envelope(v1::RECORD_KIND_EMPLOYER, number);
  v1::EmployerRecord& employer = *record.mutable_employer();
  employer.set_credit_code(kCreditCode);
  employer.add_names()->set_display_name("高平煤业");
  employer.set_status(v1::EMPLOYER_STATUS_OPEN);
  employer.set_legal_representative("王二小");
  return record;
}

type::v1::Plan SamplePlan() {
  type::v1::Plan plan;
  plan.set_name(kPlan);
  plan.set_edition(1);
  plan.set_time_zone("Asia/Shanghai");
  plan.add_regions()->set_code("140581");
  for (const char* id : {"hrss", "emergency", "health", "housing"}) {
    type::v1::Department& department = *plan.add_departments();
    department.set_id(id);
    department.set_role(plan.departments_size() == 1 ? type::v1::DEPARTMENT_ROLE_LEAD
                                                     : type::v1::DEPARTMENT_ROLE_RESPONSIBLE);
  }
  for (const char* id : {"coal-mining", "construction"}) plan.add_industries()->set_id(id);
  for (const char* id : {"accidents", "deaths", "cases"}) plan.add_figures()->set_id(id);
  type::v1::Period& period = *plan.add_periods();
  period.set_id("2026");
  *period.mutable_start_date() = ToDate(absl::CivilDay(2026, 1, 1));
  *period.mutable_end_date() = ToDate(absl::CivilDay(2026, 12, 31));
  return plan;
}

v1::AgreementTerms SampleTerms() {
  v1::AgreementTerms terms;
  *terms.mutable_owner() = Owner("emergency");
  *terms.mutable_reader() = Owner("hrss");
  terms.set_kind(v1::RECORD_KIND_ACCIDENT);
  for (const char* field : {"place", "deaths", "employer.credit_code", "casualties.person.display_name"}) {
    terms.add_fields(field);
  }
  terms.add_purposes(v1::PURPOSE_BUSINESS);
  *terms.mutable_end_time() = ToTimestamp(Now() + absl::Hours(24 * 365));
  return terms;
}

}  // namespace lianfang::exchange::testing
