// Checks of single fields, collecting faults by path: what the rules of all kinds are made of.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_CHECK_FIELDS_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_CHECK_FIELDS_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/errors.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"
#include "lianfang/exchange/v1/record.pb.h"

namespace lianfang::exchange {

// Collects faults under a path. Not thread-safe.
class FieldCheck {
 public:
  // `today` is the day of `now` where the plan is in force.
  FieldCheck(FieldViolations& faults, absl::Time now, absl::CivilDay today, std::string path = "")
      : faults_(faults), now_(now), today_(today), path_(std::move(path)) {}

  // The same below a field.
  FieldCheck Below(absl::string_view field) const;
  FieldCheck Below(absl::string_view field, int index) const;
  void Fault(absl::string_view field, absl::string_view rule) const;

  void Text(absl::string_view field, absl::string_view text, size_t most, bool required = false) const;
  void Id(absl::string_view field, absl::string_view id, bool required = false) const;  // of a plan: lower-case words
  void Number(absl::string_view field, int64_t number, int64_t least, int64_t most) const;
  void Money(absl::string_view field, const google::type::Money& money) const;
  // A day of the calendar from 1900 on; where `past`, not after today.
  void Day(absl::string_view field, bool given, const google::type::Date& date, bool required, bool past) const;
  // Two days, both given, in order.
  void Order(absl::string_view later_field, const google::type::Date& earlier, const google::type::Date& later) const;
  // An instant from 1900 on, not after now but for a minute: clocks differ.
  void Instant(absl::string_view field, bool given, const google::protobuf::Timestamp& time, bool required) const;
  // `note` is given exactly where there is something to explain.
  void Note(absl::string_view field, absl::string_view note, bool needed, absl::string_view why) const;

  absl::CivilDay today() const { return today_; }

 private:
  std::string PathOf(absl::string_view field) const;

  FieldViolations& faults_;
  absl::Time now_;
  absl::CivilDay today_;
  std::string path_;
};

// What several kinds hold.
void CheckPerson(const FieldCheck& check, const v1::Person& person, bool named);
void CheckEmployer(const FieldCheck& check, const v1::EmployerReference& employer);
// The content of a kind.
void CheckContent(const FieldCheck& check, const v1::Record& record);

// Whether a resident card's number, or a date of birth that it contradicts, needs a reason; and why.
std::string PersonDeparture(const v1::Person& person, absl::CivilDay today);
// Whether a credit code needs a reason, and why.
std::string CodeDeparture(absl::string_view credit_code);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_CHECK_FIELDS_H_
