// The rules of each kind's content.
#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/exchange/domain/record/accident_grade.h"
#include "services/exchange/domain/record/check_fields.h"

namespace lianfang::exchange {
namespace {

constexpr int64_t kMostCasualties = 100000;

void CheckPersonRecord(const FieldCheck& check, const v1::PersonRecord& record) {
  if (!record.has_person()) check.Fault("person", "must be given");
  if (!record.has_employer()) check.Fault("employer", "must be given");
  CheckPerson(check.Below("person"), record.person(), true);
  CheckEmployer(check.Below("employer"), record.employer());
  check.Id("key_position", record.key_position());
  check.Text("job_title", record.job_title(), 100);
  check.Day("start_date", record.has_start_date(), record.start_date(), false, false);
  check.Day("end_date", record.has_end_date(), record.end_date(), false, false);
  check.Order("end_date", record.start_date(), record.end_date());
}

void CheckCasualty(const FieldCheck& check, const v1::Casualty& casualty) {
  CheckPerson(check.Below("person"), casualty.person(), false);
  CheckEmployer(check.Below("employer"), casualty.employer());
  if (casualty.outcome() == v1::CASUALTY_OUTCOME_UNSPECIFIED || !v1::CasualtyOutcome_IsValid(casualty.outcome())) {
    check.Fault("outcome", "must be a known outcome");
  }
  if (casualty.has_death_date() && casualty.outcome() != v1::CASUALTY_OUTCOME_DIED) {
    check.Fault("death_date", "is only for somebody who died");
  }
  check.Day("death_date", casualty.has_death_date(), casualty.death_date(), false, true);
}

// Whoever is named is counted.
void CheckCounts(const FieldCheck& check, const v1::AccidentRecord& record) {
  int named[v1::CasualtyOutcome_ARRAYSIZE] = {};
  for (const v1::Casualty& casualty : record.casualties()) {
    if (v1::CasualtyOutcome_IsValid(casualty.outcome())) ++named[casualty.outcome()];
  }
  const struct {
    const char* field;
    int count;
    v1::CasualtyOutcome outcome;
  } counts[] = {{"deaths", record.deaths(), v1::CASUALTY_OUTCOME_DIED},
                {"missing", record.missing(), v1::CASUALTY_OUTCOME_MISSING},
                {"seriously_injured", record.seriously_injured(), v1::CASUALTY_OUTCOME_SERIOUSLY_INJURED},
                {"slightly_injured", record.slightly_injured(), v1::CASUALTY_OUTCOME_SLIGHTLY_INJURED}};
  for (const auto& one : counts) {
    check.Number(one.field, one.count, 0, kMostCasualties);
    if (one.count < named[one.outcome]) {
      check.Fault(one.field, absl::StrCat("must be at least the casualties named, ", named[one.outcome]));
    }
  }
}

void CheckAccident(const FieldCheck& check, const v1::AccidentRecord& record) {
  check.Instant("occurrence_time", record.has_occurrence_time(), record.occurrence_time(), true);
  check.Instant("report_time", record.has_report_time(), record.report_time(), false);
  check.Text("place", record.place(), 200);
  check.Text("accident_type", record.accident_type(), 50);
  CheckEmployer(check.Below("employer"), record.employer());
  if (record.has_direct_loss()) check.Money("direct_loss", record.direct_loss());
  for (int i = 0; i < record.casualties_size(); ++i) CheckCasualty(check.Below("casualties", i), record.casualties(i));
  CheckCounts(check, record);
  if (!v1::AccidentGrade_IsValid(record.grade())) return check.Fault("grade", "is no known grade");
  const v1::AccidentGrade derived = GradeOf(record);
  const bool differs = record.grade() != v1::ACCIDENT_GRADE_UNSPECIFIED && record.grade() != derived;
  check.Note("grade_note", record.grade_note(), differs,
             absl::StrCat("Order 493 gives ", v1::AccidentGrade_Name(derived), " by the counts and the loss"));
}

void CheckDisease(const FieldCheck& check, const v1::DiseaseRecord& record) {
  if (!record.has_person()) check.Fault("person", "must be given");
  CheckPerson(check.Below("person"), record.person(), true);
  CheckEmployer(check.Below("employer"), record.employer());
  if (record.card_kind() == v1::DISEASE_CARD_KIND_UNSPECIFIED || !v1::DiseaseCardKind_IsValid(record.card_kind())) {
    check.Fault("card_kind", "must be a known kind of card");
  }
  check.Text("disease", record.disease(), 50, true);
  check.Text("hazard", record.hazard(), 50);
  check.Number("stage", record.stage(), 0, 3);
  if (record.stage() > 0 && !record.pneumoconiosis()) check.Fault("stage", "is only for a pneumoconiosis");
  if (record.card_kind() == v1::DISEASE_CARD_KIND_PROGRESSION && record.stage() < 2) {
    check.Fault("stage", "must be 2 or 3 on a card that reports a progression");
  }
  check.Number("exposure_years", record.exposure_years(), 0, 80);
  check.Number("exposure_months", record.exposure_months(), 0, 11);
  check.Day("diagnosis_date", record.has_diagnosis_date(), record.diagnosis_date(), true, true);
  check.Day("report_date", record.has_report_date(), record.report_date(), false, true);
  check.Order("report_date", record.diagnosis_date(), record.report_date());
  const bool death = record.card_kind() == v1::DISEASE_CARD_KIND_DEATH;
  check.Day("death_date", record.has_death_date(), record.death_date(), death, true);
  if (record.has_death_date() && !death) check.Fault("death_date", "is only for a card that reports a death");
}

void CheckInjury(const FieldCheck& check, const v1::InjuryRecord& record) {
  if (!record.has_person()) check.Fault("person", "must be given");
  CheckPerson(check.Below("person"), record.person(), true);
  CheckEmployer(check.Below("employer"), record.employer());
  check.Day("injury_date", record.has_injury_date(), record.injury_date(), true, true);
  check.Day("application_date", record.has_application_date(), record.application_date(), false, true);
  check.Day("acceptance_date", record.has_acceptance_date(), record.acceptance_date(), false, true);
  check.Day("death_date", record.has_death_date(), record.death_date(), false, true);
  check.Order("application_date", record.injury_date(), record.application_date());
  check.Order("acceptance_date", record.application_date(), record.acceptance_date());
  check.Order("decision_date", record.acceptance_date(), record.decision_date());
  check.Order("death_date", record.injury_date(), record.death_date());
  if (!v1::InjuryApplicant_IsValid(record.applicant())) check.Fault("applicant", "is no known applicant");
  if (!v1::InjuryDecision_IsValid(record.decision())) check.Fault("decision", "is no known decision");
  const bool decided = record.decision() != v1::INJURY_DECISION_UNSPECIFIED;
  check.Day("decision_date", record.has_decision_date(), record.decision_date(), decided, true);
  if (record.has_decision_date() && !decided) check.Fault("decision_date", "is only for what was decided");
  check.Text("basis", record.basis(), 50);
  check.Number("disability_grade", record.disability_grade(), 0, 10);
  if (record.has_benefits_paid()) check.Money("benefits_paid", record.benefits_paid());
  if (record.from_accident() && record.from_disease()) {
    check.Fault("from_disease", "an accident and a disease cannot both be the cause");
  }
}

void CheckTraining(const FieldCheck& check, const v1::TrainingRecord& record) {
  if (!record.has_person()) check.Fault("person", "must be given");
  CheckPerson(check.Below("person"), record.person(), true);
  CheckEmployer(check.Below("employer"), record.employer());
  check.Id("key_position", record.key_position());
  check.Text("course", record.course(), 200, true);
  check.Text("certificate", record.certificate(), 100);
  check.Day("training_date", record.has_training_date(), record.training_date(), true, true);
  check.Number("hours", record.hours(), 0, 10000);
  if (record.result() == v1::TRAINING_RESULT_UNSPECIFIED || !v1::TrainingResult_IsValid(record.result())) {
    check.Fault("result", "must be a known result");
  }
}

void CheckEmployerRecord(const FieldCheck& check, const v1::EmployerRecord& record) {
  check.Text("credit_code", record.credit_code(), 40, true);
  const std::string departure = CodeDeparture(record.credit_code());
  check.Note("code_note", record.code_note(), !departure.empty(), departure);
  if (record.names().empty()) check.Fault("names", "must be given");
  for (int i = 0; i < record.names_size(); ++i) {
    const FieldCheck below = check.Below("names", i);
    const v1::EmployerName& name = record.names(i);
    below.Text("display_name", name.display_name(), 200, true);
    below.Day("start_date", name.has_start_date(), name.start_date(), false, false);
    below.Day("end_date", name.has_end_date(), name.end_date(), false, false);
    below.Order("end_date", name.start_date(), name.end_date());
  }
  for (int i = 0; i < record.licences_size(); ++i) {
    const FieldCheck below = check.Below("licences", i);
    const v1::Licence& licence = record.licences(i);
    below.Text("licence_kind", licence.licence_kind(), 100, true);
    below.Text("number", licence.number(), 100);
    below.Day("start_date", licence.has_start_date(), licence.start_date(), false, false);
    below.Day("end_date", licence.has_end_date(), licence.end_date(), false, false);
    below.Order("end_date", licence.start_date(), licence.end_date());
  }
  const std::string& code = record.industry_code();
  const bool alphanumeric =
      std::all_of(code.begin(), code.end(), [](unsigned char c) { return absl::ascii_isalnum(c); });
  if (code.size() > 5 || !alphanumeric) check.Fault("industry_code", "must be at most 5 letters and digits");
  if (record.status() == v1::EMPLOYER_STATUS_UNSPECIFIED || !v1::EmployerStatus_IsValid(record.status())) {
    check.Fault("status", "must be a known status");
  }
  check.Text("address", record.address(), 200);
  check.Text("legal_representative", record.legal_representative(), 100);
  check.Number("head_count", record.head_count(), 0, 10'000'000);
}

}  // namespace

void CheckContent(const FieldCheck& check, const v1::Record& record) {
  switch (record.content_case()) {
    case v1::Record::kPerson:
      return CheckPersonRecord(check.Below("person"), record.person());
    case v1::Record::kAccident:
      return CheckAccident(check.Below("accident"), record.accident());
    case v1::Record::kDisease:
      return CheckDisease(check.Below("disease"), record.disease());
    case v1::Record::kInjury:
      return CheckInjury(check.Below("injury"), record.injury());
    case v1::Record::kTraining:
      return CheckTraining(check.Below("training"), record.training());
    case v1::Record::kEmployer:
      return CheckEmployerRecord(check.Below("employer"), record.employer());
    case v1::Record::CONTENT_NOT_SET:
      return;
  }
}

}  // namespace lianfang::exchange
