// Identifiers as people type them. What makes them well-formed is in common/id_number.h and common/credit_code.h.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_IDENTIFIERS_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_IDENTIFIERS_H_

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace lianfang::exchange {

// Without white space around it, in capital letters: the one form in which identifiers are stored.
inline std::string NormalIdentifier(absl::string_view text) {
  return absl::AsciiStrToUpper(absl::StripAsciiWhitespace(text));
}

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_IDENTIFIERS_H_
