// Persons as they appear in records: what is linked. An accident has one appearance for each casualty who is known.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_APPEARANCE_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_APPEARANCE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "lianfang/exchange/v1/record.pb.h"

namespace lianfang::exchange {

// The records that the agreements give, each in its newest version and without what they do not give. Withdrawn ones are not among them.
using SharedRecords = std::vector<v1::Record>;

struct Appearance {
  size_t record;                      // place in the shared records
  int number = 0;                     // of a casualty, from 1; 0 elsewhere
  const v1::Person* person;           // in that record
  std::string employer;               // its name, or its code where it has none
  std::optional<absl::CivilDay> day;  // on which it happened

  // `records/{kind}/{record}/versions/{version}`, and `#2` for the second casualty.
  std::string NameIn(const SharedRecords& records) const;
};

// Persons of whom nothing is given that tells them from others are left out.
std::vector<Appearance> AppearancesOf(const SharedRecords& records, v1::RecordKind kind, absl::TimeZone zone);

// `records/{kind}/{record}/versions/{version}`.
std::string VersionNameOf(const v1::Record& record);

std::optional<absl::CivilDay> DayOf(const google::type::Date& date);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_APPEARANCE_H_
