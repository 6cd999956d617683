// Identifiers that carry their own check: citizen ID numbers and unified social credit codes.
//
//   const std::string fault = IdNumberFault("11010519491231002X", today);     // empty: well-formed
//
// No fault quotes the identifier: what is said here is logged and audited.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_VALUES_IDENTIFIERS_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_VALUES_IDENTIFIERS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace lianfang::expert {

// What is wrong with a citizen ID (GB 11643); empty when nothing is. Any area prefix will do: retired ones live on in
// old cards.
std::string IdNumberFault(absl::string_view id_number, absl::CivilDay today);

// The day in a well-formed citizen ID.
absl::CivilDay BirthDate(absl::string_view id_number);

// What is wrong with the characters of a unified social credit code (GB 32100), whatever its check character; empty
// when nothing is.
std::string CreditCodeShapeFault(absl::string_view code);

// Whether the check character of a code of the right shape holds. Codes given out before the standard may lack one.
bool HasCreditCheck(absl::string_view code);

// An identifier as people type it: without white space around it, in capital letters.
std::string NormalIdentifier(absl::string_view text);

// The first and the last character, the others as `*`: within one county the rest would tell who it is.
std::string Masked(absl::string_view text);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_VALUES_IDENTIFIERS_H_
