// Division codes (GB/T 2260): six digits whose prefix is the hierarchy, 140000 ⊃ 140500 ⊃ 140581.
#ifndef LIANFANG_COMMON_DIVISION_H_
#define LIANFANG_COMMON_DIVISION_H_

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace lianfang {

// Whether `code` has the shape of a division code: six digits.
inline bool IsDivisionCode(absl::string_view code) {
  return code.size() == 6 &&
         std::all_of(code.begin(), code.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

// What all divisions of `code` begin with: `14` of 140000, `1405` of 140500, a county's code itself, nothing of the
// country's own code 100000.
inline absl::string_view DivisionPrefix(absl::string_view code) {
  if (code == "100000") return {};
  while (absl::EndsWith(code, "00")) code.remove_suffix(2);
  return code;
}

// Whether `inner` is `outer` or lies in it.
inline bool DivisionCovers(absl::string_view outer, absl::string_view inner) {
  return absl::StartsWith(inner, DivisionPrefix(outer));
}

}  // namespace lianfang

#endif  // LIANFANG_COMMON_DIVISION_H_
