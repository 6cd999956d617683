// Decimals with up to four places, exact: whole numbers of ten-thousandths.
//
//   ParseDecimal("2.5")                         25000
#ifndef LIANFANG_COMMON_DECIMAL_H_
#define LIANFANG_COMMON_DECIMAL_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace lianfang {

// Ten-thousandths in 1.
inline constexpr int64_t kDecimalUnit = 10'000;

// `text` in ten-thousandths: one to nine digits, then possibly a point and one to four more. Nothing for any other text,
// a sign included.
std::optional<int64_t> ParseDecimal(absl::string_view text);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_DECIMAL_H_
