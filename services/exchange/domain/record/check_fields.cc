#include "services/exchange/domain/record/check_fields.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/credit_code.h"
#include "common/id.h"
#include "common/id_number.h"
#include "common/text.h"
#include "common/time.h"

namespace lianfang::exchange {
namespace {

constexpr int kFirstYear = 1900;
constexpr absl::Duration kClockSkew = absl::Minutes(1);
constexpr size_t kLongestNote = 200;
constexpr size_t kShortestNote = 2;

}  // namespace

std::string FieldCheck::PathOf(absl::string_view field) const {
  return path_.empty() ? std::string(field) : absl::StrCat(path_, ".", field);
}

FieldCheck FieldCheck::Below(absl::string_view field) const { return {faults_, now_, today_, PathOf(field)}; }

FieldCheck FieldCheck::Below(absl::string_view field, int index) const {
  return {faults_, now_, today_, absl::StrCat(PathOf(field), "[", index, "]")};
}

void FieldCheck::Fault(absl::string_view field, absl::string_view rule) const { faults_.Add(PathOf(field), rule); }

void FieldCheck::Text(absl::string_view field, absl::string_view text, size_t most, bool required) const {
  if (text.empty()) {
    if (required) Fault(field, "must be given");
  } else if (!CheckLine(text, most).ok()) {
    Fault(field, absl::StrCat("must be one line of at most ", most, " characters"));
  } else if (absl::StripAsciiWhitespace(text).empty()) {
    Fault(field, "must not be blank");
  }
}

void FieldCheck::Id(absl::string_view field, absl::string_view id, bool required) const {
  if (id.empty() ? required : !IsResourceId(id)) {
    Fault(field, "must be an id of the plan: lower-case words joined by hyphens");
  }
}

void FieldCheck::Number(absl::string_view field, int64_t number, int64_t least, int64_t most) const {
  if (number < least || number > most) Fault(field, absl::StrCat("must be ", least, " to ", most, ", was ", number));
}

void FieldCheck::Money(absl::string_view field, const google::type::Money& money) const {
  constexpr int64_t kMost = 1'000'000'000'000;
  constexpr int32_t kNanos = 1'000'000'000;
  if (money.currency_code() != "CNY") Fault(field, "must be in CNY");
  if (money.units() < 0 || money.units() > kMost || money.nanos() < 0 || money.nanos() >= kNanos) {
    Fault(field, absl::StrCat("must be 0 to ", kMost, " yuan"));
  }
}

void FieldCheck::Day(absl::string_view field, bool given, const google::type::Date& date, bool required,
                     bool past) const {
  if (!given) {
    if (required) Fault(field, "must be given");
    return;
  }
  const auto day = FromDate(date);
  if (!day.ok()) {
    Fault(field, day.status().message());
  } else if (day->year() < kFirstYear) {
    Fault(field, absl::StrCat("must not be before ", kFirstYear));
  } else if (past && *day > today_) {
    Fault(field, "must not be in the future");
  }
}

void FieldCheck::Order(absl::string_view later_field, const google::type::Date& earlier,
                       const google::type::Date& later) const {
  const auto first = FromDate(earlier);
  const auto second = FromDate(later);
  if (first.ok() && second.ok() && *second < *first) Fault(later_field, "must not be before the day it follows");
}

void FieldCheck::Instant(absl::string_view field, bool given, const google::protobuf::Timestamp& time,
                         bool required) const {
  if (!given) {
    if (required) Fault(field, "must be given");
    return;
  }
  if (!IsValidTimestamp(time)) return Fault(field, "must be an instant of the years 1 to 9999");
  const absl::Time instant = FromTimestamp(time);
  if (absl::ToCivilDay(instant, absl::UTCTimeZone()).year() < kFirstYear) {
    return Fault(field, absl::StrCat("must not be before ", kFirstYear));
  }
  if (instant > now_ + kClockSkew) Fault(field, "must not be in the future");
}

void FieldCheck::Note(absl::string_view field, absl::string_view note, bool needed, absl::string_view why) const {
  if (needed && note.empty()) return Fault(field, absl::StrCat("must say why: ", why));
  if (!needed && !note.empty()) return Fault(field, "is only for what departs from the standard, and nothing does");
  if (note.empty()) return;
  const size_t count = CountCodePoints(absl::StripAsciiWhitespace(note));
  if (count < kShortestNote || !CheckLine(note, kLongestNote).ok()) {
    Fault(field, absl::StrCat("must be one line of ", kShortestNote, " to ", kLongestNote, " characters"));
  }
}

std::string PersonDeparture(const v1::Person& person, absl::CivilDay today) {
  if (person.id_document() != v1::ID_DOCUMENT_RESIDENT_CARD || person.id_number().empty()) return "";
  if (std::string fault = IdNumberFault(person.id_number(), today); !fault.empty()) {
    return absl::StrCat("the number ", fault);
  }
  const auto stated = FromDate(person.birth_date());
  if (person.has_birth_date() && stated.ok() && BirthDateIn(person.id_number()) != *stated) {
    return "the date of birth is another than the number's";
  }
  return "";
}

std::string CodeDeparture(absl::string_view credit_code) {
  return credit_code.empty() ? "" : CreditCodeFault(credit_code);
}

void CheckPerson(const FieldCheck& check, const v1::Person& person, bool named) {
  check.Text("display_name", person.display_name(), 100, named);
  check.Text("id_number", person.id_number(), 40);
  check.Text("phone", person.phone(), 40);
  if (!v1::IdDocument_IsValid(person.id_document())) check.Fault("id_document", "is no known document");
  if (!v1::Sex_IsValid(person.sex())) check.Fault("sex", "is no known value");
  if (!person.id_number().empty() && person.id_document() == v1::ID_DOCUMENT_UNSPECIFIED) {
    check.Fault("id_document", "must be given with a number");
  }
  check.Day("birth_date", person.has_birth_date(), person.birth_date(), false, true);
  const std::string departure = PersonDeparture(person, check.today());
  check.Note("id_note", person.id_note(), !departure.empty(), departure);
}

void CheckEmployer(const FieldCheck& check, const v1::EmployerReference& employer) {
  check.Text("credit_code", employer.credit_code(), 40);
  check.Text("display_name", employer.display_name(), 200);
  const std::string departure = CodeDeparture(employer.credit_code());
  check.Note("code_note", employer.code_note(), !departure.empty(), departure);
}

}  // namespace lianfang::exchange
