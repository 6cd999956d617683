#include "services/exchange/domain/record/record_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/division.h"
#include "services/exchange/domain/record/accident_grade.h"
#include "services/exchange/domain/record/check_fields.h"
#include "services/exchange/domain/record/facts.h"
#include "services/exchange/domain/record/identifiers.h"
#include "services/exchange/domain/request/names.h"
#include "services/exchange/domain/request/refusals.h"

namespace lianfang::exchange {
namespace {

constexpr int64_t kMostVersions = 1'000'000'000'000'000;  // room for a time in microseconds

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Calls `person` and `employer` for every one in a message, with its path.
template <typename OnPerson, typename OnEmployer>
void Visit(Message& message, const std::string& path, const OnPerson& person, const OnEmployer& employer) {
  if (message.GetDescriptor() == v1::Person::descriptor()) return person(static_cast<v1::Person&>(message), path);
  if (message.GetDescriptor() == v1::EmployerReference::descriptor()) {
    return employer(static_cast<v1::EmployerReference&>(message), path);
  }
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      Visit(*message.GetReflection()->MutableMessage(&message, field), absl::StrCat(path, ".", field->name()), person,
            employer);
      continue;
    }
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      Visit(*message.GetReflection()->MutableRepeatedMessage(&message, field, i),
            absl::StrCat(path, ".", field->name(), "[", i, "]"), person, employer);
    }
  }
}

void Mark(v1::Record& record, const std::string& field, absl::string_view zh, absl::string_view en,
          const std::string& reason) {
  v1::RecordMark& mark = *record.add_marks();
  mark.set_field(field);
  mark.mutable_text()->set_zh(std::string(zh));
  mark.mutable_text()->set_en(std::string(en));
  mark.set_reason(reason);
}

void MarkContent(v1::Record& record, absl::CivilDay today) {
  Message* content = MutableContentOf(record);
  if (content == nullptr) return;
  Visit(
      *content, KindWord(record.kind()),
      [&](v1::Person& person, const std::string& path) {
        if (PersonDeparture(person, today).empty()) return;
        Mark(record, path + ".id_number", "证件号码不符合标准", "the number departs from the standard",
             person.id_note());
      },
      [&](v1::EmployerReference& employer, const std::string& path) {
        if (CodeDeparture(employer.credit_code()).empty()) return;
        Mark(record, path + ".credit_code", "统一社会信用代码不符合标准", "the credit code departs from the standard",
             employer.code_note());
      });
  if (record.has_employer() && !CodeDeparture(record.employer().credit_code()).empty()) {
    Mark(record, "employer.credit_code", "统一社会信用代码不符合标准", "the credit code departs from the standard",
         record.employer().code_note());
  }
  if (record.has_accident() && record.accident().grade() != GradeOf(record.accident())) {
    Mark(record, "accident.grade", "事故等级与伤亡和损失不符", "the grade is another than the counts give",
         record.accident().grade_note());
  }
}

void CheckEnvelope(const FieldCheck& check, const v1::Record& record, const v1::RecordOwner& owner) {
  if (KindWord(record.kind()).empty()) check.Fault("kind", "must be a known kind");
  check.Text("source_id", record.source_id(), 100, true);
  check.Number("version", record.version(), 1, kMostVersions);
  check.Id("industry", record.industry());
  if (!IsDivisionCode(record.region()) || !DivisionCovers(owner.region(), record.region())) {
    check.Fault("region",
                absl::StrCat("must be a division code of six digits within the owner's region ", owner.region()));
  }
  check.Text("revision_reason", record.revision_reason(), kLongestReason, record.withdrawn());
  if (record.withdrawn() && record.content_case() != v1::Record::CONTENT_NOT_SET) {
    check.Fault("withdrawn", "is without content");
  }
  if (!record.withdrawn() && ContentOf(record) == nullptr) {
    check.Fault("kind", "must be that of the content, which must be given");
  }
}

}  // namespace

v1::Record NormalForm(v1::Record record) {
  record.clear_name();
  record.clear_marks();
  record.clear_publish_time();
  record.clear_publisher();
  record.clear_etag();
  record.clear_agreement_edition();
  Message* content = MutableContentOf(record);
  if (content == nullptr) return record;
  Visit(
      *content, "",
      [](v1::Person& person, const std::string&) { person.set_id_number(NormalIdentifier(person.id_number())); },
      [](v1::EmployerReference& employer, const std::string&) {
        employer.set_credit_code(NormalIdentifier(employer.credit_code()));
      });
  if (record.has_employer()) {
    record.mutable_employer()->set_credit_code(NormalIdentifier(record.employer().credit_code()));
  }
  return record;
}

absl::Status CheckRecord(const v1::Record& record, const v1::RecordOwner& owner, absl::Time now, absl::TimeZone zone) {
  const bool named = !record.owner().region().empty() || !record.owner().department().empty();
  if (named && (record.owner().region() != owner.region() || record.owner().department() != owner.department())) {
    return Denied("the record is another department's", "NOT_OWN_RECORD");
  }
  FieldViolations faults;
  const FieldCheck check(faults, now, absl::ToCivilDay(now, zone));
  CheckEnvelope(check, record, owner);
  CheckContent(check, record);
  return faults.ToStatus();
}

void Complete(v1::Record& record, const v1::RecordOwner& owner, absl::Time now, absl::TimeZone zone) {
  *record.mutable_owner() = owner;
  if (record.has_accident() && record.accident().grade() == v1::ACCIDENT_GRADE_UNSPECIFIED) {
    record.mutable_accident()->set_grade(GradeOf(record.accident()));
  }
  MarkContent(record, absl::ToCivilDay(now, zone));
}

}  // namespace lianfang::exchange
