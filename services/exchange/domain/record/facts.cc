#include "services/exchange/domain/record/facts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/time.h"

namespace lianfang::exchange {
namespace {

constexpr int kDaysToChange = 30;
constexpr int kDaysToChangeRoadOrFire = 7;

void AddNumber(const v1::Person& person, std::vector<std::string>& numbers) {
  const std::string& number = person.id_number();
  if (!number.empty() && std::find(numbers.begin(), numbers.end(), number) == numbers.end()) numbers.push_back(number);
}

std::optional<absl::CivilDay> DayOf(const google::type::Date& date) {
  const auto day = FromDate(date);
  if (!day.ok()) return std::nullopt;
  return *day;
}

void AddAccident(const v1::AccidentRecord& accident, absl::TimeZone zone, RecordFacts& facts) {
  const absl::Time time = FromTimestamp(accident.occurrence_time());
  facts.day = absl::ToCivilDay(time, zone);
  facts.credit_code = accident.employer().credit_code();
  facts.casualties = absl::StrCat(accident.deaths(), ",", accident.missing(), ",", accident.seriously_injured(), ",",
                                  accident.slightly_injured());
  facts.casualties_final =
      absl::FromCivil(*facts.day + (accident.road_or_fire() ? kDaysToChangeRoadOrFire : kDaysToChange) + 1, zone);
  for (const v1::Casualty& casualty : accident.casualties()) AddNumber(casualty.person(), facts.id_numbers);
}

template <typename Content>
void AddOfPerson(const Content& content, const google::type::Date& date, RecordFacts& facts) {
  facts.day = DayOf(date);
  facts.credit_code = content.employer().credit_code();
  AddNumber(content.person(), facts.id_numbers);
}

const google::protobuf::FieldDescriptor* ContentField(v1::RecordKind kind) {
  const google::protobuf::OneofDescriptor* content = v1::Record::descriptor()->FindOneofByName("content");
  const int index = static_cast<int>(kind) - 1;  // in the order of the kinds
  return index >= 0 && index < content->field_count() ? content->field(index) : nullptr;
}

}  // namespace

RecordFacts FactsOf(const v1::Record& record, absl::TimeZone zone) {
  RecordFacts facts;
  switch (record.content_case()) {
    case v1::Record::kPerson:
      AddOfPerson(record.person(), record.person().start_date(), facts);
      break;
    case v1::Record::kAccident:
      AddAccident(record.accident(), zone, facts);
      break;
    case v1::Record::kDisease:
      AddOfPerson(record.disease(), record.disease().diagnosis_date(), facts);
      break;
    case v1::Record::kInjury:
      AddOfPerson(record.injury(), record.injury().injury_date(), facts);
      break;
    case v1::Record::kTraining:
      AddOfPerson(record.training(), record.training().training_date(), facts);
      break;
    case v1::Record::kEmployer:
      facts.credit_code = record.employer().credit_code();
      break;
    case v1::Record::CONTENT_NOT_SET:
      break;
  }
  return facts;
}

const google::protobuf::Message* ContentOf(const v1::Record& record) {
  const google::protobuf::FieldDescriptor* field = ContentField(record.kind());
  if (field == nullptr || !record.GetReflection()->HasField(record, field)) return nullptr;
  return &record.GetReflection()->GetMessage(record, field);
}

google::protobuf::Message* MutableContentOf(v1::Record& record) {
  const google::protobuf::FieldDescriptor* field = ContentField(record.kind());
  if (field == nullptr || !record.GetReflection()->HasField(record, field)) return nullptr;
  return record.GetReflection()->MutableMessage(&record, field);
}

const google::protobuf::Descriptor* ContentType(v1::RecordKind kind) {
  const google::protobuf::FieldDescriptor* field = ContentField(kind);
  return field == nullptr ? nullptr : field->message_type();
}

}  // namespace lianfang::exchange
