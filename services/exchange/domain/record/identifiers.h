// Citizen ID numbers (GB 11643). Credit codes are in common/credit_code.h.
//
// No fault quotes the number: what is said here is logged and audited.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_IDENTIFIERS_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_IDENTIFIERS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace lianfang::exchange {

// What is wrong with a number of 18 characters; empty when nothing is. Any area prefix will do: retired ones live on in old cards.
std::string IdNumberFault(absl::string_view number, absl::CivilDay today);

// The date of birth in a number of 18 digits, or of 15 as they were given out before 1999; nothing where there is no day of the calendar.
std::optional<absl::CivilDay> BirthDateIn(absl::string_view number);

// An identifier as people type it: without white space around it, in capital letters.
std::string NormalIdentifier(absl::string_view text);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_IDENTIFIERS_H_
